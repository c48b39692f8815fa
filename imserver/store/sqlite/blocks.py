"""Who wants nothing to do with whom."""

from __future__ import annotations

import sqlite3

from imserver.core.event import BlockChanged
from imserver.store.sqlite.profiles import profile
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer


class SqliteBlocks:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def set(self, user: str, other: str, on: bool) -> None:
        def operation(transaction: Transaction) -> None:
            database = transaction.database
            profile(database, other)
            sql = (
                "INSERT INTO blocks VALUES (?, ?) ON CONFLICT DO NOTHING"
                if on
                else "DELETE FROM blocks WHERE user = ? AND other = ?"
            )
            if not database.execute(sql, (user, other)).rowcount:
                return
            _forget_shared(transaction, user, other)
            transaction.log_event(BlockChanged(other, on), (user,), user=user)

        await self._writer.submit(operation)

    async def of_user(self, user: str) -> list[str]:
        def read(database: sqlite3.Connection) -> list[str]:
            return [row[0] for row in database.execute("SELECT other FROM blocks WHERE user = ?", (user,))]

        return await self._reader.run(read)


def end_blocks(transaction: Transaction, gone: str) -> None:
    """The account is gone: nobody has blocked it any more, and it has blocked nobody. A step of a transaction."""
    database = transaction.database
    for user, other in database.execute(
        "SELECT user, other FROM blocks WHERE user = ?1 OR other = ?1", (gone,)
    ).fetchall():
        database.execute("DELETE FROM blocks WHERE user = ? AND other = ?", (user, other))
        _forget_shared(transaction, user, other)
        if user != gone:
            transaction.log_event(BlockChanged(other, False), (user,), user=user)


def _forget_shared(transaction: Transaction, one: str, other: str) -> None:
    """What the roster says of both is old."""
    for (conv,) in transaction.database.execute(
        "SELECT m.conv FROM members m JOIN members o ON o.conv = m.conv AND o.user = ? WHERE m.user = ?", (other, one)
    ).fetchall():
        transaction.roster.drop(conv)

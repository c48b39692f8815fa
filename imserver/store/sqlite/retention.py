"""Erasing what is older than a conversation keeps, and events that nobody needs any more."""

from __future__ import annotations

from functools import partial
from typing import Final

from imserver.core.event import Expired
from imserver.store.sqlite.attachments import detach
from imserver.store.sqlite.roster import decode_settings
from imserver.store.sqlite.writer import Transaction, Writer

MAX_ERASED: Final = 500
"""Messages of one conversation in one transaction: an acknowledgement behind it waits no longer than for a commit."""


class SqliteRetention:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def expire(self, now: int) -> int:
        erased = 0
        for conv, before in await self._writer.submit(lambda transaction: _due(transaction, now)):
            while count := await self._writer.submit(partial(_erase, conv=conv, before=before)):
                erased += count
        return erased


def _due(transaction: Transaction, now: int) -> list[tuple[str, int]]:
    """Conversations that don't keep messages for ever, and the time before which theirs go."""
    rows = transaction.database.execute("SELECT id, settings FROM conversations WHERE settings <> '{}'").fetchall()
    kept = [(conv, decode_settings(settings).retention_s) for conv, settings in rows]
    return [(conv, now - seconds * 1000) for conv, seconds in kept if seconds]


def _erase(transaction: Transaction, conv: str, before: int) -> int:
    database = transaction.database
    row = database.execute("SELECT expired_through FROM conversations WHERE id = ?", (conv,)).fetchone()
    if row is None:
        return 0
    through = old = row[0]
    for seq, ts in database.execute(
        "SELECT seq, ts FROM messages WHERE conv = ? AND seq > ? ORDER BY seq LIMIT ?", (conv, old, MAX_ERASED)
    ):
        if ts >= before:
            break
        through = seq
    if through == old:
        return 0
    for table in ("reactions", "mentions", "pins"):
        database.execute(f"DELETE FROM {table} WHERE conv = ? AND seq <= ?", (conv, through))
    detach(database, conv, old + 1, through)
    database.execute(
        "UPDATE messages SET body = x'', gone = 'expired' WHERE conv = ? AND seq > ? AND seq <= ?", (conv, old, through)
    )
    database.execute("UPDATE conversations SET expired_through = ? WHERE id = ?", (through, conv))
    transaction.log_event(Expired(conv, through), transaction.roster.get(conv).audience, conv=conv)
    return int(through - old)

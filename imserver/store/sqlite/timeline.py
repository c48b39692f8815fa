"""The times that the store holds, all on the line of server time, and the steps that it makes."""

from __future__ import annotations

import sqlite3
from typing import Final, Literal

import msgspec

from imserver.core.discipline import Checkpoint, Step
from imserver.core.moments import Moment, Moments
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer

MARKED_EVERY_MS: Final = 24 * 3_600_000

MOVED: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("links", "created_at", ("expires_at",)),
    ("sessions", "refreshed_at", ("refreshed_at", "expires_at")),
    ("sessions", "ended_at", ("ended_at",)),
    ("sessions", "reused_at", ("reused_at",)),
    ("api_tokens", "created_at", ("expires_at",)),
    ("media", "created_at", ("created_at",)),
    ("push_queue", "since", ("since", "due")),
    ("webhooks", "failing_since", ("failing_since",)),
    ("webhooks", "disabled_at", ("disabled_at",)),
)
"""Columns that durations are counted from or to: the table, the column that says when they were set, and they.

Those of messages and of the audit log stay what people were told; for them there are moments.
"""

NEWEST: Final = (
    "SELECT coalesce(max((SELECT ts FROM messages WHERE conv = c.id ORDER BY seq DESC LIMIT 1)), 0)"
    " FROM conversations c"
)

_decode = msgspec.json.Decoder(Checkpoint).decode


class SqliteTimeline:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def last(self) -> Checkpoint:
        def read(database: sqlite3.Connection) -> Checkpoint:
            row = database.execute("SELECT value FROM meta WHERE key = 'clock'").fetchone()
            return _decode(row[0]) if row else Checkpoint(time=database.execute(NEWEST).fetchone()[0])

        return await self._reader.run(read)

    async def keep(self, checkpoint: Checkpoint, *, mark: bool = False) -> None:
        def operation(transaction: Transaction) -> None:
            _keep(transaction.database, checkpoint)
            row = transaction.database.execute("SELECT at FROM moments ORDER BY id DESC LIMIT 1").fetchone()
            if mark or row is None or checkpoint.time - row[0] >= MARKED_EVERY_MS:
                _mark(transaction, checkpoint.time)

        await self._writer.submit(operation)

    async def shift(self, step: Step, checkpoint: Checkpoint) -> None:
        def operation(transaction: Transaction) -> None:
            database = transaction.database
            _mark(transaction, step.at)
            database.execute("UPDATE moments SET at = at + ?1 WHERE at >= ?2", (step.by, step.since))
            for table, set_at, columns in MOVED:
                changes = ", ".join(f"{column} = {column} + ?1" for column in columns)
                database.execute(f"UPDATE {table} SET {changes} WHERE {set_at} >= ?2", (step.by, max(1, step.since)))
            _keep(database, checkpoint)

        await self._writer.submit(operation)


def _keep(database: sqlite3.Connection, checkpoint: Checkpoint) -> None:
    database.execute(
        "INSERT INTO meta VALUES ('clock', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (msgspec.json.encode(checkpoint).decode(),),
    )


def _mark(transaction: Transaction, time: int) -> None:
    transaction.database.execute(
        "INSERT INTO moments (position, audit, at, told)"
        " VALUES (?1, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0), ?2, ?2)",
        (transaction.newest_position, time),
    )


def moments(database: sqlite3.Connection, column: Literal["position", "audit"]) -> Moments:
    """By the positions of the change stream, or by the ids of the audit log."""
    return Moments(
        [Moment(*row) for row in database.execute(f"SELECT {column}, at, told FROM moments ORDER BY id").fetchall()]
    )


def moments_around(database: sqlite3.Connection, position: int) -> Moments:
    """As many of `moments` as `written` needs for one position."""
    rows = database.execute(
        "SELECT position, at, told FROM moments"
        " WHERE id >= coalesce((SELECT max(id) FROM moments WHERE position < ?), 0) ORDER BY id LIMIT 2",
        (position,),
    )
    return Moments([Moment(*row) for row in rows])

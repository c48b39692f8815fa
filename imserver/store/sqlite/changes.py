"""The change stream as programs follow it."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import Final

import msgspec

from imserver.core.errors import ImError
from imserver.core.event import Delivery, Edited, Event, Logged, MessageAdded
from imserver.core.sync import SyncToken
from imserver.store.sqlite.messages import COLUMNS, SqliteMessages, changed_since
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.stream import SqliteStream
from imserver.system.logs import get_logger

_decode: Final = msgspec.json.Decoder(Logged).decode

log = get_logger("imserver.store")


class SqliteChanges:
    def __init__(self, reader: Reader, stream: SqliteStream, messages: SqliteMessages) -> None:
        self._reader = reader
        self._stream = stream
        self._messages = messages

    @property
    def token(self) -> SyncToken:
        return self._stream.token

    async def since(self, position: int, limit: int) -> list[Delivery]:
        return await self._reader.run(lambda database: self._since(database, position, limit))

    def _since(self, database: sqlite3.Connection, position: int, limit: int) -> list[Delivery]:
        """The first `limit` of each conversation and of the log hold the first `limit` of all."""
        found: list[tuple[int, Event, str | None, int]] = []
        for conv, after in changed_since(database, position):
            rows = database.execute(
                f"SELECT position, {COLUMNS} FROM messages WHERE conv = ? AND seq > ? AND gone IS NOT 'expired'"
                " ORDER BY seq LIMIT ?",
                (conv, after, limit),
            ).fetchall()
            opened = self._messages.open(conv, [row[1:] for row in rows])
            found += [
                (row[0], MessageAdded(conv, message), conv, message.seq)
                for row, message in zip(rows, opened, strict=True)
            ]
        logged = database.execute(
            "SELECT position, conv, body FROM events WHERE position > ? AND user IS NULL ORDER BY position", (position,)
        )
        told = ((at, self._told(database, at, body), conv) for at, conv, body in logged)
        readable = ((at, event, conv, getattr(event, "seq", 0)) for at, event, conv in told if event is not None)
        found += islice(readable, limit)  # those that aren't told any more don't count
        found.sort(key=lambda each: each[0])
        return [
            Delivery(at, event, None if conv is None else _audience(database, conv, seq))
            for at, event, conv, seq in found[:limit]
        ]

    def _told(self, database: sqlite3.Connection, at: int, body: bytes) -> Event | None:
        """The event as it is told today; None where its message is gone, and for one that can't be read."""
        try:
            event: Logged = _decode(body)
        except (msgspec.MsgspecError, ValueError) as error:
            log.error("store.event_damaged", position=at, error=str(error))
            return None
        if not isinstance(event, Edited):
            return event
        try:
            message = self._messages.find(database, event.conv, event.seq)
        except ImError:
            return None
        return Edited(
            event.conv, event.seq, message.edited_at or event.ts, message.text, message.mentions, message.spans
        )


def _audience(database: sqlite3.Connection, conv: str, seq: int) -> tuple[str, ...]:
    rows = database.execute(
        "SELECT user FROM members WHERE conv = ?1 AND (?2 = 0 OR first_seq <= ?2)", (conv, seq)
    ).fetchall()
    return tuple(user for (user,) in rows)

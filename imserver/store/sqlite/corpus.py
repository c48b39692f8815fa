"""The messages as a search index reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

import msgspec

from imserver.core.errors import ImError
from imserver.core.event import Edited, Logged
from imserver.core.message import Message
from imserver.core.sync import SyncToken
from imserver.store.records import StreamEntry, StreamPlace
from imserver.store.sqlite.messages import COLUMNS, SqliteMessages, changed_since
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.stream import SqliteStream
from imserver.system.logs import get_logger

_decode: Final = msgspec.json.Decoder(Logged).decode

log = get_logger("imserver.store")


class SqliteCorpus:
    def __init__(self, reader: Reader, stream: SqliteStream, messages: SqliteMessages) -> None:
        self._reader = reader
        self._stream = stream
        self._messages = messages

    @property
    def token(self) -> SyncToken:
        return self._stream.token

    async def changed_since(self, position: int) -> list[tuple[str, int]]:
        return await self._reader.run(lambda database: changed_since(database, position))

    async def entries(self, conv: str, after: int, limit: int) -> list[StreamEntry]:
        def read(database: sqlite3.Connection) -> list[StreamEntry]:
            rows = database.execute(
                f"SELECT position, {COLUMNS} FROM messages WHERE conv = ? AND seq > ? AND gone IS NULL"
                " AND quiet = 0 ORDER BY seq LIMIT ?",
                (conv, after, limit),
            ).fetchall()
            opened = self._messages.open(conv, [row[1:] for row in rows])
            return [
                StreamEntry(row[0], conv, message.seq, message.text) for row, message in zip(rows, opened, strict=True)
            ]

        return await self._reader.run(read)

    async def edited_since(self, position: int) -> list[StreamEntry]:
        def read(database: sqlite3.Connection) -> list[StreamEntry]:
            found: list[StreamEntry] = []
            for at, body in database.execute(
                "SELECT position, body FROM events WHERE position > ? ORDER BY position", (position,)
            ).fetchall():
                try:
                    event = _decode(body)
                    if not isinstance(event, Edited):
                        continue
                    message = self._messages.find(database, event.conv, event.seq)
                except ImError:
                    continue
                except (msgspec.MsgspecError, ValueError) as error:
                    log.error("store.event_damaged", position=at, error=str(error))
                    continue
                found.append(StreamEntry(at, event.conv, event.seq, message.text))
            return found

        return await self._reader.run(read)

    async def conversations(self, user: str, limit: int) -> list[str]:
        def read(database: sqlite3.Connection) -> list[str]:
            rows = database.execute(
                "SELECT conv FROM members m WHERE user = ? ORDER BY"
                " (SELECT position FROM messages WHERE conv = m.conv ORDER BY seq DESC LIMIT 1) DESC LIMIT ?",
                (user, limit),
            )
            return [conv for (conv,) in rows]

        return await self._reader.run(read)

    async def visible(self, user: str, places: Sequence[StreamPlace]) -> list[tuple[StreamPlace, Message]]:
        def read(database: sqlite3.Connection) -> list[tuple[StreamPlace, Message]]:
            found: list[tuple[StreamPlace, Message]] = []
            for place in places:
                rows = database.execute(
                    f"SELECT {COLUMNS} FROM messages WHERE conv = ?1 AND seq = ?2 AND gone IS NULL AND ?2 >="
                    " (SELECT max(m.first_seq, c.expired_through + 1) FROM members m"
                    " JOIN conversations c ON c.id = m.conv WHERE m.conv = ?1 AND m.user = ?3)",
                    (place.conv, place.seq, user),
                ).fetchall()
                found += [(place, message) for message in self._messages.open(place.conv, rows)]
            return found

        return await self._reader.run(read)

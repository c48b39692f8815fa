"""The change stream, read back for those who were away."""

from __future__ import annotations

import sqlite3
from typing import Final, cast

import msgspec

from imserver.core.codec import encode_event
from imserver.core.event import ConversationAdded, Event, Logged, MessageAdded
from imserver.core.session import Resumption
from imserver.core.sync import SyncToken
from imserver.store.sqlite.conversations import SqliteConversations
from imserver.store.sqlite.messages import COLUMNS, Row, SqliteMessages
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Writer

MAX_MISSED: Final = 1000

_decode = msgspec.json.Decoder(Logged).decode


class TooFarBehindError(Exception):
    """More was missed than is worth replaying: the client starts from the newest state."""


class SqliteStream:
    def __init__(
        self,
        writer: Writer,
        reader: Reader,
        epoch: str,
        conversations: SqliteConversations,
        messages: SqliteMessages,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._epoch = epoch
        self._conversations = conversations
        self._messages = messages

    @property
    def token(self) -> SyncToken:
        return SyncToken(self._epoch, self._writer.position)

    async def resume(self, user: str, since: SyncToken | None) -> Resumption:
        now = self.token
        return await self._reader.run(lambda database: self._resume(database, user, since, now))

    def _resume(self, database: sqlite3.Connection, user: str, since: SyncToken | None, now: SyncToken) -> Resumption:
        if since is None:
            return Resumption("fresh", now, self._conversations.all_of(database, user), [])
        if since.epoch != self._epoch or since.position > now.position:
            return Resumption("reset", now, self._conversations.all_of(database, user), [])
        try:
            missed = self._missed(database, user, since.position)
        except TooFarBehindError:
            return Resumption("limited", now, self._conversations.all_of(database, user), [])
        frames = [
            (position, encode_event(str(SyncToken(self._epoch, position)), event))
            for position, event in missed
            if position <= now.position  # what is newer comes by the listener
        ]
        return Resumption("resumed", now, None, frames)

    def _missed(self, database: sqlite3.Connection, user: str, since: int) -> list[tuple[int, Event]]:
        """Events after `since`, ascending. Raises `TooFarBehindError`."""
        missed: list[tuple[int, Event]] = []
        for position, body in database.execute(
            "SELECT position, body FROM events WHERE user = ?1 AND position > ?2"
            " UNION ALL SELECT position, body FROM events WHERE conv IS NULL AND user IS NULL AND position > ?2"
            " UNION ALL SELECT e.position, e.body FROM members m JOIN events e ON e.conv = m.conv"
            " WHERE m.user = ?1 AND e.position > max(?2, m.joined) LIMIT ?3",
            (user, since, MAX_MISSED + 1),
        ):
            missed.append((position, _decode(body)))
        if len(missed) > MAX_MISSED:
            raise TooFarBehindError
        for conv, joined, newest in database.execute(
            "SELECT conv, joined, (SELECT position FROM messages WHERE conv = m.conv ORDER BY seq DESC LIMIT 1)"
            " FROM members m WHERE user = ?",
            (user,),
        ).fetchall():
            if joined > since:
                missed.append((joined, ConversationAdded(self._conversations.view(database, conv, user))))
            if newest is not None and newest > max(since, joined):
                missed += self._messages_after(database, conv, max(since, joined))
            if len(missed) > MAX_MISSED:
                raise TooFarBehindError
        missed.sort(key=lambda pair: pair[0])
        return missed

    def _messages_after(self, database: sqlite3.Connection, conv: str, since: int) -> list[tuple[int, Event]]:
        """Messages with a position above `since`, found from the conversation's end."""
        positions: list[int] = []
        rows: list[Row] = []
        for position, *row in database.execute(
            f"SELECT position, {COLUMNS} FROM messages WHERE conv = ? ORDER BY seq DESC", (conv,)
        ):
            if position <= since:
                break
            if len(rows) == MAX_MISSED:
                raise TooFarBehindError
            positions.append(position)
            rows.append(cast(Row, tuple(row)))
        messages = self._messages.open(conv, rows)
        return [(position, MessageAdded(conv, message)) for position, message in zip(positions, messages, strict=True)]

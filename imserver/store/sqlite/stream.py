"""The change stream, read back for those who were away."""

from __future__ import annotations

import sqlite3
from typing import Final, cast

import msgspec

from imserver.core.conversation import RECEIPTS_UP_TO
from imserver.core.effects import Resumption
from imserver.core.errors import ImError
from imserver.core.event import (
    ConversationAdded,
    Edited,
    Event,
    Logged,
    MessageAdded,
    Pinned,
    Reacted,
    Recalled,
    ReceiptMoved,
)
from imserver.core.sync import SyncToken
from imserver.store.sqlite.conversation_cache import apart_from
from imserver.store.sqlite.messages import COLUMNS, Row, SqliteMessages
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.server import server_name
from imserver.store.sqlite.views import ConversationViews
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger

MAX_MISSED: Final = 1000
MAX_TRIMMED: Final = 1000
"""Events deleted in one transaction."""

log = get_logger("imserver.store")

_decode = msgspec.json.Decoder(Logged).decode


class TooFarBehindError(Exception):
    """More was missed than is worth replaying: the client starts from the newest state."""


def _read(position: int, body: bytes) -> Logged:
    """Raises `TooFarBehindError` for one that is damaged: whoever loads all anew has what it told."""
    try:
        event: Logged = _decode(body)
    except (msgspec.MsgspecError, ValueError) as error:
        log.error("store.event_damaged", position=position, error=str(error))
        raise TooFarBehindError from error
    return event


class SqliteStream:
    def __init__(
        self,
        writer: Writer,
        reader: Reader,
        epoch: str,
        views: ConversationViews,
        messages: SqliteMessages,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._epoch = epoch
        self._views = views
        self._messages = messages

    @property
    def token(self) -> SyncToken:
        return SyncToken(self._epoch, self._writer.position)

    async def resume(self, user: str, since: SyncToken | None) -> Resumption:
        now = self.token
        return await self._reader.run(lambda database: self._resume(database, user, since, now))

    def _resume(self, database: sqlite3.Connection, user: str, since: SyncToken | None, now: SyncToken) -> Resumption:
        name = server_name(database)
        if since is None:
            return Resumption("fresh", now, self._views.all_of(database, user), [], name)
        if since.epoch != self._epoch or since.position > now.position:
            return Resumption("reset", now, self._views.all_of(database, user), [], name)
        try:
            missed = self._missed(database, user, since.position)
        except TooFarBehindError:
            return Resumption("limited", now, self._views.all_of(database, user), [], name)
        # what is newer comes by the listener
        return Resumption("resumed", now, None, [each for each in missed if each[0] <= now.position], name)

    def _missed(self, database: sqlite3.Connection, user: str, since: int) -> list[tuple[int, Event]]:
        """Events after `since`, ascending. Raises `TooFarBehindError`."""
        if since < self._trimmed(database):
            raise TooFarBehindError
        rows = database.execute(
            "SELECT position, body, 0 FROM events WHERE user = ?1 AND position > ?2"
            " UNION ALL SELECT position, body, 0 FROM events WHERE conv IS NULL AND user IS NULL AND position > ?2"
            " UNION ALL SELECT e.position, e.body, m.first_seq FROM members m JOIN events e ON e.conv = m.conv"
            " WHERE m.user = ?1 AND e.position > max(?2, m.joined) LIMIT ?3",
            (user, since, MAX_MISSED + 1),
        ).fetchall()
        if len(rows) > MAX_MISSED:
            raise TooFarBehindError
        told = ((position, self._told(database, _read(position, body), first)) for position, body, first in rows)
        missed = [(position, event) for position, event in told if event is not None]
        missed += self._receipts(database, user, since)
        for conv, joined, newest in database.execute(
            "SELECT conv, joined, (SELECT position FROM messages WHERE conv = m.conv ORDER BY seq DESC LIMIT 1)"
            " FROM members m WHERE user = ?",
            (user,),
        ).fetchall():
            if joined > since:
                missed.append((joined, ConversationAdded(self._views.view(database, conv, user))))
            if newest is not None and newest > max(since, joined):
                missed += self._messages_after(database, conv, max(since, joined))
            if len(missed) > MAX_MISSED:
                raise TooFarBehindError
        missed.sort(key=lambda pair: pair[0])
        return missed

    def _told(self, database: sqlite3.Connection, event: Logged, first: int) -> Event | None:
        """The event as it is told today, or None where the reader can't see its message, or nobody can."""
        if isinstance(event, Edited | Recalled | Reacted | Pinned) and event.seq < first:
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

    @staticmethod
    def _receipts(database: sqlite3.Connection, user: str, since: int) -> list[tuple[int, Event]]:
        rows = database.execute(
            "SELECT r.receipted, r.conv, r.user, r.read, r.delivered FROM members m"
            " JOIN members r ON r.conv = m.conv AND r.receipted > max(?2, m.joined) WHERE m.user = ?1 AND (r.user = ?1"
            " OR (SELECT count(*) FROM members WHERE conv = m.conv) <= ?3)",
            (user, since, RECEIPTS_UP_TO),
        ).fetchall()
        apart = apart_from(database, user) if rows else ()
        return [(position, ReceiptMoved(*receipt)) for position, *receipt in rows if receipt[1] not in apart]

    @staticmethod
    def _trimmed(database: sqlite3.Connection) -> int:
        row = database.execute("SELECT value FROM meta WHERE key = 'trimmed'").fetchone()
        return row[0] if row else 0

    async def trim(self, keep: int) -> int:
        def operation(transaction: Transaction) -> int:
            database = transaction.database
            row = database.execute(
                "SELECT position FROM events ORDER BY position DESC LIMIT 1 OFFSET ?", (keep,)
            ).fetchone()
            if row is None:
                return 0
            bound = database.execute(
                "SELECT max(position) FROM (SELECT position FROM events WHERE position <= ? ORDER BY position LIMIT ?)",
                (row[0], MAX_TRIMMED),
            ).fetchone()[0]
            trimmed: int = database.execute("DELETE FROM events WHERE position <= ?", (bound,)).rowcount
            database.execute(
                "INSERT INTO meta VALUES ('trimmed', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (bound,),
            )
            return trimmed

        return await self._writer.submit(operation)

    def _messages_after(self, database: sqlite3.Connection, conv: str, since: int) -> list[tuple[int, Event]]:
        """Messages with a position above `since`, found from the conversation's end."""
        positions: list[int] = []
        rows: list[Row] = []
        for position, *row in database.execute(
            f"SELECT position, {COLUMNS} FROM messages WHERE conv = ? AND gone IS NOT 'expired' ORDER BY seq DESC",
            (conv,),
        ):
            if position <= since:
                break
            if len(rows) == MAX_MISSED:
                raise TooFarBehindError
            positions.append(position)
            rows.append(cast(Row, tuple(row)))
        messages = self._messages.open(conv, rows)
        return [(position, MessageAdded(conv, message)) for position, message in zip(positions, messages, strict=True)]

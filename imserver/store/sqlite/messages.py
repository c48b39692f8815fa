"""Messages: appended under dense numbers, read by pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from uuid import UUID

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.event import MessageAdded
from imserver.core.message import Draft, Message, Page, Posted
from imserver.seal.envelope import Sealer, SealError, place
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What is sealed of a message. New fields go to the end, with defaults."""

    text: str


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Body).decode

COLUMNS = "seq, sender, client_id, ts, body"
Row = tuple[int, str, bytes, int, bytes]


class SqliteMessages:
    def __init__(self, writer: Writer, reader: Reader, sealer: Sealer) -> None:
        self._writer = writer
        self._reader = reader
        self._sealer = sealer

    async def append(self, draft: Draft) -> Posted:
        return await self._writer.submit(lambda transaction: self._append(transaction, draft))

    def _append(self, transaction: Transaction, draft: Draft) -> Posted:
        body = _encode(Body(draft.text))
        digest = self._sealer.digest(draft.conv.encode() + body)
        try:
            entry = transaction.roster.get(draft.conv)
            entry.role(draft.conv, draft.sender)
        except ImError:
            first = self._first(transaction.database, draft, digest)
            if first is None:
                raise
            return first
        seq = entry.last_seq + 1
        inserted = transaction.database.execute(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, client_id) DO NOTHING",
            (
                draft.conv,
                seq,
                position := transaction.position(),
                draft.sender,
                draft.client_id.bytes,
                draft.ts,
                digest,
                self._sealer.seal(body, place(draft.conv, seq, draft.sender)),
            ),
        )
        if inserted.rowcount == 0:
            first = self._first(transaction.database, draft, digest)
            if first is None:
                raise ImError(errors.INTERNAL, "The first message with this client_id can't be found.")
            return first
        entry.last_seq = seq
        message = Message(seq, draft.sender, draft.client_id, draft.ts, draft.text)
        transaction.announce(position, MessageAdded(draft.conv, message), entry.audience, draft.origin)
        return Posted(seq, draft.ts)

    @staticmethod
    def _first(database: sqlite3.Connection, draft: Draft, digest: bytes) -> Posted | None:
        """The answer that the first message with this client_id got."""
        row = database.execute(
            "SELECT seq, ts, digest FROM messages WHERE sender = ? AND client_id = ?",
            (draft.sender, draft.client_id.bytes),
        ).fetchone()
        if row is None:
            return None
        if row[2] != digest:
            raise ImError(errors.CLIENT_ID_CONFLICT, f"The client_id {draft.client_id} was used for another message.")
        return Posted(row[0], row[1])

    async def page(self, conv: str, user: str, before: int | None, after: int | None, limit: int) -> Page:
        return await self._reader.run(lambda database: self._page(database, conv, user, before, after, limit))

    def _page(
        self,
        database: sqlite3.Connection,
        conv: str,
        user: str,
        before: int | None,
        after: int | None,
        limit: int,
    ) -> Page:
        check_member(database, conv, user)
        if after is not None:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM messages WHERE conv = ? AND seq > ? ORDER BY seq LIMIT ?",
                (conv, after, limit + 1),
            ).fetchall()
            return Page(self.open(conv, rows[:limit]), len(rows) > limit)
        rows = database.execute(
            f"SELECT {COLUMNS} FROM messages WHERE conv = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            (conv, 1 << 62 if before is None else before, limit + 1),
        ).fetchall()
        return Page(self.open(conv, reversed(rows[:limit])), len(rows) > limit)

    def open(self, conv: str, rows: Iterable[Row]) -> list[Message]:
        """Rows of `COLUMNS` as messages. Raises `storage_failed` where one was tampered with."""
        return [
            Message(seq, sender, UUID(bytes=client_id), ts, self._text(body, conv, seq, sender))
            for seq, sender, client_id, ts, body in rows
        ]

    def _text(self, body: bytes, conv: str, seq: int, sender: str) -> str:
        try:
            return _decode(self._sealer.open(body, place(conv, seq, sender))).text
        except (SealError, msgspec.MsgspecError) as error:
            raise ImError(errors.STORAGE_FAILED, f"The message {seq} of {conv} can't be opened: {error}") from error


def check_member(database: sqlite3.Connection, conv: str, user: str) -> None:
    """Raises `unknown_conversation`, `not_member`."""
    if database.execute("SELECT 1 FROM members WHERE conv = ? AND user = ?", (conv, user)).fetchone() is None:
        raise refusal(database, conv)


def refusal(database: sqlite3.Connection, conv: str) -> ImError:
    """What somebody is told who isn't in the conversation: `unknown_conversation` or `not_member`."""
    if database.execute("SELECT 1 FROM conversations WHERE id = ?", (conv,)).fetchone() is None:
        return ImError(errors.UNKNOWN_CONVERSATION, f"There is no conversation {conv[:64]!r}.")
    return ImError(errors.NOT_MEMBER, f"You are not in the conversation {conv}.")

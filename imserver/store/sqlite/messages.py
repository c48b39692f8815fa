"""Messages: appended under dense numbers, read by pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from uuid import UUID, uuid4

import msgspec

from imserver.core import conversation as rules
from imserver.core import errors
from imserver.core.action import Action, action_text
from imserver.core.attachment import Attachment
from imserver.core.errors import ImError
from imserver.core.event import MessageAdded
from imserver.core.message import EVERYONE, Draft, Message, Page, Posted, check_mentions
from imserver.core.note import Note
from imserver.core.span import Span
from imserver.seal.envelope import Sealer, SealError, place
from imserver.store.sqlite.attachments import attach
from imserver.store.sqlite.conversation_cache import CachedConversation
from imserver.store.sqlite.profiles import profile
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger

log = get_logger("imserver.store")


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What is sealed of a message. New fields go to the end, with defaults."""

    text: str
    reply_to: int | None = None
    mentions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    note: Note | None = None
    action: Action | None = None
    spans: tuple[Span, ...] = ()


Find = Callable[[sqlite3.Connection, str, str], Attachment]
"""A file by its id, for somebody who may read it. Raises `unknown_file`."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Body).decode

COLUMNS: Final = "seq, sender, client_id, ts, body, thread, edited_at, gone, spelled"
Row = tuple[int, str, bytes, int, bytes, int | None, int | None, str | None, str | None]

INSERT: Final = (
    "INSERT INTO messages (conv, seq, position, sender, client_id, ts, digest, body, thread, spelled, quiet)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, client_id) DO NOTHING"
)


class SqliteMessages:
    def __init__(self, writer: Writer, reader: Reader, sealer: Sealer, find_file: Find) -> None:
        self._writer = writer
        self._reader = reader
        self._sealer = sealer
        self._find_file = find_file

    async def append(self, draft: Draft) -> Posted:
        return await self._writer.submit(lambda transaction: self._append(transaction, draft))

    def _append(self, transaction: Transaction, draft: Draft) -> Posted:
        digest = self._sealer.digest(draft.conv.encode() + _content(draft))
        try:
            entry = transaction.roster.get(draft.conv)
            _check(entry, draft)
        except ImError:
            first = self._first(transaction.database, draft, digest)
            if first is None:
                raise
            return first
        seq = entry.last_seq + 1
        ts = max(draft.ts, entry.last_ts)
        database = transaction.database
        thread = draft.thread and self._root(database, entry, draft, draft.thread)
        try:
            files = tuple(self._find_file(database, file, draft.sender) for file in draft.attachments)
        except ImError:
            first = self._first(database, draft, digest)
            if first is None:
                raise
            return first
        body = _encode(Body(draft.text, draft.reply_to, draft.mentions, files, spans=draft.spans))
        inserted = database.execute(
            INSERT,
            (
                draft.conv,
                seq,
                position := transaction.position(),
                draft.sender,
                draft.client_id.bytes,
                ts,
                digest,
                self._sealer.seal(body, place(draft.conv, seq, draft.sender)),
                thread,
                draft.spelled or None,
                False,
            ),
        )
        if inserted.rowcount == 0:
            first = self._first(database, draft, digest)
            if first is None:
                raise ImError(errors.INTERNAL, "The first message with this client_id can't be found.")
            return first
        entry.last_seq, entry.last_ts = seq, ts
        if draft.mentions:
            note_mentions(database, draft.conv, seq, draft.mentions)
        attach(database, draft.conv, seq, files)
        message = Message(
            seq,
            draft.sender,
            draft.client_id,
            ts,
            draft.text,
            draft.reply_to,
            thread,
            draft.mentions,
            attachments=files,
            spelled=draft.spelled,
            spans=draft.spans,
        )
        transaction.announce(position, MessageAdded(draft.conv, message), entry.audience, draft.origin)
        return Posted(seq, ts)

    def append_note(self, transaction: Transaction, conv: str, note: Note, text: str, now: int) -> None:
        """Write a note under the next number, as a message of the first of its people; where it names none, of who did
        it, or of a member. A step of a transaction.
        """
        entry = transaction.roster.get(conv)
        sender = next(iter(note.people), note.by or entry.audience[0])
        message = Message(entry.last_seq + 1, sender, uuid4(), max(now, entry.last_ts), text, note=note)
        self._append_line(transaction, entry, conv, message)

    def append_action(self, transaction: Transaction, conv: str, user: str, action: Action, now: int) -> None:
        """Write an action of `user` under the next number, at the time `now`; none without a time, or where nobody is
        left to read it. A step of a transaction.
        """
        entry = transaction.roster.get(conv)
        if not now or not entry.roles:
            return
        who, *people = (profile(transaction.database, id).name for id in (user, *action.people))
        text = action_text(action, who, people)
        message = Message(entry.last_seq + 1, user, uuid4(), max(now, entry.last_ts), text, action=action)
        self._append_line(transaction, entry, conv, message)

    def _append_line(self, transaction: Transaction, entry: CachedConversation, conv: str, message: Message) -> None:
        body = _encode(Body(message.text, note=message.note, action=message.action))
        transaction.database.execute(
            INSERT,
            (
                conv,
                message.seq,
                position := transaction.position(),
                message.sender,
                message.client_id.bytes,
                message.ts,
                self._sealer.digest(conv.encode() + body),
                self._sealer.seal(body, place(conv, message.seq, message.sender)),
                None,
                None,
                message.action is not None,
            ),
        )
        entry.last_seq, entry.last_ts = message.seq, message.ts
        transaction.announce(position, MessageAdded(conv, message), entry.audience)

    @staticmethod
    def _root(database: sqlite3.Connection, entry: CachedConversation, draft: Draft, thread: int) -> int:
        """The message that began the thread: who answers within one stays in it. Raises `unknown_message`."""
        row = database.execute(
            "SELECT coalesce(thread, seq) FROM messages WHERE conv = ? AND seq = ?", (draft.conv, thread)
        ).fetchone()
        if row is None or thread < entry.newcomers.get(draft.sender, 1):
            raise ImError(errors.UNKNOWN_MESSAGE, f"There is no message {thread} in {draft.conv}.")
        root: int = row[0]
        return root

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

    async def page(
        self, conv: str, user: str, before: int | None, after: int | None, limit: int, thread: int | None = None
    ) -> Page:
        return await self._reader.run(lambda database: self._page(database, conv, user, before, after, limit, thread))

    def _page(
        self,
        database: sqlite3.Connection,
        conv: str,
        user: str,
        before: int | None,
        after: int | None,
        limit: int,
        thread: int | None,
    ) -> Page:
        first = first_visible(database, conv, user)
        where, values = "conv = ?", tuple[str | int, ...]((conv,))
        if thread is not None:
            where, values = "conv = ? AND thread = ?", (conv, thread)
        if after is not None:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM messages WHERE {where} AND seq > ? ORDER BY seq LIMIT ?",
                (*values, max(after, first - 1), limit + 1),
            ).fetchall()
            shown = rows[:limit]
        else:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM messages WHERE {where} AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?",
                (*values, first, 1 << 62 if before is None else before, limit + 1),
            ).fetchall()
            shown = rows[:limit][::-1]
        return Page(_with_reactions(database, conv, self.open(conv, shown)), len(rows) > limit)

    async def extent(self, conv: str, user: str) -> tuple[int, int]:
        def read(database: sqlite3.Connection) -> tuple[int, int]:
            first = first_visible(database, conv, user)
            return first, _newest(database, conv)

        return await self._reader.run(read)

    async def last_before(self, conv: str, user: str, ts: int) -> int:
        """By halves: numbers are dense and come in the order of time, so that no index on times is needed."""

        def read(database: sqlite3.Connection) -> int:
            first_visible(database, conv, user)
            low, high = 0, _newest(database, conv)
            while low < high:
                middle = (low + high + 1) // 2
                (sent,) = database.execute(
                    "SELECT ts FROM messages WHERE conv = ? AND seq = ?", (conv, middle)
                ).fetchone()
                low, high = (middle, high) if sent < ts else (low, middle - 1)
            return low

        return await self._reader.run(read)

    def open(self, conv: str, rows: Iterable[Row]) -> list[Message]:
        """Rows of `COLUMNS` as messages, without reactions. One that was tampered with is shown as damaged."""
        return [self._open(conv, *row) for row in rows]

    def _open(
        self,
        conv: str,
        seq: int,
        sender: str,
        client_id: bytes,
        ts: int,
        sealed: bytes,
        thread: int | None,
        edited_at: int | None,
        gone: str | None,
        spelled: str | None,
    ) -> Message:
        spelled = spelled or ""
        if gone:
            return Message(seq, sender, UUID(bytes=client_id), ts, "", thread=thread, gone="recalled", spelled=spelled)
        try:
            body = _decode(self._sealer.open(sealed, place(conv, seq, sender)))
        except (SealError, msgspec.MsgspecError) as error:
            log.error("store.message_damaged", conv=conv, seq=seq, error=str(error))
            return Message(seq, sender, UUID(bytes=client_id), ts, "", thread=thread, gone="damaged", spelled=spelled)
        return Message(
            seq,
            sender,
            UUID(bytes=client_id),
            ts,
            body.text,
            body.reply_to,
            thread,
            body.mentions,
            edited_at,
            attachments=body.attachments,
            note=body.note,
            action=body.action,
            spelled=spelled,
            spans=body.spans,
        )

    def reseal(
        self, conv: str, message: Message, text: str, mentions: tuple[str, ...], spans: tuple[Span, ...]
    ) -> bytes:
        """The envelope of another text in the same place."""
        body = _encode(Body(text, message.reply_to, mentions, message.attachments, spans=spans))
        return self._sealer.seal(body, place(conv, message.seq, message.sender))

    def find(self, database: sqlite3.Connection, conv: str, seq: int) -> Message:
        """Raises `unknown_message`, also for one that is gone."""
        found = self.find_place(database, conv, seq)
        check_there(conv, found)
        return found

    def find_place(self, database: sqlite3.Connection, conv: str, seq: int) -> Message:
        """A message, or what is left of it where it is gone. Raises `unknown_message`."""
        rows = database.execute(f"SELECT {COLUMNS} FROM messages WHERE conv = ? AND seq = ?", (conv, seq)).fetchall()
        found = self.open(conv, rows)
        if not found:
            raise unknown_message(conv, seq)
        return found[0]


def check_there(conv: str, message: Message) -> None:
    """Raises `unknown_message` for one that is gone."""
    if message.gone:
        raise unknown_message(conv, message.seq)


def unknown_message(conv: str, seq: int) -> ImError:
    return ImError(errors.UNKNOWN_MESSAGE, f"There is no message {seq} in {conv}, or it is gone.")


def _content(draft: Draft) -> bytes:
    """What must be the same where a message is sent again. Without files it is what it was before there were any.

    Spans are left out: a gateway that doesn't know them may have carried it the first time.
    """
    content = (draft.text, draft.reply_to, draft.mentions)
    return _encode((*content, draft.attachments) if draft.attachments else content)


def _check(entry: CachedConversation, draft: Draft) -> None:
    """Whether the sender may write this here. Raises `not_member`, `forbidden`, `blocked`, `unknown_message`."""
    role = entry.role(draft.conv, draft.sender)
    rules.check_apart(entry.blocked)
    rules.check_may_post(
        entry.kind,
        role,
        entry.settings,
        silenced=draft.sender in entry.silenced,
        mentions_all=EVERYONE in draft.mentions,
    )
    check_mentioned(entry, draft.conv, draft.mentions)
    if draft.reply_to and not entry.newcomers.get(draft.sender, 1) <= draft.reply_to <= entry.last_seq:
        raise ImError(errors.UNKNOWN_MESSAGE, f"There is no message {draft.reply_to} in {draft.conv}.")


def check_mentioned(entry: CachedConversation, conv: str, mentions: Sequence[str]) -> None:
    """Only members can be mentioned. Raises `unknown_user`, `too_many`."""
    check_mentions(mentions)
    for user in mentions:
        if user != EVERYONE and user not in entry.roles:
            raise ImError(errors.UNKNOWN_USER, f"{user!r} is not in the conversation {conv}.")


def note_mentions(database: sqlite3.Connection, conv: str, seq: int, mentions: Sequence[str]) -> None:
    database.executemany(
        "INSERT INTO mentions VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [(conv, user, seq) for user in mentions]
    )


def _with_reactions(database: sqlite3.Connection, conv: str, messages: list[Message]) -> list[Message]:
    if not messages:
        return messages
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for seq, emoji, user in database.execute(
        "SELECT seq, emoji, user FROM reactions WHERE conv = ? AND seq BETWEEN ? AND ?",
        (conv, messages[0].seq, messages[-1].seq),
    ):
        of_message = found.setdefault(seq, {})
        of_message[emoji] = (*of_message.get(emoji, ()), user)
    return [
        msgspec.structs.replace(message, reactions=found[message.seq]) if message.seq in found else message
        for message in messages
    ]


def _newest(database: sqlite3.Connection, conv: str) -> int:
    newest: int = database.execute("SELECT coalesce(max(seq), 0) FROM messages WHERE conv = ?", (conv,)).fetchone()[0]
    return newest


def changed_since(database: sqlite3.Connection, position: int) -> list[tuple[str, int]]:
    """Conversations with messages above the position, each with the number before the first of them."""
    return database.execute(
        "SELECT id, coalesce((SELECT seq FROM messages WHERE conv = c.id AND position <= ?1 ORDER BY seq DESC"
        " LIMIT 1), 0) FROM conversations c WHERE ?1 < (SELECT position FROM messages WHERE conv = c.id"
        " ORDER BY seq DESC LIMIT 1)",
        (position,),
    ).fetchall()


def first_visible(database: sqlite3.Connection, conv: str, user: str) -> int:
    """The first message that a member can see. Raises `unknown_conversation`, `not_member`."""
    row = database.execute(
        "SELECT max(m.first_seq, c.expired_through + 1) FROM members m JOIN conversations c ON c.id = m.conv"
        " WHERE m.conv = ? AND m.user = ?",
        (conv, user),
    ).fetchone()
    if row is None:
        raise refusal(database, conv)
    first: int = row[0]
    return first


def refusal(database: sqlite3.Connection, conv: str) -> ImError:
    """What somebody is told who isn't in the conversation: `unknown_conversation` or `not_member`."""
    if database.execute("SELECT 1 FROM conversations WHERE id = ?", (conv,)).fetchone() is None:
        return ImError(errors.UNKNOWN_CONVERSATION, f"There is no conversation {conv[:64]!r}.")
    return ImError(errors.NOT_MEMBER, f"You are not in the conversation {conv}.")

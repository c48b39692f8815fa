"""What happens to a message after it was sent: other texts, recalls, reactions, pins; and how far it was read."""

from __future__ import annotations

from imserver.core import conversation as rules
from imserver.core import errors
from imserver.core.action import Action
from imserver.core.conversation import MAX_PINS, RECEIPTS_UP_TO
from imserver.core.emoji import spelling
from imserver.core.errors import ImError
from imserver.core.event import Edited, Pinned, Reacted, Recalled, ReceiptMoved
from imserver.core.message import EVERYONE, MAX_REACTIONS, Message, check_is_said
from imserver.core.span import Span, of_those
from imserver.store.sqlite.attachments import detach
from imserver.store.sqlite.conversation_cache import CachedConversation
from imserver.store.sqlite.messages import SqliteMessages, check_mentioned, check_there, note_mentions, unknown_message
from imserver.store.sqlite.timeline import moments_around
from imserver.store.sqlite.writer import Transaction, Writer


class SqliteAnnotations:
    def __init__(self, writer: Writer, messages: SqliteMessages) -> None:
        self._writer = writer
        self._messages = messages

    async def edit(
        self,
        conv: str,
        user: str,
        seq: int,
        text: str,
        mentions: tuple[str, ...] | None,
        now: int,
        spans: tuple[Span, ...] | None = None,
    ) -> None:
        def operation(transaction: Transaction) -> None:
            entry, message = self._find(transaction, conv, user, seq)
            check_there(conv, message)
            check_is_said(message)
            if message.sender != user:
                raise ImError(errors.FORBIDDEN, "This is somebody else's message.")
            kept = message.spans if text == message.text else ()
            wanted = (message.mentions if mentions is None else mentions, kept if spans is None else spans)
            if text == message.text and wanted == (message.mentions, message.spans):
                return
            named = _still_there(entry, message.mentions) if mentions is None else mentions
            placed = of_those(wanted[1], named)
            rules.check_apart(entry.blocked)
            rules.check_may_post(
                entry.kind,
                entry.roles[user],
                entry.settings,
                silenced=user in entry.silenced,
                mentions_all=EVERYONE in named and EVERYONE not in message.mentions,
            )
            check_mentioned(entry, conv, named)
            database = transaction.database
            database.execute(
                "UPDATE messages SET body = ?, edited_at = ? WHERE conv = ? AND seq = ?",
                (self._messages.reseal(conv, message, text, named, placed), now, conv, seq),
            )
            note_mentions(database, conv, seq, named)
            for former in set(message.mentions) - set(named):
                database.execute("DELETE FROM mentions WHERE conv = ? AND user = ? AND seq = ?", (conv, former, seq))
            transaction.log_event(
                Edited(conv, seq, now),
                entry.audience_of(seq),
                conv=conv,
                told=Edited(conv, seq, now, text, named, placed),
            )

        await self._writer.submit(operation)

    async def recall(self, conv: str, user: str, seq: int, now: int, window_ms: int) -> None:
        def operation(transaction: Transaction) -> None:
            entry, message = self._find(transaction, conv, user, seq)
            is_recalled = message.gone == "recalled"
            if not is_recalled:
                check_there(conv, message)
                check_is_said(message)
            rules.check_may_recall(
                entry.kind,
                entry.roles[user],
                own=message.sender == user,
                age_ms=0 if is_recalled else self._age(transaction, conv, message, now),
                window_ms=window_ms,
            )
            if is_recalled:
                return
            database = transaction.database
            database.execute(
                "UPDATE messages SET body = x'', gone = 'recalled', edited_at = NULL WHERE conv = ? AND seq = ?",
                (conv, seq),
            )
            for user_mentioned in message.mentions:
                database.execute(
                    "DELETE FROM mentions WHERE conv = ? AND user = ? AND seq = ?", (conv, user_mentioned, seq)
                )
            database.execute("DELETE FROM reactions WHERE conv = ? AND seq = ?", (conv, seq))
            if database.execute("DELETE FROM pins WHERE conv = ? AND seq = ?", (conv, seq)).rowcount:
                transaction.log_event(Pinned(conv, seq, user, False), entry.audience_of(seq), conv=conv)
            detach(database, conv, seq, seq)
            transaction.log_event(Recalled(conv, seq, user), entry.audience_of(seq), conv=conv)

        await self._writer.submit(operation)

    async def react(self, conv: str, user: str, seq: int, emoji: str, on: bool) -> None:
        emoji = spelling(emoji)

        def operation(transaction: Transaction) -> None:
            entry, message = self._find(transaction, conv, user, seq)
            database = transaction.database
            if on:
                check_there(conv, message)
                rules.check_apart(entry.blocked or entry.are_apart(user, message.sender))
                others = database.execute(
                    "SELECT count(DISTINCT emoji) FROM reactions WHERE conv = ? AND seq = ? AND emoji <> ?",
                    (conv, seq, emoji),
                ).fetchone()[0]
                if others >= MAX_REACTIONS:
                    raise ImError(
                        errors.TOO_MANY, f"The message {seq} has {MAX_REACTIONS} different reactions already."
                    )
                sql = "INSERT INTO reactions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            else:
                sql = "DELETE FROM reactions WHERE conv = ? AND seq = ? AND emoji = ? AND user = ?"
            if database.execute(sql, (conv, seq, emoji, user)).rowcount:
                transaction.log_event(Reacted(conv, seq, user, emoji, on), entry.audience_of(seq), conv=conv)

        await self._writer.submit(operation)

    async def pin(self, conv: str, user: str, seq: int, on: bool, now: int = 0) -> None:
        def operation(transaction: Transaction) -> None:
            entry, message = self._find(transaction, conv, user, seq)
            rules.check_apart(entry.blocked)
            rules.check_may_pin(entry.kind, entry.roles[user])
            database = transaction.database
            if on:
                check_there(conv, message)
                check_is_said(message)
                pinned = database.execute(
                    "SELECT count(*) FROM pins WHERE conv = ? AND seq <> ?", (conv, seq)
                ).fetchone()[0]
                if pinned >= MAX_PINS:
                    raise ImError(errors.TOO_MANY, f"{MAX_PINS} messages are pinned already.")
                sql = "INSERT INTO pins VALUES (?, ?) ON CONFLICT DO NOTHING"
            else:
                sql = "DELETE FROM pins WHERE conv = ? AND seq = ?"
            if database.execute(sql, (conv, seq)).rowcount:
                transaction.log_event(Pinned(conv, seq, user, on), entry.audience_of(seq), conv=conv)
                done = Action("pinned" if on else "unpinned", seq=seq)
                self._messages.append_action(transaction, conv, user, done, now)

        await self._writer.submit(operation)

    async def mark(self, conv: str, user: str, read: int, delivered: int) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            entry.role(conv, user)
            database = transaction.database
            was_read, was_delivered = database.execute(
                "SELECT read, delivered FROM members WHERE conv = ? AND user = ?", (conv, user)
            ).fetchone()
            now_read = max(was_read, min(read, entry.last_seq))
            now_delivered = max(was_delivered, now_read, min(delivered, entry.last_seq))
            if (now_read, now_delivered) == (was_read, was_delivered):
                return
            position = transaction.position()
            database.execute(
                "UPDATE members SET read = ?, delivered = ?, receipted = ? WHERE conv = ? AND user = ?",
                (now_read, now_delivered, position, conv, user),
            )
            audience = entry.seen_by(user) if len(entry.roles) <= RECEIPTS_UP_TO else (user,)
            transaction.announce(position, ReceiptMoved(conv, user, now_read, now_delivered), audience)

        await self._writer.submit(operation)

    def _age(self, transaction: Transaction, conv: str, message: Message, now: int) -> int:
        """In ms. What it was told as its time may be of a clock that was wrong."""
        database = transaction.database
        (position,) = database.execute(
            "SELECT position FROM messages WHERE conv = ? AND seq = ?", (conv, message.seq)
        ).fetchone()
        return now - moments_around(database, position).written(position, message.ts, now)

    def _find(self, transaction: Transaction, conv: str, user: str, seq: int) -> tuple[CachedConversation, Message]:
        """The message may be gone. Raises `unknown_conversation`, `not_member`, `unknown_message`."""
        entry = transaction.roster.get(conv)
        entry.role(conv, user)
        if seq < entry.newcomers.get(user, 1):
            raise unknown_message(conv, seq)
        return entry, self._messages.find_place(transaction.database, conv, seq)


def _still_there(entry: CachedConversation, mentions: tuple[str, ...]) -> tuple[str, ...]:
    """Those of them who can be mentioned now."""
    return tuple(user for user in mentions if user == EVERYONE or user in entry.roles)

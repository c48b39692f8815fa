"""Erasing what is older than a conversation keeps, and events that nobody needs any more."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec

from imserver.core.errors import ImError
from imserver.core.event import Expired, Pinned
from imserver.core.moments import Moments
from imserver.store.sqlite.attachments import detach
from imserver.store.sqlite.conversation_cache import decode_settings
from imserver.store.sqlite.timeline import moments
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger

MAX_ERASED: Final = 500
"""Messages of one conversation in one transaction: an acknowledgement behind it waits no longer than for a commit."""

log = get_logger("imserver.store")


class SqliteRetention:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def expire(self, now: int) -> int:
        erased = 0
        line, due = await self._writer.submit(lambda transaction: (_line(transaction, now), _due(transaction, now)))
        while due:  # some of each in turn: a conversation with very many keeps no other waiting
            counts = [await self._erase(line, conv, before) for conv, before in due]
            erased += sum(counts)
            due = [each for each, count in zip(due, counts, strict=True) if count]
        return erased

    async def _erase(self, line: _Line, conv: str, before: int) -> int:
        try:
            return await self._writer.submit(partial(_erase, line=line, conv=conv, before=before))
        except Exception as error:
            if isinstance(error, ImError) and error.code.retry:  # the store's trouble, not the conversation's
                raise
            log.exception("store.retention_skipped", conv=conv)
            return 0


@dataclass(frozen=True, slots=True)
class _Line:
    """Server time until its next step."""

    now: int
    moments: Moments
    newest: int


def _newest(database: sqlite3.Connection) -> int:
    newest: int = database.execute("SELECT coalesce(max(id), 0) FROM moments").fetchone()[0]
    return newest


def _line(transaction: Transaction, now: int) -> _Line:
    return _Line(now, moments(transaction.database, "position"), _newest(transaction.database))


def _due(transaction: Transaction, now: int) -> list[tuple[str, int]]:
    """Conversations that don't keep messages for ever, and the time before which theirs go."""
    rows = transaction.database.execute("SELECT id, settings FROM conversations WHERE settings <> '{}'").fetchall()
    found: list[tuple[str, int]] = []
    for conv, settings in rows:
        try:
            seconds = decode_settings(settings).retention_s
        except (msgspec.MsgspecError, ValueError):
            log.exception("store.retention_skipped", conv=conv)
            continue
        if seconds:
            found.append((conv, now - seconds * 1000))
    return found


def _erase(transaction: Transaction, line: _Line, conv: str, before: int) -> int:
    database = transaction.database
    if _newest(database) != line.newest:  # `before` is of another line: the next sweep goes on
        return 0
    row = database.execute("SELECT expired_through FROM conversations WHERE id = ?", (conv,)).fetchone()
    if row is None:
        return 0
    through = old = row[0]
    for seq, position, ts in database.execute(
        "SELECT seq, position, ts FROM messages WHERE conv = ? AND seq > ? ORDER BY seq LIMIT ?",
        (conv, old, MAX_ERASED),
    ):
        if line.moments.written(position, ts, line.now) >= before:
            break
        through = seq
    if through == old:
        return 0
    entry = transaction.roster.get(conv)
    for (seq,) in database.execute("SELECT seq FROM pins WHERE conv = ? AND seq <= ?", (conv, through)).fetchall():
        transaction.log_event(Pinned(conv, seq, "", False), entry.audience_of(seq), conv=conv)
    for table in ("reactions", "mentions", "pins"):
        database.execute(f"DELETE FROM {table} WHERE conv = ? AND seq <= ?", (conv, through))
    detach(database, conv, old + 1, through)
    database.execute(
        "UPDATE messages SET body = x'', gone = 'expired' WHERE conv = ? AND seq > ? AND seq <= ?", (conv, old, through)
    )
    database.execute("UPDATE conversations SET expired_through = ? WHERE id = ?", (through, conv))
    transaction.log_event(Expired(conv, through), entry.audience, conv=conv)
    return int(through - old)

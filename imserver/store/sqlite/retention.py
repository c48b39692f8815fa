"""Erasing what is older than a conversation keeps, and events that nobody needs any more."""

from __future__ import annotations

from functools import partial
from typing import Final

import msgspec

from imserver.core.errors import ImError
from imserver.core.event import Expired
from imserver.logs import get_logger
from imserver.store.sqlite.attachments import detach
from imserver.store.sqlite.roster import decode_settings
from imserver.store.sqlite.writer import Transaction, Writer

MAX_ERASED: Final = 500
"""Messages of one conversation in one transaction: an acknowledgement behind it waits no longer than for a commit."""

log = get_logger("imserver.store")


class SqliteRetention:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def expire(self, now: int) -> int:
        erased = 0
        due = await self._writer.submit(lambda transaction: _due(transaction, now))
        while due:  # some of each in turn: a conversation with very many keeps no other waiting
            counts = [await self._erase(conv, before) for conv, before in due]
            erased += sum(counts)
            due = [each for each, count in zip(due, counts, strict=True) if count]
        return erased

    async def _erase(self, conv: str, before: int) -> int:
        try:
            return await self._writer.submit(partial(_erase, conv=conv, before=before))
        except Exception as error:
            if isinstance(error, ImError) and error.code.retry:  # the store's trouble, not the conversation's
                raise
            log.exception("store.retention_skipped", conv=conv)
            return 0


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

"""Subscriptions to notices, and the queue of those that are on their way."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.conversation import Preferences, is_notified
from imserver.core.errors import ImError
from imserver.store.records import NOBODY, Busy, PushNotice, PushSubscription, Unseen
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.views import NOT_APART
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger

COLUMNS: Final = "s.id, s.user, s.session, s.endpoint, s.p256dh, s.auth, s.created_at"
AT_ONCE: Final = 50
"""Of whom notices are queued in one transaction: acknowledgements wait for that, and not for a whole group."""
LIVING: Final = "EXISTS (SELECT 1 FROM sessions e WHERE e.id = s.session AND e.ended_at IS NULL AND e.expires_at > ?1)"

log = get_logger("imserver.store")

_decode = msgspec.json.Decoder(Preferences).decode


class SqlitePush:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def subscribe(self, subscription: PushSubscription, limit: int) -> None:
        given = subscription

        def operation(transaction: Transaction) -> None:
            database = transaction.database
            living = database.execute(
                "SELECT 1 FROM sessions WHERE id = ? AND user = ? AND ended_at IS NULL AND expires_at > ?",
                (given.session, given.user, given.created_at),
            ).fetchone()
            if living is None:
                raise ImError(errors.ACCOUNT_DISABLED, "This session has ended.", "Log in again.")
            _drop(database, "endpoint = ?", given.endpoint)
            database.execute(
                "INSERT INTO push_subscriptions VALUES (?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(given)
            )
            for (old,) in database.execute(
                "SELECT id FROM push_subscriptions WHERE user = ? ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ?",
                (given.user, limit),
            ).fetchall():
                _drop(database, "id = ?", old)

        await self._writer.submit(operation)

    async def unsubscribe(self, session: str, endpoint: str) -> bool:
        def operation(transaction: Transaction) -> bool:
            return _drop(transaction.database, "endpoint = ? AND session = ?", endpoint, session)

        return await self._writer.submit(operation)

    async def drop(self, subscription: str) -> None:
        await self._writer.submit(lambda transaction: _drop(transaction.database, "id = ?", subscription))

    async def subscribers(self, now: int) -> set[str]:
        def read(database: sqlite3.Connection) -> tuple[set[str], list[str]]:
            rows = database.execute(f"SELECT s.id, s.user, {LIVING} FROM push_subscriptions s", (now,)).fetchall()
            return {user for _, user, lives in rows if lives}, [id for id, _, lives in rows if not lives]

        users, dead = await self._reader.run(read)
        for subscription in dead:
            await self.drop(subscription)
        return users

    async def position(self) -> int | None:
        def read(database: sqlite3.Connection) -> int | None:
            row = database.execute("SELECT value FROM meta WHERE key = 'pushed'").fetchone()
            return row[0] if row else None

        return await self._reader.run(read)

    async def enqueue(self, unseen: Sequence[Unseen], position: int, now: int) -> int:
        def operation(transaction: Transaction, some: Sequence[Unseen], *, last: bool) -> int:
            if last:
                transaction.database.execute(
                    "INSERT INTO meta VALUES ('pushed', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (position,),
                )
            return sum(_enqueue_alone(transaction, each, now) for each in some)

        queued = 0
        for start in range(0, max(len(unseen), 1), AT_ONCE):
            some, last = unseen[start : start + AT_ONCE], start + AT_ONCE >= len(unseen)
            queued += await self._writer.submit(partial(operation, some=some, last=last))
        return queued

    async def due(
        self, now: int, limit: int, busy: Busy = NOBODY, each: int = 100
    ) -> tuple[list[PushNotice], int | None]:
        def read(database: sqlite3.Connection) -> tuple[list[PushNotice], int | None]:
            rows = database.execute(
                f"SELECT q.conv, q.seq, q.since, q.attempts, {COLUMNS} FROM push_queue q"
                f" JOIN push_subscriptions s ON s.id = q.subscription WHERE q.due <= ?1 AND {LIVING}"
                " AND s.user NOT IN (SELECT value FROM json_each(?2))"
                " AND s.id NOT IN (SELECT value FROM json_each(?3))"
                " AND NOT EXISTS (SELECT 1 FROM json_each(?4) WHERE substr(s.endpoint, 1, length(value)) = value"
                " AND substr(s.endpoint, length(value) + 1, 1) IN ('', '/', '?', '#'))"
                " ORDER BY q.due",
                (now, *(json.dumps(names) for names in (busy.users, busy.subscriptions, busy.origins))),
            )
            found: dict[str, PushNotice] = {}
            counts: Counter[str] = Counter()
            for conv, seq, since, attempts, *rest in rows:
                subscription = _subscription(rest)
                if subscription.id in found or counts[subscription.user] >= each:
                    continue
                counts[subscription.user] += 1
                found[subscription.id] = PushNotice(
                    conv=conv, seq=seq, since=since, attempts=attempts, subscription=subscription
                )
                if len(found) == limit:
                    break
            rows.close()
            later = database.execute("SELECT min(due) FROM push_queue WHERE due > ?", (now,)).fetchone()[0]
            return list(found.values()), later

        return await self._reader.run(read)

    async def sent(self, notice: PushNotice) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "DELETE FROM push_queue WHERE subscription = ? AND conv = ? AND seq = ?",
                (notice.subscription.id, notice.conv, notice.seq),
            )

        await self._writer.submit(operation)

    async def postpone(self, notice: PushNotice, due: int) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "UPDATE push_queue SET attempts = max(attempts, ?), due = max(due, ?) WHERE subscription = ?",
                (notice.attempts + 1, due, notice.subscription.id),
            )

        await self._writer.submit(operation)

    async def resume(self, subscription: str, now: int) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "UPDATE push_queue SET attempts = 0, due = min(due, ?) WHERE subscription = ? AND attempts > 0",
                (now, subscription),
            )

        await self._writer.submit(operation)

    async def give_up(self, before: int) -> int:
        def operation(transaction: Transaction) -> int:
            return transaction.database.execute("DELETE FROM push_queue WHERE since < ?", (before,)).rowcount

        return await self._writer.submit(operation)


def _enqueue_alone(transaction: Transaction, unseen: Unseen, now: int) -> int:
    """One that can't be decided on is left out: the others don't wait for it."""
    try:
        return _enqueue(transaction, unseen, now)
    except sqlite3.Error:
        raise
    except Exception:
        log.exception("store.notice_skipped", user=unseen.user, conv=unseen.conv)
        return 0


def _enqueue(transaction: Transaction, unseen: Unseen, now: int) -> int:
    database = transaction.database
    user, conv, seq = unseen.user, unseen.conv, unseen.seq
    row = database.execute(
        "SELECT read, preferences FROM members WHERE conv = ? AND user = ? AND first_seq <= ?", (conv, user, seq)
    ).fetchone()
    if row is None or row[0] >= seq:
        return 0
    read, preferences = row[0], _decode(row[1])
    hears_all = user not in transaction.roster.get(conv).apart
    after = max(read, unseen.first - 1)
    if is_notified(preferences, now, mentioned=False):
        heard = seq if hears_all else _last_heard(database, conv, user, after, seq)
    elif is_notified(preferences, now, mentioned=True):
        heard = _last_mention(database, conv, user, after, seq, hears_all=hears_all)
    else:
        return 0
    if heard is None:
        return 0
    failing = "FROM push_queue p WHERE p.subscription = s.id AND p.attempts > 0"
    return database.execute(
        "INSERT INTO push_queue (subscription, conv, seq, since, due, attempts) SELECT s.id, ?2, ?3, ?1,"
        f" max(?1, coalesce((SELECT max(due) {failing}), 0)), coalesce((SELECT max(attempts) {failing}), 0)"
        f" FROM push_subscriptions s WHERE s.user = ?4 AND {LIVING}"
        " ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)",
        (now, conv, heard, user),
    ).rowcount


def _last_mention(
    database: sqlite3.Connection, conv: str, user: str, after: int, until: int, *, hears_all: bool
) -> int | None:
    """The newest of these messages in which somebody else whom the user hears has named them."""
    row = database.execute(
        "SELECT s.seq FROM mentions n JOIN messages s ON s.conv = n.conv AND s.seq = n.seq"
        " WHERE n.conv = ?1 AND n.user IN (?2, 'all') AND n.seq > ?3 AND n.seq <= ?4 AND s.sender <> ?2"
        f"{'' if hears_all else f' AND {NOT_APART}'} ORDER BY s.seq DESC LIMIT 1",
        (conv, user, after, until),
    ).fetchone()
    return row[0] if row else None


def _last_heard(database: sqlite3.Connection, conv: str, user: str, after: int, until: int) -> int | None:
    """The newest of these messages by somebody else whom the user hears."""
    row = database.execute(
        "SELECT s.seq FROM messages s WHERE s.conv = ?1 AND s.seq > ?3 AND s.seq <= ?4 AND s.sender <> ?2"
        f" AND s.quiet = 0 AND {NOT_APART} ORDER BY s.seq DESC LIMIT 1",
        (conv, user, after, until),
    ).fetchone()
    return row[0] if row else None


def _drop(database: sqlite3.Connection, condition: str, *values: str) -> bool:
    rows = database.execute(f"SELECT id FROM push_subscriptions WHERE {condition}", values).fetchall()
    database.executemany("DELETE FROM push_queue WHERE subscription = ?", rows)
    database.executemany("DELETE FROM push_subscriptions WHERE id = ?", rows)
    return bool(rows)


def _subscription(row: Sequence[object]) -> PushSubscription:
    names = PushSubscription.__struct_fields__
    return msgspec.convert(dict(zip(names, row, strict=True)), PushSubscription)

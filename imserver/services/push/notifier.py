"""Decides who is to be told of a new message, because nothing of theirs has shown it.

Whoever has no connection is told after `SETTLE_S`: a page that reloads is no absence. A connection may be that of a
phone that fell asleep: until the server notices that, messages go into the void. So who had a connection is looked at
until `DOUBT_S` after the newest message, and told if it went. Until they are decided on, messages stay above the
position that the store remembers: after a restart they are decided on again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from imserver.core.errors import ImError
from imserver.core.event import Delivery, MessageAdded
from imserver.services.push.event_log import EventLog
from imserver.store.base import Store
from imserver.store.records import Unseen
from imserver.system.clock import Clock
from imserver.system.logs import get_logger

SETTLE_S: Final = 3.0
DOUBT_S: Final = 75.0
"""The edge ends a connection after 60 s of silence."""
TICK_S: Final = 1.0
SAVED_EVERY_S: Final = 60.0
BATCH: Final = 500
TOO_OLD_MS: Final = 24 * 60 * 60 * 1000

Online = Callable[[list[str]], Awaitable[set[str]]]
"""Those of the users who have a connection."""

log = get_logger("imserver.push")


@dataclass(slots=True)
class _Pending:
    """`first` is the position of the first message, `since` its number. Times are those of `time.monotonic`."""

    first: int
    since: int
    seq: int
    began: float
    newest: float


class Notifier:
    def __init__(self, store: Store, feed: EventLog, online: Online, queued: Callable[[], None], clock: Clock) -> None:
        """`queued` is called when something was queued."""
        self._store = store
        self._feed = feed
        self._online = online
        self._queued = queued
        self._clock = clock
        self._subscribers: set[str] = set()
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._position = feed.position
        self._saved = (-1, 0.0)

    @property
    def undecided(self) -> int:
        """How many people's conversations are looked at."""
        return len(self._pending)

    async def learn_subscribers(self) -> None:
        """Who subscribes has changed. The first one begins here, and is told nothing of what was before."""
        was_empty = not self._subscribers
        self._subscribers = await self._store.push.subscribers(self._clock())
        if was_empty and self._subscribers:
            await self._save([])

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._follow()
            except (ImError, OSError) as error:
                log.warning("push.following_failed", error=str(error))
                await asyncio.sleep(10 * TICK_S)

    async def _follow(self) -> None:
        self._pending.clear()
        remembered = await self._store.push.position()
        now = self._feed.position
        self._position = now if remembered is None else min(remembered, now)
        await self.learn_subscribers()
        if not self._subscribers:
            self._position = now
        swept = time.monotonic()
        while True:
            deliveries, self._position = await self._feed.after(self._position, BATCH)
            self._note(deliveries)
            await self._decide()
            if time.monotonic() - swept > 60 * SAVED_EVERY_S:
                swept = time.monotonic()
                await self.learn_subscribers()
            if len(deliveries) < BATCH:
                with suppress(TimeoutError):
                    # gathers what comes within a tick, and looks at who is pending
                    await asyncio.wait_for(self._feed.wait(self._position), TICK_S if self._pending else None)
                    await asyncio.sleep(TICK_S)

    def _note(self, deliveries: Sequence[Delivery]) -> None:
        now = time.monotonic()
        if not self._subscribers:
            return
        oldest = self._clock() - TOO_OLD_MS
        for delivery in deliveries:
            try:
                self._note_one(delivery, now, oldest)
            except Exception:  # the events behind it don't wait for it
                log.exception("push.event_skipped", position=delivery.position)

    def _note_one(self, delivery: Delivery, now: float, oldest: int) -> None:
        event = delivery.event
        if not isinstance(event, MessageAdded):
            return
        message = event.message
        if message.ts < oldest or message.gone or message.action:
            return
        for user in self._subscribers.intersection(delivery.audience or ()) - {message.sender}:
            pending = self._pending.get((user, event.conv))
            if pending is None:
                self._pending[user, event.conv] = _Pending(delivery.position, message.seq, message.seq, now, now)
            else:
                pending.seq, pending.newest = message.seq, now

    async def _decide(self) -> None:
        now = time.monotonic()
        settled = {key: each for key, each in self._pending.items() if now - each.began >= SETTLE_S}
        if settled:
            online = await self._online(list({user for user, _ in settled}))
            away = [key for key in settled if key[0] not in online]
            done = [key for key, each in settled.items() if key[0] in online and now - each.newest >= DOUBT_S]
            unseen = [Unseen(*key, settled[key].seq, settled[key].since) for key in away]
            pending = {key: each for key, each in self._pending.items() if key not in {*away, *done}}
            if unseen:
                await self._save(unseen, pending)
            self._pending = pending
        if self._subscribers and time.monotonic() - self._saved[1] > SAVED_EVERY_S:
            await self._save([])

    async def _save(self, unseen: Sequence[Unseen], pending: dict[tuple[str, str], _Pending] | None = None) -> None:
        """Queue these, and remember how far all is decided."""
        waiting = self._pending if pending is None else pending
        position = min([self._position, *(each.first - 1 for each in waiting.values())])
        if not unseen and position == self._saved[0]:
            return
        queued = await self._store.push.enqueue(unseen, position, self._clock())
        self._saved = (position, time.monotonic())
        if queued:
            self._queued()

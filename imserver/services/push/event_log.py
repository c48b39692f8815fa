"""Committed events for those who follow them at a pace of their own: from memory, else from the store."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Final

from imserver.core.event import Delivery
from imserver.store.base import Changes

KEPT: Final = 1000
"""Events in memory: who is further behind reads the store."""


class EventLog:
    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._tail: deque[Delivery] = deque()
        self._floor: int | None = None
        """Everything above it is in the tail; None while nothing is."""
        self._newest = 0
        self._losses = 0
        self._news = asyncio.Event()

    @property
    def position(self) -> int:
        """The newest that is known of."""
        return max(self._newest, self._changes.token.position)

    @property
    def epoch(self) -> str:
        return self._changes.token.epoch

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """What was committed: everything from the first time on, or `lose` has to be called."""
        if not deliveries:
            return
        if self._floor is None:
            self._floor = deliveries[0].position - 1
        self._tail.extend(deliveries)
        while len(self._tail) > KEPT:
            self._floor = self._tail.popleft().position
        self._newest = deliveries[-1].position
        self._wake()

    def lose(self) -> None:
        """Something may not have been noted: it is read from the store."""
        self._tail.clear()
        self._floor = None
        self._losses += 1
        self._wake()

    def look(self) -> None:
        """The store's position may have moved, without anything being noted."""
        self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def after(self, position: int, limit: int) -> tuple[list[Delivery], int]:
        """At most `limit` events above the position, ascending, and the position up to which these are all.

        Some of them may be personal to somebody: leave those out.
        """
        if self._floor is not None and position >= self._floor:
            fresh = list(islice((each for each in self._tail if each.position > position), limit))
            return fresh, fresh[-1].position if fresh else position
        now = self.position
        found = await self._changes.since(position, limit)
        if len(found) == limit:
            return found, found[-1].position
        return found, max([now, *(each.position for each in found)])

    async def wait(self, position: int) -> None:
        """Until there is something above the position, or may be."""
        losses = self._losses
        while self.position <= position and losses == self._losses:
            await self._news.wait()

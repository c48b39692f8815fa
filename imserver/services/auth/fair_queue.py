"""Taking turns at what only a few can do at once, so that nobody is kept waiting by one who asks for much.

Fair queuing: whoever waits is served in rotation, one of each key. Where the queue is full, the longest of the keys
gives up its newest place (longest queue drop).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from imserver.core import errors
from imserver.core.errors import ImError

Place = asyncio.Future[None]


class FairQueue:
    """`turns` at once, `most_waiting` behind them. Use it in one event loop."""

    def __init__(self, turns: int, most_waiting: int) -> None:
        self._free = turns
        self._most_waiting = most_waiting
        self._waiting: dict[str, deque[Place]] = {}
        self._length = 0

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Raises `busy`."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(key)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, key: str) -> None:
        if self._length >= self._most_waiting:
            self._make_room(key)
        place: Place = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(place)
        self._length += 1
        try:
            await place
        except asyncio.CancelledError:
            if place in self._waiting.get(key, ()):
                self._remove(key, place)
            elif not place.cancelled() and place.exception() is None:
                self._pass_on()
            raise

    def _make_room(self, key: str) -> None:
        """For one more place of `key`, at the cost of whoever has most. Raises `busy` where that is `key` itself."""
        longest = max(self._waiting, key=lambda each: len(self._waiting[each]))
        if len(self._waiting[longest]) <= len(self._waiting.get(key, ())) + 1:
            raise self._busy()
        place = self._waiting[longest][-1]
        self._remove(longest, place)
        if not place.done():
            place.set_exception(self._busy())

    def _busy(self) -> ImError:
        return ImError(errors.BUSY, f"{self._most_waiting} logins wait already.")

    def _remove(self, key: str, place: Place) -> None:
        places = self._waiting[key]
        places.remove(place)
        if not places:
            del self._waiting[key]
        self._length -= 1

    def _pass_on(self) -> None:
        """To the key whose last turn is longest ago."""
        while self._waiting:
            key = next(iter(self._waiting))
            places = self._waiting.pop(key)
            place = places.popleft()
            if places:
                self._waiting[key] = places
            self._length -= 1
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

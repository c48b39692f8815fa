"""Counters in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

MAX_KEYS: Final = 50_000


class MemoryCounters:
    """Implements `imserver.cache.base.Counters`. The oldest keys go first when there are too many."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._counts: dict[str, tuple[int, float]] = {}

    async def increment(self, key: str, window_s: int) -> int:
        count, until = self._live(key) or (0, self._monotonic() + window_s)
        if key not in self._counts and len(self._counts) >= MAX_KEYS:
            del self._counts[next(iter(self._counts))]
        self._counts[key] = (count + 1, until)
        return count + 1

    async def decrement(self, key: str) -> None:
        count, until = self._live(key) or (0, 0.0)
        if count > 1:
            self._counts[key] = (count - 1, until)
        else:
            self._counts.pop(key, None)

    async def remaining(self, key: str, window_s: int) -> float:
        entry = self._live(key)
        return min(window_s, entry[1] - self._monotonic()) if entry else 0.0

    async def read(self, key: str) -> int:
        entry = self._live(key)
        return entry[0] if entry else 0

    async def clear(self, key: str) -> None:
        self._counts.pop(key, None)

    def _live(self, key: str) -> tuple[int, float] | None:
        entry = self._counts.get(key)
        if entry is not None and entry[1] <= self._monotonic():
            del self._counts[key]
            return None
        return entry

    def describe(self) -> str:
        return "memory"

    async def close(self) -> None:
        self._counts.clear()

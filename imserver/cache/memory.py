"""Counters in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from imserver.cache.base import Counted

MAX_KEYS: Final = 20_000
"""Of one kind: with a count and its end, some 200 bytes each."""
_FREED: Final = 8
"""The part of a full kind that is freed at once, so that each key pays for little of the sorting."""


class MemoryCounters:
    """Implements `imserver.cache.base.Counters`.

    What strangers can make keys of is bounded by kind, and the lowest counts go first: who wants a count of ten
    forgotten has to count to ten under as many other keys as there may be.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, max_keys: int = MAX_KEYS) -> None:
        self._monotonic = monotonic
        self._max_keys = max_keys
        self._kinds: dict[str, dict[str, tuple[int, float]]] = {}

    async def increment(self, key: str, window_s: int) -> int:
        count, until = self._live(key) or (0, self._monotonic() + window_s)
        return self._set(key, count + 1, until)

    async def count(self, key: str, window_s: int) -> Counted:
        return Counted(key, await self.increment(key, window_s))

    async def take_back(self, counted: Counted) -> None:
        key = counted.key
        count, until = self._live(key) or (0, 0.0)
        if count > 1:
            self._set(key, count - 1, until)
        else:
            self._counts(key).pop(key, None)

    async def renew(self, key: str, window_s: int) -> None:
        count, _ = self._live(key) or (0, 0.0)
        self._set(key, count + 1, self._monotonic() + window_s)

    async def remaining(self, key: str, window_s: int) -> float:
        entry = self._live(key)
        return min(window_s, entry[1] - self._monotonic()) if entry else 0.0

    async def read(self, key: str) -> int:
        entry = self._live(key)
        return entry[0] if entry else 0

    async def clear(self, key: str) -> None:
        self._counts(key).pop(key, None)

    def _counts(self, key: str) -> dict[str, tuple[int, float]]:
        kind, colon, _ = key.partition(":")
        return self._kinds.setdefault(kind if colon else "", {})

    def _live(self, key: str) -> tuple[int, float] | None:
        counts = self._counts(key)
        entry = counts.get(key)
        if entry is not None and entry[1] <= self._monotonic():
            del counts[key]
            return None
        return entry

    def _set(self, key: str, count: int, until: float) -> int:
        counts = self._counts(key)
        if key not in counts and len(counts) >= self._max_keys:
            self._free(counts)
        counts[key] = (count, until)
        return count

    def _free(self, counts: dict[str, tuple[int, float]]) -> None:
        """Those whose window is over, then the lowest counts, of these the ones that would be over first."""
        now = self._monotonic()
        for key in [key for key, (_, until) in counts.items() if until <= now]:
            del counts[key]
        surplus = len(counts) - self._max_keys + max(1, self._max_keys // _FREED)
        for key in sorted(counts, key=counts.__getitem__)[: max(0, surplus)]:
            del counts[key]

    def describe(self) -> str:
        return "memory"

    async def close(self) -> None:
        self._kinds.clear()

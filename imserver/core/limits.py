"""How often somebody may do something: token buckets, without a clock of their own."""

from __future__ import annotations

from typing import Final

MAX_KEYS: Final = 50_000


class Buckets:
    """One bucket per key: `burst` at once, refilled with `rate` a second. A rate of 0 limits nothing.

    Times are seconds of any clock that only grows. When there are too many keys, the one that was used longest ago
    goes first: it is full again by then, or as good as.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str, now: float) -> float:
        """Take one, and return 0; or return the seconds to wait for the next one."""
        if not self._rate:
            return 0.0
        level, at = self._levels.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._rate)
        wait = max(0.0, (1 - level) / self._rate)
        if len(self._levels) >= MAX_KEYS:
            del self._levels[next(iter(self._levels))]
        self._levels[key] = (level if wait else level - 1, now)
        return wait

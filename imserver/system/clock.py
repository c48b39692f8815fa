"""The time, as the one function that is passed to whoever needs it.

What is stored is timed by server time (`imserver/services/server_time.py`), in every process; nothing else may judge
its age.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import msgspec

Clock = Callable[[], int]
"""Milliseconds since 1970 UTC."""


TOPIC: Final = "time"
"""Of the notice that tells server time over a link."""
FOLLOWED_S: Final = 30.0

_decode: Final = msgspec.msgpack.Decoder(int).decode


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


class FollowedTime:
    """Server time in a process that is told it every few seconds. Where it isn't, time stands still before long."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told: int | None = None
        self._told_at = 0.0

    def note(self, data: msgspec.Raw) -> None:
        self._told, self._told_at = _decode(data), self._monotonic()

    def __call__(self) -> int:
        if self._told is None:
            return wall_clock()
        past = min(max(self._monotonic() - self._told_at, 0.0), FOLLOWED_S)
        return self._told + round(past * 1000)

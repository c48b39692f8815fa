"""The wall clock, as the one function that is passed to whoever needs the time."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Milliseconds since 1970 UTC."""


def wall_clock() -> int:
    return time.time_ns() // 1_000_000

"""What a machine knows of time: a clock that can be set and be wrong, and counters that nobody can set."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from imserver.clock import wall_clock

BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
UPTIME: Final = Path("/proc/uptime")
UNSYNCHRONISED: Final = 5
"""TIME_ERROR of adjtimex(2): also after the clock was set by hand, and nine hours after time servers went away."""
TIMEX_BYTES: Final = 512
"""More than the kernel's struct has."""


def is_synchronised() -> bool:
    """Whether the kernel says that time servers set the clock. It does for NTP and PTP daemons of any kind."""
    try:
        answer: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    except (OSError, AttributeError):
        return False
    return 0 <= answer < UNSYNCHRONISED


def boot_id() -> str:
    try:
        return BOOT.read_text().strip()
    except OSError:
        return "unknown"


def uptime() -> int:
    """In ms, with the time that the machine was suspended."""
    try:
        return round(float(UPTIME.read_text().split()[0]) * 1000)
    except OSError:
        return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineClock:
    """`wall` in ms since 1970 UTC, `monotonic` in s, `uptime` in ms."""

    wall: Callable[[], int] = wall_clock
    monotonic: Callable[[], float] = time.monotonic
    uptime: Callable[[], int] = uptime
    boot: Callable[[], str] = boot_id
    is_synchronised: Callable[[], bool] = is_synchronised

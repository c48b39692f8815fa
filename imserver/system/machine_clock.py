"""What a machine knows of time: a clock that can be set and be wrong, and counters that nobody can set."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from imserver.core.discipline import UNKNOWN_BOOT
from imserver.system.clock import wall_clock

BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
UPTIME_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
NAMESPACE: Final = Path("/proc/self/timens_offsets")
"""By how much the counters of this process's time namespace are off, see time_namespaces(7)."""
UNSYNCHRONISED: Final = 5
"""TIME_ERROR of adjtimex(2): also after the clock was set by hand, and nine hours after time servers went away."""
TIMEX_BYTES: Final = 512
"""More than the kernel's struct has."""


def is_synchronised() -> bool | None:
    """Whether the kernel says that time servers set the clock. It does for NTP and PTP daemons of any kind.

    None where a sandbox keeps the server from asking.
    """
    try:
        answer: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return answer < UNSYNCHRONISED if answer >= 0 else None


def boot_id(told: str = "") -> str:
    """What the kernel says, else what whoever started the server `told` it, else `UNKNOWN_BOOT`."""
    try:
        return BOOT.read_text().strip() or told or UNKNOWN_BOOT
    except OSError:
        return told or UNKNOWN_BOOT


def uptime() -> int:
    """Of the machine, in ms, with the time that it was suspended."""
    return (time.clock_gettime_ns(UPTIME_CLOCK) - _namespace_offset()) // 1_000_000


def _namespace_offset() -> int:
    """Of the counter of uptime, in ns. A service may get another time namespace at each start, in the same boot."""
    try:
        lines = [line.split() for line in NAMESPACE.read_text().splitlines()]
    except OSError:
        return 0
    return sum(int(seconds) * 1_000_000_000 + int(rest) for name, seconds, rest in lines if name == "boottime")


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineClock:
    """`wall` in ms since 1970 UTC, `monotonic` in s, `uptime` in ms."""

    wall: Callable[[], int] = wall_clock
    monotonic: Callable[[], float] = time.monotonic
    uptime: Callable[[], int] = uptime
    boot: Callable[[], str] = boot_id
    is_synchronised: Callable[[], bool | None] = is_synchronised

"""What a process tells of itself."""

from __future__ import annotations

import os
import resource
from typing import Final

import msgspec

from imserver.edge.hub import Hub
from imserver.fanout.subscriber import FanoutStats
from imserver.system.supervisor import Supervisor, TaskHealth

TOPIC: Final = "figures"
PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class ProcessStats(msgspec.Struct, frozen=True):
    """Sizes in bytes, time in seconds of CPU."""

    pid: int
    rss_bytes: int
    cpu_s: float
    connections: int
    online: int
    draining: bool = False
    tasks: tuple[TaskHealth, ...] = ()
    feed: FanoutStats | None = None


def resident_bytes() -> int:
    """How much memory this process has in RAM."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * PAGE


def cpu_seconds() -> float:
    """How long this process has had a CPU since it was started."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(hub: Hub, supervisor: Supervisor, feed: FanoutStats | None = None) -> ProcessStats:
    tasks = tuple(supervisor.report())
    cpu_s = round(cpu_seconds(), 3)
    return ProcessStats(os.getpid(), resident_bytes(), cpu_s, len(hub), hub.online, hub.draining, tasks, feed)

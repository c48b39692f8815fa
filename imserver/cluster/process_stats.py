"""What a process tells of itself."""

from __future__ import annotations

import os
import resource
from typing import Final

import msgspec

from imserver.edge.hub import Hub
from imserver.fanout.subscriber import Feed
from imserver.system.supervisor import Supervisor, TaskHealth

TOPIC: Final = "figures"
PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class Figures(msgspec.Struct, frozen=True):
    """Sizes in bytes, time in seconds of CPU."""

    pid: int
    rss_bytes: int
    cpu_s: float
    connections: int
    online: int
    draining: bool = False
    tasks: tuple[TaskHealth, ...] = ()
    feed: Feed | None = None


def measure(hub: Hub, supervisor: Supervisor, feed: Feed | None = None) -> Figures:
    with open("/proc/self/statm", "rb") as file:
        resident = int(file.read().split()[1])
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = round(usage.ru_utime + usage.ru_stime, 3)
    tasks = tuple(supervisor.report())
    return Figures(os.getpid(), resident * PAGE, cpu_s, len(hub), hub.online, hub.draining, tasks, feed)

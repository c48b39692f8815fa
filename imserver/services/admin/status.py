"""How the server does."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

import imserver
from imserver.bus.base import Bus
from imserver.cache.base import Counters
from imserver.cluster.process_stats import cpu_seconds, resident_bytes
from imserver.cluster.processes import ClusterProcess, ClusterProcesses
from imserver.core.errors import ImError
from imserver.seal.envelope import Sealer
from imserver.services.server_time import ServerTimeState
from imserver.store.base import Store
from imserver.store.records import Counts
from imserver.system.certificate import Certificate
from imserver.system.metrics import Meter


class ProcessStatus(msgspec.Struct, frozen=True):
    pid: int
    rss_bytes: int
    cpu_s: float


class Task(msgspec.Struct, frozen=True):
    """What a process does in the background; see `imserver.system.supervisor.TaskHealth`."""

    process: str
    name: str
    state: Literal["running", "failing"]
    since: int
    restarts: int
    error: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """`trouble` says why writing fails at the moment, and is empty where it works."""

    version: str
    uptime_s: float
    has_owner: bool
    counts: Counts
    online: int
    connections: int
    store: dict[str, str | int]
    trouble: str
    bus: dict[str, str | int | float]
    counters: str
    processes: list[ClusterProcess]
    sealing: str
    process: ProcessStatus
    public_url: str
    clock: ServerTimeState
    tasks: list[Task]
    certificate: Certificate | None

    @property
    def health(self) -> Literal["ok", "degraded"]:
        return "degraded" if self.trouble or any(task.state == "failing" for task in self.tasks) else "ok"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What changes from second to second. Asking for it reads nothing from the store."""

    online: int
    connections: int
    process: ProcessStatus
    lag: Meter
    commits: Meter


class StatusService:
    def __init__(
        self,
        store: Store,
        processes: ClusterProcesses,
        bus: Bus,
        counters: Counters,
        sealer: Sealer,
        public_url: str,
        lag: Meter,
        commits: Meter,
        clock: Callable[[], ServerTimeState],
        certificate: Callable[[], Awaitable[Certificate | None]],
    ) -> None:
        self._store = store
        self._processes = processes
        self._bus = bus
        self._counters = counters
        self._sealer = sealer
        self._public_url = public_url
        self._lag = lag
        self._commits = commits
        self._clock = clock
        self._certificate = certificate
        self._started = time.monotonic()

    async def status(self) -> Status:
        members = self._processes.members()
        return Status(
            version=imserver.__version__,
            uptime_s=round(time.monotonic() - self._started, 1),
            has_owner=await self._store.accounts.has_owner(),
            counts=await self._store.counts(),
            online=self._processes.online,
            connections=self._processes.connections,
            store=self._store.describe(),
            trouble=await self._trouble(),
            bus=self._bus.describe(),
            counters=self._counters.describe(),
            processes=members,
            sealing=self._sealer.describe(),
            process=_process(),
            public_url=self._public_url,
            tasks=_tasks(members),
            clock=self._clock(),
            certificate=await self._certificate(),
        )

    def load(self) -> Load:
        return Load(
            online=self._processes.online,
            connections=self._processes.connections,
            process=_process(),
            lag=self._lag,
            commits=self._commits,
        )

    async def _trouble(self) -> str:
        try:
            await self._store.check(write=True)
        except ImError as error:
            return error.message
        return ""


def _tasks(members: list[ClusterProcess]) -> list[Task]:
    """Those that fail come first."""
    found = [
        Task(member.name, task.name, task.state, task.since, task.restarts, task.error)
        for member in members
        for task in (member.figures.tasks if member.figures else ())
    ]
    return sorted(found, key=lambda task: task.state != "failing")


def _process() -> ProcessStatus:
    return ProcessStatus(os.getpid(), resident_bytes(), round(cpu_seconds(), 3))

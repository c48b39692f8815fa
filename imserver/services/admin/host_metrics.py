"""How the node has been doing for the last minutes: measured all the time, so that a chart has a past."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from imserver.cluster.process_stats import cpu_seconds, resident_bytes
from imserver.cluster.processes import ClusterProcesses
from imserver.core.event import Delivery, MessageAdded
from imserver.services.admin.sensors import HostSensors, Memory, Throttling
from imserver.system.clock import Clock

EVERY_S: Final = 5.0
KEPT: Final = 180
"""A quarter of an hour."""


class HostSample(msgspec.Struct, frozen=True, kw_only=True):
    """One moment. Rates and shares are those since the sample before; None where nothing tells.

    `at` is in ms since 1970 UTC, `messages` in messages a second, `cpu` (all that runs on the machine) and
    `server_cpu` in percent of all processors, `temperature` in degrees Celsius, memory and disk in bytes.
    """

    at: int
    connections: int
    online: int
    messages: float
    cpu: float | None
    server_cpu: float
    memory: Memory | None
    server_memory: int
    disk_free: int
    temperature: float | None


class HostHealth(msgspec.Struct, frozen=True, kw_only=True):
    """Samples from old to new, and what doesn't change, or is of this moment only."""

    every_s: float
    samples: list[HostSample]
    model: str | None
    cpus: int
    disk_total: int
    throttling: Throttling | None


class _Reading(msgspec.Struct, frozen=True):
    """Counters that only grow, and when they were read (s)."""

    when: float
    busy_s: float | None
    own_s: float
    messages: int


class HostMetrics:
    """Lives in the event loop; the files of the board are read in a thread."""

    def __init__(self, board: HostSensors, processes: ClusterProcesses, data_dir: Path, clock: Clock) -> None:
        self._board = board
        self._processes = processes
        self._data_dir = data_dir
        self._clock = clock
        self._messages = 0
        self._samples: deque[HostSample] = deque(maxlen=KEPT)
        self._last: _Reading | None = None

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """Count the messages among what was stored."""
        self._messages += sum(isinstance(delivery.event, MessageAdded) for delivery in deliveries)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.measure()
            await asyncio.sleep(EVERY_S)

    async def measure(self) -> None:
        messages, connections, online = self._messages, self._processes.connections, self._processes.online
        self._samples.append(await asyncio.to_thread(self._sample, messages, connections, online))

    async def health(self, since: int) -> HostHealth:
        """With the samples after the time `since` (ms)."""
        return await asyncio.to_thread(self._health, [sample for sample in self._samples if sample.at > since])

    def _health(self, samples: list[HostSample]) -> HostHealth:
        return HostHealth(
            every_s=EVERY_S,
            samples=samples,
            model=self._board.model,
            cpus=self._board.cpus,
            disk_total=shutil.disk_usage(self._data_dir).total,
            throttling=self._board.throttling(),
        )

    def _sample(self, messages: int, connections: int, online: int) -> HostSample:
        now = _Reading(time.monotonic(), self._board.busy_s(), cpu_seconds(), messages)
        last, self._last = self._last or now, now
        elapsed = max(now.when - last.when, 1e-3)
        share = 100 / (elapsed * self._board.cpus)
        cpu = None
        if now.busy_s is not None and last.busy_s is not None and now is not last:
            cpu = round(min(100.0, max(0.0, (now.busy_s - last.busy_s) * share)), 1)
        return HostSample(
            at=self._clock(),
            connections=connections,
            online=online,
            messages=round((now.messages - last.messages) / elapsed, 2),
            cpu=cpu,
            server_cpu=round(min(100.0, (now.own_s - last.own_s) * share), 1),
            memory=self._board.memory(),
            server_memory=resident_bytes(),
            disk_free=shutil.disk_usage(self._data_dir).free,
            temperature=self._board.temperature(),
        )

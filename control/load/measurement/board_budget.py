"""A server within the CPU and memory of a smaller board: an estimate of what the board would do, never a measurement
of it.

Each thread gets a control group of its own, since a board's core is slower and no thread can use two; all of them
together get the board's cores. Memory is limited as a whole. Disk, network and memory speed stay those of this machine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from control.errors import NotAllowed, UsageError

PERIOD_US: Final = 10_000
"""Of a quota: short, so that a thread that used up its share waits for some milliseconds only."""
LEAST_US: Final = 1_000
EVERY_S: Final = 0.1
SYSTEM_MIB: Final = 200
"""What the rest of a node takes: kernel, systemd, HAProxy, Redis (measured by tests/hosts on Debian 12)."""
CGROUPS: Final = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Budget:
    """`share`: of one core of this machine; the source of each is in docs/capacity.md."""

    name: str
    title: str
    share: float
    cores: int
    memory_mib: int


BUDGETS: Final = {
    budget.name: budget
    for budget in (
        Budget("pi5", "Raspberry Pi 5, 8 GB", 0.65, 4, 8192 - SYSTEM_MIB),
        Budget("pi4", "Raspberry Pi 4B, 4 GB", 0.33, 4, 4096 - SYSTEM_MIB),
        Budget("pi3", "Raspberry Pi 3B, 1 GB", 0.20, 4, 1024 - SYSTEM_MIB),
        Budget("zero2w", "Raspberry Pi Zero 2 W, 512 MB", 0.15, 4, 512 - SYSTEM_MIB),
    )
}


def find(name: str) -> Budget:
    """Raises `UsageError`."""
    if name not in BUDGETS:
        raise UsageError(f"there is no budget {name!r}", f"take one of {', '.join(BUDGETS)}", code="budget_unknown")
    return BUDGETS[name]


@contextmanager
def within(budget: Budget, pid: int) -> Iterator[None]:
    """Keep process `pid` within the budget.

    Raises `NotAllowed` where this machine has no control groups to write to.
    """
    groups = _groups(f"imnode-load-{os.getpid()}")
    stop = threading.Event()
    try:
        try:
            groups.prepare(budget, pid)
        except OSError as error:
            raise NotAllowed(
                f"a budget needs control groups for cpu and memory: {error}",
                "run it with sudo, on a Linux that has them",
            ) from None
        follower = threading.Thread(target=_follow, args=(groups, budget, pid, stop), daemon=True)
        follower.start()
        yield
        stop.set()
        follower.join()
    finally:
        stop.set()
        groups.release(pid)
        groups.remove()


def _follow(groups: _Groups, budget: Budget, pid: int, stop: threading.Event) -> None:
    """Threads that begin later get their own group too."""
    while not stop.is_set():
        with suppress(OSError):
            groups.spread(budget, pid)
        stop.wait(EVERY_S)


class _Groups:
    """Control groups of version 1: one hierarchy for cpu, another for memory."""

    threads_file = "tasks"

    def __init__(self, cpu: Path, memory: Path) -> None:
        self._cpu, self._memory = cpu, memory
        self._placed: set[int] = set()

    def prepare(self, budget: Budget, pid: int) -> None:
        self._cpu.mkdir()
        self._memory.mkdir(exist_ok=True)
        self.quota(self._cpu, budget.share * budget.cores)
        self.limit(self._memory, budget.memory_mib << 20)
        (self._memory / "cgroup.procs").write_text(str(pid))
        self.spread(budget, pid)

    def spread(self, budget: Budget, pid: int) -> None:
        for task in Path(f"/proc/{pid}/task").iterdir():
            number = int(task.name)
            if number in self._placed:
                continue
            folder = self._cpu / f"thread-{number}"
            folder.mkdir(exist_ok=True)
            self.ready_thread(folder)
            self.quota(folder, budget.share)
            (folder / self.threads_file).write_text(str(number))
            self._placed.add(number)

    def ready_thread(self, folder: Path) -> None:
        """Version 1 needs nothing."""

    def quota(self, folder: Path, cores: float) -> None:
        period = max(PERIOD_US, round(LEAST_US / cores))
        (folder / "cpu.cfs_period_us").write_text(str(period))
        (folder / "cpu.cfs_quota_us").write_text(str(round(period * cores)))

    def limit(self, folder: Path, size: int) -> None:
        (folder / "memory.limit_in_bytes").write_text(str(size))

    def release(self, pid: int) -> None:
        """Let the process out, if it is still there: a group that isn't empty can't be removed."""
        for folder in {self._cpu.parent, self._memory.parent}:
            with suppress(OSError):
                (folder / "cgroup.procs").write_text(str(pid))

    def remove(self) -> None:
        for folder in [*self._cpu.glob("thread-*"), self._cpu, self._memory]:
            with suppress(OSError):
                folder.rmdir()


class _UnifiedGroups(_Groups):
    """Version 2: one hierarchy, whose threaded subtree lets threads of a process stand apart."""

    threads_file = "cgroup.threads"

    def prepare(self, budget: Budget, pid: int) -> None:
        (self._cpu.parent / "cgroup.subtree_control").write_text("+cpu +memory")
        self._cpu.mkdir()
        self.quota(self._cpu, budget.share * budget.cores)
        self.limit(self._cpu, budget.memory_mib << 20)
        (self._cpu / "cgroup.procs").write_text(str(pid))
        first = self._cpu / "thread-0"
        first.mkdir()
        self.ready_thread(first)
        (self._cpu / "cgroup.subtree_control").write_text("+cpu")
        self.spread(budget, pid)

    def ready_thread(self, folder: Path) -> None:
        (folder / "cgroup.type").write_text("threaded")

    def quota(self, folder: Path, cores: float) -> None:
        (folder / "cpu.max").write_text(f"{round(PERIOD_US * cores)} {PERIOD_US}")

    def limit(self, folder: Path, size: int) -> None:
        (folder / "memory.max").write_text(str(size))


def _groups(name: str) -> _Groups:
    if (CGROUPS / "cgroup.controllers").exists():
        return _UnifiedGroups(CGROUPS / name, CGROUPS / name)
    return _Groups(CGROUPS / "cpu" / name, CGROUPS / "memory" / name)

"""Running lanes side by side, each with a log, and a record of every test that ended."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.lanes import mark, record
from tests.lanes.lane import Lane, Plan

COUNT: Final = re.compile(rb"\[\s*(\d+)/(\d+)\]")
TAIL_BYTES: Final = 8192
TESTS_FAILED: Final = 1
NOTHING_COLLECTED: Final = 5
"""pytest's exit codes: every other than these and 0 means that it broke off."""
NOT_STARTED: Final = 127
"""As a shell has it, of a command that isn't there."""
NODE_MODULES: Final = "node_modules/"
"""What npm installs; the fast set does without."""

NOWHERE: Final = (
    "{ ip link add nowhere type veth peer name end && ip addr add 192.0.2.1/24 dev nowhere"
    " && ip link set nowhere up && ip link set end up || true; }"
)
"""A link to a name of its own, with an address of documentation (RFC 5737). What needs it and misses it is skipped."""
PATIENCE_S: Final = 150
"""For what a lane takes down at its end: two hosts may need 60 s each."""


@dataclass(frozen=True, slots=True)
class Options:
    """What all lanes are given: the size of the set, the seed, the order, and further arguments for pytest.

    `coverage`: whether executed lines are counted.
    """

    size: str
    seed: int
    shuffle: bool
    folder: Path
    arguments: tuple[str, ...] = ()
    coverage: bool = False

    def pytest(self) -> list[str]:
        """The command that all processes of pytest begin with."""
        command = [sys.executable, "-m", *(("coverage", "run", "-m") if self.coverage else ()), "pytest"]
        command += ["--size", self.size, "--seed", str(self.seed), "--artifacts", str(self.folder / "failures")]
        if self.shuffle:
            command += ["--random-order-bucket=module", f"--random-order-seed={self.seed}"]
        return command


@dataclass(slots=True)
class Progress:
    """Where a lane stands. `seconds` is what its ended steps took."""

    lane: Lane
    state: str = "waiting"
    step: str = ""
    failed: list[str] = field(default_factory=list)
    has_broken_off: bool = False
    seconds: float = 0.0
    log: Path = Path()

    def count(self) -> str:
        """As `31/88`, read from the end of its log; empty as long as there is none."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, self.log.stat().st_size - TAIL_BYTES))
                found = COUNT.findall(file.read())
        except OSError:
            return ""
        return "/".join(part.decode() for part in found[-1]) if found else ""


class Runner:
    """Starts lanes in their order as soon as there is room."""

    def __init__(self, plan: Plan, lanes: Sequence[Lane], options: Options, jobs: int, memory_mb: int) -> None:
        self.progress = [Progress(lane, log=options.folder / f"{lane.name}.log") for lane in lanes]
        self._plan = plan
        self._options = options
        self._jobs = jobs
        self._memory_mb = memory_mb
        self._isolates = can_isolate()

    async def run(self, show: Callable[[], None]) -> None:
        """Until all have ended; `show` is called whenever one begins or ends. Cancelled, it ends them first.

        A further cancellation doesn't hasten it: what lanes started would be left behind.
        """
        running: dict[asyncio.Task[None], Progress] = {}
        try:
            while any(each.state != "ended" for each in self.progress):
                for each in self.progress:
                    if each.state == "waiting" and self._has_room(each.lane, list(running.values())):
                        each.state = "running"
                        running[asyncio.create_task(self._run_lane(each))] = each
                show()
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    running.pop(task)
                    await task
            show()
        finally:
            for task in running:
                task.cancel()
            while not all(task.done() for task in running):
                with suppress(asyncio.CancelledError):
                    await asyncio.wait(running)

    def _has_room(self, lane: Lane, running: Sequence[Progress]) -> bool:
        used = sum(each.lane.memory_mb for each in running)
        return not running or (len(running) < self._jobs and used + lane.memory_mb <= self._memory_mb)

    async def _run_lane(self, progress: Progress) -> None:
        began = time.monotonic()
        commands = progress.lane.commands or {"tests": self._pytest(progress.lane)}
        for step, command in commands.items():
            progress.step = step if progress.lane.commands else ""
            if _is_left_out(command[0]):
                record.add_skip(self._options.folder, progress.lane.name, step, f"{step} is missing: run: npm ci")
                continue
            code = await self._run(progress, command)
            if code and not (code == NOTHING_COLLECTED and self._may_be_empty(progress.lane)):
                progress.failed.append(step)
                progress.has_broken_off = bool(progress.lane.commands) or code != TESTS_FAILED
            progress.seconds = time.monotonic() - began
        if progress.lane.commands:
            record.add_commands(self._options.folder, progress.lane.name, progress.seconds)
        progress.state = "ended"

    def _may_be_empty(self, lane: Lane) -> bool:
        """The fast set leaves some lanes no test, and so may arguments; otherwise somebody has lost them."""
        return not lane.commands and (self._options.size == "fast" or bool(self._options.arguments))

    async def _run(self, progress: Progress, command: Sequence[str]) -> int:
        marked = mark.new(progress.lane.name)
        environment = {**os.environ, "COLUMNS": "120", "IMNODE_LANE": str(self.progress.index(progress))}
        with progress.log.open("ab") as log:
            try:
                process = await asyncio.create_subprocess_exec(
                    *self._within(progress.lane, command),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env={**environment, mark.VARIABLE: marked},
                    start_new_session=True,
                )
            except OSError as error:
                log.write(f"{command[0]}: {error.strerror}\n".encode())
                return NOT_STARTED
        try:
            return await process.wait()
        except asyncio.CancelledError:
            await _end(process, marked)
            raise

    def _within(self, lane: Lane, command: Sequence[str]) -> list[str]:
        """In a network with nothing but a loopback, so that no lane sees the ports or the links of another."""
        if lane.machine_network or lane.commands or not self._isolates:
            return list(command)
        links = f"ip link set lo up && {NOWHERE}" if lane.nowhere else "ip link set lo up"
        return ["unshare", "--net", "sh", "-c", f'{links} && exec "$@"', "lane", *command]

    def _pytest(self, lane: Lane) -> list[str]:
        options = self._options
        command = [*options.pytest(), "-v", "-o", "console_output_style=count"]
        command += ["--report-log", str(options.folder / f"{lane.name}.jsonl")]
        command += [f"--ignore={path}" for path in self._plan.ignored(lane)]
        return [*command, *options.arguments, *lane.paths]


def _is_left_out(program: str) -> bool:
    return program.startswith(NODE_MODULES) and not Path(program).exists()


async def _end(process: asyncio.subprocess.Process, marked: str) -> None:
    """As Ctrl-C would, so that servers and hosts are ended too; what doesn't end in time is killed, wherever it is."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE_S
        while process.returncode is None and time.monotonic() < deadline:
            with suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(process.wait(), max(0.1, deadline - time.monotonic()))
        os.killpg(process.pid, signal.SIGKILL)
    mark.kill_bearers(marked)
    await process.wait()


def can_isolate() -> bool:
    """Whether this machine lets a process have a network of its own."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    tried = subprocess.run(["unshare", "--net", "ip", "link", "set", "lo", "up"], capture_output=True, check=False)
    return tried.returncode == 0


def available_mb() -> int:
    """Memory that is free for programs, or what this process may take of it."""
    [free] = re.findall(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text("utf-8"), re.MULTILINE)
    limit = Path("/sys/fs/cgroup/memory.max")
    allowed = limit.read_text("utf-8").strip() if limit.exists() else "max"
    return min([int(free) >> 10, *([] if allowed == "max" else [int(allowed) >> 20])])

"""One process of the built-in generator: `python -m control.load.generator.worker`.

Its plan and commands come on stdin, from `control.load.generator.coordinator`; its messages go to stdout. Both are
described in `control.load.generator.worker_protocol`.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import uvloop

from control.load.generator.virtual_users import VirtualUsers
from control.load.generator.worker_protocol import WorkerCommand, WorkerMessage, WorkerOutcome, WorkerPlan
from control.load.scenario import scenario

LINE_LIMIT: Final = 1 << 26
SETTLE_S: Final = 30.0
ALONE_S: Final = 10.0
"""With nobody connected for so long there is nothing to wait for: a restart of the server takes less."""
BEAT_S: Final = 0.1
PRIORITY: Final = -10
GC_EVERY: Final = 50_000


class Pulse:
    """The load of the process itself: its longest stall, and its busiest second."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self.busiest = 0.0
        self.share = 0.0

    async def beat(self) -> None:
        """Runs until it is cancelled."""
        cpu, wall = time.process_time(), time.monotonic()
        while True:
            due = time.monotonic() + BEAT_S
            await asyncio.sleep(BEAT_S)
            now = time.monotonic()
            self.longest_s = max(self.longest_s, now - due)
            if now - wall >= 1:
                used = time.process_time()
                self.share = (used - cpu) / (now - wall)
                self.busiest = max(self.busiest, self.share)
                cpu, wall = used, now


class Occupancy:
    """Whether a user is connected, and when one last was."""

    def __init__(self, users: VirtualUsers) -> None:
        self._users = users
        self._since = time.monotonic()

    def look(self) -> None:
        if self._users.recorder.connected:
            self._since = time.monotonic()

    async def until(self, met: Callable[[], bool]) -> None:
        """Also until `SETTLE_S` are over, or nobody has been there for `ALONE_S`."""
        deadline = time.monotonic() + SETTLE_S
        while not met() and time.monotonic() < min(deadline, self._since + ALONE_S):
            await asyncio.sleep(0.2)
            self.look()


def say(message: WorkerMessage) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()


async def work(plan: WorkerPlan, commands: asyncio.StreamReader) -> None:
    users = VirtualUsers(plan, scenario.parse(plan.scenario))
    pulse = Pulse()
    say(WorkerMessage(ready=True))
    expect: dict[str, int] = {}
    beating: list[asyncio.Task[None]] = []
    occupancy = Occupancy(users)
    while line := await commands.readline():
        command = msgspec.json.decode(line, type=WorkerCommand)
        if command.go is not None:
            beating = [asyncio.create_task(pulse.beat()), asyncio.create_task(_report(users, pulse, occupancy))]
            users.begin(command.go)
        if command.stop:
            users.stop()
            await occupancy.until(lambda: not users.uploading and not users.waits())
            say(WorkerMessage(stopped=users.recorder.newest()))
        if command.expect is not None:
            expect = command.expect
            await occupancy.until(partial(_settled, users, expect))
            say(WorkerMessage(settled=True))
        if command.end:
            break
    for task in beating:
        task.cancel()
    outcome = _outcome(users, pulse, expect)  # while all are there: nothing is expected of those who have left
    await users.close()
    outcome.notes = [users.recorder.log.trouble] if users.recorder.log.trouble else []
    say(WorkerMessage(outcome=outcome))


def _settled(users: VirtualUsers, expect: dict[str, int]) -> bool:
    return not users.lacking(expect) and not users.away()


async def _report(users: VirtualUsers, pulse: Pulse, occupancy: Occupancy) -> None:
    grown = 0
    while True:
        await asyncio.sleep(1)
        say(WorkerMessage(tick=users.recorder.tick(pulse.share)))
        occupancy.look()
        users.give_up_handshakes()
        if users.recorder.connected > grown + 1000:
            grown = users.recorder.connected
            gc.freeze()


def _outcome(users: VirtualUsers, pulse: Pulse, expect: dict[str, int]) -> WorkerOutcome:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return WorkerOutcome(
        actions={name: recorder.times() for name, recorder in users.recorder.actions.items()},
        lateness=users.recorder.lateness.times(),
        counts={**{name: float(count) for name, count in users.recorder.counts.items()}, "away": float(users.away())},
        lost=users.lacking(expect),
        doubled=users.recorder.doubled,
        reordered=users.recorder.reordered,
        expected=users.expected(expect),
        unanswered=users.waits(),
        complaints=users.recorder.complaints,
        cpu_s=used.ru_utime + used.ru_stime,
        busiest=pulse.busiest,
        rss_bytes=used.ru_maxrss * 1024,
        longest_stall_s=pulse.longest_s,
    )


async def main() -> None:
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader(limit=LINE_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    plan = msgspec.json.decode(await commands.readline(), type=WorkerPlan)
    try:
        await work(plan, commands)
    except Exception as error:
        say(WorkerMessage(failed=f"{type(error).__name__}: {error}"))
        raise


if __name__ == "__main__":
    with suppress(OSError):  # what measures must not wait for what is measured; only root may
        os.nice(PRIORITY)
        Path("/proc/self/autogroup").write_text(str(PRIORITY))  # where sessions share the CPU, not processes
    gc.set_threshold(GC_EVERY)
    uvloop.run(main())

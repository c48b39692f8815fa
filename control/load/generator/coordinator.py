"""The built-in generator: worker processes, one per core at most, started together, watched, and merged."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from control.errors import Refused, UsageError
from control.load.generator.worker import LINE_LIMIT, SETTLE_S
from control.load.generator.worker_protocol import UserAccount, WorkerCommand, WorkerMessage, WorkerOutcome, WorkerPlan
from control.load.histogram import Recorder, Times
from control.load.population import Population
from control.load.result import INTERRUPTED, GeneratorUse, Phase
from control.load.scenario.scenario import Scenario
from control.load.tick import Tick

USERS_PER_WORKER: Final = 5_000
SPARE_FILES: Final = 200
HEAD_START_S: Final = 0.5
END_S: Final = 10.0


@dataclass(slots=True)
class Run:
    """The merged measurements of a run's workers."""

    started_at: float
    start: float
    phases: list[Phase]
    actions: dict[str, Times]
    outcomes: list[WorkerOutcome]
    use: GeneratorUse
    newest: dict[str, int]
    ended: str
    logs: list[Path]
    counts: Counter[str] = field(default_factory=Counter)


Watch = Callable[[float, Tick], None]
"""Called once a second with the time since the start and the totals of all workers."""


def workers(users: int) -> int:
    """How many processes drive so many users. Raises `UsageError` where they need more open files than allowed."""
    cores = os.cpu_count() or 1
    count = min(cores, max(1, -(-users // USERS_PER_WORKER))) if users > 500 else 1
    open_files(users, count)
    return count


def open_files(users: int, count: int) -> None:
    """Let each of `count` processes open as many as it needs. Raises `UsageError` where it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = (hard if hard != resource.RLIM_INFINITY else 1 << 20) - SPARE_FILES
    if users > most * count:
        raise UsageError(
            f"{users} users need {-(-users // count) + SPARE_FILES} open files in each of {count} processes, "
            f"{hard} are allowed",
            f"raise the limit with 'ulimit -Hn', or use at most {most * count} users",
            code="too_many_users",
        )
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def drive(
    scenario: Scenario, made: Population, url: str, ca: str, key: str, folder: Path, watch: Watch, stop: asyncio.Event
) -> Run:
    """Run the scenario to its end, or until `stop` is set. Raises `Refused` where a worker fails."""
    count = workers(scenario.users)
    logs = [folder / f"delivery-{index}.log" for index in range(count)]
    plans = [_plan(scenario, made, url, ca, key, index, count, logs[index]) for index in range(count)]
    processes = await asyncio.gather(*(_Worker.start(plan) for plan in plans))
    try:
        return await _conduct(scenario, list(processes), logs, watch, stop)
    finally:
        await asyncio.gather(*(worker.end() for worker in processes))


async def _conduct(
    scenario: Scenario, processes: list[_Worker], logs: list[Path], watch: Watch, stop: asyncio.Event
) -> Run:
    for worker in processes:
        await worker.message(lambda message: message.ready)
    begun, started_at, start = time.monotonic(), time.time() + HEAD_START_S, time.monotonic() + HEAD_START_S
    for worker in processes:
        worker.tell(WorkerCommand(go=start))
    ended = await _hold(processes, start, scenario.length_s, watch, stop)
    held = time.monotonic() - start
    newest: dict[str, int] = {}
    for worker in processes:
        worker.tell(WorkerCommand(stop=True))
    for worker in processes:
        stopped = await worker.message(lambda message: message.stopped is not None)
        for room, seq in (stopped.stopped or {}).items():
            newest[room] = max(seq, newest.get(room, 0))
    for worker in processes:
        worker.tell(WorkerCommand(expect=newest))
    for worker in processes:
        await worker.message(lambda message: message.settled)
    drained = time.monotonic() - start
    for worker in processes:
        worker.tell(WorkerCommand(end=True))
    outcomes = [(await worker.message(lambda message: message.outcome is not None)).outcome for worker in processes]
    found = [outcome for outcome in outcomes if outcome is not None]
    ramp = min(scenario.ramp.seconds, held)
    phases = [Phase("ramp", 0, ramp), Phase("hold", ramp, held), Phase("drain", held, drained)]
    counts: Counter[str] = Counter()
    for outcome in found:
        counts.update({name: int(value) for name, value in outcome.counts.items()})
    use = _use(found, time.monotonic() - begun)
    return Run(started_at, start, phases, _merged(found), found, use, newest, ended, logs, counts)


async def _hold(processes: list[_Worker], start: float, length_s: float, watch: Watch, stop: asyncio.Event) -> str:
    end = start + length_s
    while (now := time.monotonic()) < end:
        try:
            await asyncio.wait_for(stop.wait(), min(1.0, end - now))
            return INTERRUPTED
        except TimeoutError:
            watch(time.monotonic() - start, together([worker.tick for worker in processes]))
        for worker in processes:
            worker.check()
    return "complete"


def together(ticks: list[Tick]) -> Tick:
    cells: Counter[str] = Counter()
    for tick in ticks:
        cells.update(tick.cells)
    names = ("connected", "planned", "done", "sent", "acked", "received", "errors", "reconnects")
    return Tick(
        **{name: sum(getattr(tick, name) for tick in ticks) for name in names},
        cells=dict(cells),
        cpu=max((tick.cpu for tick in ticks), default=0.0),
    )


def _plan(
    scenario: Scenario, made: Population, url: str, ca: str, key: str, index: int, count: int, log: Path
) -> WorkerPlan:
    accounts = [
        UserAccount(user, made.logins[user], made.users[user], made.rooms[user], made.tokens[user], made.refresh[user])
        for user in range(index, scenario.users, count)
    ]
    return WorkerPlan(
        scenario=msgspec.json.encode(scenario.model_dump(mode="json", exclude_none=True)).decode(),
        worker=index,
        run=made.run,
        url=url,
        ca=ca,
        password=made.password,
        key=key,
        accounts=accounts,
        convs=made.convs,
        weights=made.weights,
        log=str(log),
    )


def _merged(outcomes: list[WorkerOutcome]) -> dict[str, Times]:
    recorders: dict[str, Recorder] = {}
    for outcome in outcomes:
        for name, times in outcome.actions.items():
            recorders.setdefault(name, Recorder()).add(times)
    return {name: recorder.times() for name, recorder in sorted(recorders.items())}


def _use(outcomes: list[WorkerOutcome], wall_s: float) -> GeneratorUse:
    lateness = Recorder()
    for outcome in outcomes:
        lateness.add(outcome.lateness)
    return GeneratorUse(
        processes=len(outcomes),
        cpu_s=sum(outcome.cpu_s for outcome in outcomes),
        wall_s=wall_s,
        rss_bytes=sum(outcome.rss_bytes for outcome in outcomes),
        busiest=max((outcome.busiest for outcome in outcomes), default=0.0),
        lateness=lateness.times(),
        longest_stall_s=max((outcome.longest_stall_s for outcome in outcomes), default=0.0),
    )


class _Worker:
    """A worker process and the messages that it sent."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.tick = Tick()
        self._messages: asyncio.Queue[WorkerMessage] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, plan: WorkerPlan) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "control.load.generator.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_LIMIT,
            start_new_session=True,
        )
        worker = cls(process)
        worker._write(msgspec.json.encode(plan))
        return worker

    def tell(self, command: WorkerCommand) -> None:
        self._write(msgspec.json.encode(command))

    def _write(self, line: bytes) -> None:
        if self.process.stdin is not None:
            self.process.stdin.write(line + b"\n")

    async def message(self, wanted: Callable[[WorkerMessage], bool]) -> WorkerMessage:
        while True:
            message = await asyncio.wait_for(self._messages.get(), 4 * SETTLE_S)
            if message.failed:
                raise Refused(f"a generator process failed: {message.failed}", code="worker_failed")
            if wanted(message):
                return message

    def check(self) -> None:
        """Raises `Refused` where the process is gone."""
        if self._reading.done() or self.process.returncode is not None:
            raise Refused("a generator process ended during the run", code="worker_failed")

    async def _read(self) -> None:
        stream = self.process.stdout or asyncio.StreamReader()
        while line := await stream.readline():
            message = msgspec.json.decode(line, type=WorkerMessage)
            if message.tick is not None:
                self.tick = message.tick
            else:
                self._messages.put_nowait(message)
        self._messages.put_nowait(WorkerMessage(failed="it ended"))

    async def end(self) -> None:
        """Let the process go; one that doesn't end by itself is killed."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            await asyncio.wait_for(self.process.wait(), END_S)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
        await asyncio.wait([self._reading])

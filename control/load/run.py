"""One run: accounts are created, a generator drives them, the node is sampled, and the result gets a verdict."""

from __future__ import annotations

import asyncio
import os
import platform
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from control.client.admin import AdminConnection
from control.client.target import SocketTarget, Target, UrlTarget
from control.errors import ControlError, NotAllowed, UsageError
from control.load.generator import coordinator
from control.load.local_server import local_server
from control.load.measurement import board_budget as budgets
from control.load.measurement.node_metrics import services
from control.load.measurement.sampler import NodeSampler, watching
from control.load.part import Part
from control.load.plan_folder import write_people
from control.load.population import Over, Population, populated
from control.load.result import HostInfo, RunResult, Tool, ToolTarget
from control.load.scenario.scenario import Scenario
from control.load.tick import Tick
from control.load.verdict import delivery_check, verdict
from control.load.verdict.histories import Histories
from control.tuning.board import survey
from control.tuning.machine import Machine
from imserver import __version__

ENDINGS: Final = (signal.SIGINT, signal.SIGTERM)
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

Watch = Callable[[float, Tick], None]
Run = Callable[["RunOptions", "TargetServer", Over, Watch], RunResult]


@dataclass(slots=True, kw_only=True)
class RunOptions:
    """What to run. `own` are hosts that the caller confirmed as theirs; `folder` is where results go."""

    scenario: Scenario
    folder: Path
    own: tuple[str, ...] = ()
    budget: str = ""
    data_dir: Path | None = None
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class TargetServer:
    """A server under load: its admin API, its public address, and, if it is on this machine, its process."""

    server: AdminConnection
    url: UrlTarget
    pid: int = 0
    key: str = ""
    is_own: bool = False
    budget: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def processes(self) -> dict[int, str]:
        """The processes to sample: of a temporary server itself, of a node also its services."""
        if not self.pid:
            return {}
        return {self.pid: "imserver"} if self.is_own else services([self.pid])


@contextmanager
def local_target(options: RunOptions) -> Iterator[TargetServer]:
    """A temporary server, within the budget of the options."""
    with ExitStack() as stack:
        chosen = budgets.find(options.budget) if options.budget else None
        local = stack.enter_context(local_server(options.data_dir, options.settings))
        settings: dict[str, Any] = dict(options.settings)
        if chosen is not None:
            stack.enter_context(budgets.within(chosen, local.pid))
            settings |= {
                "budget_core_share": chosen.share,
                "budget_cores": chosen.cores,
                "budget_memory_bytes": chosen.memory_mib << 20,
            }
        server = stack.enter_context(AdminConnection(local.socket))
        yield TargetServer(
            server=server,
            url=local.url,
            pid=local.pid,
            key=local.key,
            is_own=True,
            budget=options.budget,
            settings=settings,
        )


@contextmanager
def remote_target(server: AdminConnection, url: UrlTarget, own: tuple[str, ...]) -> Iterator[TargetServer]:
    """A running server. Raises `NotAllowed` for one that is not confirmed as the caller's own."""
    by_token = isinstance(server.target, UrlTarget) and server.target.url == url.url
    require_own(url.url, own, by_token=by_token)
    host = urlsplit(url.url).hostname or ""
    with server:
        status = server.get("/admin/status")
        pid = int(status["process"]["pid"]) if _is_here(server.target, host) else 0
        yield TargetServer(server=server, url=url, pid=pid, settings={"server_version": status["version"]})


def require_own(url: str, own: tuple[str, ...], *, by_token: bool) -> None:
    """Raises `NotAllowed`."""
    host = urlsplit(url).hostname or ""
    if not (by_token or host in own or host in LOOPBACK):
        raise NotAllowed(
            f"{host} is not confirmed as yours: a load test can take a server down",
            f"confirm with --i-own {host}, or pass an admin token of it",
            code="not_own",
        )


def _is_here(target: Target, host: str) -> bool:
    return isinstance(target, SocketTarget) or host in LOOPBACK


def builtin_run(options: RunOptions, target: TargetServer, over: Over, watch: Watch) -> RunResult:
    """Run by the built-in generator. A first Ctrl-C ends the run, not the program: what was measured is reported."""
    scenario = options.scenario
    _prepare(options.folder)
    with populated(target.server, target.url, scenario, target.key, over, throwaway=target.is_own) as made:
        before = _held(target.server)
        with watching(target.server.target, target.processes) as watcher:
            run = asyncio.run(_drive(options, target, scenario, made, watcher, watch))
        result = _result(options, target, scenario, made, run)
        result.samples = watcher.samples(run.start)
        if watcher.gone:
            result.ended = _gone(watcher, run.start)
        _check(result, target, made, run, before)
    result.verdict = verdict.verdict_of(result)
    _keep(result, options.folder)
    return result


async def _drive(
    options: RunOptions, target: TargetServer, scenario: Scenario, made: Population, watcher: NodeSampler, watch: Watch
) -> coordinator.Run:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for number in ENDINGS:
            loop.add_signal_handler(number, stop.set)

    def tell(at_s: float, tick: Tick) -> None:
        watch(at_s, tick)
        if watcher.gone:
            stop.set()

    try:
        ca = str(target.url.ca or "")
        return await coordinator.drive(scenario, made, target.url.url, ca, target.key, options.folder, tell, stop)
    finally:
        if threading.current_thread() is threading.main_thread():
            for number in ENDINGS:
                loop.remove_signal_handler(number)


class StoredCounts(NamedTuple):
    """How many messages a server holds, and files that they carry."""

    messages: int
    files: int


def _held(server: AdminConnection) -> StoredCounts:
    status = server.get("/admin/status")
    return StoredCounts(int(status["messages"]), int(status["files"]))


def _check(
    result: RunResult, target: TargetServer, made: Population, run: coordinator.Run, before: StoredCounts
) -> None:
    with Histories(target.url, target.key, made) as histories:
        result.delivery = delivery_check.check(run.outcomes, run.logs, run.newest, made.convs, histories.page)
    _count_stored(result, target, before)


def _count_stored(result: RunResult, target: TargetServer, before: StoredCounts) -> bool:
    """Whether the server still answers."""
    try:
        now = _held(target.server)
    except ControlError:
        return False
    result.delivery.stored = now.messages - before.messages
    result.delivery.files = now.files - before.files
    return True


def third_party_run(tool: Tool, options: RunOptions, target: TargetServer, over: Over, watch: Watch) -> RunResult:
    """Run by a third-party tool. All users get a password: the tools renew their tokens with it."""
    scenario = options.scenario
    _prepare(options.folder)
    with populated(target.server, target.url, scenario, "", over, throwaway=target.is_own) as made:
        before = _held(target.server)
        tool_target = ToolTarget(
            url=target.url.url,
            ca=str(target.url.ca or ""),
            logins=made.logins,
            users=made.users,
            password=made.password,
            tokens=made.tokens,
            convs=[[made.convs[room] for room in rooms] for rooms in made.rooms],
        )
        with watching(target.server.target, target.processes) as watcher, _ended_by_interrupt():
            plan = options.folder / tool.name
            tool.export(scenario, plan)
            write_people(scenario, tool_target, plan)
            result = tool.run(scenario, tool_target, plan, watch, Part())
        start = time.monotonic() - (time.time() - result.started_at)
        result.samples = watcher.samples(start)
        if not _count_stored(result, target, before) or watcher.gone:
            result.ended = _gone(watcher, start)
    result.budget = target.budget
    result.objective = objective(scenario)
    result.settings = {"scenario": scenario.model_dump(mode="json", exclude_none=True), **target.settings}
    result.machines = _machines(target)
    result.verdict = verdict.verdict_of(result)
    _keep(result, options.folder)
    return result


@contextmanager
def _ended_by_interrupt() -> Iterator[None]:
    """Ctrl-C ends it, also where a shell runs it in the background; and so does a service manager: else the tool would
    go on alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.default_int_handler) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _gone(watcher: NodeSampler, start: float) -> str:
    return f"server gone: it was last heard of {watcher.heard_at - start:.0f} s after the start"


def _result(
    options: RunOptions, target: TargetServer, scenario: Scenario, made: Population, run: coordinator.Run
) -> RunResult:
    outcomes = [note for outcome in run.outcomes for note in outcome.notes]
    return RunResult(
        tool="own",
        tool_version=__version__,
        scenario=scenario.name,
        users=scenario.users,
        rate=scenario.rate.per_s if scenario.rate else 0.0,
        seed=scenario.seed,
        url=target.url.url,
        budget=target.budget,
        started_at=run.started_at,
        ended=run.ended,
        phases=run.phases,
        actions=run.actions,
        counts={**{name: float(count) for name, count in run.counts.items()}, "log_trouble": float(len(outcomes))},
        generator=run.use,
        objective=objective(scenario),
        settings={"scenario": scenario.model_dump(mode="json", exclude_none=True), **target.settings},
        machines=_machines(target),
        correction="from when each action was due",
        command=shlex.join(["imctl", *sys.argv[1:]]),
        notes=outcomes,
    )


def _prepare(folder: Path) -> None:
    """Raises `UsageError` where no results can be put."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"can't write results to {folder}: {error.strerror}", "choose another folder with --out DIR"
        ) from None


def _keep(result: RunResult, folder: Path) -> None:
    """What was measured is told even where it can't be written down."""
    try:
        result.save(folder)
    except OSError as error:
        result.notes.append(f"the result can't be written to {folder}: {error.strerror}")


def _machines(target: TargetServer) -> dict[str, HostInfo]:
    return {"generator": here(), "node": here() if target.pid else HostInfo(name=target.url.url)}


def objective(scenario: Scenario) -> dict[str, float]:
    return {
        "delivery_p99_ms": scenario.objective.delivery_p99.seconds * 1000,
        "error_share": scenario.objective.error_share,
    }


def here() -> HostInfo:
    """This machine."""
    board = survey(Machine())
    return HostInfo(
        name=platform.node(),
        model=board.model,
        cores=os.cpu_count() or 1,
        memory_mib=board.memory_mib,
        kernel=platform.release(),
        python=platform.python_version(),
    )

"""A check of all lanes or of some: from what is cleared before it to its last line."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence

from tests.lanes import coverage, report
from tests.lanes.board import Board
from tests.lanes.claim import ClaimedError, claim
from tests.lanes.lane import Plan
from tests.lanes.record import Record, read
from tests.lanes.run import Options, Runner, available_mb


def run(plan: Plan, names: Sequence[str], options: Options, jobs: int) -> int:
    """The lanes of these names, or all where there are none. What it returns is the exit code."""
    try:
        with claim(options.folder):
            _clear(options, names)
            if options.coverage:
                coverage.begin(options.folder / "coverage")
            lanes = [plan.lane(name) for name in names] or plan.lanes
            return _run(Runner(plan, lanes, options, jobs, available_mb()), plan, options, jobs, is_whole=not names)
    except ClaimedError:
        print(f"error: another check runs in this clone, and writes {options.folder}: wait for it.", file=sys.stderr)
        return 1


def is_unprepared() -> bool:
    """Whether `scripts/test` couldn't install what tests need: they are skipped then, which isn't success."""
    return bool(os.environ.get("IMNODE_UNPREPARED"))


def say_unprepared() -> None:
    print(f"error: {os.environ['IMNODE_UNPREPARED']} could not be installed: see above.", file=sys.stderr)


def _clear(options: Options, names: Sequence[str]) -> None:
    """Some lanes leave alone what the others left, and what failed tests did, which is what somebody looks into."""
    if not names:
        shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        for kind in ("log", "jsonl"):
            (options.folder / f"{name}.{kind}").unlink(missing_ok=True)


def _run(runner: Runner, plan: Plan, options: Options, jobs: int, is_whole: bool) -> int:
    print(f"The {options.size} set, seed {options.seed}, {jobs} lanes side by side. Logs: {options.folder}", flush=True)
    began = time.monotonic()
    is_interrupted = asyncio.run(_follow(runner, began))
    record = read(options.folder, [each.lane.name for each in runner.progress])
    print("\n".join(report.failures(record, runner.progress, options)))
    if not is_interrupted:
        budgets = plan.budgets if options.size == "default" and not options.coverage else {}
        print("\n".join([*report.durations(record, budgets), "", *report.skips(record)]))
    if options.coverage:
        print("\n".join(coverage.report(options.folder / "coverage")))
    if replays := report.replays(record, runner.progress, options):
        print("\nTo reproduce:")
        print("\n".join(replays))
    code = 130 if is_interrupted else _code(runner, record)
    seconds = time.monotonic() - began
    print(f"\n{'INTERRUPTED' if is_interrupted else 'FAILED' if code else 'All passed'} in {seconds:.0f} s.")
    if is_whole:
        print("".join(f"{line}\n" for line in report.lateness(options.size, seconds)), end="")
    print(report.closing_line(record, runner.progress), flush=True)
    return code


async def _follow(runner: Runner, began: float) -> bool:
    """Whether somebody broke it off; the lanes have been ended then.

    The loop takes the signals: a `KeyboardInterrupt` between any two lines would leave lanes that nobody waits for.
    """
    loop, following = asyncio.get_running_loop(), asyncio.create_task(Board(runner, began).follow())
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, following.cancel)
    try:
        await following
    except asyncio.CancelledError:
        print("Interrupted: the lanes were ended.", file=sys.stderr)
        return True
    return False


def _code(runner: Runner, record: Record) -> int:
    has_failed = any(each.failed for each in runner.progress)
    if not record.tests and any(each.lane.paths for each in runner.progress):
        print("error: no test was run.", file=sys.stderr)
        has_failed = True
    if is_unprepared():
        say_unprepared()
        has_failed = True
    return 1 if has_failed else 0

"""The command line of the check; `./scripts/test --help` shows it."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from tests.lanes import report
from tests.lanes.lane import Lane, Plan, load
from tests.lanes.record import read
from tests.lanes.run import Options, Runner, available_mb

FOLDER: Final = Path("build/test")
SEED: Final = 1
"""Of the fast and the default set, which judge a change: the same each time. The full set draws a new one."""
TOLD_EVERY_S: Final = 60.0

app = typer.Typer(add_completion=False)


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["--help", "-h"]}
)
def main(
    context: typer.Context,
    fast: Annotated[bool, typer.Option("--fast", help="Only what needs no packages: two minutes.")] = False,
    full: Annotated[bool, typer.Option("--full", help="All of it, with sixty kills and all releases.")] = False,
    lane: Annotated[list[str] | None, typer.Option(help="Only this lane of tests/lanes.toml; repeat for more.")] = None,
    seed: Annotated[int | None, typer.Option(help="As a failing run prints it.")] = None,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="In random order, which the seed decides.")] = False,
    jobs: Annotated[int | None, typer.Option(help="How many lanes run side by side.")] = None,
    durations: Annotated[bool, typer.Option("--durations", help="Print the last run's minutes by folder.")] = False,
) -> None:
    """Run the check: lint, types and tests, in lanes side by side.

    Without options, the default set; further arguments go to pytest, which then runs only what they name.
    """
    plan = load()
    if durations:
        _print_durations(plan)
        return
    if fast and full:
        raise typer.BadParameter("--fast and --full exclude each other.")
    if unknown := [name for name in lane or () if name not in {each.name for each in plan.lanes}]:
        names = ", ".join(each.name for each in plan.lanes)
        raise typer.BadParameter(f"there is no lane {unknown[0]}; lanes are {names}.", param_hint="--lane")
    size = "fast" if fast else "full" if full else "default"
    chosen = seed if seed is not None else random.SystemRandom().randrange(1 << 32) if full else SEED
    options = Options(size, chosen, shuffle, FOLDER, tuple(context.args))
    if context.args and lane:
        raise typer.BadParameter(f"a lane runs all of its tests; leave out {' '.join(context.args)}, or --lane.")
    if context.args:
        _run_arguments(options)
    lanes = [plan.lane(name) for name in lane] if lane else plan.lanes
    sys.exit(_run_lanes(plan, lanes, options, jobs or (os.cpu_count() or 1) + 1))


def _print_durations(plan: Plan) -> None:
    record = read(FOLDER, [lane.name for lane in plan.lanes])
    if not record.seconds:
        typer.echo(f"error: no run has left its record in {FOLDER}: run ./scripts/test first.", err=True)
        raise typer.Exit(1)
    typer.echo("\n".join(report.durations(record, plan.budgets)))


def _run_arguments(options: Options) -> None:
    """One process of pytest in the foreground, for somebody who looks at a few tests."""
    shutil.rmtree(options.folder / "failures", ignore_errors=True)
    command = [sys.executable, "-m", "pytest", "--size", options.size, "--seed", str(options.seed)]
    command += ["--artifacts", str(options.folder / "failures")]
    if options.shuffle:
        command += ["--random-order-bucket=module", f"--random-order-seed={options.seed}"]
    os.execv(command[0], [*command, *options.arguments])  # noqa: S606 - no shell


def _run_lanes(plan: Plan, lanes: Sequence[Lane], options: Options, jobs: int) -> int:
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    print(f"The {options.size} set, seed {options.seed}, {jobs} lanes side by side. Logs: {options.folder}", flush=True)
    began = time.monotonic()
    runner = Runner(plan, lanes, options, jobs, available_mb())
    board = _Board(runner, began)
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGHUP,
    ):  # also where a shell in the background has them ignored
        signal.signal(number, signal.default_int_handler)
    try:
        asyncio.run(board.follow())
    except KeyboardInterrupt:
        print("Interrupted: the lanes were ended.", file=sys.stderr)
        return 130
    record = read(options.folder, [lane.name for lane in lanes])
    failed = any(each.failed for each in runner.progress)
    print("\n".join(report.failures(record, runner.progress, options)))
    budgets = plan.budgets if options.size == "default" else {}
    print("\n".join([*report.durations(record, budgets), "", *report.skips(record)]))
    if failed:
        print("\nTo reproduce:")
        print("\n".join(report.replays(record, runner.progress, options)))
    if not record.tests and any(each.lane.paths for each in runner.progress):
        print("error: no test was run.", file=sys.stderr)
        failed = True
    if unprepared := os.environ.get("IMNODE_UNPREPARED"):
        print(f"error: {unprepared} could not be installed: see above.", file=sys.stderr)
        failed = True
    print(f"\n{'FAILED' if failed else 'All passed'} in {time.monotonic() - began:.0f} s.")
    print(report.closing_line(record, runner.progress))
    return 1 if failed else 0


class _Board:
    """Says when a lane begins and ends, and in between, once a minute, where each stands."""

    def __init__(self, runner: Runner, began: float) -> None:
        self._runner = runner
        self._began = began
        self._said: dict[str, str] = {}

    async def follow(self) -> None:
        ticking = asyncio.create_task(self._tick())
        try:
            await self._runner.run(self._say_changes)
        finally:
            ticking.cancel()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TOLD_EVERY_S)
            running = [each for each in self._runner.progress if each.state == "running"]
            self._say(" · ".join(f"{each.lane.name} {each.step or each.count()}".rstrip() for each in running))

    def _say_changes(self) -> None:
        for each in self._runner.progress:
            told = each.state
            if each.state == "ended":
                told = f"{'FAILED' if each.failed else 'ok'} ({each.seconds:.0f} s)"
            if told != "waiting" and self._said.get(each.lane.name) != told:
                self._said[each.lane.name] = told
                self._say(f"{each.lane.name}: {told}")

    def _say(self, text: str) -> None:
        seconds = int(time.monotonic() - self._began)
        print(f"{seconds // 60:>3}:{seconds % 60:02}  {text}", flush=True)


def _arguments() -> list[str]:
    """Those of the command line: pytest has a `--durations` too, with a number."""
    given = sys.argv[1:]
    theirs = [each for each in given if each.startswith("--durations=")]
    return [*(each for each in given if each not in theirs), *(["--", *theirs] if theirs else [])]


if __name__ == "__main__":
    app(_arguments(), prog_name="./scripts/test")

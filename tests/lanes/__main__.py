"""The command line of the check; `./scripts/test --help` shows it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from tests.lanes import check, coverage, report
from tests.lanes.lane import Plan, load
from tests.lanes.record import read
from tests.lanes.run import Options

FOLDER: Final = Path("build/test")
SEED: Final = 1
"""Of the fast and the default set, which judge a change: the same each time. The full set draws a new one."""

app = typer.Typer(add_completion=False)


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["--help", "-h"]}
)
def main(
    context: typer.Context,
    fast: Annotated[bool, typer.Option("--fast", help="Only what needs no packages: two minutes.")] = False,
    full: Annotated[bool, typer.Option("--full", help="All of it, with sixty kills and all releases.")] = False,
    lane: Annotated[list[str] | None, typer.Option(help="Only this lane of tests/lanes.toml; repeat for more.")] = None,
    seed: Annotated[int | None, typer.Option(help="As a failing run prints it; 1 by default, but of --full.")] = None,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="In random order, which the seed decides.")] = False,
    jobs: Annotated[
        int | None, typer.Option(help="How many lanes run side by side; one more than cores by default.")
    ] = None,
    counts: Annotated[
        bool, typer.Option("--coverage", help="Tell by folder how many lines were executed; takes longer.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Name the lanes that would run.")] = False,
    durations: Annotated[
        bool, typer.Option("--durations", help="Print by folder the minutes of the last run of lanes.")
    ] = False,
) -> None:
    """Run the check: lint, types and tests, in lanes side by side.

    Without options, the default set; further arguments go to pytest, which then runs only what they name. --qemu, by
    itself, boots an emulated arm64 board. docs/testing.md tells the rest.
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
    options = Options(size, chosen, shuffle, FOLDER, tuple(context.args), counts)
    if context.args and lane:
        raise typer.BadParameter(f"a lane runs all of its tests; leave out {' '.join(context.args)}, or --lane.")
    if dry_run:
        typer.echo("\n".join(context.args or lane or [each.name for each in plan.lanes]))
        return
    if context.args:
        sys.exit(_run_arguments(options))
    sys.exit(check.run(plan, lane or [], options, jobs or (os.cpu_count() or 1) + 1))


def _print_durations(plan: Plan) -> None:
    record = read(FOLDER, [lane.name for lane in plan.lanes])
    if not record.seconds:
        typer.echo(f"error: no run of lanes has left its record in {FOLDER}: run ./scripts/test first.", err=True)
        raise typer.Exit(1)
    typer.echo("\n".join(report.durations(record, plan.budgets)))


def _run_arguments(options: Options) -> int:
    """One process of pytest in the foreground, for somebody who looks at a few tests."""
    command = [*options.pytest(), *options.arguments]
    if options.coverage:
        coverage.begin(options.folder / "coverage")
    elif not check.is_unprepared():
        os.execv(command[0], command)  # noqa: S606 - no shell
    signal.signal(signal.SIGINT, lambda *_: None)  # pytest has it from the terminal, and is waited for
    code = subprocess.run(command, check=False).returncode
    if options.coverage:
        typer.echo("\n".join(coverage.report(options.folder / "coverage")))
    if check.is_unprepared():
        check.say_unprepared()
        return code or 1
    return code


def _arguments() -> list[str]:
    """Those of the command line: pytest has a `--durations` too, with a number."""
    given = sys.argv[1:]
    theirs = [each for each in given if each.startswith("--durations=")]
    return [*(each for each in given if each not in theirs), *(["--", *theirs] if theirs else [])]


if __name__ == "__main__":
    app(_arguments(), prog_name="./scripts/test")

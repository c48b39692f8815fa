"""`imctl load`: measure how much load a server handles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from control.context import invocation
from control.errors import ControlError, Refused, UsageError
from control.load.commands import plans, tools
from control.load.commands.arguments import (
    options_of,
    require,
    scenario_of,
    settings_of,
    target_of,
    tools_of,
    with_objective,
)
from control.load.commands.modules import (
    capacities,
    clock_offset,
    comparisons,
    coordinator,
    live_view,
    node_samples,
    reports,
    results,
    runs,
    samples,
    scenarios,
)
from control.load.commands.options import BudgetOption, Data, Hold, Local, Name, Out, Own, Ramp, RateOption, Set, Users
from control.load.report.summary import estimate_line, finish
from control.output import Output
from control.progress import Progress

MORE_USERS: Final = 20_000

app = typer.Typer(
    help="Measure how much load a server handles: run scenarios with the built-in generator or third-party tools, and"
    " report the limit, its cause and the remedy.",
    no_args_is_help=True,
)
app.add_typer(tools.app, name="tools")


@app.command("list")
def list_scenarios(ctx: typer.Context) -> None:
    """List the built-in scenarios."""
    require()
    output = invocation(ctx).output
    found = [scenarios.load(name) for name in scenarios.ready()]
    if output.as_json:
        output.data({"scenarios": [each.model_dump(mode="json", exclude_none=True) for each in found]})
        return
    rows = [
        (each.name, each.title, each.users, str(each.ramp), str(each.hold), str(each.rate or each.think))
        for each in found
    ]
    output.table(("NAME", "WHAT", "USERS", "RAMP", "HOLD", "RATE OR PAUSE"), rows, "")


@app.command()
def run(
    ctx: typer.Context,
    name: Name,
    tool: Annotated[
        str, typer.Option("--with", metavar="TOOL", help="own (built-in), locust, jmeter, gatling or all.")
    ] = "own",
    local: Local = False,
    users: Users = None,
    rate: RateOption = None,
    hold: Hold = None,
    ramp: Ramp = None,
    out: Out = None,
    own: Own = None,
    budget: BudgetOption = "",
    settings: Set = None,
    disk: Data = None,
) -> None:
    """Run a scenario and report the result. Exits with 0 on a pass, else 1."""
    require()
    asked = invocation(ctx)
    options = options_of(scenario_of(name, users, rate, hold, ramp), out, own, budget, settings, disk)
    chosen = tools_of(tool)
    for each in chosen:
        if each is None:
            coordinator.workers(options.scenario.users)
        else:
            each.installed()
            coordinator.open_files(options.scenario.users, 1)
    made: list[results.RunResult] = []
    for each in chosen:
        with _shown_unless_alone(asked.output, chosen), target_of(asked, options, local) as target:
            if each is None:
                made.append(_live(asked.output, options, target, runs.builtin_run))
            else:
                here = _inside(options, each.name) if len(chosen) > 1 else options
                made.append(_live(asked.output, here, target, partial(runs.third_party_run, each)))
        if made and made[-1].ended == results.INTERRUPTED:
            break
    finish(asked.output, made, options.folder, complete=len(made) == len(chosen))


@app.command()
def capacity(
    ctx: typer.Context,
    name: Name,
    local: Local = False,
    first: Annotated[int, typer.Option("--from", min=2, help="Number of users in the first run.")] = 100,
    most: Annotated[int, typer.Option("--to", min=2, help="Largest number of users to try.")] = MORE_USERS,
    repeats: Annotated[int, typer.Option(min=1, max=20, help="Number of runs that the best must pass.")] = 3,
    p99: Annotated[str | None, typer.Option(metavar="TIME", help="Objective: 99 % of deliveries within TIME.")] = None,
    rate: RateOption = None,
    hold: Hold = "30s",
    ramp: Ramp = "10s",
    out: Out = None,
    own: Own = None,
    budget: BudgetOption = "",
    settings: Set = None,
    disk: Data = None,
) -> None:
    """Find the largest number of users that meets the objective, and report what limits it."""
    require()
    asked = invocation(ctx)
    base = scenario_of(name, None, rate, hold, ramp)
    if p99 is not None:
        base = with_objective(base, p99)
    options = options_of(base, out, own, budget, settings, disk)
    numbers = iter(range(1, 1000))

    def attempt(count: int) -> results.RunResult:
        number = next(numbers)
        asked.output.note(f"Run {number}: {count} users")
        step = replace(options, scenario=base.changed(users=count), folder=options.folder / f"{number:02d}-{count}")
        with target_of(asked, step, local) as target:
            result = _live(asked.output, step, target, runs.builtin_run)
        if result.verdict is not None:
            asked.output.note("; ".join([result.verdict.name, *result.verdict.reasons]))
        _refuse_interrupted(result, options)
        return result

    found = capacities.search(attempt, first, most, repeats)
    reports.write(options.folder, found.runs)
    limit = found.limiting
    if asked.output.as_json:
        asked.output.data({**found.as_json(), "folder": str(options.folder)})
        return
    estimate_line(asked.output, budget)
    high = f"{found.high} are too many" if found.high else found.ended
    asked.output.line(f"{found.low} users meet the objective in {repeats} of {repeats} runs; {high}.")
    if limit is not None and limit.verdict is not None:
        for reason in limit.verdict.reasons:
            asked.output.line(f"at {limit.users}: {reason}")
        if limit.verdict.bottleneck:
            asked.output.line(f"the limit: {limit.verdict.bottleneck}")
        for advice in limit.verdict.advice:
            asked.output.line(f"- {advice}")
    asked.output.line(f"report: {options.folder / 'report.html'}")


@app.command()
def compare(
    ctx: typer.Context,
    first: Annotated[
        str, typer.Argument(metavar="A", help="Folder of results, or settings such as IM_X=1,IM_Y=2, or default.")
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="Like A.")],
    name: Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help="With settings: scenario to run.")] = "s2",
    rounds: Annotated[int, typer.Option(min=2, max=100, help="With settings: number of pairs of runs.")] = 5,
    users: Users = None,
    rate: RateOption = None,
    hold: Hold = "20s",
    ramp: Ramp = "5s",
    out: Out = None,
    budget: BudgetOption = "",
) -> None:
    """Compare two runs, or two sets of settings by running them in turn on temporary servers."""
    require()
    asked = invocation(ctx)
    output = asked.output
    folders = [Path(each) for each in (first, second)]
    if all(folder.is_dir() for folder in folders):
        sides = [_results([folder]) for folder in folders]
    else:
        both = [settings_of([] if each == "default" else each.split(",")) for each in (first, second)]
        options = options_of(scenario_of(name, users, rate, hold, ramp), out, None, budget, None, None)
        sides = [[], []]
        for number in range(rounds):
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                folder = options.folder / f"{'AB'[side]}-{number + 1}"
                output.note(f"Round {number + 1} of {rounds}, {'AB'[side]}")
                step = replace(options, settings=both[side], folder=folder)
                with target_of(asked, step, local=True) as target:
                    sides[side].append(_live(output, step, target, runs.builtin_run))
                _refuse_interrupted(sides[side][-1], options)
    pairs = min(len(side) for side in sides)
    if pairs < 2:
        rows = list(comparisons.single(sides[0][0], sides[1][0]))
        if output.as_json:
            output.data(
                {"pairs": 1, "figures": [dict(zip(("figure", "a", "b", "change"), row, strict=True)) for row in rows]}
            )
            return
        columns = ("FIGURE", "A", "B", "CHANGE")
        output.table(columns, [(n, f"{a:.3f}", f"{b:.3f}", f"{c:+.1f} %") for n, a, b, c in rows], "Nothing in common.")
        output.line(
            "One pair of runs: no interval can be given. Folders with several results can be compared with one."
        )
        return
    found = comparisons.paired(sides[0][:pairs], sides[1][:pairs])
    if output.as_json:
        output.data({"pairs": pairs, "figures": [{**asdict(each), "verdict": each.verdict} for each in found]})
        return
    rows_ = [
        (c.figure, f"{c.without:.3f}", f"{c.with_:.3f}", f"{c.low:+.1f} to {c.high:+.1f} %", c.verdict) for c in found
    ]
    output.table(("FIGURE", "A", "B", "INTERVAL (95 %)", "B AGAINST A"), rows_, "Nothing in common.")


@app.command()
def report(
    ctx: typer.Context,
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Folders of results, searched recursively.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the report; default: the first DIR.")
    ] = None,
    node: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Samples of the node that 'imctl load watch' wrote during the run."),
    ] = None,
    clocks: Annotated[
        str, typer.Option(metavar="A,B,C", help="With --node, seconds since 1970: here, on the node, here again.")
    ] = "0,0,0",
) -> None:
    """Write the report again, for one run or for several over time."""
    require()
    output = invocation(ctx).output
    found = _results(folders)
    if node is not None:
        _adopt(found, folders, node, clocks)
    place = out or folders[0]
    try:
        files = reports.write(place, found)
    except OSError as error:
        raise Refused(f"the report can't be written to {place}: {error.strerror}", "use --out DIR") from None
    if output.as_json:
        output.data({"results": len(found), "files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


app.command()(plans.export)
app.command()(plans.inject)
app.command()(plans.merge)
app.command()(plans.forget)


@app.command()
def watch(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help="File for the samples, one line of JSON per second.")],
    seconds: Annotated[float, typer.Option(min=1, help="Duration in seconds.")] = 60,
) -> None:
    """Record the load of this node every second. playbooks/loadtest.yml runs it during a scenario."""
    asked = invocation(ctx)
    with asked.connect() as server:
        count = samples.record(server, out, seconds)
    if asked.output.as_json:
        asked.output.data({"samples": count})
    else:
        asked.output.line(f"{count} samples in {out}")


@contextmanager
def _shown_unless_alone(output: Output, chosen: Sequence[object]) -> Iterator[None]:
    """Where one of several generators fails, the others' figures are still wanted."""
    try:
        yield
    except ControlError as error:
        if len(chosen) == 1:
            raise
        output.error(error)


def _refuse_interrupted(result: results.RunResult, options: runs.RunOptions) -> None:
    if result.ended == results.INTERRUPTED:
        raise Refused(f"interrupted by Ctrl-C; completed runs are in {options.folder}", code="aborted")


def _inside(options: runs.RunOptions, name: str) -> runs.RunOptions:
    return replace(options, folder=options.folder / name)


def _live(output: Output, options: runs.RunOptions, target: runs.TargetServer, run: runs.Run) -> results.RunResult:
    """Run it, and show how it goes."""
    with live_view.screen(output, options.scenario) as tell:
        return run(options, target, Progress(output).over, tell)


def _results(folders: list[Path]) -> list[results.RunResult]:
    files = [
        file for folder in folders for file in ([folder] if folder.is_file() else sorted(folder.rglob(results.FILE)))
    ]
    if not files:
        raise UsageError(
            f"no results found in {', '.join(map(str, folders))}", "run 'imctl load run' first, or name another folder"
        )
    try:
        return [results.load(file) for file in files]
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"a result can't be read: {error}") from None


def _adopt(found: list[results.RunResult], folders: list[Path], node: Path, clocks: str) -> None:
    if len(found) != 1 or not folders[0].is_dir():
        raise UsageError(f"--node takes the folder of one run, not of {len(found)}")
    try:
        node_samples.adopt(found[0], samples.read(node), clock_offset.compared(clocks))
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{node} can't be read: {error}") from None
    found[0].save(folders[0])

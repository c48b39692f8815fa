"""`imctl load`: what a server bears, by the tools that the field trusts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from control.errors import Refused, Usage
from control.invocation import Invocation, invocation
from control.output import Cell, Marked, Output
from control.progress import Progress

if TYPE_CHECKING:
    from control.load.result import Result, Tool
    from control.load.run import Run, Stage, Wish
    from control.load.scenario import Scenario

COLOURS: Final = {"pass": "green", "over its objective": "yellow", "product failure": "red"}
SHOWN: Final = ("login", "connect", "reconnect", "ack", "delivery", "history", "scroll", "search", "inbox", "upload")
MORE_USERS: Final = 20_000

app = typer.Typer(
    help="What the server bears: scenarios, run by generators of one's own and of others, with a report that says where"
    " the limit lies, what sets it and what to do.",
    no_args_is_help=True,
)
tools_app = typer.Typer(help="The generators of others: Apache JMeter, Gatling and Locust.", no_args_is_help=True)
app.add_typer(tools_app, name="tools")

Name = Annotated[str, typer.Argument(metavar="SCENARIO", help="s1 to s9 (imctl load list), or a file.")]
Local = Annotated[bool, typer.Option("--local", help="Start a server of its own for it, in a temporary directory.")]
Users = Annotated[int | None, typer.Option(min=2, help="In place of the scenario's number.")]
RateOption = Annotated[str | None, typer.Option(metavar="RATE", help="Actions of one user: 1/s, 6/min.")]
Hold = Annotated[
    str | None, typer.Option("--duration", metavar="TIME", help="How long all users are there: 60s, 10min.")
]
Ramp = Annotated[str | None, typer.Option(metavar="TIME", help="Over how long users arrive.")]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where results and reports go; load/TIME-SCENARIO otherwise.")
]
Own = Annotated[list[str] | None, typer.Option("--i-own", metavar="HOST", help="This host is yours: it may be loaded.")]
BudgetOption = Annotated[
    str, typer.Option("--budget", metavar="BOARD", help="With --local: estimate a pi4, pi5, pi3 or zero2w.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="With --local: a setting, such as IM_SEND_RATE=0."),
]
Data = Annotated[Path | None, typer.Option("--disk", metavar="DIR", help="With --local: on which disk its data lie.")]


@app.command("list")
def list_scenarios(ctx: typer.Context) -> None:
    """Show the scenarios that come with it."""
    _require()
    from control.load import scenario

    output = invocation(ctx).output
    found = [scenario.load(name) for name in scenario.ready()]
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
    tool: Annotated[str, typer.Option("--with", metavar="TOOL", help="own, locust, jmeter, gatling or all.")] = "own",
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
    """Run a scenario, and say what came of it. The exit code is 0 for a pass, else 1."""
    _require()
    from control.load import run as runs
    from control.load.generator import workers

    asked = invocation(ctx)
    wish = _wish(_scenario(name, users, rate, hold, ramp), out, own, budget, settings, disk)
    chosen = _tools(tool)
    if None in chosen:
        workers(wish.scenario.users)
    results = []
    for each in chosen:
        with _stage(asked, wish, local) as stage:
            if each is None:
                results.append(_live(asked.output, wish, stage, runs.own_run))
            else:
                here = _inside(wish, each.name) if len(chosen) > 1 else wish
                results.append(_live(asked.output, here, stage, partial(runs.tool_run, each)))
    _finish(asked.output, results, wish.folder)


@app.command()
def capacity(
    ctx: typer.Context,
    name: Name,
    local: Local = False,
    first: Annotated[int, typer.Option("--from", min=2, help="Users in the first run.")] = 100,
    most: Annotated[int, typer.Option("--to", min=2, help="The most users to try.")] = MORE_USERS,
    repeats: Annotated[int, typer.Option(min=1, max=20, help="How often the best must pass.")] = 3,
    p99: Annotated[str | None, typer.Option(metavar="TIME", help="Objective: 99 % of deliveries within.")] = None,
    rate: RateOption = None,
    hold: Hold = "30s",
    ramp: Ramp = "10s",
    out: Out = None,
    own: Own = None,
    budget: BudgetOption = "",
    settings: Set = None,
    disk: Data = None,
) -> None:
    """Search the largest number of users that keeps the objective, name what was the limit, and say what to change."""
    _require()
    from dataclasses import replace

    from control.load import run as runs
    from control.load.capacity import search

    asked = invocation(ctx)
    base = _scenario(name, None, rate, hold, ramp)
    if p99 is not None:
        base = _with_objective(base, p99)
    wish = _wish(base, out, own, budget, settings, disk)
    numbers = iter(range(1, 1000))

    def attempt(count: int) -> Result:
        number = next(numbers)
        asked.output.note(f"Run {number}: {count} users")
        step = replace(wish, scenario=base.changed(users=count), folder=wish.folder / f"{number:02d}-{count}")
        with _stage(asked, step, local) as stage:
            result = _live(asked.output, step, stage, runs.own_run)
        if result.verdict is not None:
            asked.output.note("; ".join([result.verdict.name, *result.verdict.reasons]))
        if result.ended == "interrupted":
            raise Refused("stopped by Ctrl-C; the runs until then are in " + str(wish.folder), code="aborted")
        return result

    found = search(attempt, first, most, repeats)
    _report(wish.folder, found.runs)
    limit = found.limiting
    if asked.output.as_json:
        asked.output.data({**found.as_json(), "folder": str(wish.folder)})
        return
    _estimate_line(asked.output, budget)
    high = f"{found.high} are too many" if found.high else found.ended
    asked.output.line(f"{found.low} users keep the objective in {repeats} of {repeats} runs; {high}.")
    if limit is not None and limit.verdict is not None:
        for reason in limit.verdict.reasons:
            asked.output.line(f"at {limit.users}: {reason}")
        if limit.verdict.bottleneck:
            asked.output.line(f"the limit: {limit.verdict.bottleneck}")
        for advice in limit.verdict.advice:
            asked.output.line(f"- {advice}")
    asked.output.line(f"report: {wish.folder / 'report.html'}")


@app.command()
def compare(
    ctx: typer.Context,
    first: Annotated[
        str, typer.Argument(metavar="A", help="A folder of results, or settings: IM_X=1,IM_Y=2 or default.")
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="The same.")],
    name: Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help="For settings: what is run.")] = "s2",
    rounds: Annotated[int, typer.Option(min=2, max=100, help="For settings: pairs of runs.")] = 5,
    users: Users = None,
    rate: RateOption = None,
    hold: Hold = "20s",
    ramp: Ramp = "5s",
    out: Out = None,
    budget: BudgetOption = "",
) -> None:
    """Compare two runs, or two ways to set up a server, which are then run in alternation on servers of its own."""
    _require()
    from dataclasses import asdict, replace

    from control.load import run as runs
    from control.load.comparison import paired, single

    asked = invocation(ctx)
    output = asked.output
    folders = [Path(each) for each in (first, second)]
    if all(folder.is_dir() for folder in folders):
        sides = [_results([folder]) for folder in folders]
    else:
        both = [_settings([] if each == "default" else each.split(",")) for each in (first, second)]
        wish = _wish(_scenario(name, users, rate, hold, ramp), out, None, budget, None, None)
        sides = [[], []]
        for number in range(rounds):
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                folder = wish.folder / f"{'AB'[side]}-{number + 1}"
                output.note(f"Round {number + 1} of {rounds}, {'AB'[side]}")
                step = replace(wish, settings=both[side], folder=folder)
                with _stage(asked, step, local=True) as stage:
                    sides[side].append(_live(output, step, stage, runs.own_run))
    pairs = min(len(side) for side in sides)
    if pairs < 2:
        rows = list(single(sides[0][0], sides[1][0]))
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
    found = paired(sides[0][:pairs], sides[1][:pairs])
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
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Folders with results, at any depth.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where it goes; the first folder otherwise.")] = None,
    node: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The node's side of one run: what 'imctl load watch' wrote there."),
    ] = None,
    clocks: Annotated[
        str, typer.Option(metavar="A,B,C", help="With --node: seconds since 1970 here, there, and here again.")
    ] = "0,0,0",
) -> None:
    """Make the report again: of one run, or of many with what became better and worse over time."""
    _require()
    output = invocation(ctx).output
    found = _results(folders)
    if node is not None:
        _adopt(found, folders, node, clocks)
    place = out or folders[0]
    try:
        files = _report(place, found)
    except OSError as error:
        raise Refused(f"the report can't be written to {place}: {error.strerror}", "use --out DIR") from None
    if output.as_json:
        output.data({"results": len(found), "files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


@app.command()
def export(
    ctx: typer.Context,
    name: Name,
    tool: Annotated[str, typer.Option("--with", metavar="TOOL", help="jmeter, gatling, locust or all.")] = "all",
    users: Users = None,
    rate: RateOption = None,
    hold: Hold = None,
    ramp: Ramp = None,
    out: Out = None,
    people: Annotated[
        bool, typer.Option("--people", help="Make its accounts on the server too; 'imctl load forget' removes them.")
    ] = False,
    own: Own = None,
) -> None:
    """Write a scenario as the plans of other tools, to be read, changed and run there."""
    _require()
    from control.load.residents import settle

    asked = invocation(ctx)
    output = asked.output
    scenario = _scenario(name, users, rate, hold, ramp)
    folder = out or Path("load") / f"plans-{scenario.name}"
    tools = [each for each in _tools(tool) if each is not None]
    files = [file for each in tools for file in each.export(scenario, folder / each.name)]
    if people:
        with _stage(asked, _wish(scenario, folder, own, "", None, None), local=False) as stage:
            files += settle(stage, scenario, folder, [each.name for each in tools], Progress(output).over)
    if output.as_json:
        output.data({"files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


@app.command()
def merge(
    ctx: typer.Context,
    name: Name,
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Where a tool ran on each of the hosts.")],
    out: Out = None,
) -> None:
    """Make one result of what one tool measured on several hosts, by adding histograms."""
    _require()
    from control.load.scenario import load
    from control.load.tools.merging import merged

    output = invocation(ctx).output
    result = merged(load(name), folders)
    place = out or Path("load") / f"merged-{result.scenario}"
    try:
        files = [result.save(place), *_report(place, [result])]
    except OSError as error:
        raise Refused(f"the result can't be written to {place}: {error.strerror}", "use --out DIR") from None
    if output.as_json:
        output.data({"counts": result.counts, "files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


@app.command()
def forget(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where 'imctl load export --people' wrote.")],
) -> None:
    """Remove the accounts and conversations that 'imctl load export --people' made."""
    _require()
    from control.load.residents import forget as remove
    from control.selftest import administration

    asked = invocation(ctx)
    count = remove(administration(asked), folder, Progress(asked.output).over)
    if asked.output.as_json:
        asked.output.data({"removed": count})
    else:
        asked.output.line(f"{count} accounts removed")


@app.command()
def watch(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where samples go, a line of JSON for each second.")],
    seconds: Annotated[float, typer.Option(min=1, help="How long.")] = 60,
) -> None:
    """On a node: note what it does, second by second. playbooks/loadtest.yml runs it beside a scenario."""
    from control.load.samples import record

    asked = invocation(ctx)
    with asked.connect() as server:
        count = record(server, out, seconds)
    if asked.output.as_json:
        asked.output.data({"samples": count})
    else:
        asked.output.line(f"{count} samples in {out}")


@tools_app.command("list")
def list_tools(ctx: typer.Context) -> None:
    """Show which tools are installed."""
    _require()
    output = invocation(ctx).output
    rows: list[tuple[Cell, ...]] = []
    for each in _others():
        try:
            rows.append((each.name, each.installed(), ""))
        except Refused as error:
            rows.append((each.name, None, error.hint))
    if output.as_json:
        output.data({"tools": [{"name": row[0], "version": row[1], "hint": row[2]} for row in rows]})
        return
    output.table(("TOOL", "VERSION", "TO INSTALL"), rows, "")


@tools_app.command()
def install(
    ctx: typer.Context,
    tools: Annotated[list[str] | None, typer.Argument(metavar="TOOL…", help="All by default.")] = None,
) -> None:
    """Fetch the Java tools into the user's cache: versions and hashes are pinned."""
    _require()
    from control.load.tools import install as installing

    asked = invocation(ctx)
    done = []
    java = [each.name for each in _others() if each.name in installing.JAVA_TOOLS]
    for each in tools or java:
        if each not in java:
            raise Usage(
                f"{each} is not installed this way", f"{', '.join(java)} is; locust: pip install 'imnode[load]'"
            )
        fetched = installing.install(each, Progress(asked.output))
        done.append({"name": each, "fetched": fetched})
        if not asked.output.as_json:
            asked.output.line(f"{each}: {'installed' if fetched else 'was there'}")
    if asked.output.as_json:
        asked.output.data({"tools": done})


def _require() -> None:
    """Raises `Refused` where the packages of load tests aren't installed."""
    import importlib.util

    if missing := [name for name in ("hdrh", "yaml") if importlib.util.find_spec(name) is None]:
        raise Refused(
            f"load tests need packages that aren't installed: {', '.join(missing)}",
            "pip install 'imnode[load]' (in a checkout: ./scripts/venv load)",
            code="load_missing",
        )


def _scenario(name: str, users: int | None, rate: str | None, hold: str | None, ramp: str | None) -> Scenario:
    from control.load import scenario
    from control.load.quantity import Duration

    found = scenario.load(name).changed(users, rate, hold)
    if ramp is not None:
        try:
            found = found.model_copy(update={"ramp": Duration.parse(ramp)})
        except ValueError as error:
            raise Usage(f"--ramp: {error}") from None
    return found


def _with_objective(scenario: Scenario, p99: str) -> Scenario:
    from control.load.quantity import Duration

    try:
        limit = Duration.parse(p99)
    except ValueError as error:
        raise Usage(f"--p99: {error}") from None
    return scenario.model_copy(update={"objective": scenario.objective.model_copy(update={"delivery_p99": limit})})


def _wish(
    scenario: Scenario,
    out: Path | None,
    own: list[str] | None,
    budget: str,
    settings: list[str] | None,
    disk: Path | None,
) -> Wish:
    from control.load import budget as budgets
    from control.load.run import Wish

    if budget:
        budgets.find(budget)
    folder = (out or Path("load") / f"{time.strftime('%Y%m%d-%H%M%S')}-{scenario.name}").absolute()
    return Wish(
        scenario=scenario,
        folder=folder,
        own=tuple(own or ()),
        budget=budget,
        data_dir=disk,
        settings=_settings(settings or []),
    )


def _settings(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.startswith("IM_"):
            raise Usage(f"{pair!r} is no setting", "write it like IM_SEND_RATE=0; docs/settings.md lists them")
        found[name] = value
    return found


def _inside(wish: Wish, name: str) -> Wish:
    from dataclasses import replace

    return replace(wish, folder=wish.folder / name)


@contextmanager
def _stage(asked: Invocation, wish: Wish, local: bool) -> Iterator[Stage]:
    from control.load.run import local_stage, remote_stage, require_own
    from control.selftest import address, administration

    if local:
        if asked.url:
            raise Usage("--local and --url exclude each other")
        with local_stage(wish) as stage:
            yield stage
        return
    if wish.budget or wish.settings or wish.data_dir:
        raise Usage("--budget, --set and --disk go with --local: a server that runs is taken as it is")
    if not (asked.url or os.environ.get("IM_URL") or asked.socket):
        raise Usage(
            "which server is to be loaded?", "--local starts one for it; --url https://… with --i-own HOST names yours"
        )
    if named := asked.url or os.environ.get("IM_URL"):
        require_own(named, wish.own, by_token=bool(asked.token or os.environ.get("IM_TOKEN")))
    server = administration(asked)
    with remote_stage(server, address(asked, server), wish.own) as stage:
        yield stage


def _others() -> list[Tool]:
    from control.load.others import others

    return list(others().values())


def _tools(name: str) -> list[Tool | None]:
    """None stands for the product's own generator."""
    others = {each.name: each for each in _others()}
    if name == "own":
        return [None]
    if name == "all":
        return [None, *others.values()]
    if name not in others:
        raise Usage(f"there is no generator {name!r}", f"take own, {', '.join(others)} or all", code="tool_unknown")
    return [others[name]]


def _live(output: Output, wish: Wish, stage: Stage, run: Run) -> Result:
    """Run it, and show how it goes."""
    from control.load.screen import screen

    with screen(output, wish.scenario) as tell:
        return run(wish, stage, Progress(output).over, tell)


def _results(folders: list[Path]) -> list[Result]:
    import msgspec

    from control.load import result

    files = [
        file for folder in folders for file in ([folder] if folder.is_file() else sorted(folder.rglob(result.FILE)))
    ]
    if not files:
        raise Usage(f"there is no result below {', '.join(map(str, folders))}", "imctl load run makes some")
    try:
        return [result.load(file) for file in files]
    except (OSError, msgspec.MsgspecError) as error:
        raise Usage(f"a result can't be read: {error}") from None


def _adopt(found: list[Result], folders: list[Path], node: Path, clocks: str) -> None:
    import msgspec

    from control.load.adoption import adopt
    from control.load.samples import read

    if len(found) != 1 or not folders[0].is_dir():
        raise Usage(f"--node goes with the folder of one run, not of {len(found)}")
    try:
        before, there, after = (float(each) for each in clocks.split(","))
    except ValueError:
        raise Usage(f"--clocks {clocks!r} is not three numbers with commas between them") from None
    try:
        adopt(found[0], read(node), before, there, after)
    except (OSError, msgspec.MsgspecError) as error:
        raise Usage(f"{node} can't be read: {error}") from None
    found[0].save(folders[0])


def _report(folder: Path, results: list[Result]) -> list[Path]:
    from control.load.report import write

    return write(folder, results)


def _finish(output: Output, results: list[Result], folder: Path) -> None:
    try:
        _report(folder, results)
    except OSError as error:
        output.error(Refused(f"the report can't be written to {folder}: {error.strerror}", "free some space there"))
    failed = any(result.verdict is None or result.verdict.name != "pass" for result in results)
    if output.as_json:
        output.data({"folder": str(folder), "results": [_brief(result) for result in results]})
    else:
        for result in results:
            _show(output, result)
        output.line(f"report: {folder / 'report.html'}")
    if failed:
        raise typer.Exit(1)


def _brief(result: Result) -> dict[str, Any]:
    """What a script wants to know; the whole is in result.json."""
    verdict, delivery = result.verdict, result.delivery
    names: tuple[Literal["lost", "doubled", "reordered", "sent", "acked", "stored", "files", "received"], ...]
    names = ("lost", "doubled", "reordered", "sent", "acked", "stored", "files", "received")
    return {
        "tool": result.tool,
        "scenario": result.scenario,
        "users": result.users,
        "budget": result.budget,
        "ended": result.ended,
        "verdict": verdict.name if verdict else "",
        "reasons": verdict.reasons if verdict else [],
        "bottleneck": verdict.bottleneck if verdict else "",
        "advice": verdict.advice if verdict else [],
        **{name: getattr(delivery, name) for name in names},
        "times_ms": {
            name: {"count": times.count, "mean": times.mean_ms, "errors": times.failed, **times.percentiles_ms}
            for name, times in result.actions.items()
        },
        "notes": result.notes,
    }


def _show(output: Output, result: Result) -> None:
    delivery, verdict = result.delivery, result.verdict
    if delivery.checked:
        output.line(
            f"{delivery.lost} lost, {delivery.doubled} doubled, {delivery.reordered} reordered "
            f"of {delivery.received} deliveries; "
            f"{delivery.acked} of {delivery.sent} messages acknowledged, {delivery.stored} stored"
        )
    else:
        output.line(
            f"{delivery.acked} of {delivery.sent} messages acknowledged, {delivery.stored} stored ({result.tool})"
        )
    _estimate_line(output, result.budget)
    rows: list[tuple[Cell, ...]] = [
        (name, times.count, f"{times.mean_ms:.1f}", *(f"{times.at(p):.1f}" for p in (50, 95, 99, 99.9)), times.failed)
        for name, times in result.actions.items()
        if times.count or times.failed
    ]
    output.table(("ACTION", "COUNT", "MEAN MS", "P50", "P95", "P99", "P99.9", "ERRORS"), rows, "Nothing was measured.")
    if verdict is not None:
        output.table(
            ("VERDICT", "WHY"),
            [(Marked(verdict.name, COLOURS.get(verdict.name, "magenta")), "; ".join(verdict.reasons))],
            "",
        )
        for advice in verdict.advice:
            output.line(f"- {advice}")
    for note in result.notes:
        output.line(f"note: {note}")
    if result.ended != "complete":
        output.line(f"the run ended early: {result.ended}")


def _estimate_line(output: Output, budget: str) -> None:
    if budget:
        from control.load.budget import find

        output.line(
            f"ESTIMATE of a {find(budget).title} by a CPU and memory budget on this machine: not a measurement of one"
        )

"""`imctl load export`, `inject`, `merge`, `forget`: plans that run elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from control.commands.selftest import administration
from control.context import invocation
from control.errors import Refused, UsageError
from control.load.commands.arguments import options_of, require, scenario_of, target_of, tools_of
from control.load.commands.modules import (
    clock_offset,
    injector,
    live_view,
    merging,
    persistent_accounts,
    reports,
    results,
    runs,
    scenarios,
)
from control.load.commands.options import Hold, Name, Out, Own, Ramp, RateOption, Users
from control.load.part import PORT, Part
from control.load.report.summary import brief
from control.progress import Progress


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
        bool, typer.Option("--people", help="Also create its accounts on the server; 'imctl load forget' removes them.")
    ] = False,
    own: Own = None,
) -> None:
    """Export a scenario as plans for third-party tools."""
    require()
    asked = invocation(ctx)
    output = asked.output
    scenario = scenario_of(name, users, rate, hold, ramp)
    folder = out or Path("load") / f"plans-{scenario.name}"
    tools = [each for each in tools_of(tool) if each is not None]
    if not tools:
        raise UsageError("the built-in generator needs no plan", "take jmeter, gatling, locust or all")
    files = [file for each in tools for file in each.export(scenario, folder / each.name)]
    if people:
        with target_of(asked, options_of(scenario, folder, own, "", None, None), local=False) as target_server:
            files += persistent_accounts.create(
                target_server, scenario, folder, [each.name for each in tools], Progress(output).over
            )
    if output.as_json:
        output.data({"files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


def inject(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of one tool's plan, with its people.csv.")],
    shard: Annotated[int, typer.Option(min=0, help="JMeter, Gatling: index of this host, from 0.")] = 0,
    shards: Annotated[int, typer.Option(min=1, help="JMeter, Gatling: number of hosts.")] = 1,
    workers: Annotated[int, typer.Option(min=0, help="Locust: run as the master of N workers.")] = 0,
    master: Annotated[str, typer.Option(metavar="HOST", help="Locust: run as a worker of the master on HOST.")] = "",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Locust: port of the master.")] = PORT,
    at: Annotated[
        float, typer.Option(metavar="SECONDS", help="Start time in seconds since 1970; default: at once.")
    ] = 0,
    own: Own = None,
) -> None:
    """Run an exported plan, or this host's part of it, with its tool."""
    require()
    asked = invocation(ctx)
    if not (named := asked.url or os.environ.get("IM_URL")):
        raise UsageError("no server is named", "pass --url https://…, and --i-own HOST to confirm that it is yours")
    url = asked.choice.access(named, os.environ)
    runs.require_own(url.url, tuple(own or ()), by_token=url.token is not None)
    target = results.ToolTarget(url=url.url, ca=str(url.ca.absolute()) if url.ca else "")
    part = Part(shard=shard, shards=shards, workers=workers, master=master, port=port, at=at)
    scenario = injector.plan_of(folder)
    with live_view.screen(asked.output, scenario) as tell:
        result, file = injector.inject(scenario, folder.absolute(), target, part, tell)
    if asked.output.as_json:
        asked.output.data({"tool": result.tool, "ended": result.ended, "counts": result.counts, "file": str(file)})
        return
    asked.output.line(str(file))


def merge(
    ctx: typer.Context,
    name: Name,
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Folder of each host's run.")],
    out: Out = None,
    clocks: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B,C", help="For each DIR, seconds since 1970: here, on its host, here again."),
    ] = None,
    stored: Annotated[int, typer.Option(min=0, help="Number of messages the server stored during the run.")] = 0,
    files: Annotated[int, typer.Option(min=0, help="Number of files the server stored during the run.")] = 0,
) -> None:
    """Merge what one tool measured on several hosts into one result."""
    require()
    output = invocation(ctx).output
    result = merging.merged(
        scenarios.load(name),
        folders,
        [clock_offset.compared(each) for each in clocks or []],
        runs.StoredCounts(stored, files),
    )
    place = out or Path("load") / f"merged-{result.scenario}"
    try:
        written = [result.save(place), *reports.write(place, [result])]
    except OSError as error:
        raise Refused(f"the result can't be written to {place}: {error.strerror}", "use --out DIR") from None
    if output.as_json:
        output.data({"counts": result.counts, "files": [str(file) for file in written], "results": [brief(result)]})
        return
    for file in written:
        output.line(str(file))


def forget(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that 'imctl load export --people' wrote.")],
) -> None:
    """Remove the accounts and conversations that 'imctl load export --people' created."""
    require()
    asked = invocation(ctx)
    count = persistent_accounts.forget(administration(asked), folder, Progress(asked.output).over)
    if asked.output.as_json:
        asked.output.data({"removed": count})
    else:
        asked.output.line(f"{count} accounts removed")

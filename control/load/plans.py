"""`imctl load export`, `merge`, `forget`: plans that run elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from control.errors import Refused
from control.invocation import invocation
from control.load.options import Hold, Name, Out, Own, Ramp, RateOption, Users
from control.load.order import require, scenario_of, stage_of, tools_of, wish_of
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
        bool, typer.Option("--people", help="Make its accounts on the server too; 'imctl load forget' removes them.")
    ] = False,
    own: Own = None,
) -> None:
    """Write a scenario as the plans of other tools, to be read, changed and run there."""
    require()
    from control.load.residents import settle

    asked = invocation(ctx)
    output = asked.output
    scenario = scenario_of(name, users, rate, hold, ramp)
    folder = out or Path("load") / f"plans-{scenario.name}"
    tools = [each for each in tools_of(tool) if each is not None]
    files = [file for each in tools for file in each.export(scenario, folder / each.name)]
    if people:
        with stage_of(asked, wish_of(scenario, folder, own, "", None, None), local=False) as stage:
            files += settle(stage, scenario, folder, [each.name for each in tools], Progress(output).over)
    if output.as_json:
        output.data({"files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


def merge(
    ctx: typer.Context,
    name: Name,
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Where a tool ran on each of the hosts.")],
    out: Out = None,
) -> None:
    """Make one result of what one tool measured on several hosts, by adding histograms."""
    require()
    from control.load.report import write
    from control.load.scenario import load
    from control.load.tools.merging import merged

    output = invocation(ctx).output
    result = merged(load(name), folders)
    place = out or Path("load") / f"merged-{result.scenario}"
    try:
        files = [result.save(place), *write(place, [result])]
    except OSError as error:
        raise Refused(f"the result can't be written to {place}: {error.strerror}", "use --out DIR") from None
    if output.as_json:
        output.data({"counts": result.counts, "files": [str(file) for file in files]})
        return
    for file in files:
        output.line(str(file))


def forget(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where 'imctl load export --people' wrote.")],
) -> None:
    """Remove the accounts and conversations that 'imctl load export --people' made."""
    require()
    from control.load.residents import forget as remove
    from control.selftest import administration

    asked = invocation(ctx)
    count = remove(administration(asked), folder, Progress(asked.output).over)
    if asked.output.as_json:
        asked.output.data({"removed": count})
    else:
        asked.output.line(f"{count} accounts removed")

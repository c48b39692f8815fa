"""`imctl load tools`: third-party load generators, and how they are installed."""

from __future__ import annotations

from typing import Annotated

import typer

from control.context import invocation
from control.errors import Refused, UsageError
from control.load.commands.arguments import all_tools, require
from control.load.commands.modules import installer
from control.output import Cell
from control.progress import Progress

app = typer.Typer(help="Manage third-party load generators: Apache JMeter, Gatling, Locust.", no_args_is_help=True)


@app.command("list")
def list_tools(ctx: typer.Context) -> None:
    """List the tools and whether they are installed."""
    require()
    output = invocation(ctx).output
    rows: list[tuple[Cell, ...]] = []
    for each in all_tools():
        try:
            rows.append((each.name, each.installed(), ""))
        except Refused as error:
            rows.append((each.name, None, error.hint))
    if output.as_json:
        output.data({"tools": [{"name": row[0], "version": row[1], "hint": row[2]} for row in rows]})
        return
    output.table(("TOOL", "VERSION", "TO INSTALL"), rows, "")


@app.command()
def install(
    ctx: typer.Context,
    tools: Annotated[list[str] | None, typer.Argument(metavar="TOOL…", help="Tools to install; default: all.")] = None,
) -> None:
    """Download the Java tools, with pinned versions and hashes, into the user's cache."""
    require()
    asked = invocation(ctx)
    done = []
    java = [each.name for each in all_tools() if each.name in installer.JAVA_TOOLS]
    for each in tools or java:
        if each not in java:
            raise UsageError(
                f"{each} is not installed this way", f"{', '.join(java)} is; locust: pip install 'imnode[load]'"
            )
        fetched = installer.install(each, Progress(asked.output))
        done.append({"name": each, "fetched": fetched})
        if not asked.output.as_json:
            asked.output.line(f"{each}: {'installed' if fetched else 'already installed'}")
    if asked.output.as_json:
        asked.output.data({"tools": done})

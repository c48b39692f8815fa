"""`imctl search`: the index of words."""

from __future__ import annotations

import time
from typing import Final

import typer

from control.context import invocation
from control.output import size
from control.progress import Progress

POLL_S: Final = 0.5

app = typer.Typer(help="Manage the search index.", no_args_is_help=True)


@app.command()
def status(ctx: typer.Context) -> None:
    """Show the progress of indexing."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.get("/admin/search")
    if run.output.as_json:
        run.output.data(answer)
        return
    state = "up to date" if answer["current"] else "catching up"
    run.output.fields([("indexed", f"{answer['indexed']} messages, {state}"), ("size", size(answer["size_bytes"]))])


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Rebuild the index from the messages and wait for it. The server stays available."""
    run = invocation(ctx)
    with run.connect() as server:
        total = server.get("/admin/status")["messages"]
        answer = server.post("/admin/search/rebuild")
        done = 0
        with Progress(run.output).over("Indexing", total) as advance:
            while not answer["current"]:
                time.sleep(POLL_S)
                answer = server.get("/admin/search")
                advance(answer["indexed"] - done)
                done = answer["indexed"]
    if run.output.as_json:
        run.output.data(answer)
        return
    run.output.line(f"Indexed {answer['indexed']} messages in {size(answer['size_bytes'])}.")

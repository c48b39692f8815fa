"""`imctl keys`: the keys that seal messages on the disk."""

from __future__ import annotations

import typer

from control.context import invocation
from control.output import moment

app = typer.Typer(help="Manage the keys that encrypt messages on disk.", no_args_is_help=True)


@app.command("list")
def list_keys(ctx: typer.Context) -> None:
    """List the keys, without their secrets."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.get("/admin/keys")
    if run.output.as_json:
        run.output.data(answer)
        return
    rows = [
        (
            key["number"],
            "seals and opens" if key["current"] else "opens",
            moment(key["made_at"]) if key["made_at"] else "with the server",
        )
        for key in answer["keys"]
    ]
    run.output.table(("KEY", "USE", "MADE"), rows, "No keys.")


@app.command()
def rotate(ctx: typer.Context) -> None:
    """Create a new encryption key for new messages. Older messages stay readable."""
    run = invocation(ctx)
    with run.connect() as server:
        key = server.post("/admin/keys/rotate")
    if run.output.as_json:
        run.output.data(key)
        return
    run.output.line(f"New messages are encrypted with key {key['number']}.")
    run.output.note("Back up the directory keys/ again: without the new key, new messages can't be read.")

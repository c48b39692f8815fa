"""`imctl webhooks`: programs that are told of what happens."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote

import typer

from control.context import invocation
from control.errors import Refused
from control.output import Marked, moment

COLOURS: Final = {"active": "green", "failing": "yellow", "disabled": "red"}

app = typer.Typer(help="Manage webhooks, which send messages and other events to programs.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id from 'imctl webhooks list'.")]


@app.command()
def add(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(metavar="URL", help="URL to which events are posted.")],
    conv: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only events of this conversation; repeatable. Default: all."),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="message, edited, recalled, reaction, pinned, member, group …; repeatable."),
    ] = None,
) -> None:
    """Add a webhook. Its secret is shown only once."""
    run = invocation(ctx)
    with run.connect() as server:
        webhook = server.post("/webhooks", {"url": address, "convs": conv or [], "events": event or []})
    if run.output.as_json:
        run.output.data(webhook)
        return
    run.output.fields([("id", webhook["id"]), ("secret", webhook["secret"])])
    run.output.note("Keep the secret: it proves that a request comes from this server, and is not shown again.")
    if not webhook["convs"]:
        run.output.note("The webhook receives events of all conversations, including those between two people.")


@app.command("list")
def list_webhooks(ctx: typer.Context) -> None:
    """List the webhooks and their state."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.get("/webhooks")
    if run.output.as_json:
        run.output.data(answer)
        return
    rows = [
        (
            webhook["id"],
            webhook["url"],
            ", ".join(webhook["events"]),
            ", ".join(webhook["convs"]) or "all",
            Marked(webhook["state"], COLOURS[webhook["state"]]),
            moment(webhook["failing_since"]),
            webhook["error"],
        )
        for webhook in answer["webhooks"]
    ]
    columns = ("ID", "URL", "EVENTS", "CONVERSATIONS", "STATE", "FAILING SINCE", "LAST ERROR")
    run.output.table(columns, rows, "No webhooks: add one with 'imctl webhooks add URL'.")


@app.command()
def remove(ctx: typer.Context, webhook: Id) -> None:
    """Remove a webhook."""
    run = invocation(ctx)
    with run.connect() as server:
        server.delete(f"/webhooks/{quote(webhook, safe='')}")
    if run.output.as_json:
        run.output.data({"removed": [webhook]})
        return
    run.output.line(f"Removed {webhook}.")


@app.command()
def enable(ctx: typer.Context, webhook: Id) -> None:
    """Enable a disabled webhook again, continuing where it stopped."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.post(f"/webhooks/{quote(webhook, safe='')}/enable")
    if run.output.as_json:
        run.output.data(answer)
        return
    run.output.line(f"{webhook} is enabled. Missed events are sent first.")


@app.command()
def test(ctx: typer.Context, webhook: Id) -> None:
    """Send a ping to a webhook and show the response."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.post(f"/webhooks/{quote(webhook, safe='')}/test")
    if run.output.as_json:
        run.output.data(answer)
    elif answer["ok"]:
        run.output.line(f"{webhook} accepted the ping: {answer['outcome']}.")
    if not answer["ok"]:
        raise Refused(
            f"{webhook} didn't accept the ping: {answer['outcome']}", "see the program's log", code="webhook_failed"
        )

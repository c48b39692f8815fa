"""`imctl audit`: what administrators did."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from control.client.admin import AdminConnection
from control.context import invocation
from control.output import moment

PAGE: Final = 200
WHO: Final = {"local": "admin socket", "token": "token {name}", "person": "{name}"}


def audit(
    ctx: typer.Context,
    search: Annotated[
        str | None,
        typer.Option("--search", "-s", metavar="TEXT", help="Show only entries whose names or action contain TEXT."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Number of entries, newest first.")] = 50,
) -> None:
    """Show the audit log: when, who, what, to whom, from where."""
    run = invocation(ctx)
    with run.connect() as server:
        entries = read(server, search, limit)
    if run.output.as_json:
        run.output.data({"entries": entries})
        return
    rows = [
        (moment(entry["at"]), who(entry), entry["action"], entry["target_name"], _details(entry), entry["address"])
        for entry in reversed(entries)
    ]
    empty = f"Nothing that was done holds {search!r}." if search else "Nothing was done yet."
    run.output.table(("WHEN", "WHO", "WHAT", "TO", "DETAILS", "FROM"), rows, empty)


def read(server: AdminConnection, search: str | None, limit: int) -> list[dict[str, Any]]:
    """The newest entries, the newest first."""
    entries: list[dict[str, Any]] = []
    more = True
    while more and len(entries) < limit:
        before = entries[-1]["id"] if entries else None
        page = server.get("/admin/audit", q=search, before=before, limit=min(PAGE, limit - len(entries)))
        entries += page["entries"]
        more = page["more"]
    return entries


def who(entry: dict[str, Any]) -> str:
    """Who did what an entry tells, or who made an invite."""
    return WHO[entry["means"]].format(name=entry.get("actor_name") or entry.get("created_by"))


def _details(entry: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in entry["details"].items())

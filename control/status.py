"""`imctl status`, `imctl setup-link` and `imctl version`: what runs here, and its first administrator."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import typer

from control.edge import ABSENT, SOCKET, Edge, Service
from control.errors import NotAllowed, Unreachable
from control.invocation import invocation
from control.links import show_link
from control.nodes import Socket
from control.output import Cell, Marked, Row, size, span
from control.target import SocketTarget
from imserver import __version__

BEHIND: Final = ("BEHIND HAPROXY", "READY", "SESSIONS", "A SECOND", "ERRORS", "5XX", "QUEUED")


def status(ctx: typer.Context, edge_socket: Socket = SOCKET) -> None:
    """Show how the server is doing, and what its HAProxy counted where it runs on this machine."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.get("/admin/status")
        target = server.target
    behind = _behind(edge_socket) if isinstance(target, SocketTarget) else None
    if run.output.as_json:
        run.output.data({**answer, "haproxy": None if behind is None else asdict(behind)})
        return
    trouble = [("HAProxy", behind.trouble)] if behind and behind.trouble else []
    run.output.fields([("server", f"imserver {answer['version']} at {target}"), *status_fields(answer), *trouble])
    if behind and behind.services:
        run.output.line("")
        run.output.table(BEHIND, [_row(service) for service in behind.services], "")


@dataclass(frozen=True, slots=True)
class Behind:
    """What HAProxy of this machine tells; `trouble` is why it doesn't."""

    services: list[Service] = field(default_factory=list)
    trouble: str = ""


def _behind(edge_socket: Path) -> Behind | None:
    """None where there is no HAProxy."""
    try:
        return Behind(Edge(edge_socket).services())
    except NotAllowed:
        return Behind(trouble="only root may ask it: sudo imctl status")
    except Unreachable as error:
        return None if error.code == ABSENT else Behind(trouble=f"{error.message}: systemctl status haproxy tells why")


def status_fields(answer: dict[str, Any]) -> list[tuple[str, Cell]]:
    """The lines of `imctl status`, from the answer of the admin API."""
    users, store, process = answer["users"], answer["store"], answer["process"]
    processes = [each["name"] for each in answer.get("processes", ())]
    return [
        ("people chat at", answer["public_url"] or "(no public URL is set)"),
        ("up for", span(answer["uptime_s"])),
        ("accounts", f"{users['total']} ({users['online']} online, {users['disabled']} disabled)"),
        ("connections", answer["connections"]),
        ("conversations", answer["conversations"]),
        ("messages", answer["messages"]),
        ("files", answer["files"]),
        ("store", f"{store['engine']}, {size(store['size_bytes'])}, {size(store['free_bytes'])} free, {store['path']}"),
        ("writing", store["trouble"] or "works"),
        ("copies", _copies(store)),
        ("bus", answer["bus"]["engine"]),
        ("counters", answer["counters"]),
        ("sealing", answer["sealing"]),
        ("process", f"{process['pid']}, {size(process['rss_bytes'])} memory, {process['cpu_s']:.1f} s CPU"),
        *([("processes in all", ", ".join(processes))] if len(processes) > 1 else []),
    ]


def _row(service: Service) -> Row:
    colour = "green" if service.ready == service.processes else "yellow" if service.ready else "red"
    return (
        service.service,
        Marked(f"{service.ready}/{service.processes}", colour),
        service.sessions,
        service.rate,
        service.errors,
        service.failures,
        service.queued,
    )


def _copies(store: dict[str, Any]) -> str:
    """Where copies of history are, and how many reads they answered."""
    hits, misses = store.get("cache_hits", 0), store.get("cache_misses", 0)
    rate = f", {100 * hits / (hits + misses):.0f} % of {hits + misses} reads" if hits + misses else ""
    return f"{store.get('cache', 'none')}{rate}"


def setup_link(ctx: typer.Context) -> None:
    """Make the one-time link with which the first owner sets a login and a password."""
    run = invocation(ctx)
    with run.connect() as server:
        link = server.post("/admin/setup-link")
    if run.output.as_json:
        run.output.data(link)
        return
    show_link(run.output, link, "Link for the first owner")


def version(ctx: typer.Context) -> None:
    """Print the version of imctl."""
    run = invocation(ctx)
    if run.output.as_json:
        run.output.data({"version": __version__})
        return
    run.output.line(f"imctl {__version__}")

"""`imctl status`, `imctl setup-link`, `imctl server-name` and `imctl version`: what runs here, its first administrator,
and what it is called.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer

from control.client.haproxy import SOCKET, BackendService
from control.client.target import Target
from control.commands.links import show_link
from control.commands.nodes import Socket
from control.context import invocation
from control.errors import Unreachable
from control.host.inspection import PATIENCE_S, RENEW, InspectedProcess, Inspection, certificate_trouble, inspect
from control.output import Cell, Marked, Output, Row, day, moment, size, span
from imserver import __version__

COUNTED: Final = ("CONNECTIONS", "EVENTS BY", "LAG", "GAPS")
PROCESSES: Final = ("PROCESS", "PID", "SYSTEMD", "ANSWERS", "HAPROXY", "JOINED", *COUNTED)
BEHIND: Final = ("BEHIND HAPROXY", "READY", "SESSIONS", "A SECOND", "ERRORS", "5XX", "QUEUED")


def status(ctx: typer.Context, edge_socket: Socket = SOCKET) -> None:
    """Show the state of the server and of its services on this machine, even if it doesn't answer.

    Exits with 1 if something is missing or wrong, 3 if the server can't be reached.
    """
    run = invocation(ctx)
    target: Target | None = None

    def ask() -> dict[str, Any]:
        nonlocal target
        target = run.choice.resolve(os.environ)
        with run.connect(target) as server:
            return server.get("/admin/status", timeout_s=PATIENCE_S)

    found = inspect(ask, None if run.choice.names_url(os.environ) else edge_socket)
    server = found.server
    if isinstance(server, Unreachable) and found.behind is None and not (found.processes or found.engines):
        raise server
    if run.output.as_json:
        run.output.data(_as_json(found))
    else:
        _show(run.output, found, target)
    if isinstance(server, Unreachable):
        raise typer.Exit(server.exit_code)
    if found.troubles:
        raise typer.Exit(1)


def _as_json(found: Inspection) -> dict[str, Any]:
    server = found.server
    behind = found.behind
    return {
        **(server.as_json() if isinstance(server, Unreachable) else server),
        "haproxy": behind and {"services": [asdict(each) for each in behind.services], "trouble": behind.trouble},
        "here": [{**asdict(each), "trouble": each.trouble} for each in found.processes],
        "troubles": found.troubles,
    }


def _show(output: Output, found: Inspection, target: Target | None) -> None:
    server, behind = found.server, found.behind
    if isinstance(server, Unreachable):
        output.fields([("server", "doesn't answer")])
    else:
        denied = [("HAProxy", behind.trouble)] if behind and behind.denied else []
        output.fields([("server", f"imserver {server['version']} at {target}"), *status_fields(server), *denied])
    if len(found.processes) > 1:
        output.line("")
        joined = [] if isinstance(server, Unreachable) else server["processes"]
        told = {each["name"]: each for each in joined if not _retires(each)}
        rows = [_process_row(each, told.get(each.name)) for each in found.processes]
        retiring = [
            _process_row(InspectedProcess(_shown(each), joined=True), each) for each in joined if _retires(each)
        ]
        output.table(PROCESSES, [*rows, *retiring], "")
    if behind and behind.services:
        output.line("")
        output.table(BEHIND, [_row(service) for service in behind.services], "")
    if found.troubles:
        output.line("")
        output.table(("TROUBLE",), [(Marked(each, "red"),) for each in found.troubles], "")


def _retires(process: dict[str, Any]) -> bool:
    """Whether another has taken over from it, and it only lets its people go."""
    return bool((process.get("figures") or {}).get("draining"))


def _shown(process: dict[str, Any]) -> str:
    return f"{process['name']} (retiring)" if _retires(process) else str(process["name"])


def _process_row(process: InspectedProcess, told: dict[str, Any] | None) -> Row:
    figures = (told or {}).get("figures") or {}
    feed = figures.get("feed")
    return (
        Marked(process.name, "red" if process.trouble else "green"),
        figures.get("pid"),
        process.unit + (f", restarted {process.restarts} times" if process.restarts else ""),
        process.answer,
        process.behind,
        process.joined,
        figures.get("connections"),
        feed and ("bus" if feed["by_bus"] else "link"),
        feed and f"{feed['lag_ms']:g} ms",
        feed and feed["gaps"],
    )


def status_fields(answer: dict[str, Any]) -> list[tuple[str, Cell]]:
    """The lines of `imctl status`, from the answer of the admin API."""
    users, store, process = answer["users"], answer["store"], answer["process"]
    processes = [_shown(each) for each in answer.get("processes", ())]
    return [
        ("people chat at", answer["public_url"] or "(no public URL set)"),
        ("up for", span(answer["uptime_s"])),
        ("accounts", f"{users['total']} ({users['online']} online, {users['disabled']} disabled)"),
        ("connections", answer["connections"]),
        ("conversations", answer["conversations"]),
        ("messages", answer["messages"]),
        ("files", answer["files"]),
        ("store", f"{store['engine']}, {size(store['size_bytes'])}, {size(store['free_bytes'])} free, {store['path']}"),
        ("writing", store["trouble"] or "works"),
        ("copies", _copies(store)),
        ("bus", _bus(answer["bus"])),
        ("counters", answer["counters"]),
        ("sealing", answer["sealing"]),
        *([("clock", _clock(answer["clock"]))] if "clock" in answer else []),
        *([("certificate", _certificate(answer["certificate"]))] if answer.get("certificate") else []),
        ("process", f"{process['pid']}, {size(process['rss_bytes'])} memory, {process['cpu_s']:.1f} s CPU"),
        *([("processes in all", ", ".join(processes))] if len(processes) > 1 else []),
        *_background(answer.get("tasks", ())),
    ]


def _background(tasks: Sequence[dict[str, Any]]) -> list[tuple[str, Cell]]:
    """A line for each task that fails; one for all where none does."""
    failing = [task for task in tasks if task["state"] == "failing"]
    if not failing:
        restarts = sum(task["restarts"] for task in tasks)
        return [("in background", f"{len(tasks)} tasks, all run" + (f"; {restarts} restarts" if restarts else ""))]
    return [
        (
            "failing",
            Marked(
                f"{task['name']} of {task['process']} since {moment(task['since'])},"
                f" restarted {task['restarts']} times: {task['error']}",
                "red",
            ),
        )
        for task in failing
    ]


def _bus(bus: dict[str, Any]) -> str:
    if bus["engine"] == "memory":
        return "memory"
    latency = f"{bus['latency_ms']:g} ms to answer, {bus['latency_max_ms']:g} ms at most of late"
    return f"{bus['engine']}, {bus['state']}, {latency}"


def _row(service: BackendService) -> Row:
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


def _clock(clock: dict[str, Any]) -> str:
    off, left = clock["off"] / 1000, clock["left"]
    by = "synchronised" if clock["synchronised"] else "not synchronised"
    if unseen := clock.get("unseen"):
        by = f"hidden from the server ({', '.join(unseen)}), {by}"
    if not off:
        return f"{by}; server time is the same"
    until = "once it is synchronised" if left is None else f"in {span(left / 1000)} if it stays so"
    where = f"{span(abs(off))} {'ahead of' if off > 0 else 'behind'} server time"
    return f"{by}, {where}: believed {until}, nothing is deleted or ends by it"


def _certificate(certificate: dict[str, Any]) -> Cell:
    if trouble := certificate_trouble(certificate):
        return Marked(trouble, "red")
    until = f"valid until {day(certificate['ends'])}"
    return Marked(f"{until}, which is soon: {RENEW}", "yellow") if certificate["state"] == "soon" else until


def setup_link(ctx: typer.Context) -> None:
    """Create the one-time link for the first owner's account."""
    run = invocation(ctx)
    with run.connect() as server:
        link = server.post("/admin/setup-link")
    if run.output.as_json:
        run.output.data(link)
        return
    show_link(run.output, link, "Link for the first owner")


def server_name(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="New name.")] = None,
) -> None:
    """Show or change the server's name, which people see on the sign-in page and in invitations."""
    run = invocation(ctx)
    with run.connect() as server:
        facts = server.get("/server") if name is None else server.patch("/admin/server", {"name": name})
    if run.output.as_json:
        run.output.data(facts)
    elif name is None:
        run.output.line(facts["name"] or "This server has no name yet: imctl server-name NAME gives it one.")
    else:
        run.output.line(f"The server's name is {facts['name']}.")


def version(ctx: typer.Context) -> None:
    """Print the version of imctl."""
    run = invocation(ctx)
    if run.output.as_json:
        run.output.data({"version": __version__})
        return
    run.output.line(f"imctl {__version__}")

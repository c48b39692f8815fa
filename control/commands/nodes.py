"""`imctl nodes`: the processes behind HAProxy; which are well, which get new connections, and changing that."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from control.client.haproxy import DOWN, DRAINED, FAILING, READY, SOCKET, BackendServer, Drained, Edge
from control.context import Invocation, invocation
from control.errors import ControlError, NotAllowed, Refused, Unreachable, UsageError
from control.output import Marked, Row, span
from control.progress import Progress
from control.provisioning.cluster_layout import GATEWAY
from control.provisioning.playbook import Nodes, usual_inventory

COLOURS: Final = {READY: "green", DRAINED: "yellow", FAILING: "red", DOWN: "red"}
EDGE_HOSTS: Final = "HAProxy runs on the hosts of im_edge, or on each of im_nodes"
SURELY_S: Final = 15
"""By then somebody has gone, where all is well."""
KINDS: Final = {kind.exit_code: kind for kind in (Refused, UsageError, Unreachable, NotAllowed)}

app = typer.Typer(
    help="Show and drain the processes behind HAProxy. On a node, imctl asks the local HAProxy; on the"
    " controller, those of the inventory.",
    no_args_is_help=True,
)

Inventory = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Ansible inventory; default: inventory.ini, if it exists.")
]
Name = Annotated[str, typer.Argument(metavar="NODE", help="Host, or one of its processes as HOST.PROCESS.")]
Wait = Annotated[int, typer.Option(min=0, max=3600, metavar="SECONDS", help="Timeout in seconds.")]
Socket = Annotated[Path, typer.Option("--edge-socket", metavar="PATH", readable=False, help="Admin socket of HAProxy.")]


@dataclass(frozen=True, slots=True)
class HaproxyAnswer:
    """What HAProxy of `edge` answered."""

    edge: str
    body: dict[str, Any]


@app.command("list")
def list_nodes(ctx: typer.Context, inventory: Inventory = None, edge_socket: Socket = SOCKET) -> None:
    """List processes with their services, state and connections. Exits with 1 if one is down or failing."""
    run = invocation(ctx)
    answers = _ask(run, inventory, edge_socket, ["list"])
    rows: list[Row] = []
    down = False
    for answer in answers:
        for node in answer.body["nodes"]:
            down |= node["state"] in (DOWN, FAILING)
            state = Marked(node["state"], COLOURS[node["state"]])
            services = ", ".join(node["services"])
            rows.append((answer.edge, node["host"], node["process"], services, state, node["connections"]))
    _show(run, answers, ("EDGE", "HOST", "PROCESS", "SERVICES", "STATE", "CONNECTIONS"), rows)
    if down:
        raise typer.Exit(1)


@app.command()
def status(ctx: typer.Context, inventory: Inventory = None, edge_socket: Socket = SOCKET) -> None:
    """Show HAProxy's view of each process and service: checks, connections and rate."""
    run = invocation(ctx)
    answers = _ask(run, inventory, edge_socket, ["status"])
    rows: list[Row] = [
        (
            answer.edge,
            place["service"],
            place["balance"],
            place["server"],
            Marked(place["state"], COLOURS[place["state"]]),
            span(place["since_s"]),
            place["check"],
            place["connections"],
            place["total"],
            place["rate"],
        )
        for answer in answers
        for place in answer.body["places"]
    ]
    columns = ("EDGE", "SERVICE", "BALANCE", "NODE", "STATE", "SINCE", "CHECK", "CONNECTIONS", "IN ALL", "A SECOND")
    _show(run, answers, columns, rows)


@app.command()
def drain(
    ctx: typer.Context,
    node: Name,
    keep_last: Annotated[bool, typer.Option("--keep-last", help="Skip services that no other node provides.")] = False,
    wait: Wait = 0,
    inventory: Inventory = None,
    edge_socket: Socket = SOCKET,
) -> None:
    """Drain a node: send new connections elsewhere, and let its clients reconnect to other nodes.

    Clients leave a few at a time: 150 within half a minute, 10,000 within a minute and a half. Requests in progress are
    completed. Reloading HAProxy undoes it, as does undrain. Exits with 1 if clients are left after --wait.
    """
    run = invocation(ctx)
    options = [*(["--keep-last"] if keep_last else []), *(["--wait", str(wait)] if wait else [])]
    answers = _ask(run, inventory, edge_socket, ["drain", node, *options])
    if run.output.as_json:
        _show(run, answers, (), [])
        return
    for answer in answers:
        for drained in answer.body["drained"]:
            services, kept = ", ".join(drained["services"]), ", ".join(drained["kept"])
            said = [f"receives no new connections for {services}"] if services else []
            said += [f"keeps {kept}: no other process is ready"] if kept else []
            run.output.line(f"{answer.edge}: {drained['server']} {'; '.join(said)}")
        if any(drained["services"] for drained in answer.body["drained"]):
            run.output.line(f"{answer.edge}: {_leaving(answer.body)}")


@app.command()
def undrain(
    ctx: typer.Context, node: Name, wait: Wait = 0, inventory: Inventory = None, edge_socket: Socket = SOCKET
) -> None:
    """Send new connections to a node again once its checks pass."""
    run = invocation(ctx)
    answers = _ask(run, inventory, edge_socket, ["undrain", node, *(["--wait", str(wait)] if wait else [])])
    if run.output.as_json:
        _show(run, answers, (), [])
        return
    for answer in answers:
        for server in answer.body["undrained"]:
            run.output.line(f"{answer.edge}: {server} receives connections again")


def _ask(run: Invocation, inventory: Path | None, path: Path, arguments: list[str]) -> list[HaproxyAnswer]:
    chosen = inventory or (None if _is_here(path) else usual_inventory())
    if chosen is None:
        return [HaproxyAnswer("here", _here(Edge(path), arguments, Progress(run.output)))]
    nodes = Nodes(chosen)
    results = nodes.play("nodes", {"nodes_arguments": arguments}, Progress(run.output), hint=EDGE_HOSTS)
    if not results:
        raise UsageError(f"{nodes.inventory} has no host with HAProxy", EDGE_HOSTS)
    return [_understood(result) for result in results]


def _is_here(socket: Path) -> bool:
    """Also where only root may see it."""
    try:
        return socket.exists()
    except PermissionError:
        return True


def _understood(result: dict[str, Any]) -> HaproxyAnswer:
    """Raises what `imctl nodes` on the host raised."""
    host = str(result["host"])
    if not result["rc"]:
        return HaproxyAnswer(host, json.loads(result["stdout"])["edges"][0])
    try:
        error = json.loads(result["stderr"])["error"]
    except (ValueError, KeyError):
        last = (str(result["stderr"]).strip() or "no output").splitlines()[-1]
        hint = "an earlier release has no imctl nodes: run playbooks/site.yml first"
        raise Refused(f"{host}: imctl nodes ended with {result['rc']}: {last}", hint) from None
    kind = KINDS.get(result["rc"], ControlError)
    raise kind(f"{host}: {error['message']}", error["hint"], code=error["code"])


def _here(edge: Edge, arguments: list[str], progress: Progress) -> dict[str, Any]:
    action, *rest = arguments
    if action == "list":
        return {"nodes": summary(edge.places())}
    if action == "status":
        return {"places": [asdict(place) for place in edge.places()]}
    name, *options = rest
    seconds = int(options[options.index("--wait") + 1]) if "--wait" in options else 0
    if action == "drain":
        drained = edge.drain(name, keep_last="--keep-last" in options)
        if seconds:
            _wait_empty(edge, name, drained, seconds, progress)
        return {"drained": [asdict(each) for each in drained], "connections": edge.connections(drained)}
    servers = edge.undrain(name)
    if seconds and not edge.wait_ready(name, seconds):
        raise Refused(f"{name} was not ready within {seconds} s", "see its checks with 'imctl nodes status'")
    return {"undrained": servers}


def _wait_empty(edge: Edge, name: str, drained: Sequence[Drained], seconds: int, progress: Progress) -> None:
    """Raises `Refused` where somebody is left."""
    before = edge.connections(drained)
    with progress.steps(name) as say:
        left = edge.wait_empty(drained, seconds, lambda count: say(f"{count} of {before} connections are left"))
    if not left:
        return
    message = (
        f"{left} of {before} connections to {name} are left after {seconds} s; it is drained and receives no new ones"
    )
    if left < before or seconds < SURELY_S:
        raise Refused(
            message,
            "clients leave gradually, the first after about four seconds; see 'imctl nodes list'",
            code="not_empty",
        )
    raise Refused(
        message,
        "check that HAProxy has http-check send-state, that IM_TRUSTED_PROXIES names HAProxy,"
        " and that every HAProxy with clients of this node drains it",
        code="not_empty",
    )


def _leaving(body: Mapping[str, Any]) -> str:
    """What happens to those who are connected to what was drained."""
    count = body["connections"]
    if not count:
        return "it has no connections"
    if not any(GATEWAY in each["services"] for each in body["drained"]):
        return f"{count} connections are left, and will end by themselves"
    return f"{count} connections are being asked to reconnect; see 'imctl nodes list'"


def summary(places: Sequence[BackendServer]) -> list[dict[str, Any]]:
    """One entry a process. Its state is the worst that any of its services is in."""
    found = []
    for server in sorted({place.server for place in places}):
        own = [place for place in places if place.server == server]
        states = {place.state for place in own}
        found.append(
            {
                "host": own[0].host,
                "process": own[0].process,
                "services": [place.service for place in own],
                "state": next(state for state in (DOWN, FAILING, DRAINED, READY) if state in states),
                "connections": sum(place.connections for place in own),
            }
        )
    return found


def _show(run: Invocation, answers: list[HaproxyAnswer], columns: Sequence[str], rows: list[Row]) -> None:
    if run.output.as_json:
        run.output.data({"edges": [{"edge": answer.edge, **answer.body} for answer in answers]})
        return
    run.output.table(columns, rows, "HAProxy knows no process.")

"""`imctl deploy`: a release rolled through the hosts of an inventory, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from control.context import invocation
from control.errors import Refused
from control.output import Marked
from control.progress import Progress
from control.provisioning.playbook import Nodes

COLOURS: Final = {"switched": "green", "unchanged": "dim"}
STOPPED: Final = (
    "hosts before it run the new release, those after it the one before; mend it, and run imctl deploy again"
)


def deploy(
    ctx: typer.Context,
    inventory: Annotated[Path, typer.Option(metavar="FILE", help="Ansible inventory.")] = Path("inventory.ini"),
) -> None:
    """Deploy this checkout's release to the hosts of the inventory, one at a time, core first.

    Each process is replaced and checked for readiness: a gateway by its successor, others after HAProxy has drained
    them. Then two accounts chat through the edge proxy. A host that fails is rolled back, and the deployment stops. At
    the end, clients move to the new gateways.
    """
    run = invocation(ctx)
    results = Nodes(inventory).play("deploy", {}, Progress(run.output), hint=STOPPED)
    hosts = [_deployed(result) for result in results]
    if run.output.as_json:
        run.output.data({"hosts": hosts})
        return
    rows = [
        (host["host"], host["release"], host["previous"], Marked(host["state"], COLOURS[host["state"]]))
        for host in hosts
    ]
    run.output.table(("HOST", "RELEASE", "BEFORE", "STATE"), rows, "")
    if not hosts:
        raise Refused("no host was reached", f"the inventory is {inventory}")


def _deployed(result: dict[str, Any]) -> dict[str, str]:
    said = result["ansible_facts"]["imserver_deployed"]
    return {"host": result["host"], **{name: said[name] for name in ("release", "previous", "state")}}

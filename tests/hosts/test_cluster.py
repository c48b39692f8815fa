"""Two hosts become a cluster, and a release is rolled through them while people chat.

The first is the way in, keeps the messages, and has several processes; the second is one more gateway. The steps build
on one another.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from tests.hosts.bundle import collect
from tests.hosts.checkout import checkout
from tests.hosts.company import beside, chat, let_in
from tests.hosts.host import Host
from tests.hosts.installation import active, installation
from tests.hosts.lab import Lab
from tests.hosts.playbook import REPOSITORY, Controller
from tests.hosts.root import RELEASES, build

pytestmark = pytest.mark.steps

PROCESSES: Final = {
    "pi1": ["messages", "auth,media,push", "gateway", "gateway"],
    "pi2": ["gateway"],
}
NAMES: Final = {"pi1.messages", "pi1.auth-media-push", "pi1.gateway-1", "pi1.gateway-2", "pi2.gateway-1"}
WAY_IN: Final = "192.0.2.31"
PATIENCE_S: Final = 90
CROWD: Final = 150
"""So many that a tenth of a share is more than a gateway may have too many before it lets some go."""
RESTARTING: Final = 3000


@pytest.fixture(scope="module")
def hosts(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Host]]:
    with ExitStack() as stack:
        made = {}
        for name, address in (("pi1", WAY_IN), ("pi2", "192.0.2.32")):
            made[name] = Host(name, address, [build(RELEASES[0])], tmp_path_factory.mktemp(name), lab)
            stack.callback(made[name].stop)
            made[name].start()
        yield made


@pytest.fixture(scope="module")
def cluster(hosts: dict[str, Host], lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Controller:
    """An inventory with both. Wheels are collected beforehand, also for the releases that are made later."""
    folder = tmp_path_factory.mktemp("controller")
    made = Controller(lab, folder, folder / "cache")
    lines = {
        name: f"{made.line(host)} cluster_processes='{json.dumps(PROCESSES[name])}'" for name, host in hosts.items()
    }
    groups = {"im_edge": [lines["pi1"]], "im_core": ["pi1"], "im_redis": ["pi1"], "im_gateway": ["pi1", lines["pi2"]]}
    made.inventory.write_text("".join(f"[{group}]\n" + "\n".join(of) + "\n" for group, of in groups.items()))
    collect(RELEASES[0], REPOSITORY, made.wheels)
    return made


@pytest.fixture(scope="module")
def accounts(hosts: dict[str, Host]) -> dict[str, str]:
    return let_in(hosts["pi1"])


def release(host: Host) -> str:
    return Path(host.ssh("readlink /opt/im/current").stdout.strip()).name


def nodes(cluster: Controller, *arguments: str) -> Any:
    done = cluster.imctl("--json", "nodes", *arguments, "--inventory", str(cluster.inventory))
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["edges"][0]


@contextmanager
def crowd(cluster: Controller, lab: Lab, account: str, folder: Path) -> Iterator[dict[str, Any]]:
    """`CROWD` people are connected as long as this lasts."""
    with beside(cluster, lab, WAY_IN, "crowd", folder / "stop-crowd", account, str(CROWD)) as told:
        yield told


def processes(host: Host) -> dict[str, int]:
    """How many processes each gateway's unit has; only those that are active."""
    units = "systemctl list-units --state=active --plain --no-legend 'imserver@gateway*' | cut -d' ' -f1"
    count = f'for unit in $({units}); do echo "$unit $(wc -l </sys/fs/cgroup/imserver.slice/$unit/cgroup.procs)"; done'
    return {unit: int(number) for unit, number in (line.split() for line in host.ssh(count).stdout.splitlines())}


def shares(host: Host) -> list[int]:
    """Connections of each process that is a gateway, as the core counts them."""
    status = json.loads(host.ssh("imctl --json status").stdout)
    figures = [process["figures"] for process in status["processes"] if process["services"] == ["gateway"]]
    return [each["connections"] if each else 0 for each in figures]


def wait_until_all_have_come_over(hosts: dict[str, Host]) -> None:
    """One process is left in each unit, and each has its share of people, within a tenth."""
    deadline = time.monotonic() + PATIENCE_S
    wanted = {"pi1": {"imserver@gateway-1.service": 1, "imserver@gateway-2.service": 1}}
    wanted["pi2"] = {"imserver@gateway-1.service": 1}
    while True:
        seen, found = shares(hosts["pi1"]), {name: processes(host) for name, host in hosts.items()}
        mean = sum(seen) / 3
        if (
            found == wanted
            and len(seen) == 3
            and mean * 3 >= CROWD
            and max(abs(each - mean) for each in seen) <= mean / 10
        ):
            return
        assert time.monotonic() < deadline, f"shares {seen}, processes {found}"
        time.sleep(1)


def test_two_hosts_become_a_cluster(cluster: Controller, hosts: dict[str, Host]) -> None:
    run = cluster.play("site")
    assert run.ok, run.output
    status = json.loads(hosts["pi1"].ssh("imctl --json status").stdout)
    assert {process["name"] for process in status["processes"]} == NAMES
    listed = nodes(cluster, "list")["nodes"]
    assert {f"{node['host']}.{node['process']}": node["state"] for node in listed} == dict.fromkeys(NAMES, "ready")


def test_the_inner_ports_are_closed_to_others(lab: Lab) -> None:
    for port in (6379, 8070):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            lab.run("curl", "-sk", "--connect-timeout", "2", f"https://{WAY_IN}:{port}/")
        assert refused.value.returncode == 28, "it was answered"


def test_a_second_run_changes_nothing(cluster: Controller) -> None:
    run = cluster.play("site")
    assert run.ok, run.output
    assert run.changes == {"pi1": 0, "pi2": 0}, run.output


def test_the_daily_look_sees_the_certificate_between_hosts(hosts: dict[str, Host]) -> None:
    for host in hosts.values():
        host.ssh("systemctl start im-certificate.service")
        assert "certificate between hosts: valid until" in host.ssh("journalctl --no-pager -u im-certificate").stdout


def test_a_host_is_drained_and_brought_back_from_the_controller(cluster: Controller) -> None:
    assert [each["server"] for each in nodes(cluster, "drain", "pi2")["drained"]] == ["pi2.gateway-1"]
    states = {f"{node['host']}.{node['process']}": node["state"] for node in nodes(cluster, "list")["nodes"]}
    assert states == {**dict.fromkeys(NAMES, "ready"), "pi2.gateway-1": "drained"}
    assert nodes(cluster, "undrain", "pi2", "--wait", str(PATIENCE_S))["undrained"] == ["pi2.gateway-1"]


def test_a_release_is_rolled_through_and_people_are_asked_once_to_reconnect(
    cluster: Controller, hosts: dict[str, Host], lab: Lab, accounts: dict[str, str], tmp_path: Path
) -> None:
    before = release(hosts["pi1"])
    made = checkout(tmp_path / "next", cluster.wheels, "NEXT = True")
    with chat(cluster, lab, WAY_IN, accounts, tmp_path), crowd(cluster, lab, accounts["bob"], tmp_path) as people:
        run = cluster.play("deploy", within=made)
        assert run.ok, run.output
        wait_until_all_have_come_over(hosts)
    assert people["cuts"] == [[RESTARTING]] * CROWD
    assert people["failures"] == [[]] * CROWD
    assert release(hosts["pi1"]) == release(hosts["pi2"]) != before
    assert all(node["state"] == "ready" for node in nodes(cluster, "list")["nodes"])


def test_a_release_that_does_not_come_up_goes_back_whole_and_no_further(
    cluster: Controller, hosts: dict[str, Host], lab: Lab, accounts: dict[str, str], tmp_path: Path
) -> None:
    """It also brings units and settings of its own, and other processes."""
    before = {name: (installation(host), active(host)) for name, host in hosts.items()}
    made = checkout(tmp_path / "broken", cluster.wheels, 'raise RuntimeError("this release is broken")')
    for template in (made / "roles/imserver/templates").iterdir():
        template.write_text(template.read_text() + "# of the release that is broken\n")
    inventory = cluster.inventory.read_text()
    processes = ["messages", "auth,push", "media", "gateway"]
    cluster.inventory.write_text(inventory.replace(json.dumps(PROCESSES["pi1"]), json.dumps(processes)))
    with chat(cluster, lab, WAY_IN, accounts, tmp_path):
        run = cluster.play("deploy", within=made)
        assert not run.ok
        assert "pi1 was rolled back to" in " ".join(run.output.split())
    cluster.inventory.write_text(inventory)
    assert {name: (installation(host), active(host)) for name, host in hosts.items()} == before
    status = json.loads(hosts["pi1"].ssh("imctl --json status").stdout)
    assert {process["name"] for process in status["processes"]} == NAMES
    assert all(node["state"] == "ready" for node in nodes(cluster, "list")["nodes"])

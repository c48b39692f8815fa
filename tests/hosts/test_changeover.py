"""A node of a release that had the distribution's units run for the messenger gets units of its own, while people chat.

By itself, and as two hosts. The steps build on one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from tests.hosts.bundle import collect
from tests.hosts.checkout import checkout
from tests.hosts.company import chat, let_in
from tests.hosts.former import make_former
from tests.hosts.host import Host
from tests.hosts.lab import Lab
from tests.hosts.playbook import REPOSITORY, Controller
from tests.hosts.root import RELEASES, build

pytestmark = [
    pytest.mark.steps,
    pytest.mark.timeout(1800),
    pytest.mark.full("three hosts, for nodes of earlier releases only; a release that goes back takes the same way"),
]

CORE: Final = "first"
WAY_IN: Final = "192.0.2.61"
INVENTORIES: Final = {
    "alone": "[im_nodes]\n{first}\n",
    "networked": "[im_edge]\n{first}\n[im_core]\nfirst\n[im_redis]\nfirst\n[im_gateway]\nfirst\n{second}\n",
}
OURS: Final = ("im-haproxy.service", "im-redis.service")
FORMERS: Final = ("haproxy.service", "valkey-server@im.service")
WRITTEN: Final = (
    "sha256sum /etc/im/haproxy.cfg /etc/im/*.env /etc/systemd/system/imserver* /etc/systemd/system/*.d/im.conf"
    " /etc/valkey/*im* 2>/dev/null; readlink /opt/im/current; ls /opt/im"
)
REDIS_OF_THE_FORMER: Final = "ls -d /etc/valkey/*im* /etc/systemd/system/*-server@im.service.d /run/valkey-im"
REDIS_OF_OURS: Final = (
    "ls -d /etc/im/redis.conf /etc/systemd/system/im-redis.service /run/im-redis; getent passwd im-redis;"
    " getent group im-redis"
)
LEFT: Final = (
    f"{REDIS_OF_THE_FORMER}; {REDIS_OF_OURS}; getent passwd im-haproxy; ls -d /etc/im /opt/im /etc/systemd/system/im*"
    " /etc/systemd/system/*.wants/im* /etc/systemd/system/haproxy.service.d /run/haproxy-im /run/im-haproxy"
)


@dataclass(frozen=True, slots=True)
class Site:
    """The hosts of an inventory, and what Ann has said to Bob there until now."""

    lab: Lab
    controller: Controller
    hosts: dict[str, Host]
    accounts: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @property
    def core(self) -> Host:
        return self.hosts[CORE]

    def units(self) -> dict[str, list[str]]:
        """Of each host: names, states and processes of HAProxy and Redis, and whether they start with it."""
        ask = f"systemctl show --property=Id,ActiveState,UnitFileState,MainPID {' '.join((*OURS, *FORMERS))}"
        return {name: host.ssh(ask).stdout.split("\n\n") for name, host in self.hosts.items()}

    def running(self) -> dict[str, set[str]]:
        """Of each host, those that run or try to."""
        is_up = re.compile(r"^ActiveState=(active|activating)$", re.MULTILINE)
        name_of = re.compile(r"^Id=(.*)$", re.MULTILINE)
        return {
            host: {found[1] for unit in units if is_up.search(unit) and (found := name_of.search(unit))}
            for host, units in self.units().items()
        }

    def releases(self) -> dict[str, str]:
        return {name: host.ssh("ls /opt/im/releases").stdout for name, host in self.hosts.items()}

    def written(self) -> dict[str, str]:
        return {name: host.ssh(WRITTEN, check=False).stdout for name, host in self.hosts.items()}


@pytest.fixture(scope="module", params=list(INVENTORIES))
def site(request: pytest.FixtureRequest, lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Nodes of the former kind, with a release that isn't this one."""
    names = [name for name in ("first", "second") if name in INVENTORIES[request.param]]
    folder = tmp_path_factory.mktemp("controller")
    controller = Controller(lab, folder, folder / "cache")
    with ExitStack() as stack:
        hosts = {}
        for number, name in enumerate(names):
            address = f"192.0.2.{61 + number}"
            hosts[name] = Host(name, address, [build(RELEASES[0])], tmp_path_factory.mktemp(name), lab)
            stack.callback(hosts[name].stop)
            hosts[name].start()
        lines = {name: controller.line(host) for name, host in hosts.items()}
        controller.inventory.write_text(INVENTORIES[request.param].format(**lines))
        former = checkout(folder / "former", controller.wheels, "FORMER = True")
        run = controller.play("site", within=former)
        assert run.ok, run.output
        for host in hosts.values():
            make_former(host)
        collect(RELEASES[0], REPOSITORY, controller.wheels)
        yield Site(lab, controller, hosts, let_in(hosts[CORE]))


@pytest.fixture
def people(site: Site, tmp_path: Path) -> Iterator[None]:
    """Ann and Bob chat as long as the test lasts, and find all that was said before."""
    with chat(site.controller, site.lab, WAY_IN, site.accounts, tmp_path) as told:
        yield
    site.said.extend(told["acknowledged"])
    assert told["found"] == site.said


def where(site: Site, first: tuple[str, ...], others: tuple[str, ...]) -> dict[str, set[str]]:
    return {name: set(first if name == CORE else others) for name in site.hosts}


@pytest.mark.usefixtures("people")
def test_deploy_asks_for_the_changeover_and_touches_nothing(site: Site) -> None:
    before = site.units(), site.written(), site.releases()
    assert site.running() == where(site, FORMERS, FORMERS[:1])
    run = site.controller.play("deploy")
    assert not run.ok
    assert "Set it up first: ansible-playbook playbooks/site.yml" in " ".join(run.output.split())
    assert (site.units(), site.written(), site.releases()) == before


@pytest.mark.usefixtures("people")
def test_a_redis_that_does_not_start_leaves_the_former_one(site: Site) -> None:
    before = site.written()
    broken = "/etc/systemd/system/im-redis.service.d"
    site.core.ssh(f"mkdir {broken} && printf '[Service]\\nExecStartPre=/bin/false\\n' >{broken}/broken.conf")
    run = site.controller.play("site", "--tags", "redis")
    assert not run.ok
    assert f"Redis of the messenger does not start on {CORE}" in " ".join(run.output.split())
    assert site.running() == where(site, FORMERS, FORMERS[:1])
    assert site.written() == before
    site.core.ssh(f"rm -r {broken} && systemctl daemon-reload")


@pytest.mark.usefixtures("people")
def test_a_release_that_does_not_come_up_goes_back_to_the_former_units(site: Site, tmp_path: Path) -> None:
    before = site.written()
    made = checkout(tmp_path / "broken", site.controller.wheels, 'raise RuntimeError("this release is broken")')
    run = site.controller.play("site", within=made)
    assert not run.ok
    assert f"{CORE} was rolled back to" in " ".join(run.output.split())
    assert "this release is broken" in run.output
    assert site.running() == where(site, FORMERS, FORMERS[:1])
    assert site.written() == before


@pytest.mark.usefixtures("people")
def test_site_changes_over(site: Site) -> None:
    before = site.core.ssh("readlink /opt/im/current").stdout
    run = site.controller.play("site")
    assert run.ok, run.output
    told = " ".join(run.output.split())
    assert f"The service valkey-server of {CORE} is off since an earlier release stopped it. If it was yours:" in told
    assert site.running() == where(site, OURS, OURS[:1])
    assert site.core.ssh(REDIS_OF_THE_FORMER, check=False).stdout == ""
    assert site.core.ssh("readlink /opt/im/current").stdout != before
    at_its_port = site.core.ssh("ss --no-header --listening --tcp --numeric 'sport = :6379' | awk '{print $4}'").stdout
    assert at_its_port == (f"{WAY_IN}:6379\n" if len(site.hosts) > 1 else "")


@pytest.mark.usefixtures("people")
def test_a_second_run_changes_nothing(site: Site) -> None:
    run = site.controller.play("site")
    assert run.ok, run.output
    assert run.changes == dict.fromkeys(site.hosts, 0), run.output


@pytest.mark.usefixtures("people")
def test_a_redis_that_is_not_wanted_any_more_goes(site: Site) -> None:
    """Once the messenger has another one."""
    site.core.ssh("systemd-run --unit=owners valkey-server --port 6390 --protected-mode no --save ''")
    run = site.controller.play("site", "-e", f"cluster_redis_url=redis://{WAY_IN}:6390")
    assert run.ok, run.output
    assert site.running() == where(site, OURS[:1], OURS[:1])
    assert site.core.ssh(REDIS_OF_OURS, check=False).stdout == ""
    clients = site.core.ssh("valkey-cli -p 6390 client list | grep -o ' addr=[0-9.]*' | sort -u").stdout.split()
    assert clients == [f"addr={each}" for each in ("127.0.0.1", *(host.address for host in site.hosts.values()))]


def test_removal_leaves_messages_and_packages_that_nobody_noted(site: Site) -> None:
    run = site.controller.play("remove")
    assert run.ok, run.output
    assert re.search("These packages were there before[^.:]*: haproxy, valkey-server", " ".join(run.output.split()))
    for host in site.hosts.values():
        assert host.ssh(LEFT, check=False).stdout == ""
    assert "messages.db" in site.core.ssh("ls /var/lib/im").stdout

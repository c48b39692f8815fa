"""A host that serves something already becomes a node beside it, and is left as it was.

The steps build on one another.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.hosts.conftest import settle
from tests.hosts.host import Host, booted
from tests.hosts.lab import Lab
from tests.hosts.owner import let_in, move_in, possessions
from tests.hosts.playbook import Controller
from tests.hosts.root import RELEASES, build

pytestmark = [
    pytest.mark.steps,
    pytest.mark.full("another host that is set up; what it shows is held by single tests in the default set"),
]

PATIENCE_S: Final = 120
BEHIND: Final = {"haproxy_behind_proxy": True, "imserver_port": 8090, "redis_engine": "redis"}


@pytest.fixture(scope="module")
def host(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    made = Host("neighbour", "192.0.2.51", [build(RELEASES[0])], tmp_path_factory.mktemp("neighbour"), lab)
    with booted(made) as machine:
        move_in(machine)
        yield machine


@pytest.fixture(scope="module")
def controller(host: Host, lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Controller:
    return settle(host, RELEASES[0], lab, tmp_path_factory.mktemp("controller"))


@pytest.fixture(scope="module")
def before(host: Host) -> list[str]:
    return possessions(host)


def beside(controller: Controller, host: Host) -> tuple[str, str]:
    return "-e", json.dumps({**BEHIND, "imserver_address": host.address})


def test_ports_that_somebody_has_are_refused_before_anything_is_changed(
    host: Host, controller: Controller, before: list[str]
) -> None:
    run = controller.play("site")
    assert not run.ok
    told = " ".join(run.output.split())
    assert "Port 80 (haproxy_plain_port) is taken by nginx (process" in told
    assert "Port 8080 (imserver_port) is taken by haproxy (process" in told
    assert "haproxy_behind_proxy=true" in told
    assert host.ssh("ls -d /etc/im /opt/im; id im", check=False).stdout == ""
    assert possessions(host) == before


def test_a_node_comes_beside_it(host: Host, controller: Controller, before: list[str]) -> None:
    run = controller.play("site", *beside(controller, host))
    assert run.ok, run.output
    assert possessions(host) == before
    again = controller.play("site", *beside(controller, host))
    assert again.ok, again.output
    assert again.changed == 0, again.output
    assert possessions(host) == before


def test_people_chat_through_the_owners_nginx(host: Host, controller: Controller, lab: Lab, tmp_path: Path) -> None:
    ca = tmp_path / "nginx.pem"
    ca.write_text(let_in(host))
    url = f"https://{host.address}"
    token = json.loads(host.ssh("imctl --json tokens create selftest").stdout)["token"]
    done = controller.imctl("--json", "--url", url, "--ca", str(ca), "--token", token, "selftest")
    assert json.loads(done.stdout or "{}").get("ok"), done.stdout + done.stderr
    body = json.dumps({"login": "nobody", "password": "wrong password"})
    headers = ("-H", "X-Forwarded-For: 198.51.100.1", "-H", "Content-Type: application/json")
    lab.run("curl", "-s", "--cacert", str(ca), *headers, "-d", body, f"{url}/api/v1/login")
    keys = host.ssh("redis-cli -s /run/im-redis/redis.sock keys '*address*'").stdout
    assert "192.0.2.1" in keys
    assert "198.51.100" not in keys
    assert host.ssh("redis-cli keys '*'").stdout == "owner\n", "what is ours is not in the owner's Redis"


def test_what_can_not_start_is_left_as_failed_and_told(host: Host) -> None:
    host.ssh("cp -a /etc/im/redis.conf /root/redis.conf; echo no-such-directive >>/etc/im/redis.conf")
    host.ssh("systemctl restart im-redis", check=False)
    deadline = time.monotonic() + PATIENCE_S
    while host.ssh("systemctl is-failed im-redis", check=False).stdout != "failed\n":
        assert time.monotonic() < deadline, "it is started again and again"
        time.sleep(1)
    told = host.ssh("imctl status", check=False)
    assert told.returncode == 1
    assert "im-redis.service: systemd reports it as failed" in told.stdout
    assert "no-such-directive" in told.stdout
    host.ssh("mv /root/redis.conf /etc/im/; systemctl reset-failed im-redis; systemctl start im-redis")


def test_removal_leaves_what_there_was(host: Host, controller: Controller, before: list[str]) -> None:
    host.ssh("rm /etc/nginx/conf.d/chat.conf && systemctl reload nginx")
    run = controller.play("remove")
    assert run.ok, run.output
    assert possessions(host) == before
    left = (
        "ls -d /etc/im /opt/im /etc/systemd/system/im* /run/im-redis /run/im-haproxy; getent passwd im-redis im-haproxy"
    )
    assert host.ssh(left, check=False).stdout == ""

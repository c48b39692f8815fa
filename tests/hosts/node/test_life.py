"""A node in its everyday life."""

from __future__ import annotations

import json
from typing import Any

import pytest

from imserver.system.machine_clock import is_synchronised
from tests.hosts.host import Host
from tests.hosts.lab import Lab
from tests.hosts.playbook import Controller
from tests.hosts.selftest import selftest


def test_the_node_tells_how_it_is_tuned_without_ansible(host: Host) -> None:
    shown = json.loads(host.ssh("imctl tune show --json").stdout)["hosts"][0]
    assert {reading["state"] for reading in shown["readings"]} <= {"ok", "no effect", "left"}
    assert host.ssh("imctl tune diff").stdout == "Every knob has its target value.\n"
    assert "disk speed" in host.ssh("imctl tune doctor").stdout


def administration(host: Host, path: str) -> dict[str, Any]:
    """What the server answers over its admin socket."""
    program = (
        "import httpx; transport = httpx.HTTPTransport(uds='/run/im/admin.sock');"
        f" print(httpx.Client(transport=transport, timeout=60).get('http://node/api/v1/admin/{path}').text)"
    )
    answer: dict[str, Any] = json.loads(host.ssh(f'/opt/im/current/venv/bin/python -c "{program}"').stdout)
    return answer


def test_the_confined_server_sees_the_machine_and_its_tuning(host: Host) -> None:
    kib = int(host.ssh("awk '/^MemTotal/ {print $2}' /proc/meminfo").stdout)
    sample = administration(host, "health")["samples"][-1]
    assert sample["memory"]["total"] == pytest.approx(kib * 1024, rel=0.01)
    assert 0 < sample["memory"]["available"] <= sample["memory"]["total"]
    assert sample["server_memory"] > 0
    assert sample["disk_free"] > 0
    clock = json.loads(host.ssh("imctl --json status").stdout)["clock"]
    assert clock["unseen"] == [], "the confinement hides something of time"
    assert clock["synchronised"] is (is_synchronised() is True), "hosts share the kernel of the machine"
    tuning = administration(host, "tuning")
    assert tuning["status"] == "tuned"
    assert {"memory", "network", "storage"} <= {knob["group"] for knob in tuning["record"]["knobs"]}


def test_a_value_that_is_set_on_the_node_stays_until_it_is_taken_back(host: Host, controller: Controller) -> None:
    host.ssh("imctl tune set net.ipv4.tcp_fin_timeout 44")
    assert host.ssh("sysctl -n net.ipv4.tcp_fin_timeout").stdout.strip() == "44"
    assert controller.play("tune").changed == 0
    assert host.ssh("sysctl -n net.ipv4.tcp_fin_timeout").stdout.strip() == "44"
    host.ssh("imctl tune set net.ipv4.tcp_fin_timeout auto")
    assert host.ssh("sysctl -n net.ipv4.tcp_fin_timeout").stdout.strip() == "30"
    refused = host.ssh("imctl tune set net.ipv4.tcp_fin_timeout soon", check=False)
    assert refused.returncode == 1
    assert "allowed are 5 to 120 s" in refused.stderr


def test_whether_a_group_matters_is_measured_on_the_node(host: Host) -> None:
    command = "imctl tune bench network --rounds 2 --messages 20 --json --url https://localhost --ca /etc/im/ca.pem"
    done = host.ssh(command, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    assert {"acknowledged, median (ms)", "server CPU per message (ms)"} <= {figure["figure"] for figure in figures}
    assert host.ssh("imctl tune diff").stdout == "Every knob has its target value.\n"


def test_plain_http_offers_the_authority_and_leads_to_tls(host: Host, controller: Controller, lab: Lab) -> None:
    url = f"http://{host.address}"
    assert lab.run("curl", "-s", f"{url}/ca.pem") == controller.ca.read_text()
    moved = lab.run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", url)
    assert moved == f"301 https://{host.address}/"


def test_a_forged_address_is_not_believed(host: Host, controller: Controller, lab: Lab) -> None:
    """The messenger counts wrong passwords by the address that HAProxy saw."""
    body = json.dumps({"login": "nobody", "password": "wrong password"})
    for number in range(3):
        lab.run(
            *("curl", "-s", "--cacert", str(controller.ca), "-H", f"X-Forwarded-For: 198.51.100.{number}"),
            *("-H", "Content-Type: application/json", "-d", body, f"https://{host.address}/api/v1/login"),
        )
    keys = host.ssh("$(command -v valkey-cli redis-cli) -s /run/im-redis/redis.sock keys '*'").stdout
    assert "address:192.0.2.1" in keys
    assert "198.51.100" not in keys


def test_the_messenger_comes_back_after_a_kill(host: Host, controller: Controller, lab: Lab) -> None:
    before = host.ssh("systemctl show -p MainPID --value imserver@all").stdout.strip()
    host.ssh("systemctl kill -s KILL imserver@all")
    host.ssh(
        "for i in $(seq 600); do sleep 0.2; p=$(systemctl show -p MainPID --value imserver@all);"
        f" [ $p != 0 ] && [ $p != {before} ] && systemctl is-active -q imserver@all && exit 0; done; exit 1"
    )
    selftest(host, controller, lab)

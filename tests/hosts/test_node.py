"""A fresh Debian host becomes a node, stays one, and ceases to be one.

The steps build on one another. A container has no kernel of its own, so compressed swap, I/O schedulers and most
kernel settings are written here and not seen to work.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.hosts.host import Host
from tests.hosts.installation import active, installation
from tests.hosts.lab import Lab
from tests.hosts.playbook import Controller


def test_check_mode_passes_on_a_fresh_host_and_changes_nothing(host: Host, controller: Controller) -> None:
    run = controller.play("site", "--check")
    assert run.ok, run.output
    assert host.ssh("ls /etc/im /opt/im; id im", check=False).stdout == ""


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("haproxy_balance=random", "haproxy_balance"),
        ("haproxy_connections=5", "haproxy_connections is 5 (100 to 100000 are possible)"),
        ("imserver_address=https://chat", "imserver_address is https://chat"),
        ("imserver_port=80", "imserver_port is 80"),
        ("preflight_memory_mb=99999999", "preflight_memory_mb"),
        ("redis_memory=lots", "redis_memory is lots"),
        ("tuning_profile=pi9", "there is no profile pi9; profiles are auto, pi-zero2w"),
        ("{'tuning_overrides': {'vm.swappiness': 500}}", "vm.swappiness is 500; allowed are 0 to 200"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_the_variable(
    controller: Controller, setting: str, names: str
) -> None:
    run = controller.play("site", "--check", "-e", setting)
    assert not run.ok
    assert names in " ".join(run.output.split())
    assert "TASK [base :" not in run.output, "it is refused before anything is done"


def test_converge(host: Host, controller: Controller) -> None:
    run = controller.play("site")
    assert run.ok, run.output
    assert re.search(r"Set the password of the first administrator at\s+https://\S+/#/link/\S+", run.output)


def test_a_second_run_changes_nothing(controller: Controller) -> None:
    run = controller.play("site")
    assert run.ok, run.output
    assert run.changed == 0, run.output


def test_check_mode_on_a_node_changes_nothing(controller: Controller) -> None:
    run = controller.play("site", "--check")
    assert run.ok, run.output
    assert run.changed == 0, run.output


def selftest(host: Host, controller: Controller, lab: Lab) -> None:
    """From another computer: over TLS, with nothing but the authority's certificate and a token."""
    lab.run(
        *("curl", "-sf", "--retry", "60", "--retry-delay", "1", "--retry-all-errors"),
        *("--cacert", str(controller.ca), f"https://{host.address}/readyz"),
    )
    token = json.loads(host.ssh("imctl --json tokens create selftest").stdout)["token"]
    done = controller.imctl(
        *("--json", "--url", f"https://{host.address}", "--ca", str(controller.ca), "--token", token, "selftest")
    )
    report = json.loads(done.stdout or "{}")
    assert report.get("ok"), f"{report.get('failed')}: {report.get('error')} {done.stderr}"
    assert done.returncode == 0


def test_people_chat_over_tls_from_another_computer(host: Host, controller: Controller, lab: Lab) -> None:
    selftest(host, controller, lab)


def test_the_node_tells_how_it_is_tuned_without_ansible(host: Host) -> None:
    shown = json.loads(host.ssh("imctl tune show --json").stdout)["hosts"][0]
    assert {reading["state"] for reading in shown["readings"]} <= {"ok", "no effect", "left"}
    assert host.ssh("imctl tune diff").stdout == "Everything is as it shall be.\n"
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
    assert host.ssh("imctl tune diff").stdout == "Everything is as it shall be.\n"


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
    keys = host.ssh("for s in /run/*-im/*-server.sock; do $(basename $s -server.sock)-cli -s $s keys '*'; done").stdout
    assert "address:192.0.2.1" in keys
    assert "198.51.100" not in keys


def test_services_are_confined(host: Host) -> None:
    for unit, bound in (("imserver@all.service", 2.0), ("haproxy.service", 5.0)):
        text = host.ssh(f"systemd-analyze security --no-pager {unit}", check=False).stdout
        found = re.search(r"Overall exposure level for \S+: ([\d.]+)", text)
        assert found, text
        assert float(found[1]) <= bound, text


def test_the_messenger_comes_back_after_a_kill(host: Host, controller: Controller, lab: Lab) -> None:
    before = host.ssh("systemctl show -p MainPID --value imserver@all").stdout.strip()
    host.ssh("systemctl kill -s KILL imserver@all")
    host.ssh(
        "for i in $(seq 600); do sleep 0.2; p=$(systemctl show -p MainPID --value imserver@all);"
        f" [ $p != 0 ] && [ $p != {before} ] && systemctl is-active -q imserver@all && exit 0; done; exit 1"
    )
    selftest(host, controller, lab)


def test_people_chat_after_a_reboot(host: Host, controller: Controller, lab: Lab) -> None:
    host.reboot()
    selftest(host, controller, lab)
    failed = host.ssh("systemctl list-units --failed --plain --no-legend", check=False).stdout
    assert not re.search(r"imserver|haproxy|redis|valkey", failed), failed


def admin_socket(host: Host, command: str) -> str:
    """What HAProxy answers."""
    program = (
        "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/run/haproxy-im/admin.sock');"
        f" s.sendall(b'{command}\\n'); print(s.makefile().read())"
    )
    return host.ssh(f'python3 -c "{program}"').stdout


def test_a_release_that_does_not_prove_itself_is_taken_back_also_after_a_run_that_was_cut_off(
    host: Host, controller: Controller
) -> None:
    current, older = "/opt/im/current", "/opt/im/releases/older"
    before = host.ssh(f"readlink {current}").stdout.strip()
    host.ssh(f"cp -a {before} {older} && ln -sfn {older} {current}")
    was = installation(host), active(host)
    unproven = {"selftest_url": "https://localhost:1", "selftest_attempts": 1}
    others = {"imserver_memory_max": "50%", "haproxy_connections": 3000}
    is_half_done = "grep -rq MemoryMax=50% /etc/systemd/system"
    controller.cut_off(
        "site", "-e", json.dumps(others), once=lambda: not host.ssh(is_half_done, check=False).returncode
    )
    run = controller.play("site", "-e", json.dumps(unproven | others))
    assert not run.ok
    assert "went back to older" in run.output
    assert (installation(host), active(host)) == was
    assert "Maxconn: 4000" in admin_socket(host, "show info")
    assert host.ssh("ls /opt/im/before", check=False).stdout == ""
    host.ssh(f"ln -sfn {before} {current} && rm -r {older}")


def test_remove_leaves_messages_and_nothing_else(host: Host, controller: Controller) -> None:
    run = controller.play("remove")
    assert run.ok, run.output
    left = host.ssh(
        "ls -d /etc/im /opt/im /usr/local/bin/imctl /etc/sysctl.d/60-im-*.conf /etc/systemd/system/imserver*"
        " /etc/systemd/system/haproxy.service.d /etc/systemd/zram-generator.conf.d /var/lib/im-tuning 2>/dev/null",
        check=False,
    ).stdout
    assert left == ""
    assert "messages.db" in host.ssh("ls /var/lib/im").stdout

"""Knobs on Debian 12 and 13: what counts is read from the kernel or from the tool that uses the file.

A container has a network of its own and shares the rest of the kernel: what it can't show is told as such, and shown
by `./scripts/test --qemu`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.hosts.host import Host
from tests.hosts.playbook import Controller
from tests.hosts.snapshot import differences, snapshot

pytestmark = pytest.mark.steps


@pytest.fixture(scope="module")
def before(host: Host) -> dict[str, list[str]]:
    """What the host was, and what `revert` has to bring back; with a service to switch off."""
    unit = "[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target"
    host.ssh(f"printf '{unit}\\n' >/etc/systemd/system/triggerhappy.service && systemctl enable --now triggerhappy")
    return snapshot(host)


def readings(controller: Controller) -> dict[str, dict[str, Any]]:
    done = controller.tune("show", "--all", "--json")
    assert done.returncode == 0, done.stderr
    [host] = json.loads(done.stdout)["hosts"]
    return {reading["name"]: reading for reading in host["readings"]}


def live(host: Host, command: str) -> str:
    return " ".join(host.ssh(command).stdout.split())


def test_a_wrong_value_is_refused_with_host_knob_and_what_is_allowed(
    host: Host, controller: Controller, before: dict[str, list[str]]
) -> None:
    done = controller.tune("set", "vm.swappiness", "300", "--host", host.name)
    assert done.returncode == 1
    assert f"{host.name}: vm.swappiness is 300; allowed are 0 to 200" in done.stderr
    assert differences(before, snapshot(host)) == {}
    assert not (controller.folder / "host_vars").exists()


def test_check_tells_and_changes_nothing(host: Host, controller: Controller, before: dict[str, list[str]]) -> None:
    done = controller.tune("apply", "--check")
    assert done.returncode == 0, done.stderr
    assert "would change net.ipv4.tcp_slow_start_after_idle" in done.stdout
    assert differences(before, snapshot(host)) == {}


def test_apply(controller: Controller, before: dict[str, list[str]]) -> None:
    done = controller.tune("apply")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed net.ipv4.tcp_slow_start_after_idle" in done.stdout


def test_a_second_run_and_a_check_change_nothing(controller: Controller) -> None:
    for options in ((), ("--check",)):
        run = controller.play("tune", *options)
        assert run.ok, run.output
        assert run.changed == 0, run.output


@pytest.mark.parametrize(
    ("command", "value"),
    [
        ("sysctl -n net.core.somaxconn", "4096"),
        ("sysctl -n net.ipv4.tcp_max_syn_backlog", "4096"),
        ("sysctl -n net.ipv4.tcp_rmem", "4096 131072 1048576"),
        ("sysctl -n net.ipv4.tcp_wmem", "4096 16384 1048576"),
        ("sysctl -n net.ipv4.tcp_notsent_lowat", "131072"),
        ("sysctl -n net.ipv4.tcp_slow_start_after_idle", "0"),
        ("sysctl -n net.ipv4.tcp_thin_linear_timeouts", "1"),
        ("sysctl -n net.ipv4.tcp_keepalive_time", "120"),
        ("sysctl -n net.ipv4.tcp_keepalive_intvl", "15"),
        ("sysctl -n net.ipv4.tcp_keepalive_probes", "4"),
        ("sysctl -n net.ipv4.tcp_fin_timeout", "30"),
        ("sysctl -n net.ipv4.ip_local_port_range", "10240 65535"),
        ("sysctl -n net.ipv4.tcp_syncookies", "1"),
        ("sysctl -n net.ipv4.conf.all.accept_redirects", "0"),
        ("sysctl -n net.ipv4.conf.all.send_redirects", "0"),
        ("systemctl is-enabled triggerhappy || true", "disabled"),
        ("systemctl is-active triggerhappy || true", "inactive"),
        ("systemd-analyze cat-config systemd/journald.conf | grep ^Storage= | tail -1", "Storage=persistent"),
        ("systemd-analyze cat-config systemd/journald.conf | grep ^SystemMaxUse= | tail -1", "SystemMaxUse=200M"),
    ],
)
def test_the_value_counts_before_and_after_a_restart(host: Host, command: str, value: str) -> None:
    assert live(host, command) == value


def test_the_night_is_when_packages_are_looked_for(host: Host) -> None:
    assert "OnCalendar=*-*-* 03:00:00" in live(host, "systemctl show apt-daily.timer --property=TimersCalendar")


def test_what_a_container_cannot_show_is_told_as_such(controller: Controller) -> None:
    read = readings(controller)
    for name in ("zram.size", "vm.swappiness", "kernel.kptr_restrict"):
        assert read[name]["state"] == "no effect", read[name]
        assert read[name]["remark"]
    assert {r["name"] for r in read.values() if r["state"] == "drift"} == set()


def test_values_hold_after_a_restart(host: Host, controller: Controller) -> None:
    host.reboot()
    assert live(host, "sysctl -n net.ipv4.tcp_slow_start_after_idle") == "0"
    assert controller.tune("diff").returncode == 0
    assert controller.play("tune").changed == 0


def test_drift_by_hand_is_seen_and_mended(host: Host, controller: Controller) -> None:
    host.ssh(
        "sysctl -qw net.ipv4.tcp_fin_timeout=60; rm /etc/sysctl.d/60-im-security.conf; systemctl start triggerhappy"
    )
    done = controller.tune("diff", "--json")
    assert done.returncode == 1
    seen = {reading["name"]: reading for reading in json.loads(done.stdout)["drift"]}
    assert seen["net.ipv4.tcp_fin_timeout"]["live"] == "60"
    assert "kernel.kptr_restrict" in seen
    assert "service.triggerhappy" in seen
    assert controller.tune("apply").returncode == 0
    assert live(host, "sysctl -n net.ipv4.tcp_fin_timeout") == "30"
    assert controller.tune("diff").returncode == 0


def test_a_value_of_ones_own_is_kept_beside_the_inventory(host: Host, controller: Controller) -> None:
    done = controller.tune("set", "net.ipv4.tcp_fin_timeout", "45", "--host", host.name)
    assert done.returncode == 0, done.stderr
    assert live(host, "sysctl -n net.ipv4.tcp_fin_timeout") == "45"
    assert "45" in (controller.folder / "host_vars" / host.name / "tuning.yml").read_text()
    assert readings(controller)["net.ipv4.tcp_fin_timeout"]["origin"] == "inventory"
    assert controller.tune("set", "net.ipv4.tcp_fin_timeout", "leave", "--host", host.name).returncode == 0
    assert live(host, "sysctl -n net.ipv4.tcp_fin_timeout") == "60"
    assert controller.tune("set", "net.ipv4.tcp_fin_timeout", "auto", "--host", host.name).returncode == 0
    assert live(host, "sysctl -n net.ipv4.tcp_fin_timeout") == "30"


def test_the_doctor_comes_to_the_host(controller: Controller) -> None:
    done = controller.tune("doctor", "--json")
    [host] = json.loads(done.stdout)["hosts"]
    assert {"system", "userland", "disk speed"} <= {finding["name"] for finding in host["findings"]}


def test_a_host_that_does_not_answer_is_named(controller: Controller) -> None:
    inventory = controller.folder / "away.ini"
    inventory.write_text("[im_nodes]\naway ansible_host=192.0.2.250 ansible_timeout=2\n")
    done = controller.imctl("tune", "show", "--inventory", str(inventory))
    assert done.returncode == 3
    assert "away can't be reached" in done.stderr


def test_a_group_that_is_switched_off_gets_back_what_was_and_does_not_drift(host: Host, controller: Controller) -> None:
    switch = controller.folder / "group_vars" / "im_nodes" / "switch.yml"
    switch.parent.mkdir(parents=True, exist_ok=True)
    switch.write_text("security_enabled: false\n")
    assert controller.tune("apply").returncode == 0
    assert live(host, "sysctl -n net.ipv4.conf.all.send_redirects") == "1"
    assert live(host, "sysctl -n net.ipv4.tcp_slow_start_after_idle") == "0"
    states = {r["state"] for r in readings(controller).values() if r["group"] == "security"}
    assert states == {"left"}
    assert controller.tune("diff").returncode == 0
    switch.unlink()
    assert controller.tune("diff").returncode == 1
    assert controller.tune("apply").returncode == 0


def test_revert_brings_everything_back(host: Host, controller: Controller, before: dict[str, list[str]]) -> None:
    done = controller.tune("revert", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert differences(before, snapshot(host)) == {}
    assert live(host, "systemctl is-active triggerhappy") == "active"
    host.reboot()
    assert differences(before, snapshot(host)) == {}

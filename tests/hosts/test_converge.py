"""A fresh Debian host becomes a node, stays one, and is still one after a restart.

The steps build on one another; what they come to is kept, and other modules begin with copies of it. A container has no
kernel of its own, so compressed swap, I/O schedulers and most kernel settings are written here and not seen to work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
import yaml

from tests.hosts.host import Host
from tests.hosts.images import Images
from tests.hosts.lab import Lab
from tests.hosts.playbook import Controller
from tests.hosts.root import Release
from tests.hosts.selftest import selftest

pytestmark = pytest.mark.steps

REFUSED: Final[dict[str, tuple[dict[str, object], str]]] = {
    "balance": ({"haproxy_balance": "random"}, "haproxy_balance"),
    "connections": ({"haproxy_connections": "5"}, "haproxy_connections is 5 (100 to 100000 are possible)"),
    "address": ({"imserver_address": "https://chat"}, "imserver_address is https://chat"),
    "port": ({"imserver_port": "80"}, "imserver_port is 80"),
    "memory": ({"preflight_memory_mb": "99999999"}, "MiB of memory, and needs 99999999 (preflight_memory_mb)"),
    "disk": ({"preflight_disk_mb": "99999999"}, "and needs 99999999 (preflight_disk_mb)"),
    "clock": ({"preflight_clock_s": "-1"}, "preflight_clock_s allows -1"),
    "redis": ({"redis_memory": "lots"}, "redis_memory is lots"),
    "profile": ({"tuning_profile": "pi9"}, "there is no profile pi9; profiles are auto, pi-zero2w"),
    "knob": ({"tuning_overrides": {"vm.swappiness": 500}}, "vm.swappiness is 500; allowed are 0 to 200"),
}
"""Settings that are wrong, as text where `-e` would give text, and what is said of them."""


@pytest.fixture(scope="module", autouse=True)
def image(
    host: Host, controller: Controller, release: Release, images: Images, request: pytest.FixtureRequest
) -> Iterator[None]:
    """What it came to is kept, where no step failed or was left out."""
    failed = request.session.testsfailed
    yield
    is_node = host.ssh("test -e /opt/im/current", check=False).returncode == 0
    if is_node and request.session.testsfailed == failed:
        images.keep(release, host, controller)


def test_check_mode_passes_on_a_fresh_host_and_changes_nothing(host: Host, controller: Controller) -> None:
    run = controller.play("site", "--check")
    assert run.ok, run.output
    assert host.ssh("ls /etc/im /opt/im; id im", check=False).stdout == ""


def test_wrong_values_are_refused_with_the_name_of_the_variable(host: Host, controller: Controller) -> None:
    """The same host under several names, each with a setting that is wrong."""
    entries = {name: {**controller.variables(host), **settings} for name, (settings, _) in REFUSED.items()}
    inventory = controller.folder / "refused.yml"
    inventory.write_text(yaml.safe_dump({"im_nodes": {"hosts": entries}}))
    run = controller.play("site", "--check", inventory=inventory)
    assert not run.ok
    told = told_by_host(run.output)
    assert {name: said for name, (_, said) in REFUSED.items() if said not in told.get(name, "")} == {}, run.output
    assert "TASK [base :" not in run.output, "they are refused before anything is done"


def told_by_host(output: str) -> dict[str, str]:
    """What is said of each host that failed, in one line."""
    parts = re.split(r"^(?:fatal: )?\[(\S+?)\]: ?", output, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        found[name] = f"{found.get(name, '')} {' '.join(text.split())}"
    return found


@pytest.mark.every_release
def test_converge(host: Host, controller: Controller) -> None:
    run = controller.play("site")
    assert run.ok, run.output
    assert re.search(r"Run\s+on\s+it:\s+sudo\s+imctl\s+setup-link", run.output)
    assert "/#/link/" not in run.output
    assert "/#/link/" not in host.ssh("journalctl --no-pager -u 'imserver@*'").stdout
    assert "/#/link/" in host.ssh("imctl setup-link").stdout


@pytest.mark.every_release
def test_a_second_run_changes_nothing(controller: Controller) -> None:
    run = controller.play("site")
    assert run.ok, run.output
    assert run.changed == 0, run.output


def test_check_mode_on_a_node_changes_nothing(controller: Controller) -> None:
    run = controller.play("site", "--check")
    assert run.ok, run.output
    assert run.changed == 0, run.output


@pytest.mark.every_release
def test_people_chat_over_tls_from_another_computer(host: Host, controller: Controller, lab: Lab) -> None:
    selftest(host, controller, lab)


@pytest.mark.every_release
def test_services_are_confined(host: Host) -> None:
    for unit, bound in (("imserver@all.service", 2.0), ("haproxy.service", 5.0)):
        text = host.ssh(f"systemd-analyze security --no-pager {unit}", check=False).stdout
        found = re.search(r"Overall exposure level for \S+: ([\d.]+)", text)
        assert found, text
        assert float(found[1]) <= bound, text


@pytest.mark.every_release
def test_people_chat_after_a_reboot(host: Host, controller: Controller, lab: Lab) -> None:
    host.reboot()
    selftest(host, controller, lab)
    failed = host.ssh("systemctl list-units --failed --plain --no-legend", check=False).stdout
    assert not re.search(r"imserver|haproxy|redis|valkey", failed), failed

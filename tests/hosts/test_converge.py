"""A fresh Debian host becomes a node, stays one, and is still one after a restart.

The steps build on one another; what they come to is kept, and other modules begin with copies of it. A container has no
kernel of its own, so compressed swap, I/O schedulers and most kernel settings are written here and not seen to work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.hosts import package_lock
from tests.hosts.host import Host
from tests.hosts.images import Images
from tests.hosts.lab import Lab
from tests.hosts.playbook import Controller
from tests.hosts.root import Release
from tests.hosts.selftest import selftest

pytestmark = pytest.mark.steps

REFUSED: Final[dict[str, tuple[dict[str, object], str]]] = {
    "balance": ({"haproxy_balance": "random"}, "value of haproxy_balance must be one of: leastconn, roundrobin"),
    "connections": ({"haproxy_connections": "5"}, "haproxy_connections is 5 (100 to 100000 are allowed)"),
    "address": ({"imserver_address": "https://chat"}, "imserver_address is https://chat"),
    "door": ({"haproxy_port": "70000"}, "haproxy_port is 70000 and haproxy_plain_port 80"),
    "names": ({"haproxy_names": ["b\u00f6se name"]}, "haproxy_names has b\u00f6se name"),
    "port": ({"imserver_port": "81"}, "imserver_port is 81"),
    "taken": ({"haproxy_plain_port": "22"}, "Port 22 (haproxy_plain_port) is taken by sshd (process"),
    "memory": ({"preflight_memory_mb": "99999999"}, "MiB of memory, and needs 99999999 (preflight_memory_mb)"),
    "disk": ({"preflight_disk_mb": "99999999"}, "and needs 99999999 (preflight_disk_mb)"),
    "clock": ({"preflight_clock_s": "-1"}, "preflight_clock_s allows -1"),
    "redis": ({"redis_memory": "lots"}, "redis_memory is lots"),
    "profile": ({"tuning_profile": "pi9"}, "unknown profile pi9; profiles are auto, pi-zero2w"),
    "knob": ({"tuning_overrides": {"vm.swappiness": 500}}, "vm.swappiness is 500; allowed are 0 to 200"),
    "Chat_Room": ({}, "The name Chat_Room in the inventory can't be part of a web address"),
    "chat_room": ({}, "The name chat_room in the inventory can't be part of a web address"),
    "Chat": ({"redis_memory": "lots"}, "redis_memory is lots"),
    "gw_1": ({"imserver_address": "chat.example", "redis_memory": "lots"}, "redis_memory is lots"),
    "bj\u00f6rn": ({}, "in the inventory can't be part of a web address"),
    "other": ({"mdns_enabled": "true"}, "other has the host name debian"),
}
"""Settings and names that are wrong, as text where `-e` would give text, and what is said of them."""


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
    """With every number and boolean as `-e` gives it, as text; also where Ansible can't ask apt yet."""
    host.ssh("apt-get -qq purge --yes python3-apt")
    before = host.ssh(CHANGED_BY_APT).stdout
    run = controller.play("site", "--check", *as_text())
    assert run.ok, run.output
    assert "no package lists yet" in run.output
    assert host.ssh("ls /etc/im /opt/im; id im", check=False).stdout == ""
    assert host.ssh(CHANGED_BY_APT).stdout == before
    assert not (controller.folder / "secrets").exists(), "nothing is made here either"


CHANGED_BY_APT: Final = "find /var/lib/apt/lists /var/lib/dpkg/info -type f | sort"


def as_text() -> list[str]:
    """The defaults of all numbers and booleans of the roles, as options of `ansible-playbook`."""
    options: list[str] = []
    for file in Path("roles").glob("*/meta/argument_specs.yml"):
        for name, option in yaml.safe_load(file.read_text())["argument_specs"]["main"]["options"].items():
            if option["type"] in ("int", "float", "bool") and "default" in option and name != "haproxy_connections":
                options += ["-e", f"{name}={option['default']}"]
    return options


def test_wrong_values_are_refused_with_the_name_of_the_variable(host: Host, controller: Controller) -> None:
    """The same host under several names, each with a setting that is wrong."""
    own = {**controller.variables(host), "mdns_enabled": "false"}
    entries = {name: {**own, **settings} for name, (settings, _) in REFUSED.items()}
    inventory = controller.folder / "refused.yml"
    inventory.write_text(yaml.safe_dump({"im_nodes": {"hosts": entries}}))
    run = controller.play("site", "--check", inventory=inventory)
    assert not run.ok
    told = told_by_host(run.output)
    assert {name: said for name, (_, said) in REFUSED.items() if said not in told.get(name, "")} == {}, run.output
    assert "TASK [base :" not in run.output, "they are refused before anything is done"


def told_by_host(output: str) -> dict[str, str]:
    """The message for each host that failed, in one line: without the task, which names variables too."""
    parts = re.split(r"^(?:fatal: )?\[(\S+?)\]: ?", output, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        message = text.partition("    msg: ")[2] or text.partition("failed: true")[0]
        found[name] = f"{found.get(name, '')} {' '.join(message.replace(chr(39) * 2, chr(39)).split())}"
    return found


@pytest.mark.every_release
def test_converge(host: Host, controller: Controller) -> None:
    """As on a first start: something else installs packages, and Ansible can't ask apt yet."""
    host.ssh("apt-get -qq purge --yes python3-apt; ip -6 address add fd00::11/64 dev host0 nodad")
    host.ssh("ip -6 address add fe80::11/64 dev host0 nodad")
    package_lock.hold(host)
    run = controller.play_until("site", "waiting: [", lambda: package_lock.let_go(host))
    assert run.ok, run.output
    waiting = rf"waiting: \[{host.name}\] for process \d+ \(\S*python3 .*holds /var/lib/dpkg/lock-frontend"
    assert re.search(waiting, run.output), run.output
    assert f"https://{host.name}.local was found and answered." in " ".join(run.output.split())
    assert re.search(r"Run\s+on\s+it:\s+sudo\s+imctl\s+setup-link", run.output)
    assert "/#/link/" not in run.output
    assert "/#/link/" not in host.ssh("journalctl --no-pager -u 'imserver@*'").stdout
    assert "/#/link/" in host.ssh("imctl setup-link").stdout
    assert (
        "fd00:0:0:0:0:0:0:11" in host.ssh("openssl x509 -in /etc/im/node.pem -noout -ext subjectAltName").stdout.lower()
    )


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
    for unit, bound in (("imserver@all.service", 2.0), ("im-haproxy.service", 3.0), ("im-redis.service", 2.0)):
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

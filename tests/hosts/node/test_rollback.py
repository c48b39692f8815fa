"""A release that doesn't prove itself goes, and what was there before comes back."""

from __future__ import annotations

import json

import pytest

from tests.hosts.host import Host
from tests.hosts.installation import active, installation
from tests.hosts.lab import Lab
from tests.hosts.playbook import Controller
from tests.hosts.selftest import selftest


def admin_socket(host: Host, command: str) -> str:
    """What HAProxy answers."""
    program = (
        "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/run/im-haproxy/admin.sock');"
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
    said_before = host.ssh("journalctl --no-pager --output=cat -u 'imserver@*' -u im-haproxy | tail -30").stdout
    run = controller.play("site", "-e", json.dumps(unproven | others))
    assert not run.ok
    told = " ".join(run.output.split())
    assert [line for line in said_before.splitlines() if line.startswith("{") and " ".join(line.split()) in told] == []
    assert "was rolled back to older" in told
    assert (installation(host), active(host)) == was
    assert "Maxconn: 4000" in admin_socket(host, "show info")
    assert host.ssh("ls /opt/im/before", check=False).stdout == ""
    host.ssh(f"ln -sfn {before} {current} && rm -r {older}")


@pytest.mark.full("a release is built anew as at first; that a release which doesn't run is seen takes no host")
def test_a_release_whose_python_is_gone_is_built_anew(host: Host, controller: Controller, lab: Lab) -> None:
    """As after an upgrade of the system, to a release with another Python."""
    host.ssh("cd /opt/im/current/venv/bin && ln -sf /usr/bin/python3.2 $(readlink -f python | xargs basename)")
    host.ssh("systemctl stop imserver.target", check=False)
    run = controller.play("site")
    assert run.ok, run.output
    assert "the virtual environment is built anew" in " ".join(run.output.split())
    selftest(host, controller, lab)

"""A release that doesn't prove itself goes, and what was there before comes back."""

from __future__ import annotations

import json

from tests.hosts.host import Host
from tests.hosts.installation import active, installation
from tests.hosts.playbook import Controller


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

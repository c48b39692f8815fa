"""Which packages a removal may take: the expressions of the role, given what a host says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import yaml

BROUGHT: Final = """\
avahi-daemon: /usr/lib/systemd/system/avahi-daemon.service
haproxy: /usr/lib/systemd/system/haproxy.service
libnss-x:amd64: /lib/systemd/system/x@.service
nftables: /usr/lib/systemd/system/nftables.service
redis-server: /usr/lib/systemd/system/redis-server.service
redis-server: /usr/lib/systemd/system/redis-server@.service
valkey-server: /usr/lib/systemd/system/valkey-server.service
"""
OURS: Final = [
    "avahi-daemon",
    "gone",
    "haproxy",
    "libnss-x",
    "nftables",
    "python3-venv",
    "redis-server",
    "valkey-server",
]


def unused(tmp_path: Path, enabled: list[str], running: list[str]) -> set[str]:
    """Of the packages that came with a node, those whose services nobody uses."""
    play = {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars_files": [str(Path("roles/packages/vars/main.yml").resolve())],
        "vars": {
            "packages_record": {"ours": OURS, "off": [], "configured": []},
            "packages_installed": [name for name in OURS if name != "gone"],
            "__packages_units": {"stdout_lines": BROUGHT.splitlines()},
            "__packages_enabled": {"stdout_lines": [f"{name} enabled enabled" for name in enabled]},
            "__packages_running": {"stdout_lines": [f"{name} loaded active running A unit" for name in running]},
            "ansible_python_interpreter": sys.executable,
            "found": str(tmp_path / "found.json"),
        },
        "tasks": [{"ansible.builtin.copy": {"content": "{{ __packages_unused | to_json }}", "dest": "{{ found }}"}}],
    }
    (tmp_path / "play.yml").write_text(yaml.safe_dump([play]))
    command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", "localhost,", str(tmp_path / "play.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(json.loads((tmp_path / "found.json").read_text()))


def test_a_package_whose_service_somebody_uses_stays(tmp_path: Path) -> None:
    """An instance counts, and what runs without being enabled; what the node switched on itself doesn't."""
    left = unused(
        tmp_path,
        ["nftables.service", "avahi-daemon.service", "ssh.service"],
        ["redis-server@shop.service", "x@1.service", "ssh.service"],
    )
    assert left == {"avahi-daemon", "haproxy", "python3-venv", "valkey-server"}

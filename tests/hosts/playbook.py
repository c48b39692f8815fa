"""Running the playbooks, as a person with an inventory would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hosts.host import Host
from tests.hosts.lab import Lab

REPOSITORY: Final = Path(__file__).resolve().parents[2]
RECAP: Final = re.compile(r"ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of a playbook came to."""

    output: str
    code: int

    @property
    def changed(self) -> int:
        return int(self._recap()[2])

    @property
    def ok(self) -> bool:
        return self.code == 0

    def _recap(self) -> re.Match[str]:
        found = RECAP.search(self.output)
        assert found, self.output
        return found


@dataclass(frozen=True, slots=True)
class Controller:
    """The computer from which nodes are made: an inventory in a folder of its own."""

    lab: Lab
    folder: Path
    wheels: Path

    @property
    def ca(self) -> Path:
        return self.folder / "secrets" / "ca.pem"

    def write_inventory(self, host: Host) -> None:
        variables = {
            "ansible_host": host.address,
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(host.key),
            "ansible_ssh_common_args": "'-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'",
            "imserver_cache_dir": str(self.wheels),
            "haproxy_connections": "4000",  # a container gets no more open files than this machine gives
        }
        line = " ".join(f"{name}={value}" for name, value in variables.items())
        (self.folder / "inventory.ini").write_text(f"[im_nodes]\n{host.name} {line}\n")

    def play(self, name: str, *options: str) -> Run:
        """Run a playbook inside the lab's network."""
        command = ["ip", "netns", "exec", self.lab.name, str(Path(sys.executable).with_name("ansible-playbook"))]
        command += ["-i", str(self.folder / "inventory.ini"), f"playbooks/{name}.yml", *options]
        environment = {
            **os.environ,
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_SSH_ARGS": "-o ControlMaster=auto -o ControlPersist=15s",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.folder / "ssh"),
        }
        done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
        return Run(done.stdout + done.stderr, done.returncode)

    def imctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run imctl on the controller, inside the lab's network."""
        program = str(Path(sys.executable).with_name("imctl"))
        return subprocess.run(
            ["ip", "netns", "exec", self.lab.name, program, *arguments], capture_output=True, text=True, check=False
        )

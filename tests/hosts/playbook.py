"""Running the playbooks, as a person with an inventory would."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hosts.emulated import EmulatedHost
from tests.hosts.host import Host
from tests.hosts.lab import Lab

REPOSITORY: Final = Path(__file__).resolve().parents[2]
RECAP: Final = re.compile(r"ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)")
CHANGES: Final = re.compile(r"^(\S+)\s+: ok=\d+\s+changed=(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of a playbook came to."""

    output: str
    code: int

    @property
    def changed(self) -> int:
        return int(self._recap()[2])

    @property
    def changes(self) -> dict[str, int]:
        """How many tasks changed something, by host."""
        return {host: int(changed) for host, changed in CHANGES.findall(self.output)}

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

    lab: Lab | None
    folder: Path
    wheels: Path

    @property
    def ca(self) -> Path:
        return self.folder / "secrets" / "ca.pem"

    @property
    def inventory(self) -> Path:
        return self.folder / "inventory.ini"

    def variables(self, host: Host | EmulatedHost) -> dict[str, str]:
        """What an inventory says of the host."""
        return {
            **host.variables,
            "ansible_ssh_common_args": "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null",
            "imserver_cache_dir": str(self.wheels),
            "haproxy_connections": "4000",  # a container gets no more open files than this machine gives
        }

    def line(self, host: Host | EmulatedHost) -> str:
        """The host as an inventory names it."""
        return " ".join([host.name, *(f"{name}={shlex.quote(value)}" for name, value in self.variables(host).items())])

    def write_inventory(self, host: Host | EmulatedHost) -> None:
        self.inventory.write_text(f"[im_nodes]\n{self.line(host)}\n")

    def play(self, name: str, *options: str, within: Path = REPOSITORY, inventory: Path | None = None) -> Run:
        """Run a playbook of the checkout `within`, for the hosts of another inventory where one is given."""
        command, environment = self._playbook(name, options, inventory), self._environment()
        done = subprocess.run(command, cwd=within, env=environment, capture_output=True, text=True, check=False)
        return Run(done.stdout + done.stderr, done.returncode)

    def play_until(self, name: str, said: str, then: Callable[[], object]) -> Run:
        """Run a playbook, and do something once it has said something; it goes on meanwhile."""
        output = ""
        with subprocess.Popen(
            self._playbook(name, ()),
            cwd=REPOSITORY,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout
            for line in process.stdout:
                if said in line and said not in output:
                    then()
                output += line
        return Run(output, process.returncode)

    def cut_off(self, name: str, *options: str, once: Callable[[], bool]) -> None:
        """Begin to run a playbook, and kill it once something is so."""
        command = self._playbook(name, options)
        with subprocess.Popen(
            command, cwd=REPOSITORY, env=self._environment(), stdout=subprocess.DEVNULL, start_new_session=True
        ) as process:
            while not once():
                assert process.poll() is None, f"{name} ended before it was so"
            os.killpg(process.pid, signal.SIGKILL)

    def _playbook(self, name: str, options: Sequence[str], inventory: Path | None = None) -> list[str]:
        program = str(Path(sys.executable).with_name("ansible-playbook"))
        return [*self._within(), program, "-i", str(inventory or self.inventory), f"playbooks/{name}.yml", *options]

    def tune(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run imctl tune for the hosts of the inventory."""
        return self.imctl("tune", *arguments, "--inventory", str(self.inventory))

    def _within(self) -> list[str]:
        """In the lab's network, where there is one."""
        return ["ip", "netns", "exec", self.lab.name] if self.lab else []

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_SSH_ARGS": "-o ControlMaster=auto -o ControlPersist=15s",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.folder / "ssh"),
        }

    def imctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run imctl on the controller."""
        command = [*self._within(), str(Path(sys.executable).with_name("imctl")), *arguments]
        return subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=False)

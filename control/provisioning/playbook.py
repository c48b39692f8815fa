"""Running a playbook on the nodes of an inventory, and what it came to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from control.errors import ControlError, Refused, Unreachable, UsageError
from control.progress import Progress
from control.provisioning.playbook_events import Event, Events

ROOT: Final = Path(__file__).resolve().parents[2]
POLL_S: Final = 0.2
UNTOUCHED: Final = "nothing after that step was changed on that host"


def usual_inventory() -> Path | None:
    """The inventory of the directory where the command was given; None where it has none, or may not be looked into."""
    usual = Path("inventory.ini")
    try:
        return usual if usual.is_file() else None
    except OSError:
        return None


def is_readable(inventory: Path) -> bool:
    """Whether there is such a file. Raises `UsageError` where one may not look."""
    try:
        if not inventory.is_file():
            return False
        inventory.open("rb").close()
    except OSError as error:
        raise UsageError(
            f"{inventory} can't be read from {_directory()}: {error.strerror}",
            "change to the directory of the checkout, or pass a readable file with --inventory FILE",
        ) from error
    return True


def _directory() -> str:
    try:
        return os.getcwd()
    except OSError:
        return "a directory that is gone"


@dataclass(frozen=True, slots=True)
class Nodes:
    """Hosts of an inventory; all of them, where `hosts` is empty."""

    inventory: Path
    hosts: tuple[str, ...] = ()

    def play(
        self,
        name: str,
        variables: Mapping[str, object],
        progress: Progress,
        *,
        check: bool = False,
        hint: str = UNTOUCHED,
    ) -> list[Event]:
        """Run a playbook. Returns the results of `im_tuning` and of tasks tagged `imctl`, each with its host, in order.

        `hint` says how things are after a task failed. Raises `Unreachable` for a host that doesn't answer, `Refused`
        for a task that failed, `UsageError` where there is no such host, or no Ansible here.
        """
        if not is_readable(self.inventory):
            raise UsageError(
                f"there is no inventory {self.inventory}",
                "copy inventory.example.ini to inventory.ini, and list your hosts in it",
            )
        command = [_program("ansible-playbook"), "-i", str(self.inventory.resolve()), f"playbooks/{name}.yml"]
        command += ["--extra-vars", json.dumps(dict(variables))]
        if self.hosts:
            command += ["--limit", ",".join(self.hosts)]
        if check:
            command.append("--check")
        with tempfile.TemporaryDirectory() as folder:
            events, output, code = _run(command, Path(folder), progress)
        if error := self._error(events, output, code, hint):
            raise error
        return [{"host": event["host"], **event["result"]} for event in events if event["event"] == "result"]

    def names(self) -> list[str]:
        """The hosts that a playbook would reach."""
        listed = json.loads(_ask(["ansible-inventory", "-i", str(self.inventory.resolve()), "--list"]))
        known = list(listed.get("_meta", {}).get("hostvars", {})) or listed.get("im_nodes", {}).get("hosts", [])
        unknown = [host for host in self.hosts if host not in known]
        if unknown:
            raise UsageError(f"{self.inventory} has no host {unknown[0]}", f"hosts are {', '.join(known) or 'none'}")
        return list(self.hosts or known)

    def variable(self, host: str, name: str) -> Any:
        """What the inventory says for a host; None where it says nothing."""
        said = json.loads(_ask(["ansible-inventory", "-i", str(self.inventory.resolve()), "--host", host]))
        return said.get(name)

    def _error(self, events: list[Event], output: str, code: int, after: str) -> ControlError | None:
        for event in events:
            if event["event"] == "unreachable":
                hint = f"see that it is on, and that ssh reaches it as {self.inventory} names it"
                return Unreachable(f"{event['host']} can't be reached: {event['message'].strip()}", hint)
        failed = [event for event in events if event["event"] == "failed"]
        if failed:
            texts = [f"{event['host']}: {str(event['message']).strip()}" for event in failed]
            return Refused("; ".join(dict.fromkeys(texts)), after)
        if code == 0 and not any(event["event"] == "no_hosts" for event in events):
            return None
        if self.hosts and "Could not match" in output:
            return UsageError(
                f"{self.inventory} has no host {', '.join(self.hosts)}",
                "list the hosts with 'ansible-inventory --list'",
            )
        last = [line for line in output.strip().splitlines() if line.strip()][-3:]
        return Refused(f"the playbook ended with code {code}: {' '.join(last)}", f"the inventory is {self.inventory}")


def _run(command: Sequence[str], folder: Path, progress: Progress) -> tuple[list[Event], str, int]:
    file, log = folder / "events", folder / "log"
    file.touch()
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "IMCTL_EVENTS": str(file),
    }
    events: list[Event] = []
    with log.open("wb") as output, file.open(encoding="utf-8") as stream, progress.steps("Ansible") as say:
        told = Events(stream)
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            while True:
                ended = _ended(process)
                for event in told.read():
                    events.append(event)
                    if event["event"] == "begun":
                        say(f"{event['host']}: {event['name']}")
                if ended:
                    break
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    return events, log.read_text(errors="replace"), process.returncode


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _ask(command: list[str]) -> str:
    program, *arguments = command
    environment = {**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg")}
    done = subprocess.run(
        [_program(program), *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UsageError(f"the inventory can't be read: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found or not (ROOT / "playbooks").is_dir():
        raise UsageError(
            "this needs Ansible and the playbooks, which are on the controller",
            "there, in the checkout: ./scripts/venv controller. On the node itself leave out --host and --inventory",
        )
    return found

"""What the machine had before the first change, what people chose, and how it stood then: three files.

All vanish when everything is reverted.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from .choice import Overrides
from .knob import KnobError
from .machine import Machine

FOLDER = "/var/lib/im-tuning"
ORIGINALS = f"{FOLDER}/originals.json"
CHOICES = f"{FOLDER}/choices.json"
STATE = f"{FOLDER}/state.json"


@dataclass(slots=True)
class Original:
    """A file as it was. `data` in base64, None where there was none."""

    group: str
    data: str | None
    mode: int

    @property
    def content(self) -> bytes | None:
        return None if self.data is None else base64.b64decode(self.data)


@dataclass(slots=True)
class Record:
    """Originals by path (`files`), by knob (`live`); folders and packages that the model brought, by group."""

    files: dict[str, Original] = field(default_factory=dict)
    live: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    packages: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.files or self.live or self.packages)

    def keep_file(self, machine: Machine, name: str, group: str) -> None:
        """Note a file before it is changed for the first time."""
        if name in self.files:
            return
        data = machine.data(name)
        mode = machine.path(name).stat().st_mode & 0o7777 if data is not None else 0o644
        self.files[name] = Original(group, None if data is None else base64.b64encode(data).decode(), mode)
        for parent in PurePosixPath(name).parents:
            if not machine.exists(str(parent)) and str(parent) not in self.folders:
                self.folders.append(str(parent))

    def of_group(self, group: str) -> list[str]:
        """The files of a group."""
        return [name for name, original in self.files.items() if original.group == group]


def load(machine: Machine) -> Record:
    """The record of a machine; empty for one that was never tuned. Raises `KnobError` where it can't be read."""
    found = _read(machine, ORIGINALS)
    files = {name: Original(**original) for name, original in found.get("files", {}).items()}
    return Record(files, found.get("live", {}), found.get("folders", []), found.get("packages", {}))


def save(machine: Machine, record: Record) -> None:
    if not record:
        machine.remove(ORIGINALS)
        if machine.exists(FOLDER) and not machine.exists(CHOICES):
            machine.path(FOLDER).rmdir()
        return
    _write(machine, ORIGINALS, asdict(record))


def load_overrides(machine: Machine) -> Overrides:
    """What was chosen on this machine. Raises `KnobError` where it can't be read."""
    found = _read(machine, CHOICES)
    return Overrides(
        found.get("profile", "auto"), found.get("inventory", {}), found.get("node", {}), tuple(found.get("off", ()))
    )


def save_overrides(machine: Machine, overrides: Overrides) -> None:
    _write(machine, CHOICES, asdict(overrides))


def forget_overrides(machine: Machine) -> None:
    machine.remove(CHOICES)


def save_state(machine: Machine, group: str, about: dict[str, str], knobs: list[dict[str, Any]]) -> None:
    """Write down how the knobs of a group stand, of all for an empty name: for the admin page of the server.

    Where nothing is different, the file and its time stay.
    """
    found = _state(machine)
    others = [knob for knob in found.get("knobs", []) if group and knob["group"] != group]
    state = {**about, "knobs": sorted([*others, *knobs], key=lambda knob: (knob["group"], knob["name"]))}
    if state != {name: value for name, value in found.items() if name != "at"}:
        _write(machine, STATE, {"at": round(time.time() * 1000), **state})


def forget_state(machine: Machine, group: str) -> None:
    """The knobs of a group were reverted, or all for an empty name."""
    found = _state(machine)
    found["knobs"] = [knob for knob in found.get("knobs", []) if group and knob["group"] != group]
    if found["knobs"]:
        _write(machine, STATE, found)
    else:
        machine.remove(STATE)


def _state(machine: Machine) -> dict[str, Any]:
    try:
        return _read(machine, STATE)
    except KnobError:  # it is made anew
        return {}


def _read(machine: Machine, name: str) -> dict[str, Any]:
    text = machine.text(name)
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        raise KnobError(f"{name} is damaged ({error}). Restore it from a backup") from error
    return dict(found)


def _write(machine: Machine, name: str, value: object) -> None:
    data = (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()
    if machine.data(name) != data:
        machine.write(name, data)

"""Where `imctl tune` works: on this machine, or on hosts of an inventory; and where values of one's own are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from control.context import Invocation
from control.errors import NotAllowed, Refused, UsageError
from control.progress import Progress
from control.provisioning.playbook import Nodes, usual_inventory
from control.tuning import record
from control.tuning.choice import Overrides
from control.tuning.doctor import examine
from control.tuning.knob import KnobError
from control.tuning.machine import Machine
from control.tuning.model import select
from control.tuning.tuner import Tuner

AUTO: Final = "auto"
SIGNS: Final = (record.FOLDER, "/opt/im/current")
ROOT_ONLY: Final = "only root may: sudo imctl tune …"
NOTE: Final = "# Written by imctl tune set.\n"

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TuneTarget:
    """Where a command works: `nodes` of an inventory, or this machine."""

    run: Invocation
    nodes: Nodes | None

    @classmethod
    def choose(cls, run: Invocation, hosts: list[str] | None, inventory: Path | None, here: bool) -> TuneTarget:
        usual = usual_inventory()
        if here or not (hosts or inventory or usual or _is_node()):
            if not here:
                raise UsageError(
                    "this machine is not a node, and there is no inventory.ini",
                    "pass --inventory FILE, or --here for this machine",
                )
            return cls(run, None)
        if not hosts and not inventory and _is_node():
            return cls(run, None)
        return cls(run, Nodes(inventory or usual or Path("inventory.ini"), tuple(hosts or ())))

    def do(
        self, action: str, group: str = "", *, check: bool = False, variables: Mapping[str, object] | None = None
    ) -> list[Result]:
        """What each host answered, with its name in `host`. `action` is one of the role tuning."""
        try:
            select(group)
            if self.nodes is None:
                return [{"host": os.uname().nodename, **_here(action, group, check)}]
        except KnobError as refusal:
            raise Refused(f"{os.uname().nodename}: {refusal}", code="refused") from refusal
        except PermissionError as error:
            raise NotAllowed(f"{error.filename or 'the kernel'} can't be changed", ROOT_ONLY) from error
        given = {"tuning_action": action, "tuning_group": group, **(variables or {})}
        return self.nodes.play("tune", given, Progress(self.run.output), check=check)


def _is_node() -> bool:
    return any(Path(name).exists() for name in SIGNS)


def _here(action: str, group: str, check: bool) -> Result:
    machine = Machine()
    if action == "examine":
        return {"findings": [asdict(finding) for finding in examine(machine)]}
    if action == "revert":
        require_root(check)
        return Tuner(machine, Overrides()).revert(group, check=check).as_json()
    tuner = Tuner(machine, record.load_overrides(machine))
    if action == "read":
        return {"profile": tuner.board.profile.name, "readings": [asdict(reading) for reading in tuner.readings(group)]}
    require_root(check)
    return tuner.apply(group, check=check).as_json()


def require_root(check: bool) -> None:
    if os.geteuid() != 0 and not check:
        raise NotAllowed("changing how this machine is tuned needs root", ROOT_ONLY)


def set_here(key: str, value: str) -> None:
    require_root(check=False)
    machine = Machine()
    before = record.load_overrides(machine)
    after = replace(before, node=_merged(before.node, key, value))
    try:
        Tuner(machine, after).check()
    except KnobError as refusal:
        raise Refused(f"{os.uname().nodename}: {refusal}", code="refused") from refusal
    record.save_overrides(machine, after)


def set_there(place: TuneTarget, nodes: Nodes, key: str, value: str) -> list[Result]:
    """Values are kept in files beside the inventory, for all hosts or for those named; once the hosts took them."""
    folder = nodes.inventory.resolve().parent
    name = "tuning_host_overrides" if nodes.hosts else "tuning_overrides"
    files: dict[Path, dict[str, Any]] = {}
    for host in nodes.names():
        part = Path("host_vars") / host if nodes.hosts else Path("group_vars/im_nodes")
        merged = _merged(nodes.variable(host, name) or {}, key, value)
        files[folder / part / "tuning.yml"] = merged
        replace(nodes, hosts=(host,)).play("tune", {"tuning_action": "read", name: merged}, Progress(place.run.output))
    for file, merged in files.items():
        _write_variables(file, name, merged)
        place.run.output.note(f"Written to {file}.")
    return place.do("apply")


def _write_variables(file: Path, name: str, merged: Mapping[str, object]) -> None:
    import yaml  # only the controller has it

    said = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    text = NOTE + yaml.safe_dump({**(said or {}), name: dict(merged)}, allow_unicode=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(text, "utf-8")
    draft.replace(file)


def _merged(before: Mapping[str, Any], key: str, value: str) -> dict[str, Any]:
    rest = {name: kept for name, kept in before.items() if name != key}
    return rest if value == AUTO else {**rest, key: value}

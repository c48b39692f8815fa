"""An injector: one host's part of an exported plan, run where the plan lies, and kept there for `imctl load merge`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from control.errors import UsageError
from control.load.part import Part
from control.load.result import RunResult, ToolTarget
from control.load.run import Watch, here
from control.load.scenario.scenario import Scenario, load
from control.load.tools.kind import kind
from control.load.tools.registry import third_party_tools

PARTS: Final = "part-*.json"


def plan_of(folder: Path) -> Scenario:
    """The scenario of the plan in a folder. Raises `UsageError` where something of it is missing."""
    kind(folder)
    people = folder / "people.csv"
    if not people.is_file():
        raise UsageError(
            f"{folder} holds no accounts: there is no people.csv",
            "'imctl load export --people' creates them on the server and writes that file next to the plan",
            code="people_missing",
        )
    with suppress(PermissionError):
        people.chmod(0o600)
    return load(str(folder / "scenario.yml"))


def inject(scenario: Scenario, folder: Path, target: ToolTarget, part: Part, tell: Watch) -> tuple[RunResult, Path]:
    """Run it with the installed tool: what was measured, and the file that says so."""
    result = third_party_tools()[kind(folder)].run(scenario, target, folder, tell, part)
    result.machines = {"generator": here()}
    result.settings = {"part": asdict(part)}
    return result, result.save(folder, PARTS.replace("*", _name(part)))


def _name(part: Part) -> str:
    if part.workers:
        return "master"
    return "worker" if part.master else f"{part.shard}-of-{part.shards}"

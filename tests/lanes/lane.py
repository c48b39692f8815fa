"""Lanes and budgets, as `tests/lanes.toml` writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).resolve().parents[1] / "lanes.toml"


@dataclass(frozen=True, slots=True)
class Lane:
    """`paths` are run in their order by pytest, or `commands` one after the other.

    A command of node_modules is skipped where npm didn't install it. `memory_mb` is what it needs at its height. A lane
    with the network of the machine reaches the package mirror; the others have only a loopback, or also a link that
    leads `nowhere`: without one, Chromium takes itself for offline, and connects to no vendor of notices.
    """

    name: str
    paths: tuple[str, ...] = ()
    commands: dict[str, list[str]] = field(default_factory=dict)
    memory_mb: int = 500
    machine_network: bool = False
    nowhere: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`budgets`: minutes that a folder, or a lane of commands, may take in the default set.

    That is with two other lanes beside it on two cores.
    """

    lanes: tuple[Lane, ...]
    budgets: dict[str, float]

    def lane(self, name: str) -> Lane:
        """Raises `KeyError`."""
        return {lane.name: lane for lane in self.lanes}[name]

    def lane_of(self, path: str) -> Lane | None:
        """The lane that runs a file or a folder of tests: the one that names the longest part of its path."""
        found = [(len(each), lane) for lane in self.lanes for each in lane.paths if _within(path, each)]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def ignored(self, lane: Lane) -> list[str]:
        """What lies in the lane's folders and is run by another lane."""
        others = [path for other in self.lanes if other is not lane for path in other.paths]
        return [path for path in others if any(path != own and _within(path, own) for own in lane.paths)]


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def load(file: Path = FILE) -> Plan:
    """Raises `ValueError` where two lanes have the same name or path."""
    read = tomllib.loads(file.read_text("utf-8"))
    lanes = tuple(
        Lane(**{**each, "paths": tuple(each.get("paths", ()))})  # an unknown key is a TypeError with its name
        for each in read["lane"]
    )
    _refuse_doubles("name", [lane.name for lane in lanes])
    _refuse_doubles("path", [path for lane in lanes for path in lane.paths])
    return Plan(lanes, {folder: float(minutes) for folder, minutes in read["budgets"].items()})


def _refuse_doubles(kind: str, values: Sequence[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"{FILE.name}: two lanes have the {kind} {value}")

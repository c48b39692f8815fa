"""What the lanes found, a line of JSON each: every test that ended, as pytest-reportlog writes it, and every lane of
commands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

FOLDER_PARTS: Final = 2
"""`tests/edge`: what lies deeper counts there."""
COMMANDS: Final = "CommandsReport"
"""Beside pytest's types of reports."""
STEPS: Final = "steps"
"""A property of a test whose module's tests build on one another, which tests/plugins/steps.py sets."""


@dataclass(slots=True)
class Record:
    """`seconds` are those of the tests of each folder, with what they set up, and of each lane of commands.

    `failed` are node ids, by lane; `steps` those of tests that build on the others of their module.
    """

    seconds: Counter[str] = field(default_factory=Counter)
    passed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)
    steps: set[str] = field(default_factory=set)

    def has_failure_of(self, lane: str) -> bool:
        return any(of == lane for of, _ in self.failed)

    @property
    def tests(self) -> int:
        """How many were tried."""
        return self.passed + len(self.failed) + self.skipped.total()


def add_commands(folder: Path, lane: str, seconds: float) -> None:
    """What a lane of commands took, under its own name."""
    line = {"$report_type": COMMANDS, "nodeid": lane, "duration": seconds}
    with (folder / f"{lane}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(line)}\n")


def add_skip(folder: Path, lane: str, step: str, reason: str) -> None:
    """A command that wasn't run, as pytest-reportlog writes a test that was skipped."""
    line = {"$report_type": COMMANDS, "nodeid": step, "duration": 0, "outcome": "skipped", "longrepr": reason}
    with (folder / f"{lane}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(line)}\n")


def read(folder: Path, lanes: Iterable[str]) -> Record:
    """The record of a run that left its logs in `folder`. A lane that wrote none counts nothing."""
    record = Record()
    for lane in lanes:
        file = folder / f"{lane}.jsonl"
        if file.exists():
            _add(record, lane, _lines(file))
    return record


def is_step(properties: Iterable[Sequence[object]]) -> bool:
    """Of a report of pytest: pairs of a name and a value."""
    return any(name == STEPS for name, _ in properties)


def _add(record: Record, lane: str, lines: Iterable[dict[str, Any]]) -> None:
    outcomes: dict[str, str] = {}
    for line in lines:
        kind, outcome = line.get("$report_type"), str(line.get("outcome"))
        if kind == COMMANDS:
            record.seconds[lane] += line["duration"]
            if outcome == "skipped":
                record.skipped[_reason(line)] += 1
        if kind not in ("TestReport", "CollectReport"):
            continue
        test = str(line["nodeid"])
        if is_step(line.get("user_properties", ())):
            record.steps.add(test)
        if kind == "TestReport":
            record.seconds["/".join(test.split("::")[0].split("/")[:FOLDER_PARTS])] += line["duration"]
        if outcome == "skipped":
            record.skipped[_reason(line)] += 1
        is_call = kind == "TestReport" and line["when"] == "call"
        if outcome == "failed" or (is_call and outcome == "passed" and test not in outcomes):
            outcomes[test] = outcome
    record.passed += sum(outcome == "passed" for outcome in outcomes.values())
    record.failed += [(lane, test) for test, outcome in outcomes.items() if outcome == "failed"]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """A process that was killed may have left half a line."""
    for line in file.read_text("utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _reason(line: dict[str, Any]) -> str:
    told = line.get("longrepr")
    return str(told[2] if isinstance(told, list) else told).removeprefix("Skipped: ")

"""What a person reads at the end: what failed and how to play it again, what was skipped and why, minutes by folder."""

from __future__ import annotations

import shlex
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.lanes.record import Record
from tests.lanes.run import Options, Progress

SHOWN: Final = 12
"""Failures whose files are printed; the others are named."""
TAIL_LINES: Final = 40
LONGEST: Final = 150
"""Letters of a folder's name; a longer one ends in a checksum."""
TEXTS: Final = (".txt", ".log")
PROMISED_MIN: Final = {"fast": 2, "default": 30, "full": 180}
"""As docs/testing.md tells it."""


def durations(record: Record, budgets: dict[str, float]) -> list[str]:
    """A line for each folder, the longest first; with its budget, where there are budgets for the set."""
    lines = [f"{'folder':<20} {'minutes':>8} {'budget':>7}"]
    for folder, seconds in record.seconds.most_common():
        minutes, budget = seconds / 60, budgets.get(folder)
        over = "  over its budget" if budget is not None and minutes > budget else ""
        lines.append(f"{folder:<20} {minutes:>8.1f} {'' if budget is None else f'{budget:g}':>7}{over}")
    whole = f"{sum(budgets.values()):g}" if budgets else ""
    lines.append(f"{'sum':<20} {record.seconds.total() / 60:>8.1f} {whole:>7}")
    return lines


def lateness(size: str, seconds: float) -> list[str]:
    """A line where a whole set took longer than it may."""
    minutes, promised = seconds / 60, PROMISED_MIN[size]
    return [f"The {size} set took {minutes:.1f} minutes, and promises {promised}."] if minutes > promised else []


def skips(record: Record) -> list[str]:
    return [f"{count:>5} skipped: {reason}" for reason, count in record.skipped.most_common()]


def failures(record: Record, lanes: Sequence[Progress], options: Options) -> list[str]:
    """The ends of the files that failed tests left, and of the logs of lanes that ended otherwise."""
    lines: list[str] = []
    for number, (_, test) in enumerate(record.failed):
        folder = artifacts_of(options.folder / "failures", test)
        lines += ["", f"== FAILED {test}", f"   files: {folder}"]
        if number < SHOWN:
            lines += [line for file in _texts(folder) for line in _end_of(file)]
    for lane in unexplained(record, lanes):
        lines += ["", f"== FAILED {lane.lane.name}: {', '.join(lane.failed)}", *_end_of(lane.log)]
    return lines


def unexplained(record: Record, lanes: Sequence[Progress]) -> list[Progress]:
    """Lanes that failed otherwise than by a test: a command, or a pytest process that broke off."""
    return [
        lane for lane in lanes if lane.failed and (lane.has_broken_off or not record.has_failure_of(lane.lane.name))
    ]


def closing_line(record: Record, lanes: Sequence[Progress]) -> str:
    """The counts, alone on a line, for whoever reads the output: what failed without a test counts too."""
    untold = [lane for lane in lanes if not record.has_failure_of(lane.lane.name)]
    failed = len(record.failed) + sum(len(lane.failed) for lane in untold)
    return f"{record.passed} passed, {failed} failed, {record.skipped.total()} skipped"


def replays(record: Record, lanes: Sequence[Progress], options: Options) -> list[str]:
    """The commands that play again what failed: the test alone, and its lane in the same order."""
    size = "" if options.size == "default" else f" --{options.size}"
    given = f"./scripts/test{size} --seed {options.seed}"
    order = " --shuffle" if options.shuffle else ""
    tests = dict.fromkeys(replay_target(test, test in record.steps) for _, test in record.failed[:SHOWN])
    lines = [f"{given} {shlex.quote(test)}" for test in tests]
    names = [lane.lane.name for lane in lanes if lane.failed or record.has_failure_of(lane.lane.name)]
    return [*lines, *(f"{given}{order} --lane {lane}" for lane in names)]


def replay_target(test: str, is_step: bool) -> str:
    """What has to be run for a test: its module, where the module's tests build on one another."""
    return test.partition("::")[0] if is_step else test


def artifacts_of(folder: Path, test: str) -> Path:
    """Where a failed test leaves its files: a folder that is named as it is, as far as file systems let it."""
    name = test.removeprefix("tests/").replace("::", "/").replace("/", ".")
    cleaned = "".join(letter if letter.isalnum() or letter in "._-[]" else "-" for letter in name)
    if not cleaned.strip("."):
        cleaned = "collection"  # of everything: never the folder itself, which would be cleared
    if len(cleaned) > LONGEST:
        cleaned = f"{cleaned[:LONGEST]}-{zlib.crc32(name.encode('utf-8', 'backslashreplace')):08x}"
    return folder / cleaned


def _texts(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in TEXTS) if folder.is_dir() else []


def _end_of(file: Path) -> list[str]:
    try:
        text = file.read_text("utf-8", errors="replace").rstrip().splitlines()
    except OSError as error:
        return [f"   -- {file.name}: {error.strerror}"]
    return [f"   -- {file.name}", *(f"   {line}" for line in text[-TAIL_LINES:])]

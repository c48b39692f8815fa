"""Which lines a run executed: Python's by coverage.py, those of the page's modules by Node.js."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

WEB: Final = Path("imserver/web")
JAVASCRIPT: Final = "IMNODE_JAVASCRIPT_COVERAGE"
"""A variable: the file where `tests/web/test_javascript.py` has Node.js write its report, in lcov's format."""


class Tally:
    """Lines of a folder, those without code left out where the language's tool tells them."""

    def __init__(self) -> None:
        self.lines = 0
        self.executed = 0

    def add(self, lines: int, executed: int) -> None:
        self.lines += lines
        self.executed += executed

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.executed // self.lines if self.lines else 100


def begin(folder: Path) -> None:
    """Processes that this one starts write into `folder`, which is empty then."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["COVERAGE_FILE"] = str(folder.resolve() / "data")
    os.environ[JAVASCRIPT] = str(folder.resolve() / "page.lcov")


def report(folder: Path) -> list[str]:
    """A line for each folder of the code, and where the lines themselves are shown."""
    counted: dict[str, Tally] = defaultdict(Tally)
    for file, lines, executed in (*_python(folder), *_javascript(folder / "page.lcov")):
        counted[str(Path(file).parent)].add(lines, executed)
    if not counted:
        return ["", "No code was executed that coverage counts."]
    rows = [
        f"{name:<34} {each.lines:>7} {each.executed:>9} {each.percent:>6} %" for name, each in sorted(counted.items())
    ]
    return [
        "",
        f"{'folder':<34} {'lines':>7} {'executed':>9} {'share':>8}",
        *rows,
        f"Line by line: {folder}/python/index.html",
    ]


def _python(folder: Path) -> Iterator[tuple[str, int, int]]:
    from coverage import Coverage, exceptions  # 0.15 s, which a run without the option does without

    measured = Coverage(data_file=str(folder / "data"), messages=False)
    try:
        measured.combine()
        measured.html_report(directory=str(folder / "python"))
        measured.json_report(outfile=str(folder / "python.json"))
    except exceptions.CoverageException:  # nothing was measured
        return
    for file, found in json.loads((folder / "python.json").read_text("utf-8"))["files"].items():
        yield file, found["summary"]["num_statements"], found["summary"]["covered_lines"]


def _javascript(report: Path) -> Iterator[tuple[str, int, int]]:
    """Modules that no test loaded have their lines too; Node.js counts comments like code."""
    if not report.exists():
        return
    found = _lcov(report.read_text("utf-8"))
    for module in sorted(WEB.rglob("*.js")):
        if "vendor" not in module.parts:
            lines, executed = found.get(str(module)) or (len(module.read_text("utf-8").splitlines()), 0)
            yield str(module), lines, executed


def _lcov(text: str) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for record in text.split("end_of_record"):
        fields = dict(line.split(":", 1) for line in record.split("\n") if line.startswith(("SF:", "LF:", "LH:")))
        if len(fields) == 3:
            found[fields["SF"]] = (int(fields["LF"]), int(fields["LH"]))
    return found

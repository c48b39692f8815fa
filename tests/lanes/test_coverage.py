"""What `./scripts/test --coverage` tells."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lanes import coverage

CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import imserver.core.room'], check=True)"
"""A process that starts another, as a test starts a server."""


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `begin` sets, and what a run with the option around this one has set, ends with the test."""
    for name in ("COVERAGE_FILE", "COVERAGE_PROCESS_CONFIG", coverage.JAVASCRIPT):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def row(lines: list[str], folder: str) -> tuple[int, int]:
    [line] = [each for each in lines if each.startswith(f"{folder} ")]
    found, executed = re.findall(r" (\d+)(?= )", line)[:2]
    return int(found), int(executed)


def test_processes_that_a_test_starts_are_counted(tmp_path: Path) -> None:
    program = tmp_path / "starts.py"
    program.write_text(CHILD, "utf-8")
    coverage.begin(tmp_path / "coverage")
    subprocess.run([sys.executable, "-m", "coverage", "run", str(program)], check=True)
    lines = coverage.report(tmp_path / "coverage")
    found, executed = row(lines, "imserver/core")
    assert 0 < executed < found
    assert row(lines, "imserver/store/sqlite")[1] == 0
    assert Path(lines[-1].removeprefix("Line by line: ")).exists()


def test_a_module_of_the_page_that_no_test_loaded_is_counted_as_not_executed(tmp_path: Path) -> None:
    folder = tmp_path / "coverage"
    coverage.begin(folder)
    Path(os.environ[coverage.JAVASCRIPT]).write_text(
        "TN:\nSF:imserver/web/app/ui/dates.js\nDA:1,1\nLH:7\nLF:9\nend_of_record\n"
        "TN:\nSF:tests/web/dates.test.js\nLH:1\nLF:1\nend_of_record\n",
        "utf-8",
    )
    lines = coverage.report(folder)
    assert row(lines, "imserver/web/app/ui")[1] == 7
    assert row(lines, "imserver/web/client")[1] == 0
    assert not any("vendor" in line or line.startswith("tests") for line in lines)


def test_a_run_that_executed_nothing_says_so(tmp_path: Path) -> None:
    coverage.begin(tmp_path / "coverage")
    assert coverage.report(tmp_path / "coverage") == ["", "No code was executed that coverage counts."]

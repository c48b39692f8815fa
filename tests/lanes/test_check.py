"""A check of small lanes, from what is cleared before it to its last line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lanes import report
from tests.lanes.claim import ClaimedError, claim

TESTS = """
import pathlib, time
def test_fails(): assert "water" == "wine"
def test_waits():
    pathlib.Path("began").touch()
    time.sleep(600)
"""
CHECK = """
import pathlib, sys
from tests.lanes import check
from tests.lanes.lane import Lane, Plan
from tests.lanes.run import Options
lanes = (Lane("cellar", paths=("test_cellar.py",), machine_network=True), Lane("lint", commands={"ruff": ["false"]}))
arguments = ("-p", "tests.conftest", "-c", "pytest.ini", "-p", "no:cacheprovider")
options = Options("default", 7, False, pathlib.Path("build/test"), arguments)
sys.exit(check.run(Plan(lanes, {}), sys.argv[1:], options, 2))
"""


def begin(place: Path, *names: str) -> subprocess.Popen[str]:
    (place / "test_cellar.py").write_text(TESTS, "utf-8")
    (place / "pytest.ini").write_text("[pytest]\nmarkers =\n    steps: x\n    full(why): x\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "IMNODE_UNPREPARED": ""}
    pipe, command = subprocess.PIPE, [sys.executable, "-c", CHECK, *names]
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=place, env=environment)


def interrupted(place: Path, *numbers: signal.Signals) -> tuple[int, str, str]:
    """As soon as its second test waits: the exit code, the output and the errors."""
    with begin(place) as running:
        deadline = time.monotonic() + 60
        while not (place / "began").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        for number in numbers:
            running.send_signal(number)
            time.sleep(0.05)
        told, errors = running.communicate(timeout=60)
        return running.returncode, told, errors


@pytest.mark.parametrize("numbers", [(signal.SIGINT,), (signal.SIGTERM, signal.SIGINT, signal.SIGINT)], ids=len)
def test_ctrl_c_leaves_the_report_of_what_failed_until_then(tmp_path: Path, numbers: list[signal.Signals]) -> None:
    """However often it is pressed."""
    code, told, errors = interrupted(tmp_path, *numbers)
    assert code == 130, told + errors
    assert "assert 'water' == 'wine'" in told
    assert "./scripts/test --seed 7 test_cellar.py::test_fails\n" in told
    assert "./scripts/test --seed 7 --lane cellar\n" in told
    assert told.splitlines()[-1] == "0 passed, 2 failed, 0 skipped"


def test_a_second_check_in_the_same_clone_is_refused_and_clears_nothing(tmp_path: Path) -> None:
    log = tmp_path / "build/test/lint.log"
    log.parent.mkdir(parents=True)
    log.touch()
    with claim(tmp_path / "build/test"):
        refused = begin(tmp_path)
        _, errors = refused.communicate(timeout=60)
    assert (refused.returncode, "another check runs in this clone" in errors) == (1, True), errors
    assert log.exists()


def test_a_claim_ends_with_whoever_made_it(tmp_path: Path) -> None:
    with claim(tmp_path / "test"), pytest.raises(ClaimedError), claim(tmp_path / "test"):
        pass
    with claim(tmp_path / "test"):
        pass


def test_a_whole_set_begins_with_an_empty_folder(tmp_path: Path) -> None:
    left = tmp_path / "build/test/failures/journal.txt"
    left.parent.mkdir(parents=True)
    left.touch()
    begin(tmp_path, "lint").communicate(timeout=60)
    assert left.exists()
    code, told, errors = interrupted(tmp_path, signal.SIGTERM)
    assert (code, left.exists()) == (130, False), told + errors


@pytest.mark.parametrize(
    ("size", "minutes", "told"),
    [("fast", 1.9, []), ("fast", 2.5, ["The fast set took 2.5 minutes, and promises 2."]), ("default", 29, [])],
)
def test_a_set_that_breaks_its_promise_is_named(size: str, minutes: float, told: list[str]) -> None:
    assert report.lateness(size, minutes * 60) == told

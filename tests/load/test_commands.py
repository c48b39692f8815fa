"""`imctl load` as somebody at a shell uses it, with servers of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.load.conftest import scenario

BRIEF = ("--duration", "1s", "--ramp", "1s")


@pytest.fixture
def shell(tmp_path: Path) -> Any:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    environment["XDG_STATE_HOME"] = str(tmp_path)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("imctl")
        return subprocess.run(
            [str(program), "load", *words], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
        )

    return run


def test_the_capacity_of_a_server_that_bears_more_is_not_invented(shell: Any, tmp_path: Path) -> None:
    chat = scenario(tmp_path, "1s", "10s")
    done = shell("capacity", chat, "--local", "--from", "4", "--to", "8", "--repeats", "1", *BRIEF, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["low"], found["high"]) == (8, None)
    assert "8 users" in found["ended"]
    assert [run["users"] for run in found["runs"]] == [4, 8]
    assert "<svg" in (Path(found["folder"]) / "report.html").read_text("utf-8")


def test_two_settings_are_run_in_alternation_and_compared_with_intervals(shell: Any, tmp_path: Path) -> None:
    chat = scenario(tmp_path, "1s", "10s")
    words = ("--scenario", chat, "--users", "4", "--rounds", "2", *BRIEF, "--out", "both")
    done = shell("compare", "default", "IM_SEND_RATE=0", *words, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["pairs"] == 2
    figures = {each["figure"]: each for each in found["figures"]}
    assert figures["memory of imserver (MiB)"]["low"] <= figures["memory of imserver (MiB)"]["high"]
    assert sorted(folder.name for folder in (tmp_path / "both").iterdir()) == ["A-1", "A-2", "B-1", "B-2"]
    again = shell("compare", "both/A-1", "both/B-1")
    assert "no interval can be given" in again.stdout
    trend = shell("report", "both", "--out", "trend")
    assert trend.returncode == 0, trend.stderr
    assert "Trend over runs" in (tmp_path / "trend" / "report.html").read_text("utf-8")


def test_a_folder_without_results_is_named(shell: Any, tmp_path: Path) -> None:
    done = shell("report", str(tmp_path))
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr

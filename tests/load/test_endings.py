"""How a run of each tool ends that can't go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from control.load.result import RunResult
from tests.disk import fill, small_disk
from tests.load.day import Day, Days, days
from tests.load.figures import counted
from tests.load.process import running, said, stored, until

pytestmark = pytest.mark.packages

TALK = """
name: talk
title: Four people
users: 4
ramp: 1s
hold: 6s
conversations:
  - size: 4
arrival: open
rate: 3/s
mix: {send: 1}
"""


def live_deserted(day: Day) -> RunResult:
    """The server goes away for good."""
    with running(day.terminal, day.file(TALK), "--with", day.tool) as process:
        until(lambda: stored(day.terminal) > 15, process)  # the last of them may not be acknowledged
        day.terminal.server.kill()
    return day.result()


@pytest.fixture(scope="module")
def deserted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days[RunResult]]:
    with days(request, tmp_path_factory.mktemp("deserted"), live_deserted) as begun:
        yield begun


def test_a_server_that_goes_away_is_told(deserted: Days[RunResult], tool: str) -> None:
    result = deserted[tool].result()
    assert counted(result, "ack") > 5
    assert sum(times.failed for times in result.actions.values()) >= 4
    assert result.ended.startswith("server gone")
    assert result.verdict is not None
    assert result.verdict.name == "product failure"


@dataclass(frozen=True, slots=True)
class Full:
    code: int
    told: str


def live_full(day: Day) -> Full:
    """The disk to which the tool writes what it measures is full."""
    with small_disk(day.terminal.home / "disk", 8) as disk:
        file = day.file(TALK)
        with running(day.terminal, file, "--with", day.tool, out=disk / "out") as process:
            until(lambda: stored(day.terminal) > 10, process)
            fill(disk)
        return Full(process.returncode, said(day.terminal))


@pytest.fixture(scope="module")
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days[Full]]:
    with days(request, tmp_path_factory.mktemp("full"), live_full) as begun:
        yield begun


def test_a_full_disk_of_the_generator_is_said(full: Days[Full], tool: str) -> None:
    day = full[tool].result()
    assert day.code == 1, day.told
    assert "the generator's disk is full" in day.told

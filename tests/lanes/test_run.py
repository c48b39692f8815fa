"""Lanes that really run: small ones, made of shell commands and of tests written for it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lanes import report
from tests.lanes.lane import Lane, Plan
from tests.lanes.record import Record, read
from tests.lanes.run import Options, Runner
from tests.patience import until

TESTS = """
import pytest
def test_passes(): pass
def test_fails(): assert "water" == "wine"
def test_is_skipped(): pytest.skip("no wine here")
@pytest.mark.full("takes a cellar")
def test_takes_long(): assert False
"""
MEETS = "touch {own}; for i in $(seq 300); do [ -e {other} ] && exit 0; sleep 0.1; done; exit 1"
"""Ends well only where the other lane runs at the same time."""


def options(folder: Path, **given: object) -> Options:
    return Options(**{"size": "default", "seed": 7, "shuffle": False, "folder": folder, **given})  # type: ignore[arg-type]


def run(lanes: list[Lane], folder: Path, jobs: int = 2, memory_mb: int = 10_000) -> Runner:
    runner = Runner(Plan(tuple(lanes), {}), lanes, options(folder), jobs, memory_mb)
    asyncio.run(runner.run(lambda: None))
    return runner


def shell(name: str, *commands: str, memory_mb: int = 1) -> Lane:
    steps = {f"step{number}": ["sh", "-c", command] for number, command in enumerate(commands, start=1)}
    return Lane(name, commands=steps, memory_mb=memory_mb)


def test_two_lanes_run_at_the_same_time(tmp_path: Path) -> None:
    places = {"own": tmp_path / "a", "other": tmp_path / "b"}
    turned = {"own": tmp_path / "b", "other": tmp_path / "a"}
    runner = run([shell("one", MEETS.format(**places)), shell("two", MEETS.format(**turned))], tmp_path)
    assert [each.failed for each in runner.progress] == [[], []]


@pytest.mark.parametrize(("jobs", "memory_mb"), [(1, 10_000), (2, 1_500)])
def test_a_lane_waits_for_a_place_and_for_memory(tmp_path: Path, jobs: int, memory_mb: int) -> None:
    busy = "mkdir {0} || exit 1; sleep 0.3; rmdir {0}".format(tmp_path / "busy")
    lanes = [shell("one", busy, memory_mb=1_000), shell("other", busy, memory_mb=1_000)]
    runner = run(lanes, tmp_path, jobs, memory_mb)
    assert [each.failed for each in runner.progress] == [[], []]
    assert {each.state for each in runner.progress} == {"ended"}


def test_all_commands_of_a_lane_are_run_and_the_failed_ones_named(tmp_path: Path) -> None:
    [progress] = run([shell("lint", "echo first; exit 3", "true", "echo third; false")], tmp_path).progress
    assert progress.failed == ["step1", "step3"]
    assert progress.log.read_text("utf-8") == "first\nthird\n"


def test_a_command_that_npm_did_not_install_is_skipped_by_name(tmp_path: Path) -> None:
    lane = Lane("lint", commands={"biome": ["node_modules/.bin/not-installed"], "other": ["false"]})
    [progress] = run([lane], tmp_path).progress
    assert progress.failed == ["other"]
    assert report.skips(read(tmp_path, ["lint"])) == ["    1 skipped: biome is missing: run: npm ci"]


def test_ctrl_c_ends_a_lane_as_it_would_end_its_command(tmp_path: Path) -> None:
    """What the command clears up then, as hosts and servers are, is cleared up."""
    began, cleared = tmp_path / "began", tmp_path / "cleared"
    program = (
        f"import pathlib, time\ntry:\n  pathlib.Path({str(began)!r}).touch(); time.sleep(600)\n"
        f"finally:\n  pathlib.Path({str(cleared)!r}).touch()"
    )
    lane = Lane("long", commands={"step": [sys.executable, "-c", program]})
    runner = Runner(Plan((lane,), {}), [lane], options(tmp_path), 1, 1_000)
    interrupt(runner, began)
    assert cleared.exists()


def interrupt(runner: Runner, began: Path) -> None:
    """As soon as the lane has left the file."""

    async def interrupted() -> None:
        task = asyncio.create_task(runner.run(lambda: None))
        await until(began.exists)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(interrupted())


def test_what_left_the_session_of_a_killed_lane_is_killed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As servers do, which are sessions of their own."""
    monkeypatch.setattr("tests.lanes.run.PATIENCE_S", 0.5)
    began = tmp_path / "began"
    deaf = (
        f"trap '' INT TERM; setsid sleep 600 & echo $! >{began}.new; mv {began}.new {began}; while :; do sleep 1; done"
    )
    lane = shell("deaf", deaf)
    interrupt(Runner(Plan((lane,), {}), [lane], options(tmp_path), 1, 1_000), began)
    assert not is_alive(int(began.read_text("utf-8")))


def is_alive(pid: int) -> bool:
    """One that has ended and that nobody waits for has no command any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def test_a_command_that_cannot_be_started_fails_and_the_others_are_run(tmp_path: Path) -> None:
    lane = Lane("lint", commands={"wine": ["wine-that-is-not-there"], "water": ["true"]})
    [progress] = run([lane], tmp_path).progress
    assert (progress.failed, progress.state) == (["wine"], "ended")
    assert "wine-that-is-not-there: No such file or directory" in progress.log.read_text("utf-8")


@pytest.mark.parametrize(("size", "failed"), [("fast", []), ("default", ["tests"])])
def test_a_lane_without_tests_fails_but_in_the_fast_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str, failed: list[str]
) -> None:
    empty = tmp_path / "test_empty.py"
    empty.touch()
    monkeypatch.setenv("PYTEST_ADDOPTS", f"-p tests.conftest -c pyproject.toml --rootdir {tmp_path}")
    lane = Lane("empty", paths=(str(empty),))
    runner = Runner(Plan((lane,), {}), [lane], options(tmp_path, size=size), 1, 1_000)
    asyncio.run(runner.run(lambda: None))
    assert runner.progress[0].failed == failed, runner.progress[0].log.read_text("utf-8")


def test_the_minutes_of_commands_are_those_of_their_lane(tmp_path: Path) -> None:
    run([shell("lint", "sleep 0.2", "sleep 0.2")], tmp_path)
    record = read(tmp_path, ["lint"])
    assert record.seconds["lint"] >= 0.4
    assert record.tests == 0


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Runner, Record, Options]:
    """A lane of pytest with one test that passes, one that fails, one that is skipped, and one for the full set."""
    place = tmp_path_factory.mktemp("run")
    tests = place / "test_cellar.py"
    tests.write_text(TESTS, "utf-8")
    lane = Lane("cellar", paths=(str(tests),))
    given = options(place, arguments=("-p", "tests.conftest", "-c", "pyproject.toml", "--rootdir", str(place)))
    runner = Runner(Plan((lane,), {}), [lane], given, 1, 1_000)
    asyncio.run(runner.run(lambda: None))
    return runner, read(place, ["cellar"]), given


def test_what_a_lane_of_tests_found_is_counted(found: tuple[Runner, Record, Options]) -> None:
    runner, record, _ = found
    log = runner.progress[0].log.read_text("utf-8")
    assert report.closing_line(record, runner.progress) == "1 passed, 1 failed, 1 skipped", log
    assert dict(record.skipped) == {"no wine here": 1}
    assert runner.progress[0].failed == ["tests"]
    assert runner.progress[0].count() == "3/3"
    assert "1  takes a cellar" in log


def test_a_failure_is_shown_with_its_files_and_the_way_to_play_it_again(
    found: tuple[Runner, Record, Options],
) -> None:
    runner, record, given = found
    shown = "\n".join(report.failures(record, runner.progress, given))
    assert "test_cellar.py::test_fails" in shown
    assert "assert 'water' == 'wine'" in shown
    replays = report.replays(record, runner.progress, given)
    assert replays[0] == "./scripts/test --seed 7 test_cellar.py::test_fails"
    assert replays[-1] == "./scripts/test --seed 7 --lane cellar"


def check(*arguments: str, within: Path | None = None, unprepared: str = "") -> subprocess.CompletedProcess[str]:
    """The command itself, in a folder where it may leave its files."""
    environment = {**os.environ, "COLUMNS": "200", "PYTHONPATH": os.getcwd(), "IMNODE_UNPREPARED": unprepared}
    command = [sys.executable, "-m", "tests.lanes", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=within)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--lane", "wine"), "there is no lane wine; lanes are lint, "),
        (("--fast", "--full"), "--fast and --full exclude each other"),
        (("--lane", "core", "-x"), "a lane runs all of its tests; leave out -x"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(arguments: tuple[str, ...], told: str) -> None:
    done = check(*arguments)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_what_failed_without_a_test_is_shown_and_counts(tmp_path: Path) -> None:
    """A linter that finds something, and a module that can't be imported."""
    broken = tmp_path / "test_broken.py"
    broken.write_text("import wine_that_is_not_there\n", "utf-8")
    lanes = [shell("lint", "echo too long a line; false"), Lane("broken", paths=(str(broken),))]
    given = options(tmp_path, arguments=("-p", "tests.conftest", "-c", "pyproject.toml", "--rootdir", str(tmp_path)))
    runner = Runner(Plan(tuple(lanes), {}), lanes, given, 2, 10_000)
    asyncio.run(runner.run(lambda: None))
    record = read(tmp_path, ["lint", "broken"])
    shown = "\n".join(report.failures(record, runner.progress, given))
    assert "too long a line" in shown
    assert "No module named 'wine_that_is_not_there'" in shown
    assert report.closing_line(record, runner.progress) == "0 passed, 2 failed, 0 skipped"


def test_pytests_own_option_reaches_it(tmp_path: Path) -> None:
    done = check("--durations=3", "--version", within=tmp_path)
    assert (done.returncode, "pytest" in done.stdout + done.stderr) == (0, True), done.stderr


def test_without_a_record_the_minutes_are_not_invented(tmp_path: Path) -> None:
    done = check("--durations", within=tmp_path)
    assert (done.returncode, "run ./scripts/test first" in done.stderr) == (1, True), done.stderr


def test_what_could_not_be_installed_fails_a_few_tests_too(tmp_path: Path) -> None:
    """They may have been skipped for it."""
    done = check("--version", within=tmp_path, unprepared="packages")
    assert (done.returncode, "packages could not be installed" in done.stderr) == (1, True), done.stderr


def test_a_few_tests_and_one_lane_leave_what_others_left(tmp_path: Path) -> None:
    left = tmp_path / "build/test/failures/cluster.test_chaos/journal.txt"
    other, own = tmp_path / "build/test/cluster.log", tmp_path / "build/test/lint.log"
    left.parent.mkdir(parents=True)
    for file in (left, other, own):
        file.write_text("as it was", "utf-8")
    check("--version", within=tmp_path)
    assert own.exists()
    check("--lane", "lint", within=tmp_path)
    assert (left.exists(), other.exists()) == (True, True)
    assert "as it was" not in own.read_text("utf-8")

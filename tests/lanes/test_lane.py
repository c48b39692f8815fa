"""The file of lanes: every test is run by one of them, and every folder has a budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lanes.lane import Lane, Plan, load
from tests.lanes.report import PROMISED_MIN

LANES_SIDE_BY_SIDE = 3
"""On two cores."""
PLAN = load()
FILES = sorted(str(file) for file in Path("tests").rglob("test_*.py"))


def test_every_file_of_tests_is_run_by_a_lane() -> None:
    assert [file for file in FILES if PLAN.lane_of(file) is None] == []


def test_every_path_of_a_lane_is_there_and_no_lane_runs_what_another_does() -> None:
    for lane in PLAN.lanes:
        assert [path for path in lane.paths if not Path(path).exists()] == []
        own = [file for file in FILES if PLAN.lane_of(file) is lane]
        ignored = PLAN.ignored(lane)
        run = [
            file
            for file in FILES
            if any(file.startswith(path) for path in lane.paths)
            and not any(file == path or file.startswith(f"{path}/") for path in ignored)
        ]
        assert run == own


def test_every_folder_with_tests_and_every_lane_of_commands_has_a_budget() -> None:
    folders = {"/".join(file.split("/")[:2]) for file in FILES}
    assert folders | {lane.name for lane in PLAN.lanes if lane.commands} == set(PLAN.budgets)


def test_the_budgets_fit_into_half_an_hour_of_three_lanes() -> None:
    assert sum(PLAN.budgets.values()) <= LANES_SIDE_BY_SIDE * PROMISED_MIN["default"]


def test_the_longest_path_wins_and_the_lane_of_the_folder_leaves_it_out() -> None:
    folder, file = Lane("a", paths=("tests/hosts",)), Lane("b", paths=("tests/hosts/test_node.py",))
    plan = Plan((folder, file), {})
    assert plan.lane_of("tests/hosts/test_node.py") is file
    assert plan.lane_of("tests/hosts/test_tuning.py") is folder
    assert plan.lane_of("tests/hostship/test_x.py") is None
    assert plan.ignored(folder) == ["tests/hosts/test_node.py"]
    assert plan.ignored(file) == []


@pytest.mark.parametrize(
    ("lanes", "told"),
    [
        ('[[lane]]\nname = "a"\n[[lane]]\nname = "a"\n', "two lanes have the name a"),
        ('[[lane]]\nname = "a"\npaths = ["x"]\n[[lane]]\nname = "b"\npaths = ["x"]\n', "two lanes have the path x"),
    ],
)
def test_doubles_are_refused(tmp_path: Path, lanes: str, told: str) -> None:
    file = tmp_path / "lanes.toml"
    file.write_text(f"{lanes}[budgets]\n", "utf-8")
    with pytest.raises(ValueError, match=told):
        load(file)

"""Tests that build on one another: what comes after a failed step is skipped, and a random order leaves them alone."""

from __future__ import annotations

import pytest

from tests.lanes import report
from tests.lanes.record import read
from tests.lanes.run import Options

PLUGINS = ("-p", "tests.plugins.size", "-p", "tests.plugins.steps")

STEPS = """
import pytest
pytestmark = pytest.mark.steps

@pytest.fixture(scope="module", params=["debian13", "debian12"])
def release(request): return request.param

def test_boot(release): pass
def test_converge(release): assert release == "debian12"
def test_chat(release): pass
"""
ORDERED = """
import pytest
pytestmark = pytest.mark.steps
DONE = []
@pytest.mark.parametrize("number", range(20))
def test_step(number):
    assert number == len(DONE)
    DONE.append(number)
"""
MARKERS = """
[pytest]
markers =
    steps: in order
    full(why): only part of --full
"""


def test_what_comes_after_a_failed_step_is_skipped_for_that_release_only(pytester: pytest.Pytester) -> None:
    pytester.makeini(MARKERS)
    pytester.makepyfile(STEPS)
    done = pytester.runpytest_inprocess(*PLUGINS, "-rs")
    done.assert_outcomes(passed=4, failed=1, skipped=1)
    done.stdout.fnmatch_lines("*an earlier step failed: test_converge?debian13?*")


def test_a_random_order_leaves_steps_in_theirs(pytester: pytest.Pytester) -> None:
    pytester.makeini(MARKERS)
    pytester.makepyfile(ORDERED)
    done = pytester.runpytest_inprocess(*PLUGINS, "--random-order-bucket=module", "--random-order-seed=3")
    done.assert_outcomes(passed=20)


RENAMED = """
import pytest
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.steps]

@pytest.fixture(scope="module", params=["red", "white"])
def wine(request): return request.param

def test_open(wine): assert wine == "white"
@pytest.mark.parametrize("glass", [1, 2])
def test_pour(wine, glass): pass
"""


def test_any_parameter_of_the_module_begins_a_row_and_one_of_a_test_does_not(pytester: pytest.Pytester) -> None:
    pytester.makeini(MARKERS)
    pytester.makepyfile(RENAMED)
    pytester.runpytest_inprocess(*PLUGINS).assert_outcomes(passed=3, failed=1, skipped=2)


def test_a_failed_step_is_played_again_with_its_module(pytester: pytest.Pytester) -> None:
    pytester.makeini(MARKERS)
    pytester.makepyfile(test_cellar=RENAMED)
    done = pytester.runpytest_inprocess(*PLUGINS, "--report-log", "cellar.jsonl")
    done.stdout.fnmatch_lines("./scripts/test --seed 1 test_cellar.py")
    record = read(pytester.path, ["cellar"])
    options = Options("default", 1, False, pytester.path)
    assert report.replays(record, [], options) == ["./scripts/test --seed 1 test_cellar.py"]

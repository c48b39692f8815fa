"""Sizes of the set, and the seed."""

from __future__ import annotations

import pytest

PLUGINS = ("-p", "tests.plugins.size")
MARKERS = """
[pytest]
markers =
    full(why): only part of --full
    packages: needs packages
"""
TESTS = """
import pytest

@pytest.mark.parametrize("release", ["new", pytest.param("old", marks=pytest.mark.full("one release is enough"))])
def test_release(release): pass

@pytest.mark.packages
def test_browser(): pass

def test_seed(seed): print("seed:", seed)
def test_other_seed(seed): print("seed:", seed)
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini(MARKERS)
    pytester.makepyfile(TESTS)
    return pytester


@pytest.mark.parametrize(("size", "passed"), [("fast", 3), ("default", 4), ("full", 5)])
def test_a_size_runs_its_part_and_says_what_it_leaves_out(suite: pytest.Pytester, size: str, passed: int) -> None:
    done = suite.runpytest_inprocess(*PLUGINS, "--size", size)
    done.assert_outcomes(passed=passed, deselected=5 - passed)
    told = done.stdout.str()
    assert ("1  one release is enough" in told) == (size != "full")
    assert ("1  not part of --fast" in told) == (size == "fast")


def seeds(suite: pytest.Pytester, *options: str) -> list[str]:
    lines = suite.runpytest_inprocess(*PLUGINS, "-s", *options).stdout.lines
    return [line for line in lines if "seed: " in line]


def test_a_seed_gives_each_test_one_of_its_own_and_the_same_again(suite: pytest.Pytester) -> None:
    first, second = seeds(suite, "--seed", "5")
    assert first != second
    assert seeds(suite, "--seed", "5") == [first, second]
    assert seeds(suite, "--seed", "6") != [first, second]


def test_a_failure_says_how_it_is_played_again(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_fails(): assert False")
    done = pytester.runpytest_inprocess(*PLUGINS, "--size", "full", "--seed", "9")
    done.stdout.fnmatch_lines("./scripts/test --full --seed 9 *::test_fails")

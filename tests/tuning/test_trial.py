"""A trial says what the figures carry, and no more; and it leaves the board as it was."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.tuning import trial
from control.tuning.choice import Overrides
from control.tuning.knob import KnobError
from control.tuning.sample import compare
from control.tuning.tuner import Tuner
from tests.tuning.tree import debian


def test_a_real_gain_is_told_with_its_interval() -> None:
    noise = random.Random(4)
    without = [10 + noise.gauss(0, 0.2) for _ in range(10)]
    found = compare("ms", without, [value * 0.8 + noise.gauss(0, 0.2) for value in without])
    assert found.verdict.endswith("% less")
    assert found.low < -20 < found.high < 0


def test_noise_is_called_no_effect_19_times_of_20() -> None:
    noise = random.Random(5)
    verdicts = []
    for _ in range(400):
        runs = [[10 + noise.gauss(0, 1) for _ in range(6)] for _ in range(2)]
        verdicts.append(compare("ms", *runs).verdict)
    assert 0.90 <= verdicts.count("no measurable effect") / 400 <= 0.985


@given(st.lists(st.floats(0.1, 1000), min_size=2, max_size=40))
def test_the_same_figures_are_no_effect(figures: list[float]) -> None:
    found = compare("ms", figures, figures)
    assert found.verdict == "no measurable effect"
    assert found.change == pytest.approx(0)


def test_runs_alternate_and_the_group_is_left_as_it_was(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    tree.write("/proc/sys/vm/swappiness", "60\n")
    before = tree.content()
    seen = []

    def load() -> Mapping[str, float]:
        seen.append((tmp_path / "etc/sysctl.d/60-im-memory.conf").exists())
        return {"ms": 1.0 + len(seen) / 100}

    [found] = trial.run(lambda: Tuner(tree.machine, Overrides()), "memory", load, 2, lambda done: None)
    assert seen == [False, True, True, False]
    assert found.figure == "ms"
    assert tree.content() == before


def test_a_group_that_counts_after_a_restart_only_cannot_be_tried(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    with pytest.raises(KnobError, match="nothing to compare"):
        trial.run(lambda: Tuner(tree.machine, Overrides()), "cpu", lambda: {}, 2, lambda done: None)

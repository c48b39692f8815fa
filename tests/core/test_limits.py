"""Buckets: a burst, then a steady rate, for each key alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core import limits
from imserver.core.limits import Buckets


def test_a_burst_then_one_at_a_time() -> None:
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.take("ann", 0.0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("ann", 0.25) == 0.25
    assert buckets.take("ann", 0.5) == 0
    assert buckets.take("ann", 0.5) == 0.5
    assert buckets.take("bob", 0.5) == 0


def test_no_rate_is_no_limit() -> None:
    buckets = Buckets(rate=0, burst=1)
    assert {buckets.take("ann", 0.0) for _ in range(100)} == {0}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_KEYS", 10)
    buckets = Buckets(rate=1, burst=1)
    for number in range(100):
        buckets.take(f"user{number}", 0.0)
    assert buckets.take("user99", 0.0) == 1
    assert buckets.take("user0", 0.0) == 0


def test_who_is_busy_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_KEYS", 3)
    buckets = Buckets(rate=1, burst=1)
    for key in ("busy", "idle", "third"):
        buckets.take(key, 0.0)
    assert buckets.take("busy", 0.5) == 0.5
    assert buckets.take("fourth", 0.5) == 0
    assert buckets.take("busy", 0.5) == 0.5
    assert buckets.take("idle", 0.5) == 0


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 20), st.integers(1, 10))
def test_never_more_than_burst_and_rate_allow(pauses: list[float], rate: int, burst: int) -> None:
    buckets, now, taken = Buckets(rate, burst), 0.0, 0
    for pause in pauses:
        now += pause
        taken += buckets.take("ann", now) == 0
        assert taken <= burst + now * rate + 1e-6


@given(st.lists(st.floats(0, 1), max_size=40), st.integers(1, 20))
def test_who_waits_as_told_may(pauses: list[float], rate: int) -> None:
    buckets, now = Buckets(rate, 1), 0.0
    for pause in pauses:
        now += pause
        wait = buckets.take("ann", now)
        if wait:
            now += wait + 1e-9
            assert buckets.take("ann", now) == 0

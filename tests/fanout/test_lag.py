"""How late events reach a gateway."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imserver.fanout.lag import MEASURED, Lag


def test_what_is_here_before_it_is_announced_is_not_late() -> None:
    lag = Lag()
    lag.announce(3, newest=3, now=1.0)
    assert lag.worst(now=9.0) == 0


def test_what_is_awaited_counts_while_it_lasts_and_when_it_is_there() -> None:
    lag = Lag()
    lag.announce(2, newest=1, now=1.0)
    assert lag.worst(now=1.2) == 1.2 - 1.0
    lag.arrive(1, now=1.3)
    assert lag.worst(now=1.4) == 1.4 - 1.0
    lag.arrive(2, now=1.5)
    assert lag.worst(now=9.0) == 0.5


def test_a_feed_that_begins_anew_awaits_nothing() -> None:
    lag = Lag()
    lag.announce(2, newest=0, now=1.0)
    lag.begin_anew()
    assert lag.worst(now=9.0) == 0


@given(st.lists(st.floats(min_value=0.001, max_value=5), min_size=1, max_size=40))
def test_a_delay_that_has_become_usual_is_shown_as_it_is(delays: list[float]) -> None:
    lag, now = Lag(), 0.0
    for number, delay in enumerate(delays, 1):
        lag.announce(number, newest=number - 1, now=now)
        now += delay
        lag.arrive(number, now)
    assert abs(lag.worst(now) - max(delays[-MEASURED:])) < 1e-6

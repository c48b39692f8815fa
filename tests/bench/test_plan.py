"""The plan obeys what any queue obeys."""

from __future__ import annotations

import itertools

import pytest

from tests.bench.plan import OBJECTIVE_S, USED_AT_MOST, Costs, Plan, costs_from, plan, simulate

COSTS = Costs(accept=80e-6, store=150e-6, bus=6e-6, deliver=25e-6, reach=5)


def test_more_people_never_need_fewer_cores() -> None:
    plans = [plan(people, 1, COSTS) for people in (1_000, 10_000, 100_000, 1_000_000)]
    for few, many in itertools.pairwise(plans):
        assert (few.gateways, few.stores, few.buses) <= (many.gateways, many.stores, many.buses)
    assert all(each.waited_s <= OBJECTIVE_S for each in plans)
    assert all(used <= USED_AT_MOST for each in plans for used in each.used.values())


def test_a_store_that_is_fuller_makes_people_wait_longer() -> None:
    waits = [
        simulate(rate, COSTS, Plan(0, rate, gateways=50, stores=1, buses=1, waited_s=0, used={}))
        for rate in (1000, 4000, 6000, 8000)
    ]
    assert waits == sorted(waits)
    assert waits[0] < 0.005 < OBJECTIVE_S < waits[-1], "1/150 µs is 6,667 messages a second"


def test_costs_are_read_from_what_was_measured() -> None:
    row = {
        "shape": "2 gateways",
        "direct": {"messages": 150.0, "auth": 0.1, "gateway-1": 60.0, "gateway-2": 60.0, "redis": 6.0},
        "delivery": {"messages": 3.0, "gateway-1": 10.0, "gateway-2": 12.0},
    }
    found = costs_from({"rows": [row]}, "2 gateways")
    assert (found.store, found.bus, found.deliver) == pytest.approx((150e-6, 6e-6, 22e-6))
    assert found.accept == pytest.approx(98e-6)

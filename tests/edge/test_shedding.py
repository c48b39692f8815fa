"""Connections that are asked to reconnect: how many at a time, each once, and all of them in the end."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.session_state import SessionState
from imserver.edge import shedding as module
from imserver.edge.hub import Hub
from imserver.edge.shedding import AT_LEAST, AT_MOST, RETURN_S, ROUND_S, Shedding
from tests.edge.virtual import FakeHub, Loop, Phone, virtual_loop


def crowded(people: int) -> tuple[FakeHub, Shedding]:
    hub = FakeHub()
    for number in range(people):
        hub.phones[Phone(number, hub.phones.pop)] = None
    return hub, Shedding(cast(Hub, hub))


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    return virtual_loop(monkeypatch)


@pytest.mark.parametrize(
    ("excess", "number"),
    [(0, 0), (-3, 0), (1, 1), (4, 4), (6, AT_LEAST), (300, 30), (5000, AT_MOST), (10**9, AT_MOST)],
)
def test_a_round_is_a_tenth_a_second_within_bounds(loop: Loop, excess: int, number: int) -> None:
    hub, shedding = crowded(2000)
    assert shedding.shed(excess) == shedding.leaving == number
    assert len(hub) == 2000
    loop.run(ROUND_S)
    assert len(hub) == 2000 - number
    assert (shedding.leaving, shedding.returning) == (0, number)
    loop.run(RETURN_S + 1)
    assert shedding.returning == 0


@pytest.mark.parametrize("every_s", [0.01, 0.45, 0.9, 3.0])
def test_it_is_as_many_a_second_however_often_it_is_asked_for(loop: Loop, every_s: float) -> None:
    _, shedding = crowded(2000)
    shedding.shed(300)
    asked = 0
    for _ in range(round(9 / every_s)):
        loop.run(every_s)
        asked += shedding.shed(300)
    assert asked == pytest.approx(9 * 30, abs=2)


def test_after_a_pause_it_begins_with_one_round(loop: Loop) -> None:
    _, shedding = crowded(2000)
    assert shedding.shed(300) == 30
    loop.run(600)
    assert shedding.shed(300) == 30


def test_they_do_not_go_all_at_once(loop: Loop) -> None:
    hub, shedding = crowded(2000)
    shedding.shed(2000)
    left = []
    for _ in range(4):
        loop.run(ROUND_S / 4)
        left.append(len(hub))
    assert left[-1] == 2000 - AT_MOST
    assert all(before - after > AT_MOST / 10 for before, after in zip([2000, *left], left, strict=False))


@given(st.integers(1, 300), st.lists(st.tuples(st.integers(-10, 400), st.floats(0, 6)), max_size=30))
def test_each_is_asked_once(people: int, rounds: list[tuple[int, float]]) -> None:
    """`Phone` fails when it is asked twice."""
    with pytest.MonkeyPatch.context() as patch:
        loop = virtual_loop(patch)
        hub, shedding = crowded(people)
        asked = 0
        for excess, pause in rounds:
            chosen = shedding.shed(excess)
            assert 0 <= chosen <= max(0, excess)
            asked += chosen
            loop.run(pause)
        loop.run(10)
        assert len(hub) == people - asked
        assert shedding.leaving == 0


def test_who_goes_anyway_is_not_chosen_nor_awaited(loop: Loop) -> None:
    hub, shedding = crowded(20)
    phones = list(hub.phones)
    for phone in phones[:18]:
        phone.state = SessionState.DRAINING
    assert shedding.shed(20) == 2
    phones[18].state = SessionState.CLOSED
    loop.run(ROUND_S)
    assert phones[19] not in hub.phones
    assert shedding.returning == 1


def test_all_are_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those too who go only when what they asked for is answered."""
    monkeypatch.setattr(module, "ROUND_S", 0.01)
    monkeypatch.setattr(module, "AT_LEAST", 2000)
    monkeypatch.setattr(module, "AT_MOST", 2000)

    async def live() -> int:
        hub, shedding = crowded(60)
        slow = Phone(60, lambda phone: asyncio.get_running_loop().call_later(0.1, hub.phones.pop, phone))
        hub.phones[slow] = None
        async with asyncio.timeout(30):
            await shedding.shed_all()
        return len(hub)

    assert asyncio.run(live()) == 0

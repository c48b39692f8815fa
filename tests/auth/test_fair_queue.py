"""Taking turns: whoever asks for much waits behind himself, not others behind him."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.services.auth.fair_queue import FairQueue

pytestmark = pytest.mark.anyio


class Hall:
    """People with keys who want one turn each; `served` and `refused` tell whose turn came and who was sent away."""

    def __init__(self, turns: int, most_waiting: int) -> None:
        self.queue = FairQueue(turns, most_waiting)
        self.served: list[str] = []
        self.refused: list[str] = []
        self.inside = self.most_inside = 0
        self.gate = asyncio.Event()

    async def want(self, key: str) -> None:
        try:
            async with self.queue.turn(key):
                self.served.append(key)
                self.inside += 1
                self.most_inside = max(self.inside, self.most_inside)
                await self.gate.wait()
                await asyncio.sleep(0)
                self.inside -= 1
        except ImError as error:
            self.refused.append(key if error.code is errors.BUSY else error.code.name)

    async def run(self, *keys: str) -> None:
        """All come before the first is done."""
        people = [asyncio.create_task(self.want(key)) for key in keys]
        await asyncio.sleep(0)
        self.gate.set()
        await asyncio.gather(*people)


async def test_one_of_each_key_in_rotation() -> None:
    hall = Hall(turns=1, most_waiting=100)
    await hall.run("a", *"aaaaa", "b", "c", "b")
    assert "".join(hall.served) == "a" + "abcabaaa"


async def test_whoever_fills_the_queue_makes_room_for_others() -> None:
    hall = Hall(turns=1, most_waiting=10)
    await hall.run("a", *["a"] * 10, "b", "a", "c")
    assert Counter(hall.refused) == {"a": 3}
    assert Counter(hall.served) == {"a": 9, "b": 1, "c": 1}


async def test_of_many_with_one_place_each_the_last_is_refused() -> None:
    hall = Hall(turns=1, most_waiting=3)
    await hall.run(*"abcdef")
    assert (hall.served, sorted(hall.refused)) == (list("abcd"), ["e", "f"])


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40), st.integers(1, 3), st.integers(1, 8))
def test_everybody_is_served_or_refused_and_nobody_starves(keys: list[str], turns: int, most: int) -> None:
    async def run() -> Hall:
        hall = Hall(turns, most)
        await asyncio.wait_for(hall.run(*keys), 30)
        again = len(hall.served)
        await asyncio.wait_for(hall.run(*"a" * turns), 30)
        assert len(hall.served) == again + turns, "all turns are free again"
        return hall

    hall = asyncio.run(run())
    served, refused = hall.served[: len(hall.served) - turns], hall.refused
    assert Counter(served) + Counter(refused) == Counter(keys)
    assert len(served) == min(len(keys), turns + most)
    assert hall.most_inside <= turns
    waiting = Counter(served[turns:])
    for key, number in waiting.items():
        refusals = refused.count(key)
        assert not refusals or number >= max(waiting.values()) - 1, "only the greediest are refused"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=20))
def test_who_leaves_takes_no_turn_along(people: list[tuple[str, bool]]) -> None:
    async def run() -> tuple[Hall, int]:
        hall = Hall(turns=1, most_waiting=100)
        tasks = [asyncio.create_task(hall.want(key)) for key, _ in people]
        await asyncio.sleep(0)
        for task, (_, leaves) in zip(tasks, people, strict=True):
            if leaves:
                task.cancel()
        hall.gate.set()
        await asyncio.wait(tasks, timeout=30)
        await asyncio.wait_for(hall.want("z"), 30)
        return hall, sum(task.cancelled() for task in tasks)

    hall, left = asyncio.run(run())
    assert left == sum(leaves for _, leaves in people)
    assert hall.served[-1] == "z"

"""What runs in the background: whatever ends it, it is started again, and everybody can see that it failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.system import supervisor as module
from imserver.system.supervisor import LONGEST_WAIT_S, Supervisor, TaskHealth

pytestmark = pytest.mark.anyio
NOW = 1_795_500_000_000


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(lambda: NOW)
    yield supervisor
    await supervisor.close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it waited each time, without waiting."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr("asyncio.sleep", note)
    return waited


def health(supervisor: Supervisor, name: str = "work") -> TaskHealth:
    (found,) = [each for each in supervisor.report() if each.name == name]
    return found


class Failing:
    """Fails in one way after the other, then stays."""

    def __init__(self, *failures: Callable[[], object]) -> None:
        self._failures = list(failures)
        self.stays = asyncio.Event()

    async def run(self) -> None:
        if self._failures:
            self._failures.pop(0)()
        self.stays.set()
        await asyncio.Event().wait()


def idna() -> object:
    return ("a" * 70).encode("idna")


def endless() -> object:
    return endless()


def refused() -> object:
    raise ImError(errors.STORAGE_FAILED, "The disk is full.")


def cancelled() -> object:
    raise asyncio.CancelledError


async def test_a_task_survives_whatever_it_raises(supervisor: Supervisor, waits: list[float]) -> None:
    failures: tuple[Callable[[], object], ...] = (idna, lambda: [][1], lambda: 1 // 0, endless, cancelled, refused)
    work = Failing(*failures)
    supervisor.start("work", work.run)
    async with asyncio.timeout(30):
        await work.stays.wait()
    assert waits == [1, 2, 4, 8, 16, 32]
    assert health(supervisor) == TaskHealth("work", "failing", NOW, len(failures), "The disk is full.")


async def test_a_task_that_fails_for_ever_is_not_tried_in_a_loop(supervisor: Supervisor, waits: list[float]) -> None:
    work = Failing(*[idna] * 14)
    supervisor.start("work", work.run)
    async with asyncio.timeout(30):
        await work.stays.wait()
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT_S
    assert waits.count(LONGEST_WAIT_S) == 5


async def test_after_a_calm_time_it_is_well_again(
    supervisor: Supervisor, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Failing(idna, idna, idna)
    supervisor.start("work", work.run)
    async with asyncio.timeout(30):
        await work.stays.wait()
    assert health(supervisor).state == "failing"
    monkeypatch.setattr(module, "CALM_S", 0.0)
    assert (health(supervisor).state, health(supervisor).restarts) == ("running", 3)
    assert "UnicodeError" in health(supervisor).error


async def test_one_that_fails_is_nothing_to_the_others(supervisor: Supervisor) -> None:
    good, bad = Failing(), Failing(idna)
    supervisor.start("bad", bad.run)
    supervisor.start("good", good.run)
    await good.stays.wait()
    assert [(each.name, each.state) for each in supervisor.report()] == [("bad", "failing"), ("good", "running")]


async def test_one_that_is_done_is_forgotten(supervisor: Supervisor) -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    supervisor.start("work", work)
    async with asyncio.timeout(30):
        await done.wait()
        while supervisor.runs("work"):  # noqa: ASYNC110 - nothing tells when it is forgotten
            await asyncio.sleep(0)
    assert supervisor.report() == []


async def test_what_is_ended_has_ended(supervisor: Supervisor, waits: list[float]) -> None:
    ended: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(name)

    for name in ("one", "two", "three"):
        supervisor.start(name, partial(work, name))
    await asyncio.sleep(0)
    await supervisor.stop("one")
    assert ended == ["one"]
    assert [each.name for each in supervisor.report()] == ["two", "three"]
    await supervisor.close()
    assert sorted(ended) == ["one", "three", "two"]
    assert supervisor.report() == []

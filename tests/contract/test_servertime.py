"""Server time over a store, on machines whose clocks are wrong: through restarts, reboots, kills and a full disk."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imserver.core import errors
from imserver.core.conversation import GroupSettings
from imserver.core.discipline import LATER_MS, OWED_MS, SLACK_MS, SOON_MS, Checkpoint
from imserver.core.errors import ImError
from imserver.core.message import Draft
from imserver.services.server_time import IDLE_MS, ServerTime
from imserver.system.machine_clock import MachineClock
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LOOK = 20_000
RETENTION = 2 * HOUR
TOLERANCE = OWED_MS + SLACK_MS + 1000


class Machine:
    """`off`: by how much its clock is wrong. Everything in ms."""

    def __init__(self) -> None:
        self.true = NOW
        self.off = 0
        self.synchronised = False
        self.booted = NOW - HOUR
        self.boots = 1

    @property
    def clock(self) -> MachineClock:
        return MachineClock(
            wall=lambda: self.true + self.off,
            monotonic=lambda: self.true / 1000,
            uptime=lambda: self.true - self.booted,
            boot=lambda: f"boot {self.boots}",
            is_synchronised=lambda: self.synchronised,
        )

    def reboot(self, pause: int, *, off: int, synchronised: bool) -> None:
        self.true += pause
        self.booted, self.boots = self.true, self.boots + 1
        self.off, self.synchronised = off, synchronised


class House:
    """A server at home: a group that keeps what is said for two hours. `written` is when each message was, in truth."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.machine = Machine()
        self.written: list[int] = []
        self.times: list[int] = []

    async def open(self) -> None:
        await self.start()
        self.anna = await self.town.person("anna")
        self.conv = await self.town.group(self.anna)
        kept = GroupSettings(retention_s=RETENTION // 1000)
        await self.town.store.conversations.change(self.conv, self.anna, None, kept)

    async def start(self) -> None:
        store = self.town.store
        self.time = ServerTime(store.timeline, lambda: store.stream.token.position, self.machine.clock)
        await self.time.start()
        await self.time.begin()

    async def restart(self, *, kill: bool = False) -> None:
        if not kill:
            await self.time.close()
        await self.town.restart()
        await self.start()

    async def run(self, duration: int) -> None:
        for _ in range(duration // LOOK):
            self.machine.true += LOOK
            await self.time.look()

    async def say(self) -> None:
        draft = Draft(self.conv, self.anna, uuid4(), "hello", "", self.time())
        self.times.append((await self.town.store.messages.append(draft)).ts)
        self.written.append(self.machine.true)

    async def sweep(self) -> int:
        """How many messages are left."""
        await self.town.store.retention.expire(self.time())
        return len(await self.town.history(self.conv, self.anna))


@pytest.fixture
async def house(town: Town) -> House:
    house = House(town)
    await house.open()
    return house


async def test_what_was_written_before_the_clock_came_right_lives_as_long_as_it_should(house: House) -> None:
    house.machine.off = -21 * DAY
    await house.restart()
    await house.say()
    await house.run(HOUR)
    house.machine.off, house.machine.synchronised = 0, True
    await house.run(SOON_MS + 2 * LOOK)
    assert house.time() == house.machine.true
    assert await house.sweep() == 1
    await house.run(HOUR - SOON_MS - 2 * LOOK)
    assert await house.sweep() == 1
    await house.run(MINUTE)
    assert await house.sweep() == 0


async def test_a_lan_without_a_time_server_erases_in_the_end(house: House) -> None:
    """A board without a clock chip that is unplugged, and starts with the time of its end, day after day."""
    await house.say()
    for _ in range(4):
        await house.run(30 * MINUTE)
        assert await house.sweep() == 1
        house.machine.reboot(16 * HOUR, off=house.machine.off - 16 * HOUR, synchronised=False)
        await house.restart(kill=True)
    await house.run(4 * IDLE_MS + 2 * MINUTE)
    assert await house.sweep() == 0


async def test_the_time_that_a_synchronised_machine_was_off_counts(house: House) -> None:
    house.machine.synchronised = True
    await house.run(MINUTE)
    await house.say()
    await house.time.close()
    house.machine.reboot(21 * DAY, off=0, synchronised=True)
    await house.town.restart()
    await house.start()
    await house.say()
    assert await house.sweep() == 2
    await house.run(SOON_MS + LOOK)
    assert house.time() == house.machine.true
    assert await house.sweep() == 1, "what was said since it is on isn't three weeks old"


async def test_a_killed_server_goes_on_where_its_machine_is(house: House) -> None:
    await house.run(MINUTE)
    house.machine.true += HOUR
    house.machine.off = 400 * DAY
    await house.restart(kill=True)
    assert house.time() == house.machine.true


async def test_a_step_that_cannot_be_stored_is_not_made(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.say()
    shift = house.town.store.timeline.shift

    async def refuse(*_: Any) -> None:
        raise ImError(errors.STORAGE_FULL, "The disk is full.")

    monkeypatch.setattr(house.town.store.timeline, "shift", refuse)
    house.machine.off = 400 * DAY
    with pytest.raises(ImError):
        await house.run(LATER_MS + 3 * LOOK)
    assert house.time() <= house.machine.true + 1
    assert await house.sweep() == 1
    monkeypatch.setattr(house.town.store.timeline, "shift", shift)
    await house.run(2 * LOOK)
    assert house.time() == house.machine.true + house.machine.off
    assert await house.sweep() == 1


@pytest.mark.parametrize("fails", [False, True])
async def test_a_server_that_is_stopped_during_a_step_keeps_what_became_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """Its last checkpoint is of before the step where deadlines didn't move, and else of after it."""
    await house.say()
    shift, reached, goes_on = house.town.store.timeline.shift, asyncio.Event(), asyncio.Event()

    async def slow(*step: Any) -> None:
        reached.set()
        await goes_on.wait()
        if fails:
            raise ImError(errors.STORAGE_FULL, "The disk is full.")
        await shift(*step)

    monkeypatch.setattr(house.town.store.timeline, "shift", slow)
    house.machine.off = 400 * DAY
    looking = asyncio.ensure_future(house.run(LATER_MS + 3 * LOOK))
    await reached.wait()
    for _ in range(2):
        looking.cancel()
        await asyncio.sleep(0)
    goes_on.set()
    await asyncio.wait([looking])
    assert looking.cancelled()
    monkeypatch.undo()
    await house.restart()
    assert house.time() == house.machine.true + (0 if fails else house.machine.off)
    assert await house.sweep() == 1


async def test_what_is_asked_while_a_step_is_stored_comes_after_it(house: House) -> None:
    await house.say()
    house.machine.off = 400 * DAY
    await house.run(LATER_MS)
    for _ in range(3):
        house.machine.true += LOOK
        looking = asyncio.ensure_future(house.time.look())
        sweeping = asyncio.ensure_future(house.sweep())
        assert (await asyncio.gather(looking, sweeping))[1] == 1
    assert house.time() == house.machine.true + house.machine.off


async def test_it_says_what_it_thinks_of_the_machine(house: House) -> None:
    house.machine.off = 400 * DAY
    await house.run(LOOK)
    state = house.time.state()
    assert (state.off, state.left, state.synchronised) == (400 * DAY, LATER_MS, False)
    assert state.machine - state.now == 400 * DAY
    house.machine.off = 0
    await house.run(LOOK)
    assert (house.time.state().off, house.time.state().left) == (0, 0)


Act = Callable[[House], Awaitable[None]]


def _run(duration: int) -> Act:
    return lambda house: house.run(duration)


def _set(off: int, synchronised: bool) -> Act:
    async def act(house: House) -> None:
        house.machine.off, house.machine.synchronised = off, synchronised

    return act


def _reboot(pause: int, *, stands_still: bool) -> Act:
    async def act(house: House) -> None:
        off = house.machine.off - (pause if stands_still else 0)
        house.machine.reboot(pause, off=off, synchronised=False)
        await house.restart(kill=stands_still)

    return act


_acts = st.one_of(
    st.sampled_from([LOOK, 2 * MINUTE, LATER_MS + MINUTE, HOUR]).map(_run),
    st.sampled_from([-21 * DAY, -HOUR, HOUR, 400 * DAY]).map(lambda off: _set(off, False)),
    st.booleans().map(lambda synchronised: _set(0, synchronised)),
    st.sampled_from([MINUTE, 21 * DAY]).map(lambda pause: _reboot(pause, stands_still=True)),
    st.sampled_from([MINUTE, 21 * DAY]).map(lambda pause: _reboot(pause, stands_still=False)),
    st.booleans().map(lambda kill: lambda house: house.restart(kill=kill)),
    st.just(lambda house: house.say()),
    st.just(lambda house: house.say()),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(_acts, min_size=4, max_size=14))
def test_whatever_clocks_do_nothing_is_erased_early_and_everything_in_the_end(acts: list[Act]) -> None:
    asyncio.run(_play(acts))


async def _play(acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Town(open_sqlite, Path(folder)))
        await house.open()
        await house.say()
        for act in acts:
            await act(house)
            left = await house.sweep()
            young = [written for written in house.written if house.machine.true - written < RETENTION - TOLERANCE]
            assert left >= len(young), "what was said less than two hours ago is gone"
        assert house.times == sorted(house.times)
        await house.run(RETENTION + LATER_MS + MINUTE)
        await house.town.store.timeline.keep(Checkpoint(time=house.time()), mark=True)  # as every day
        await house.run(RETENTION + LOOK)
        assert await house.sweep() == 0
        await house.town.store.close()

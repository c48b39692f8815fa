"""Who had a connection that was none: told once the server knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from imserver.core.event import Delivery
from imserver.services.push import notifier as module
from imserver.services.push.event_log import KEPT, EventLog
from imserver.services.push.notifier import Notifier
from tests.contract.test_push import due, subscribe
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio


class Stage:
    """A notifier that runs over a town, in haste."""

    def __init__(self, town: Town) -> None:
        self.online: set[str] = set()
        self.asked = 0
        self.queued = asyncio.Event()
        self._looked = asyncio.Condition()
        self._feed = EventLog(town.store.changes)
        self.notifier = Notifier(town.store, self._feed, self._look, self.queued.set, lambda: NOW)

    def note(self, deliveries: Sequence[Delivery]) -> None:
        self._feed.note(deliveries)

    async def _look(self, users: list[str]) -> set[str]:
        async with self._looked:
            self.asked += 1
            self._looked.notify_all()
        return self.online & set(users)

    async def wait_for_looks(self, count: int) -> None:
        """Until it has asked so often more who is online."""
        wanted = self.asked + count
        async with asyncio.timeout(30), self._looked:
            await self._looked.wait_for(lambda: self.asked >= wanted)


@asynccontextmanager
async def running(town: Town, monkeypatch: pytest.MonkeyPatch, doubt_s: float) -> AsyncIterator[Stage]:
    monkeypatch.setattr(module, "SETTLE_S", 0.05)
    monkeypatch.setattr(module, "TICK_S", 0.02)
    monkeypatch.setattr(module, "DOUBT_S", doubt_s)
    stages: list[Stage] = []
    monkeypatch.setattr(town, "listen", lambda deliveries: stages[0].note(deliveries))
    await town.restart()
    stages.append(Stage(town))
    await stages[0].notifier.learn_subscribers()
    task = asyncio.create_task(stages[0].notifier.run())
    try:
        yield stages[0]
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_a_connection_that_turns_out_dead_is_none(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await subscribe(town, ben)
    async with running(town, monkeypatch, doubt_s=3600) as stage:
        stage.online = {ben}
        await town.post(conv, anna)
        await stage.wait_for_looks(3)
        assert await due(town) == []
        before = await town.store.push.position() or 0
        stage.online = set()
        async with asyncio.timeout(30):
            await stage.queued.wait()
        assert [notice.seq for notice in await due(town)] == [1]
        assert (await town.store.push.position() or 0) > before


async def test_who_stays_connected_is_not_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    quiet, loud = await town.group(anna, ben), await town.group(anna, carl)
    for user in (ben, carl):
        await subscribe(town, user)
    async with running(town, monkeypatch, doubt_s=0.1) as stage:
        stage.online = {ben}
        await town.post(quiet, anna)
        async with asyncio.timeout(30):
            await stage.wait_for_looks(1)
            while stage.notifier.undecided:  # noqa: ASYNC110 - nothing tells when somebody is left alone
                await asyncio.sleep(0.02)
        stage.online = set()
        await town.post(loud, anna)
        async with asyncio.timeout(30):
            await stage.queued.wait()
        assert [notice.subscription.user for notice in await due(town)] == [carl]


async def test_a_follower_reads_from_memory_and_from_the_store_alike(town: Town) -> None:
    anna = await town.person("anna")
    conv = await town.group(anna)
    feed = EventLog(town.store.changes)
    begin = feed.position
    count = KEPT + 50
    await asyncio.gather(*(town.post(conv, anna, str(number)) for number in range(count)))
    feed.note([each for each in town.heard if each.position > begin])
    position, texts = begin, []
    while position < town.token.position:
        deliveries, position = await feed.after(position, 300)
        texts += [each.event.message.seq for each in deliveries]  # type: ignore[union-attr]
    assert texts == list(range(1, count + 1))

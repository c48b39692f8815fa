"""Who is here, as the connections of one process tell."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import cast
from unittest.mock import Mock

import pytest

from imserver.edge import hub as module
from imserver.edge.hub import Hub, NoOtherProcesses, Subscriber


class Phone:
    """As much of a connection as coming and going needs."""

    def __init__(self) -> None:
        self.session = Session()


class Session:
    user, device_session = "ann", "phone"


def test_a_connection_that_had_fallen_behind_and_joins_again_came_once_and_goes_once() -> None:
    told: Counter[str] = Counter()
    connection = cast("Subscriber", Phone())
    others = Mock(spec=NoOtherProcesses)
    others.came = lambda user, session: told.update([f"{user} came by {session}"])
    others.went = lambda user, session: told.update([f"{user} left {session}"])

    async def come_and_go() -> int:
        hub = Hub()
        hub.connect(others)
        hub.enter(connection, now=0.0)
        hub.join(connection)
        hub.join(connection)
        hub.leave(connection)
        return hub.online

    assert asyncio.run(come_and_go()) == 0
    assert told == {"ann came by phone": 1, "ann left phone": 1}


class Broken(Phone):
    """A connection in which something fails whatever is asked of it."""

    heard_at = 0.0

    def catch_up(self) -> None:
        raise RuntimeError

    def is_stuck(self, now: float) -> bool:
        raise RuntimeError

    def lose(self) -> None:
        pass


class Sound(Broken):
    def __init__(self, asked: Counter[str]) -> None:
        super().__init__()
        self._asked = asked

    def catch_up(self) -> None:
        self._asked["catch up"] += 1

    def is_stuck(self, now: float) -> bool:
        self._asked["inspected"] += 1
        return False

    def ping(self, now: float) -> None:
        self._asked["pinged"] += 1


def test_a_connection_that_fails_keeps_the_hub_from_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    monkeypatch.setattr(module, "SWEEP_EVERY_S", 0.01)
    monkeypatch.setattr(module, "CATCH_UP_EVERY_S", 0.01)
    monkeypatch.setattr(module, "CATCH_UP_AT_ONCE", 2)
    monkeypatch.setattr(module, "SILENT_AFTER_S", 1e9)
    monkeypatch.setattr(module, "AUTH_DEADLINE_S", 1e9)

    async def live() -> None:
        hub = Hub()
        for _ in range(3):
            for phone in (Broken(), Sound(asked)):
                connection = cast("Subscriber", phone)
                hub.enter(connection, now=asyncio.get_running_loop().time())
                hub.join(connection)
        hub.catch_up()
        async with asyncio.timeout(30):
            while asked["inspected"] < 9 or asked["catch up"] < 3:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
        hub.drain()

    asyncio.run(live())
    assert asked["catch up"] == 3

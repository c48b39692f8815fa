"""Who is here, as the connections of one process tell."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import cast

from imserver.edge.hub import Hub, Subscriber


class Phone:
    """As much of a connection as coming and going needs."""

    def __init__(self) -> None:
        self.session = Session()


class Session:
    user, session = "ann", "phone"


def test_a_connection_that_had_fallen_behind_and_joins_again_came_once_and_goes_once() -> None:
    told: Counter[str] = Counter()
    connection = cast("Subscriber", Phone())

    async def come_and_go() -> int:
        hub = Hub()
        hub.came = lambda user, session: told.update([f"{user} came by {session}"])
        hub.went = lambda user, session: told.update([f"{user} left {session}"])
        hub.enter(connection, now=0.0)
        hub.join(connection)
        hub.join(connection)
        hub.leave(connection)
        return hub.online

    assert asyncio.run(come_and_go()) == 0
    assert told == {"ann came by phone": 1, "ann left phone": 1}

"""Connections that are asked to reconnect, a few at a time, so that another process gets them and nobody notices."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import Final

from imserver.edge.hub import LEAVING, Hub, Subscriber

ROUND_S: Final = 1.0
"""The first round's; each further one is as long as it is since the one before."""
LONGEST_S: Final = 5.0
"""After a longer pause a round is a first one."""
AT_LEAST: Final = 5
AT_MOST: Final = 200
"""In a second. To come back costs the server half a millisecond of CPU."""
PART: Final = 10
"""A tenth of those that should go, in a second: half of many are gone after seven seconds."""
RETURN_S: Final = 3.0
"""After which whoever was asked to reconnect is connected again, or won't be."""


class Shedding:
    """Of the connections in `hub`. Lives in the event loop."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._chosen: set[Subscriber] = set()
        self._gone: deque[float] = deque()
        self._last = float("-inf")
        self._owed = 0.0

    @property
    def leaving(self) -> int:
        """Connections that are chosen, and still here."""
        return len(self._chosen)

    @property
    def returning(self) -> int:
        """Connections that were asked to reconnect just now, and that no process may have again yet."""
        now = asyncio.get_running_loop().time()
        while self._gone and self._gone[0] < now:
            self._gone.popleft()
        return len(self._gone)

    def shed(self, excess: int) -> int:
        """One round, for `excess` connections too many besides those `leaving`: each of those chosen goes at its own
        moment. Returns how many those are.
        """
        if excess <= 0:
            return 0
        loop = asyncio.get_running_loop()
        now = loop.time()
        pause_s = now - self._last
        round_s = pause_s if pause_s <= LONGEST_S else ROUND_S
        wanted = min(float(excess), round_s * max(AT_LEAST, min(AT_MOST, excess / PART)) + self._owed)
        self._last, self._owed = now, wanted % 1
        chosen = self._choose(int(wanted))
        self._chosen.update(chosen)
        for connection in chosen:
            loop.call_later(random.uniform(0, round_s), self._dismiss, connection)  # noqa: S311 - jitter, not a secret
        return len(chosen)

    def _choose(self, count: int) -> list[Subscriber]:
        if not count:
            return []
        staying = [each for each in self._hub.staying() if each not in self._chosen]
        return random.sample(staying, min(count, len(staying)))

    def _dismiss(self, connection: Subscriber) -> None:
        self._chosen.discard(connection)
        if connection.session.state not in LEAVING:
            self._gone.append(asyncio.get_running_loop().time() + RETURN_S)
            connection.shutdown()

    async def shed_all(self) -> None:
        """Round after round, until nobody is connected."""
        while len(self._hub):
            self.shed(len(self._hub) - self.leaving)
            await asyncio.sleep(ROUND_S)

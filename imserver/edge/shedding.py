"""Connections that are asked to reconnect, a few at a time, so that another process gets them and nobody notices."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import Final

from imserver.edge.hub import Hub, Subscriber

ROUND_S: Final = 1.0
AT_LEAST: Final = 5
AT_MOST: Final = 200
"""In a round. To come back costs the server half a millisecond of CPU."""
PART: Final = 10
"""A tenth of those that should go, in a round: half of many are gone after seven seconds."""
RETURN_S: Final = 3.0
"""After which whoever was asked to reconnect is connected again, or won't be."""


class Shedding:
    """Of the connections in `hub`. Lives in the event loop."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._gone: deque[tuple[float, int]] = deque()
        self._next = 0.0

    @property
    def returning(self) -> int:
        """Connections that were asked to reconnect just now, and that no process may have again yet."""
        now = asyncio.get_running_loop().time()
        while self._gone and self._gone[0][0] < now:
            self._gone.popleft()
        return sum(count for _, count in self._gone)

    def shed(self, excess: int) -> int:
        """One round, for `excess` connections too many: each of those chosen goes at its own moment. Returns how many
        those are; none where the round before isn't over.
        """
        loop = asyncio.get_running_loop()
        now = loop.time()
        if excess <= 0 or now < self._next:
            return 0
        chosen = self._choose(min(excess, max(AT_LEAST, min(AT_MOST, excess // PART))))
        self._next = now + ROUND_S
        self._gone.append((self._next + RETURN_S, len(chosen)))
        for connection in chosen:
            loop.call_later(random.uniform(0, ROUND_S), connection.shutdown)  # noqa: S311 - jitter, not a secret
        return len(chosen)

    def _choose(self, count: int) -> list[Subscriber]:
        staying = self._hub.staying()
        return random.sample(staying, min(count, len(staying)))

    async def shed_all(self) -> None:
        """Round after round, until nobody is connected."""
        while len(self._hub):
            self.shed(len(self._hub))
            await asyncio.sleep(ROUND_S)

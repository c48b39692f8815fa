"""Whose turn it is: each person has one at a time, and who has used the least lately comes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from imserver.services.usage import Usage


class Turn:
    """`began` is in the loop's time."""

    def __init__(self, person: str, granted: asyncio.Future[None]) -> None:
        self.person = person
        self.granted = granted
        self.began = 0.0
        self.is_aside = False


class Turns:
    """`places` turns at once, and one more for somebody who needs long and stepped aside. Lives in the event loop."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._waiting: list[Turn] = []
        self._going: dict[str, Turn] = {}
        self._usage = Usage()

    @asynccontextmanager
    async def take(self, person: str, limit_s: float) -> AsyncIterator[Turn]:
        """Raises `TimeoutError` where it isn't the person's turn within the limit."""
        turn = Turn(person, asyncio.get_running_loop().create_future())
        self._waiting.append(turn)
        self._give_turns()
        try:
            async with asyncio.timeout(limit_s):
                await turn.granted
            yield turn
        finally:
            self._end(turn)

    def step_aside(self, turn: Turn) -> bool:
        """Let others go on beside. False where somebody else is aside already: then the turn has to end."""
        if any(each.is_aside for each in self._going.values()):
            return False
        turn.is_aside = True
        self._give_turns()
        return True

    def _give_turns(self) -> None:
        now = asyncio.get_running_loop().time()
        while sum(not turn.is_aside for turn in self._going.values()) < self._places:
            ready = [turn for turn in self._waiting if turn.person not in self._going]
            if not ready:
                return
            turn = min(ready, key=lambda each: self._usage.seconds(each.person, now))
            self._waiting.remove(turn)
            self._going[turn.person] = turn
            turn.began = now
            if not turn.granted.done():
                turn.granted.set_result(None)

    def _end(self, turn: Turn) -> None:
        if turn in self._waiting:
            self._waiting.remove(turn)
            return
        now = asyncio.get_running_loop().time()
        del self._going[turn.person]
        self._usage.add(turn.person, now - turn.began, now)
        self._give_turns()

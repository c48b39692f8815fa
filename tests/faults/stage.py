"""A server, people who talk on it, and what goes wrong meanwhile; at the end, the judge."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from uuid import UUID

from control.load.verdict.history_check import Histories, KnownMessage, check_histories
from tests.client import Person
from tests.faults import silence
from tests.faults.actor import Actor, Habits
from tests.faults.network import Network
from tests.server import Place

PEOPLE = 6
SETTLE_S = 60.0


class Stage:
    """Six people in two groups and a pair, on a server behind a network."""

    def __init__(self, server: Place, seed: int, habits: Habits | None = None) -> None:
        self.server = server
        self.chance = random.Random(seed)
        self.network = Network(server.port, random.Random(seed + 1))
        self.people = [Person(server, f"person{number}-{seed}") for number in range(PEOPLE)]
        first, second, *_ = self.people
        members = {
            first.group(*self.people[1:]): self.people,
            second.group(*self.people[2:]): self.people[1:],
            first.direct(second): [first, second],
        }
        self.actors = [
            Actor(
                person.login,
                server.url,
                lambda: f"ws://127.0.0.1:{self.network.port}/ws",
                [conv for conv, inside in members.items() if person in inside],
                random.Random(seed + 2 + number),
                habits or Habits(),
            )
            for number, person in enumerate(self.people)
        ]

    async def play(self, trouble: Callable[[], Awaitable[None]]) -> None:
        """Let everybody talk while `trouble` happens, then settle, and judge."""
        await self.network.open()
        talking = [asyncio.create_task(actor.run()) for actor in self.actors]
        try:
            await trouble()
            for actor in self.actors:
                actor.speaking = False
            lacking = await self._listen_to_the_end()
            for actor in self.actors:
                actor.stopping = True
            await asyncio.wait_for(asyncio.gather(*talking), SETTLE_S)
        finally:
            for task in talking:
                task.cancel()
            await asyncio.gather(*talking, return_exceptions=True)
            await self.network.close()
        silence.note(max(actor.silence_s for actor in self.actors))
        wrong = check_histories([actor.log for actor in self.actors], await asyncio.to_thread(self._histories))
        assert wrong + lacking == []
        assert self.acked > 0, "nothing was acknowledged: the run shows nothing"

    async def _listen_to_the_end(self) -> list[str]:
        """What people were not shown, though they were given the time for it."""
        deadline = asyncio.get_running_loop().time() + SETTLE_S
        while True:
            said = {place for actor in self.actors for place in actor.log.acked.values()}
            lacking = [f"{actor.login} was not shown {lacks}" for actor in self.actors if (lacks := actor.lacks(said))]
            silent = not any(actor.outbox for actor in self.actors)
            if (silent and not lacking) or asyncio.get_running_loop().time() > deadline:
                return lacking
            await asyncio.sleep(0.1)

    @property
    def acked(self) -> int:
        return sum(len(actor.log.acked) for actor in self.actors)

    def _histories(self) -> Histories:
        for person in self.people:
            person.log_in()
        return {
            (actor.login, conv): [
                KnownMessage(message["seq"], UUID(message["client_id"]), message["text"])
                for message in person.history(conv)
            ]
            for actor, person in zip(self.actors, self.people, strict=True)
            for conv in actor.convs
        }

    async def pause(self, least: float, most: float) -> None:
        """Let people talk for a while that the seed decides."""
        await asyncio.sleep(self.chance.uniform(least, most))

    async def more_acks(self, count: int = 20) -> None:
        """Until so many more messages were acknowledged: whatever went wrong, it works again."""
        wanted = self.acked + count
        await self._until(lambda: self.acked >= wanted, "nothing is acknowledged any more")

    async def more_shown(self, count: int = 20) -> None:
        """Until everybody was shown so many more messages: what others say arrives."""
        before = [actor.shown for actor in self.actors]
        await self._until(
            lambda: all(actor.shown >= was + count for actor, was in zip(self.actors, before, strict=True)),
            "not everybody is shown what others say any more",
        )

    async def more_refusals(self, code: str) -> None:
        """Until everybody was refused with this error once more."""
        before = [actor.refusals[code] for actor in self.actors]
        await self._until(
            lambda: all(actor.refusals[code] > was for actor, was in zip(self.actors, before, strict=True)),
            f"not everybody is told {code}",
        )

    async def _until(self, condition: Callable[[], bool], otherwise: str) -> None:
        deadline = asyncio.get_running_loop().time() + SETTLE_S
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, otherwise
            await asyncio.sleep(0.02)

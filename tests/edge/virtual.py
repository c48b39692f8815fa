"""Gateways and HAProxy without sockets, in a time that passes at once."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any, Final, cast

import pytest

from imserver.core.session_state import SessionState
from imserver.edge import shedding
from imserver.edge.balance import Balance
from imserver.edge.hub import LEAVING, Hub
from imserver.edge.shedding import Shedding

CHECK_S: Final = 0.9
BACK_S: Final = (0.25, 0.5)
"""How long the page waits before it reconnects."""


class Loop:
    """As much of an event loop as callbacks need."""

    def __init__(self) -> None:
        self.now = 100.0
        self._due: list[tuple[float, int, Callable[..., object], tuple[Any, ...]]] = []
        self._order = count()

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, what: Callable[..., object], *arguments: Any) -> None:
        heapq.heappush(self._due, (self.now + seconds, next(self._order), what, arguments))

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self._due and self._due[0][0] <= end:
            self.now, _, what, arguments = heapq.heappop(self._due)
            what(*arguments)
        self.now = end


class Phone:
    """As much of a connection as shedding needs. `left` is called when it was asked to go."""

    def __init__(self, number: int, left: Callable[[Phone], object]) -> None:
        self.number = number
        self.session = self
        self.state = SessionState.LIVE
        self._left = left

    def shutdown(self) -> None:
        assert self.state not in LEAVING, "asked twice"
        self.state = SessionState.CLOSED
        self._left(self)


class FakeHub:
    """As much of a hub as shedding needs."""

    def __init__(self) -> None:
        self.draining = False
        self.phones: dict[Phone, None] = {}

    def __len__(self) -> int:
        return len(self.phones)

    def staying(self) -> list[Phone]:
        return [each for each in self.phones if each.state not in LEAVING]


class Process:
    def __init__(self, edges: int) -> None:
        self.hub = FakeHub()
        self.shedding = Shedding(cast(Hub, self.hub))
        self.balance = Balance(cast(Hub, self.hub), self.shedding)
        self.is_up = True
        self.weights = [1] * edges
        """By edge."""


class World:
    """`processes` behind `edges`: each HAProxy sends people to where it has the fewest, and checks each process."""

    def __init__(self, loop: Loop, processes: int, edges: int = 1, check_s: float = CHECK_S, seed: int = 1) -> None:
        self.loop = loop
        self.back_s = BACK_S
        self.chance = random.Random(seed)
        self.processes = [Process(edges) for _ in range(processes)]
        self.asked: Counter[int] = Counter()
        """How often each phone was asked to reconnect."""
        self._newcomers = count(1_000_000)
        self._edges = range(edges)
        self._check_s = check_s
        self._edge_of: dict[int, int] = {}
        self._counts = [[0] * processes for _ in self._edges]
        for edge in self._edges:
            for number in range(processes):
                loop.call_later(self.chance.uniform(0, check_s), self._check, edge, number)

    @property
    def shares(self) -> list[int]:
        return [len(process.hub) for process in self.processes]

    @property
    def most_off(self) -> float:
        """By how much of the mean one of the shares differs, at most."""
        mean = sum(self.shares) / len(self.shares)
        return max(abs(share - mean) for share in self.shares) / mean

    def connect(self, phone: int) -> None:
        edge = self._edge_of.setdefault(phone, self.chance.choice(self._edges))
        counts = self._counts[edge]
        usable = [n for n, process in enumerate(self.processes) if process.is_up and process.weights[edge]]
        chosen = min(usable, key=lambda n: (counts[n], self.chance.random()))
        counts[chosen] += 1
        self.processes[chosen].hub.phones[Phone(phone, lambda each: self._leave(chosen, each))] = None

    def change(self, people: int, every_s: float) -> None:
        """So many leave for good, wherever they are, and as many others come; again and again."""
        self.loop.call_later(every_s, self.change, people, every_s)
        present = [(number, each) for number, process in enumerate(self.processes) for each in process.hub.phones]
        for number, phone in self.chance.sample(present, people):
            phone.state = SessionState.CLOSED
            self._forget(number, phone)
            self.connect(next(self._newcomers))

    def _forget(self, process: int, phone: Phone) -> None:
        del self.processes[process].hub.phones[phone]
        self._counts[self._edge_of[phone.number]][process] -= 1

    def _leave(self, process: int, phone: Phone) -> None:
        self._forget(process, phone)
        self.asked[phone.number] += 1
        self.loop.call_later(self.chance.uniform(*self.back_s), self.connect, phone.number)

    def _check(self, edge: int, number: int) -> None:
        self.loop.call_later(self._check_s * self.chance.uniform(1, 1.05), self._check, edge, number)
        process, counts = self.processes[number], self._counts[edge]
        if process.is_up:
            weights = sum(each.weights[edge] for each in self.processes if each.is_up)
            process.balance.hear(told(counts[number], sum(counts), process.weights[edge], weights, f"edge-{edge}"))


def told(own: int, total: int, weight: int = 1, weights: int = 2, node: str = "pi1") -> str:
    """As HAProxy writes it."""
    return (
        f"UP; address=127.0.0.1; port=8083; name=gateway/pi.gateway-1; node={node}; "
        f"weight={weight}/{weights}; scur={own}/{total}; qcur=0"
    )


def virtual_loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    """In the place of the running one; nothing is left to chance."""
    loop = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr(shedding, "random", random.Random(1))
    return loop

"""Who talks with whom: conversations by numbers of users from 0. The same for every tool and seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from control.load.scenario import Circle, Scenario


@dataclass(frozen=True, slots=True)
class Company:
    """A conversation to be: its members, and of which kind it is, as an index into the scenario's `conversations`."""

    kind: int
    members: tuple[int, ...]

    @property
    def is_direct(self) -> bool:
        return len(self.members) == 2


def companies(scenario: Scenario) -> list[Company]:
    """All conversations. Nobody meets the same one person in two direct ones."""
    found: list[Company] = []
    pairs: set[frozenset[int]] = set()
    for kind, circle in enumerate(scenario.conversations):
        lot = random.Random(f"circles {scenario.seed} {kind}")  # noqa: S311
        for members in _groups(circle, scenario.users, lot):
            if len(members) == 2:
                if (pair := frozenset(members)) in pairs:
                    continue
                pairs.add(pair)
            found.append(Company(kind, members))
    return found


def places(scenario: Scenario, found: list[Company]) -> list[list[tuple[int, float]]]:
    """For each user the indexes of their conversations in `found`, ascending, each with its share of their messages."""
    of: list[list[int]] = [[] for _ in range(scenario.users)]
    for index, company in enumerate(found):
        for user in company.members:
            of[user].append(index)
    return [_shares(scenario, found, indexes) for indexes in of]


def _shares(scenario: Scenario, found: list[Company], indexes: list[int]) -> list[tuple[int, float]]:
    kinds = [found[index].kind for index in indexes]
    total = sum(scenario.conversations[kind].weight for kind in set(kinds))
    return [
        (index, scenario.conversations[kind].weight / kinds.count(kind) / total)
        for index, kind in zip(indexes, kinds, strict=True)
    ]


def _groups(circle: Circle, users: int, lot: random.Random) -> list[tuple[int, ...]]:
    if circle.count is not None:
        order = list(range(users))
        size = circle.size
        return [
            tuple(sorted(order[(start + n) % users] for n in range(size)))
            for start in range(0, circle.count * size, size)
        ]
    groups: list[tuple[int, ...]] = []
    for turn in range(circle.each):
        order = list(range(users))
        if turn:
            lot.shuffle(order)
        for start in range(0, users, circle.size):
            members = order[start : start + circle.size]
            members += order[: circle.size - len(members)]
            groups.append(tuple(sorted(members)))
    return groups

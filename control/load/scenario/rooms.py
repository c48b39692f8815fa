"""Who is in a conversation with whom."""

from __future__ import annotations

import random
from dataclasses import dataclass

from control.load.scenario.scenario import Circle, Scenario


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation: the indices of its members, and how often a message of one of them goes there."""

    members: tuple[int, ...]
    weight: float


def rooms(scenario: Scenario) -> list[Room]:
    """The conversations of a scenario, the same for the same seed.

    Where users don't divide evenly, some of the last room's members are in more rooms of that kind than others.
    """
    chance = random.Random(scenario.seed)  # noqa: S311 - a plan that can be repeated, no secret
    return [room for circle in scenario.conversations for room in _circle(circle, scenario.users, chance)]


def of_users(found: list[Room], users: int) -> list[list[int]]:
    """For each user the indices of the rooms they are in."""
    mine: list[list[int]] = [[] for _ in range(users)]
    for index, room in enumerate(found):
        for member in room.members:
            mine[member].append(index)
    return mine


def _circle(circle: Circle, users: int, chance: random.Random) -> list[Room]:
    found: list[Room] = []
    size = min(circle.size, users)
    if circle.count is not None:
        pool: list[int] = []
        for _ in range(circle.count):
            if len(pool) < size:
                pool = chance.sample(range(users), users)
            found.append(Room(tuple(pool[:size]), circle.weight))
            pool = pool[size:]
        return found
    for _ in range(circle.each):
        order = chance.sample(range(users), users)
        for start in range(0, users, size):
            members = order[start : start + size]
            members += order[: size - len(members)]
            found.append(Room(tuple(members), circle.weight))
    return found

"""How often somebody may do something: token buckets, without a clock of their own, and counts within an hour."""

from __future__ import annotations

from typing import Final

import msgspec

MAX_KEYS: Final = 50_000
HOUR_S: Final = 3600


class Limit(msgspec.Struct, frozen=True):
    """At most so many changes within the hour that begins with the first; `what` is part of a sentence about them."""

    name: str
    most: int
    what: str


CREATIONS: Final = Limit("create", 300, "opened {most} conversations")
"""A group counts once more for every hundred members."""
NAMES: Final = Limit("name", 20, "changed your name {most} times")
AVATARS: Final = Limit("avatar", 30, "changed pictures {most} times")
"""Of people and groups: each is made small by a process of its own, and everybody is told of it."""
BLOCKS: Final = Limit("block", 120, "changed {most} times whom you block")
PREFERENCES: Final = Limit("preferences", 600, "changed {most} times what you want of a conversation")
GROUPS: Final = Limit("group", 60, "changed titles and settings {most} times")
MEMBERS: Final = Limit("members", 600, "changed {most} times who is in groups")
"""By hand somebody adds a school; a script that adds and removes the same person stops here."""
VOICES: Final = Limit("voices", 120, "silenced members or gave them the word {most} times")

GROUP_CHANGED: Final = Limit("group-of", 60, "")
GROUP_GREW: Final = Limit("members-of", 600, "")
"""By group, whoever does it: with the titles less than the thousand events that a client catches up with. What takes
somebody away isn't counted here: who runs a group gets rid of people however often others add them.
"""


class Buckets:
    """One bucket per key: `burst` at once, refilled with `rate` a second. A rate of 0 limits nothing.

    Times are seconds of any clock that only grows. When there are too many keys, the one that was used longest ago
    goes first: it is full again by then, or as good as.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str, now: float) -> float:
        """Take one, and return 0; or return the seconds to wait for the next one."""
        if not self._rate:
            return 0.0
        level, at = self._levels.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._rate)
        wait = max(0.0, (1 - level) / self._rate)
        if len(self._levels) >= MAX_KEYS:
            del self._levels[next(iter(self._levels))]
        self._levels[key] = (level if wait else level - 1, now)
        return wait

"""Who may be sent to at once: nobody's endpoints, and no host, take the places of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from imserver.services.usage import Usage
from imserver.store.records import Busy, PushNotice, PushSubscription

AT_ONCE: Final = 64
"""Requests under way. One takes a socket and 50 KB."""
PER_PERSON: Final = 2
PER_ORIGIN: Final = 32
"""Most people's browsers have the same vendor: while it doesn't answer, half of the places are left for others."""


class _Taken(msgspec.Struct, frozen=True):
    subscription: PushSubscription
    since: float


class Slots:
    """Times are those of the event loop (s)."""

    def __init__(self) -> None:
        self._taken: dict[str, _Taken] = {}
        self._users: Counter[str] = Counter()
        self._origins: Counter[str] = Counter()
        self._usage = Usage()

    @property
    def free(self) -> int:
        return AT_ONCE - len(self._taken)

    def in_turn(self, notices: Sequence[PushNotice], now: float) -> list[PushNotice]:
        """Those of people first whose endpoints took the least time lately."""
        return sorted(notices, key=lambda notice: self._usage.seconds(notice.subscription.user, now))

    def take(self, subscription: PushSubscription, now: float) -> bool:
        """Whether it may be sent to now; then its place has to be given back."""
        origin = origin_of(subscription.endpoint)
        if (
            not self.free
            or subscription.id in self._taken
            or self._users[subscription.user] >= PER_PERSON
            or self._origins[origin] >= PER_ORIGIN
        ):
            return False
        self._taken[subscription.id] = _Taken(subscription, now)
        self._users[subscription.user] += 1
        self._origins[origin] += 1
        return True

    def give_back(self, subscription: PushSubscription, now: float) -> None:
        taken = self._taken.pop(subscription.id)
        self._usage.add(subscription.user, now - taken.since, now)
        for counter, key in ((self._users, subscription.user), (self._origins, origin_of(subscription.endpoint))):
            counter[key] -= 1
            if not counter[key]:
                del counter[key]

    def busy(self) -> Busy:
        """Whom to leave out when looking for the next one."""
        return Busy(
            users=tuple(user for user, count in self._users.items() if count >= PER_PERSON),
            subscriptions=tuple(self._taken),
            origins=tuple(origin for origin, count in self._origins.items() if count >= PER_ORIGIN),
        )


def origin_of(endpoint: str) -> str:
    """As it is written in the endpoint: the store compares it, letter by letter."""
    scheme, separator, rest = endpoint.partition("://")
    for end in "/?#":
        rest = rest.partition(end)[0]
    return f"{scheme}{separator}{rest}"

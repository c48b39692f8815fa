"""Who may be sent to at once: nobody's endpoints, and no host, take the places of others."""

from __future__ import annotations

from collections import Counter
from typing import Final

from imserver.store.base import Busy, PushSubscription

AT_ONCE: Final = 64
"""Requests under way. One takes a socket and 50 KB."""
PER_PERSON: Final = 2
PER_ORIGIN: Final = 16
"""Most people's browsers have the same vendor. One that hasn't answered when it was last asked has one place."""
MAX_REMEMBERED: Final = 1000


class Slots:
    def __init__(self) -> None:
        self._subscriptions: dict[str, PushSubscription] = {}
        self._users: Counter[str] = Counter()
        self._origins: Counter[str] = Counter()
        self._answering: dict[str, None] = {}
        """Origins that answered when they were last asked."""

    @property
    def free(self) -> int:
        return AT_ONCE - len(self._subscriptions)

    def take(self, subscription: PushSubscription) -> bool:
        """Whether it may be sent to now; then its place has to be given back."""
        origin = origin_of(subscription.endpoint)
        if (
            not self.free
            or subscription.id in self._subscriptions
            or self._users[subscription.user] >= PER_PERSON
            or self._origins[origin] >= self._limit(origin)
        ):
            return False
        self._subscriptions[subscription.id] = subscription
        self._users[subscription.user] += 1
        self._origins[origin] += 1
        return True

    def give_back(self, subscription: PushSubscription, *, answered: bool | None) -> None:
        """`answered`: whether the origin did, None where it wasn't asked."""
        origin = origin_of(subscription.endpoint)
        del self._subscriptions[subscription.id]
        for counter, key in ((self._users, subscription.user), (self._origins, origin)):
            counter[key] -= 1
            if not counter[key]:
                del counter[key]
        if answered is not None:
            self._answering.pop(origin, None)
        if answered:
            self._answering[origin] = None
            if len(self._answering) > MAX_REMEMBERED:
                del self._answering[next(iter(self._answering))]

    def busy(self) -> Busy:
        """Whom to leave out when looking for the next one."""
        return Busy(
            users=tuple(user for user, count in self._users.items() if count >= PER_PERSON),
            subscriptions=tuple(self._subscriptions),
            origins=tuple(origin for origin, count in self._origins.items() if count >= self._limit(origin)),
        )

    def _limit(self, origin: str) -> int:
        return PER_ORIGIN if origin in self._answering else 1


def origin_of(endpoint: str) -> str:
    """As it is written in the endpoint: the store compares it, letter by letter."""
    scheme, separator, rest = endpoint.partition("://")
    for end in "/?#":
        rest = rest.partition(end)[0]
    return f"{scheme}{separator}{rest}"

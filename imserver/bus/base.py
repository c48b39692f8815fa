"""The bus port: bytes from one process to those that listen on a channel.

At most once, and honest about it: nothing comes twice or in another order than it was published by one process,
and where something may be missing, `restored` is called before what comes next. What it was is read from the store.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Receive = Callable[[bytes], None]
Restored = Callable[[], None]


class Subscription(Protocol):
    async def close(self) -> None:
        """After this neither callback is called."""


class Bus(Protocol):
    def publish(self, channel: str, data: bytes) -> None:
        """Hand over; goes out with everything of this loop tick in one pipeline.

        Never blocks, never raises; what can't be sent in time is dropped and counted, and those who listen on the
        channel are told by `restored` as soon as they can be reached.
        """

    async def subscribe(self, channel: str, receive: Receive, restored: Restored) -> Subscription:
        """Returns once the subscription counts, or at once where the bus is away: then `restored` tells when it does.

        `restored` is called each time that the subscription begins to count again after it was lost, and each time
        that something was dropped: something may be missing. Both are called in the event loop, and mustn't block.
        """

    @property
    def connected(self) -> bool:
        """Whether everything that was asked of it works now, as far as it knows."""

    def describe(self) -> dict[str, str | int | float]:
        """Engine, state, latency (ms until what was published was taken, of late) and counts since the start."""

    async def close(self) -> None:
        """Give what was published a moment to leave, then end all subscriptions."""

"""The bus within one process."""

from __future__ import annotations

import asyncio

from imserver.bus.base import Receive, Restored
from imserver.system.logs import get_logger

log = get_logger("imserver.bus")


class MemoryBus:
    """Implements `imserver.bus.base.Bus`. What is published is received in the next turn of the loop."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, bytes]] = []
        self._subscriptions: dict[str, dict[MemorySubscription, None]] = {}
        self._published = 0
        self._received = 0
        self._closed = False

    def publish(self, channel: str, data: bytes) -> None:
        if self._closed:
            return
        self._published += 1
        self._waiting.append((channel, data))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._hand_out)

    def _hand_out(self) -> None:
        waiting, self._waiting = self._waiting, []
        for channel, data in waiting:
            for subscription in list(self._subscriptions.get(channel, ())):
                if subscription in self._subscriptions.get(channel, ()):
                    self._received += 1
                    subscription.take(data)

    async def subscribe(self, channel: str, receive: Receive, restored: Restored) -> MemorySubscription:
        subscription = MemorySubscription(self, channel, receive)
        self._subscriptions.setdefault(channel, {})[subscription] = None
        return subscription

    def leave(self, channel: str, subscription: MemorySubscription) -> None:
        of_channel = self._subscriptions.get(channel, {})
        of_channel.pop(subscription, None)
        if not of_channel:
            self._subscriptions.pop(channel, None)

    @property
    def connected(self) -> bool:
        return not self._closed

    def describe(self) -> dict[str, str | int | float]:
        return {
            "engine": "memory",
            "state": "connected" if self.connected else "closed",
            "subscriptions": sum(map(len, self._subscriptions.values())),
            "published": self._published,
            "received": self._received,
            "dropped": 0,
        }

    async def close(self) -> None:
        self._hand_out()
        self._closed = True
        self._subscriptions.clear()


class MemorySubscription:
    def __init__(self, bus: MemoryBus, channel: str, receive: Receive) -> None:
        self._bus = bus
        self._channel = channel
        self._receive = receive

    def take(self, data: bytes) -> None:
        try:
            self._receive(data)
        except Exception:
            log.exception("bus.receiver_failed", channel=self._channel)

    async def close(self) -> None:
        self._bus.leave(self._channel, self)

"""The bus over Redis or Valkey: Pub/Sub, in a cluster sharded Pub/Sub.

A message on the wire is a MessagePack array of what was published on a channel in one turn of the loop. A nil in it
tells that something before it was dropped. Publishing never repeats what may have arrived.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from statistics import median
from typing import Any, Final

from imserver.bus.base import Receive, Restored
from imserver.bus.listener import ChannelListener
from imserver.bus.outbox import Item
from imserver.bus.publisher import ChannelPublisher
from imserver.redis.endpoint import RedisHost

DRAIN_S: Final = 1.0
LANE_KEPT_S: Final = 60.0
"""In a cluster: for a channel to which nothing is published any more."""


class RedisBus:
    """Implements `imserver.bus.base.Bus`. Make it in a running event loop. `name` shows in Redis' CLIENT LIST."""

    def __init__(self, server: RedisHost, name: str = "") -> None:
        self._server = server
        self._name = name
        self._published = 0
        self._dropped = 0
        self._received = 0
        self._lost = 0
        self._waiting: list[Item] = []
        self._publishers: dict[str, ChannelPublisher] = {}
        self._listeners: dict[ChannelListener, None] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self._closed = False
        if not self._server.sharded:
            self._publisher("")

    def publish(self, channel: str, data: bytes) -> None:
        if self._closed:
            return
        self._published += 1
        loop = asyncio.get_running_loop()
        self._waiting.append(Item(loop.time(), channel, data))
        if len(self._waiting) == 1:
            loop.call_soon(self._flush)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for item in waiting:
            publisher = self._publisher(item.channel if self._server.sharded else "")
            publisher.outbox.put(item)
            publisher.wake()

    def _publisher(self, channel: str) -> ChannelPublisher:
        publisher = self._publishers.get(channel)
        if publisher is None:
            self._end_idle_lanes()
            publisher = self._publishers[channel] = ChannelPublisher(self._server, channel, self._name)
        return publisher

    def _end_idle_lanes(self) -> None:
        before = asyncio.get_running_loop().time() - LANE_KEPT_S
        for channel in [
            channel
            for channel, publisher in self._publishers.items()
            if publisher.used_at < before and not publisher.outbox
        ]:
            publisher = self._publishers.pop(channel)
            self._dropped += publisher.outbox.dropped
            self._end(publisher.close())

    def _end(self, closing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(closing)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def subscribe(self, channel: str, receive: Receive, restored: Restored) -> RedisSubscription:
        listener = ChannelListener(self._server, channel, receive, restored, self._name)
        self._listeners[listener] = None
        await listener.tried()
        return RedisSubscription(self, listener)

    async def leave(self, listener: ChannelListener) -> None:
        if listener in self._listeners:
            del self._listeners[listener]
            self._received += listener.received
            self._lost += listener.lost
        await listener.close()

    @property
    def connected(self) -> bool:
        return not self._closed and not self._trouble()

    def _trouble(self) -> str:
        troubles = [publisher.trouble for publisher in self._publishers.values()] + [
            each.trouble for each in self._listeners
        ]
        return next(filter(None, troubles), "")

    def describe(self) -> dict[str, str | int | float]:
        trouble = self._trouble()
        round_trips = [each for publisher in self._publishers.values() for each in publisher.round_trips] or [0.0]
        return {
            "engine": "redis",
            "url": self._server.url.shown,
            "state": "closed" if self._closed else f"disconnected: {trouble}" if trouble else "connected",
            "latency_ms": round(1000 * median(round_trips), 3),
            "latency_max_ms": round(1000 * max(round_trips), 3),
            "subscriptions": len(self._listeners),
            "published": self._published,
            "received": self._received + sum(listener.received for listener in self._listeners),
            "dropped": self._dropped + sum(publisher.outbox.dropped for publisher in self._publishers.values()),
            "restored": self._lost + sum(listener.lost for listener in self._listeners),
            "waiting": sum(len(publisher.outbox) for publisher in self._publishers.values()),
        }

    async def close(self) -> None:
        if self._closed:
            return
        self._flush()
        self._closed = True
        for listener in list(self._listeners):
            await self.leave(listener)
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                for publisher in self._publishers.values():
                    await publisher.drain()
        for publisher in self._publishers.values():
            await publisher.close()
        for ending in list(self._endings):
            await ending


class RedisSubscription:
    """Implements `imserver.bus.base.Subscription`."""

    def __init__(self, bus: RedisBus, listener: ChannelListener) -> None:
        self._bus = bus
        self._listener = listener

    async def close(self) -> None:
        await self._bus.leave(self._listener)

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
from imserver.bus.listener import Listener
from imserver.bus.outbox import Item
from imserver.bus.publisher import Lane
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
        self._lanes: dict[str, Lane] = {}
        self._listeners: dict[Listener, None] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self._closed = False
        if not self._server.sharded:
            self._lane("")

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
            lane = self._lane(item.channel if self._server.sharded else "")
            lane.outbox.put(item)
            lane.wake()

    def _lane(self, channel: str) -> Lane:
        lane = self._lanes.get(channel)
        if lane is None:
            self._end_idle_lanes()
            lane = self._lanes[channel] = Lane(self._server, channel, self._name)
        return lane

    def _end_idle_lanes(self) -> None:
        before = asyncio.get_running_loop().time() - LANE_KEPT_S
        for channel in [channel for channel, lane in self._lanes.items() if lane.used_at < before and not lane.outbox]:
            lane = self._lanes.pop(channel)
            self._dropped += lane.outbox.dropped
            self._end(lane.close())

    def _end(self, closing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(closing)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    async def subscribe(self, channel: str, receive: Receive, restored: Restored) -> RedisSubscription:
        listener = Listener(self._server, channel, receive, restored, self._name)
        self._listeners[listener] = None
        await listener.tried()
        return RedisSubscription(self, listener)

    async def leave(self, listener: Listener) -> None:
        if listener in self._listeners:
            del self._listeners[listener]
            self._received += listener.received
            self._lost += listener.lost
        await listener.close()

    @property
    def connected(self) -> bool:
        return not self._closed and not self._trouble()

    def _trouble(self) -> str:
        troubles = [lane.trouble for lane in self._lanes.values()] + [each.trouble for each in self._listeners]
        return next(filter(None, troubles), "")

    def describe(self) -> dict[str, str | int | float]:
        trouble = self._trouble()
        round_trips = [each for lane in self._lanes.values() for each in lane.round_trips] or [0.0]
        return {
            "engine": "redis",
            "url": self._server.url.shown,
            "state": "closed" if self._closed else f"disconnected: {trouble}" if trouble else "connected",
            "latency_ms": round(1000 * median(round_trips), 3),
            "latency_max_ms": round(1000 * max(round_trips), 3),
            "subscriptions": len(self._listeners),
            "published": self._published,
            "received": self._received + sum(listener.received for listener in self._listeners),
            "dropped": self._dropped + sum(lane.outbox.dropped for lane in self._lanes.values()),
            "restored": self._lost + sum(listener.lost for listener in self._listeners),
            "waiting": sum(len(lane.outbox) for lane in self._lanes.values()),
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
                for lane in self._lanes.values():
                    await lane.drain()
        for lane in self._lanes.values():
            await lane.close()
        for ending in list(self._endings):
            await ending


class RedisSubscription:
    """Implements `imserver.bus.base.Subscription`."""

    def __init__(self, bus: RedisBus, listener: Listener) -> None:
        self._bus = bus
        self._listener = listener

    async def close(self) -> None:
        await self._bus.leave(self._listener)

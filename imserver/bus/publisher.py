"""The way to the Redis server of a channel: a connection of its own, on which one pipeline after another goes out."""

from __future__ import annotations

import asyncio
from collections import deque
from time import perf_counter
from typing import Final

import msgspec

from imserver.bus.backoff import backoff_s
from imserver.bus.outbox import Outbox
from imserver.redis.connection import FAILURES, Address, LostError, RedisConnection, ReplyError
from imserver.redis.endpoint import RedisHost, explain
from imserver.system.logs import get_logger

CHECKED_EVERY_S: Final = 5.0
"""So often a quiet connection is tried, and any is asked whether it still leads to the right server."""

ROUND_TRIPS_KEPT: Final = 64

log = get_logger("imserver.bus")
_encode: Final = msgspec.msgpack.Encoder().encode


class ChannelPublisher:
    """Sends what its outbox holds, and tries again until it is closed. In a cluster it serves `channel` alone."""

    def __init__(self, server: RedisHost, channel: str, name: str) -> None:
        self.outbox = Outbox()
        self.connected = False
        self.trouble = "not connected yet"
        self.used_at = 0.0
        self.round_trips: deque[float] = deque(maxlen=ROUND_TRIPS_KEPT)
        """Seconds from the newest pipelines and pings to their answers."""
        self._server = server
        self._channel = channel
        self._name = name
        self._command = "SPUBLISH" if server.sharded else "PUBLISH"
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._connection: RedisConnection | None = None
        self._address: Address | None = None
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        self.used_at = asyncio.get_running_loop().time()
        self._idle.clear()
        self._wake.set()

    async def _run(self) -> None:
        failures = 0
        loop = asyncio.get_running_loop()
        checked_at = loop.time()
        try:
            while True:
                try:
                    if self._connection is None:
                        if failures:
                            await self._server.relocate()
                        self._address = await self._server.locate(self._channel)
                        self._connection = await self._server.connect(self._address, self._name)
                        failures, checked_at = 0, loop.time()
                        self.connected, self.trouble = True, ""
                    if loop.time() - checked_at >= CHECKED_EVERY_S:
                        await self._check(self._connection)
                        checked_at = loop.time()
                    if not await self._send(self._connection):
                        await self._wait()
                except Exception as error:
                    self._fail(error)
                    self._disconnect()
                    failures += 1
                    await asyncio.sleep(backoff_s(failures))
                    self.outbox.expire(loop.time())
        finally:
            self._idle.set()
            self._disconnect()

    async def _send(self, connection: RedisConnection) -> bool:
        """Whether there was anything to send."""
        self._wake.clear()
        batch = self.outbox.take(asyncio.get_running_loop().time())
        if not batch:
            self._idle.set()
            return False
        unanswered = dict(batch)
        refused: ReplyError | None = None
        sent_at = perf_counter()
        try:
            await connection.send(*((self._command, channel, _encode(contents)) for channel, contents in batch.items()))
            for channel in batch:
                try:
                    await connection.read()
                except ReplyError as error:
                    refused = error
                    self._lose(channel, batch[channel])
                del unanswered[channel]
            self._note_round_trip(sent_at)
        finally:
            for channel, contents in unanswered.items():
                self._lose(channel, contents)
        if refused is not None:
            raise LostError(explain(refused))
        return True

    def _lose(self, channel: str, contents: list[bytes | None]) -> None:
        """It was sent, and nobody knows whether it arrived: sending it again might double it."""
        self.outbox.mark(channel)
        for content in contents:
            if content is not None:
                self.outbox.lose(channel)

    async def _check(self, connection: RedisConnection) -> None:
        sent_at = perf_counter()
        await connection.ask("PING")
        self._note_round_trip(sent_at)
        if await self._server.locate(self._channel) != self._address:
            raise LostError("another server took over")

    def _note_round_trip(self, sent_at: float) -> None:
        self.round_trips.append(perf_counter() - sent_at)

    async def _wait(self) -> None:
        timer = asyncio.get_running_loop().call_later(CHECKED_EVERY_S, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, FAILURES):
            log.error("bus.publishing_failed", exc_info=error)
        elif self.connected:
            log.warning("bus.publishing_failed", reason=explain(error))
        self.connected, self.trouble = False, explain(error)

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.drop()

    async def drain(self) -> None:
        """Until everything has been sent; may take for ever."""
        await self._idle.wait()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])

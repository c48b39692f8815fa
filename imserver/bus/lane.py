"""The way to the Redis server of a channel: a connection of its own, on which one pipeline after another goes out."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

import msgspec
from redis.asyncio import Connection
from redis.backoff import EqualJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from imserver.bus.outbox import Outbox
from imserver.logs import get_logger
from imserver.redis_server import FAILURES, Address, RedisServer, explain

CHECKED_EVERY_S: Final = 5.0
"""So often a quiet connection is tried, and any is asked whether it still leads to the right server."""

log = get_logger("imserver.bus")
_encode: Final = msgspec.msgpack.Encoder().encode


def make_backoff() -> EqualJitterBackoff:
    """Seconds before the next try: half of it by chance, so that processes don't come back all at once."""
    return EqualJitterBackoff(cap=2.0, base=0.05)


async def drop(connection: Connection) -> None:
    with suppress(*FAILURES):
        await connection.disconnect(nowait=True)


class Lane:
    """Sends what its outbox holds, and tries again until it is closed. In a cluster it serves `channel` alone."""

    def __init__(self, server: RedisServer, channel: str, name: str) -> None:
        self.outbox = Outbox()
        self.connected = False
        self.trouble = "not connected yet"
        self.used_at = 0.0
        self._server = server
        self._channel = channel
        self._name = name
        self._command = "SPUBLISH" if server.sharded else "PUBLISH"
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._connection: Connection | None = None
        self._address: Address | None = None
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        self.used_at = asyncio.get_running_loop().time()
        self._idle.clear()
        self._wake.set()

    async def _run(self) -> None:
        backoff, failures = make_backoff(), 0
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
                    await self._disconnect()
                    failures += 1
                    await asyncio.sleep(backoff.compute(failures))
                    self.outbox.expire(loop.time())
        finally:
            self._idle.set()
            await self._disconnect()

    async def _send(self, connection: Connection) -> bool:
        """Whether there was anything to send."""
        self._wake.clear()
        batch = self.outbox.take(asyncio.get_running_loop().time())
        if not batch:
            self._idle.set()
            return False
        packed = connection.pack_commands(
            [(self._command, channel, _encode(contents)) for channel, contents in batch.items()]
        )
        unanswered = dict(batch)
        refused: ResponseError | None = None
        try:
            await connection.send_packed_command(packed, check_health=False)
            for channel in batch:
                try:
                    await connection.read_response()
                except ResponseError as error:
                    refused = error
                    self._lose(channel, batch[channel])
                del unanswered[channel]
        finally:
            for channel, contents in unanswered.items():
                self._lose(channel, contents)
        if refused is not None:
            raise RedisConnectionError(explain(refused))
        return True

    def _lose(self, channel: str, contents: list[bytes | None]) -> None:
        """It was sent, and nobody knows whether it arrived: sending it again might double it."""
        self.outbox.mark(channel)
        for content in contents:
            if content is not None:
                self.outbox.lose(channel)

    async def _check(self, connection: Connection) -> None:
        await connection.send_command("PING", check_health=False)
        await connection.read_response()
        if await self._server.locate(self._channel) != self._address:
            raise RedisConnectionError("another server took over")

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECKED_EVERY_S):
                await self._wake.wait()

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, FAILURES):
            log.error("bus.publishing_failed", exc_info=error)
        elif self.connected:
            log.warning("bus.publishing_failed", reason=explain(error))
        self.connected, self.trouble = False, explain(error)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await drop(connection)

    async def drain(self) -> None:
        """Until everything has been sent; may take for ever."""
        await self._idle.wait()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])

"""A subscription on a connection of its own, which comes back by itself."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec

from imserver.bus.backoff import backoff_s
from imserver.bus.base import Receive, Restored
from imserver.redis.connection import FAILURES, Address, LostError, RedisConnection
from imserver.redis.endpoint import RedisHost, explain
from imserver.system.logs import get_logger

QUIET_S: Final = 5.0
"""After so much silence the server is asked whether it is there, and whether it is still the right one."""

_decode: Final = msgspec.msgpack.Decoder(list[bytes | None]).decode

log = get_logger("imserver.bus")


class ChannelListener:
    """Implements `imserver.bus.base.Subscription`."""

    def __init__(self, server: RedisHost, channel: str, receive: Receive, restored: Restored, name: str) -> None:
        self.channel = channel
        self.live = False
        self.trouble = "not connected yet"
        self.received = 0
        self.lost = 0
        """How often something may be missing."""
        self._server = server
        self._receive = receive
        self._restored = restored
        self._name = name
        self._tried = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    async def tried(self) -> None:
        """Until the first attempt has succeeded or failed."""
        await self._tried.wait()

    async def _run(self) -> None:
        failures = 0
        connection: RedisConnection | None = None
        missing = False
        try:
            while True:
                try:
                    if failures:
                        await self._server.relocate()
                    address = await self._server.locate(self.channel)
                    connection = await self._server.connect(address, self._name)
                    await self._subscribe(connection)
                    failures, self.live, self.trouble = 0, True, ""
                    if missing:
                        self._tell_restored()
                    self._tried.set()
                    await self._listen(connection, address)
                except Exception as error:
                    if not isinstance(error, FAILURES):
                        log.exception("bus.listening_failed", channel=self.channel)
                    elif self.live:
                        log.warning("bus.lost", channel=self.channel, reason=explain(error))
                    self.live, self.trouble = False, explain(error)
                    missing = True
                    self._tried.set()
                    if connection is not None:
                        connection.drop()
                    failures += 1
                    await asyncio.sleep(backoff_s(failures))
        finally:
            self._tried.set()
            if connection is not None:
                connection.drop()

    async def _subscribe(self, connection: RedisConnection) -> None:
        command = "SSUBSCRIBE" if self._server.sharded else "SUBSCRIBE"
        reply: Any = await connection.ask(command, self.channel)
        if not isinstance(reply, list) or reply[0] != command.lower().encode():
            raise LostError(f"{command} was answered by {reply!r}")

    async def _listen(self, connection: RedisConnection, address: Address) -> None:
        """Until the connection can't be relied upon. Raises `FAILURES`."""
        asked = False
        while True:
            reply = await self._hear(connection)
            if reply is None:
                if asked:
                    raise LostError(f"nothing heard for {2 * QUIET_S:.0f} s")
                await self._server.relocate()
                if await self._server.locate(self.channel) != address:
                    raise LostError("another server took over")
                await connection.send(("PING",))
                asked = True
                continue
            asked = False
            if reply[0] in (b"message", b"smessage"):
                self._take(reply[2])
            elif reply[0] in (b"unsubscribe", b"sunsubscribe"):
                raise LostError("the channel moved to another server")

    async def _hear(self, connection: RedisConnection) -> Any:
        """None where it is quiet."""
        try:
            return await connection.read(QUIET_S)
        except TimeoutError:
            return None

    def _take(self, payload: bytes) -> None:
        try:
            contents = _decode(payload)
        except msgspec.MsgspecError as error:
            log.warning("bus.unreadable", channel=self.channel, error=str(error))
            self._tell_restored()
            return
        for content in contents:
            if content is None:
                self._tell_restored()
                continue
            self.received += 1
            try:
                self._receive(content)
            except Exception:
                log.exception("bus.receiver_failed", channel=self.channel)

    def _tell_restored(self) -> None:
        self.lost += 1
        log.info("bus.restored", channel=self.channel)
        try:
            self._restored()
        except Exception:
            log.exception("bus.receiver_failed", channel=self.channel)

    async def close(self) -> None:
        self._task.cancel()
        if self._task is not asyncio.current_task():
            await asyncio.wait([self._task])

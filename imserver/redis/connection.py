"""A connection to Redis or Valkey: commands out, replies in (RESP 2). hiredis parses.

The bus needs no more of a client, and importing any part of redis-py imports all of it: 6.5 MB in every gateway.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any, Final, cast

import hiredis

from imserver.redis.url import RedisUrl

Address = tuple[str, int]
"""Host and port, or the path of a socket and 0."""
Command = tuple[str | bytes, ...]

_INCOMPLETE: Final = object()
_pack: Final = cast(Callable[[Command], bytes], hiredis.pack_command)  # its own type knows commands of one word


class ReplyError(Exception):
    """Redis refuses a command; the text is its own."""


class LoginError(ReplyError):
    """Redis wants another user or password, or any."""


class LostError(ConnectionError):
    """The connection can't be used any more."""


FAILURES: Final = (ReplyError, OSError, TimeoutError)
"""What a call may raise where Redis is away, slow, or on its way to another server."""


class RedisConnection(asyncio.Protocol):
    """Doesn't come back by itself. `timeout_s` is for one answer, and for sending. It is used by one task."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._loop = asyncio.get_running_loop()
        self._parser = hiredis.Reader(protocolError=LostError, replyError=_refusal, notEnoughData=_INCOMPLETE)
        self._changed: asyncio.Future[None] | None = None
        self._is_full = False
        self._end: Exception | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed(data)
        self._note_change()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._note_change()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end = exc or LostError("Redis closed the connection.")
        self._note_change()

    def _note_change(self) -> None:
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)

    async def _wait(self, deadline: float) -> None:
        """Until something has changed. Every message passes here: a plain timer costs less than `asyncio.timeout`."""
        if self._end is not None:
            raise self._end
        self._changed = self._loop.create_future()
        timer = self._loop.call_at(deadline, _expire, self._changed)
        try:
            await self._changed
        finally:
            timer.cancel()

    async def send(self, *commands: Command) -> None:
        """All of them in one piece; each gets a reply. Raises `FAILURES`."""
        if self._end is not None:
            raise self._end
        self._transport.write(b"".join([_pack(command) for command in commands]))
        if self._is_full:
            deadline = self._loop.time() + self._timeout_s
            while self._is_full:
                await self._wait(deadline)

    async def read(self, timeout_s: float | None = None) -> Any:
        """The next reply. Raises `FAILURES`; after `ReplyError` and `TimeoutError` one may go on reading."""
        reply = self._parser.gets()
        if reply is _INCOMPLETE:
            deadline = self._loop.time() + (self._timeout_s if timeout_s is None else timeout_s)
            while (reply := self._parser.gets()) is _INCOMPLETE:
                await self._wait(deadline)
        if isinstance(reply, ReplyError):
            raise reply
        return reply

    async def ask(self, *command: str | bytes) -> Any:
        """Raises as `read`."""
        await self.send(command)
        return await self.read()

    def drop(self) -> None:
        """What wasn't sent yet isn't waited for."""
        self._transport.abort()


def _expire(changed: asyncio.Future[None]) -> None:
    if not changed.done():
        changed.set_exception(TimeoutError())


def trust(url: RedisUrl) -> ssl.SSLContext | None:
    """What `url` says of certificates; None without TLS. Raises `OSError`."""
    if not url.tls:
        return None
    context = ssl.create_default_context(cafile=url.files.get("ssl_ca_certs"))
    if certificate := url.files.get("ssl_certfile"):
        context.load_cert_chain(certificate, url.files.get("ssl_keyfile"))
    return context


async def connect(
    url: RedisUrl, address: Address, tls: ssl.SSLContext | None, timeout_s: float, name: str
) -> RedisConnection:
    """To `address`, with the login and database of `url`; `name` shows in Redis' CLIENT LIST. Raises `FAILURES`."""
    host, port = address
    loop = asyncio.get_running_loop()
    connection = RedisConnection(timeout_s)
    async with asyncio.timeout(timeout_s):
        if url.path:
            await loop.create_unix_connection(lambda: connection, host)
        else:
            transport, _ = await loop.create_connection(lambda: connection, host, port, ssl=tls)
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    try:
        if url.username or url.password:
            await connection.ask("AUTH", *filter(None, [url.username]), url.password or "")
        if url.database:
            await connection.ask("SELECT", str(url.database))
        if name:
            await connection.ask("CLIENT", "SETNAME", name)
    except BaseException:
        connection.drop()
        raise
    return connection


def _refusal(text: str) -> ReplyError:
    return (LoginError if text.startswith(("NOAUTH", "WRONGPASS")) else ReplyError)(text)

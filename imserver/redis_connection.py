"""A connection to Redis or Valkey: commands out, replies in (RESP 2). hiredis parses, asyncio's streams carry.

The bus needs no more of a client, and importing any part of redis-py imports all of it: 6.5 MB in every gateway.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any, Final, cast

import hiredis

from imserver.redis_url import RedisUrl

Address = tuple[str, int]
"""Host and port, or the path of a socket and 0."""
Command = tuple[str | bytes, ...]

READ_BYTES: Final = 65_536
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


class RedisConnection:
    """Doesn't come back by itself. `timeout_s` is for one answer, and for sending."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, timeout_s: float) -> None:
        self._reader = reader
        self._writer = writer
        self._timeout_s = timeout_s
        self._parser = hiredis.Reader(protocolError=LostError, replyError=_refusal, notEnoughData=_INCOMPLETE)

    async def send(self, *commands: Command) -> None:
        """All of them in one piece; each gets a reply. Raises `FAILURES`."""
        self._writer.write(b"".join([_pack(command) for command in commands]))
        async with asyncio.timeout(self._timeout_s):
            await self._writer.drain()

    async def read(self, timeout_s: float | None = None) -> Any:
        """The next reply. Raises `FAILURES`; after `ReplyError` and `TimeoutError` one may go on reading."""
        reply = self._parser.gets()
        if reply is _INCOMPLETE:
            async with asyncio.timeout(self._timeout_s if timeout_s is None else timeout_s):
                reply = await self._receive()
        if isinstance(reply, ReplyError):
            raise reply
        return reply

    async def _receive(self) -> Any:
        while (reply := self._parser.gets()) is _INCOMPLETE:
            data = await self._reader.read(READ_BYTES)
            if not data:
                raise LostError("Redis closed the connection.")
            self._parser.feed(data)
        return reply

    async def ask(self, *command: str | bytes) -> Any:
        """Raises as `read`."""
        await self.send(command)
        return await self.read()

    def drop(self) -> None:
        """What wasn't sent yet isn't waited for."""
        self._writer.transport.abort()


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
    async with asyncio.timeout(timeout_s):
        if url.path:
            reader, writer = await asyncio.open_unix_connection(host)
        else:
            reader, writer = await asyncio.open_connection(host, port, ssl=tls)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection = RedisConnection(reader, writer, timeout_s)
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

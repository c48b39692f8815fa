"""The way into a process with nothing but a gateway: WebSockets and two probes, and nothing else of HTTP.

uvicorn serves applications, and brings 3 MB of what that takes. Here the first line of a request decides: what asks
for the WebSocket is a `Connection`'s from its first byte on, which judges the rest; everything else gets one answer
and is closed. No byte of a head is believed but that line.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final, cast

import msgspec

from imserver.edge.connection import PATH, Connection
from imserver.edge.gateway import Gateway
from imserver.ending import GRACE_S
from imserver.listening import BACKLOG

MAX_HEAD: Final = 16_384
HEAD_S: Final = 10.0
"""Within that a request has to be there, and answered."""

Status = dict[str, str]
Probe = Callable[[], Awaitable[tuple[HTTPStatus, Status]]]

NOT_FOUND: Final[Status] = {"status": f"there is only a WebSocket here, at {PATH}"}
_METHODS: Final = (b"GET", b"HEAD")
_json: Final = msgspec.json.Encoder().encode


class Door:
    """`probes` by path. It is the `Register` of all connections."""

    def __init__(self, gateway: Gateway, probes: dict[str, Probe]) -> None:
        self.gateway = gateway
        self.probes = {path.encode(): probe for path, probe in probes.items()}
        self._open: set[Any] = set()
        self._empty = asyncio.Event()
        self._empty.set()

    def add(self, connection: Any, /) -> None:
        self._open.add(connection)
        self._empty.clear()

    def discard(self, connection: Any, /) -> None:
        self._open.discard(connection)
        if not self._open:
            self._empty.set()

    async def listen(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Visitor(self), sock=listener, backlog=BACKLOG)

    async def close(self) -> None:
        """Nobody comes in any more, and who is here is asked to go: returns when they have, or after `GRACE_S`."""
        self._server.close()
        for each in list(self._open):
            each.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await self._empty.wait()


class Visitor(asyncio.Protocol):
    """A TCP connection of which nobody knows yet what it wants."""

    __slots__ = ("_answering", "_door", "_head", "_patience", "_transport")

    def __init__(self, door: Door) -> None:
        self._door = door
        self._head = bytearray()
        self._answering: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._door.add(self)
        self._patience = asyncio.get_running_loop().call_later(HEAD_S, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()

    def _leave(self) -> None:
        self._door.discard(self)
        self._patience.cancel()

    def shutdown(self) -> None:
        """Who asked is answered, who didn't ask is not waited for."""
        if self._answering is None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._answering is not None:
            return
        self._head += data
        if self._head.find(b"\r\n\r\n", max(0, len(self._head) - len(data) - 3)) >= 0:
            self._decide(*_first_line(bytes(self._head)))
        elif len(self._head) > MAX_HEAD:
            self._transport.close()

    def _decide(self, method: bytes, path: bytes, version: bytes) -> None:
        if (method, path, version) == (b"GET", PATH.encode(), b"HTTP/1.1"):
            self._leave()
            connection = Connection(self._door.gateway, self._door)
            connection.connection_made(self._transport)
            self._transport.set_protocol(connection)
            connection.data_received(bytes(self._head))
            return
        probe = self._door.probes.get(path) if method in _METHODS else None
        self._answering = asyncio.get_running_loop().create_task(self._answer(probe, with_body=method != b"HEAD"))

    async def _answer(self, probe: Probe | None, *, with_body: bool) -> None:
        try:
            status, told = await probe() if probe else (HTTPStatus.NOT_FOUND, NOT_FOUND)
            body = _json(told)
            head = (
                f"HTTP/1.1 {status.value} {status.phrase}\r\n"
                f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
                "cache-control: no-store\r\nconnection: close\r\n\r\n"
            )
            self._transport.write(head.encode() + (body if with_body else b""))
        finally:
            self._transport.close()


def _first_line(head: bytes) -> tuple[bytes, bytes, bytes]:
    """Method, path and version; all empty where it is none."""
    parts = head.partition(b"\r\n")[0].split(b" ")
    if len(parts) != 3:
        return b"", b"", b""
    method, target, version = parts
    return method, target.partition(b"?")[0], version

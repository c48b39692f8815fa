"""The way into a process with nothing but a gateway: WebSockets and two probes, and nothing else of HTTP.

uvicorn serves applications, and brings 3 MB of what that takes. Here the first line of a request decides: what asks
for the WebSocket is a `ClientConnection`'s from its first byte on, which judges the rest; everything else gets one
answer and is closed. No byte of a head is believed but that line; and, of a proxy's probe, what it tells of its
balance.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final, cast

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.edge import balance
from imserver.edge.admission import Admission
from imserver.edge.connection import PATH, ClientConnection
from imserver.edge.dismissal import Dismissal
from imserver.edge.gateway import Gateway
from imserver.edge.head import (
    HEAD_S,
    MAX_FIELDS,
    MAX_HEAD,
    MAX_TARGET,
    late,
    malformed,
    refusal,
    target_too_long,
    too_large,
)
from imserver.system.signals import GRACE_S
from imserver.system.sockets import BACKLOG

Status = dict[str, str]
Probe = Callable[[], Awaitable[tuple[HTTPStatus, Status]]]

NOT_FOUND: Final[Status] = {"status": f"there is only a WebSocket here, at {PATH}"}
_METHODS: Final = (b"GET", b"HEAD")
READYZ: Final = "/readyz"
_STATE: Final = re.compile(rb"\r\n%b: *([^\r\n]*)" % balance.HEADER.encode(), re.IGNORECASE)
_FORWARDED: Final = re.compile(rb"\r\nX-Forwarded-For *:", re.IGNORECASE)
_json: Final = msgspec.json.Encoder().encode


class Listener:
    """`probes` by path. It is the `Register` of all connections."""

    def __init__(self, gateway: Gateway, probes: dict[str, Probe], admission: Admission) -> None:
        self.gateway = gateway
        self.admission = admission
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
        self._server = await loop.create_server(lambda: PendingConnection(self), sock=listener, backlog=BACKLOG)

    def stop_listening(self) -> None:
        """Nobody comes in any more; who is here stays."""
        self._server.close()

    async def close(self) -> None:
        """Nobody comes in any more, and who is here is asked to go: returns when they have, or after `GRACE_S`."""
        self._server.close()
        for each in list(self._open):
            each.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await self._empty.wait()


class PendingConnection(asyncio.Protocol):
    """A TCP connection of which nobody knows yet what it wants."""

    __slots__ = ("_answering", "_ended", "_head", "_listener", "_slot", "_timeout", "_transport")

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._head = bytearray()
        self._answering: asyncio.Task[None] | None = None
        self._ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._listener.add(self)
        self._timeout = asyncio.get_running_loop().call_later(HEAD_S, self._end_late)
        self._slot, refused = self._listener.admission.enter(self._transport)
        if refused:
            self._ended = True
            self._transport.write(refusal(ImError(errors.BUSY, "Too many connections are open.")))
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._slot.leave()
        self._leave()

    def _leave(self) -> None:
        self._listener.discard(self)
        self._timeout.cancel()

    def shutdown(self) -> None:
        """Who asked is answered, who didn't ask is not waited for."""
        if self._answering is None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        self._slot.heard = True
        head = self._head
        head += data
        if not head.strip(b"\r\n"):
            whole = -1
        elif head.startswith((b"\r", b"\n")):
            del head[: len(head) - len(head.lstrip(b"\r\n"))]
            whole = head.find(b"\r\n\r\n")
        else:
            whole = head.find(b"\r\n\r\n", max(0, len(head) - len(data) - 3))
        size = whole if whole >= 0 else len(head)
        if size > MAX_HEAD or head.count(b"\n", 0, size) > MAX_FIELDS:
            self._refuse(too_large() if b"\n" in head[: MAX_TARGET + 20] else target_too_long())
        elif whole >= 0:
            self._ended = True
            self._decide(bytes(head[: whole + 4]), bytes(head[whole + 4 :]))

    def _decide(self, head: bytes, rest: bytes) -> None:
        method, path, version, size = _first_line(head)
        if size > MAX_TARGET:
            self._refuse(target_too_long())
        elif not version.startswith(b"HTTP/1."):
            self._refuse(malformed("its first line is none of HTTP/1.1"))
        elif (method, path, version) == (b"GET", PATH.encode(), b"HTTP/1.1"):
            self._leave()
            connection = ClientConnection(self._listener.gateway, self._listener, self._slot)
            connection.connection_made(self._transport)
            self._transport.set_protocol(connection)
            connection.open(head)
            if rest:
                connection.data_received(rest)
        else:
            self._slot.settle()
            probe = self._listener.probes.get(path) if method in _METHODS else None
            if path == READYZ.encode() and self._slot.proxy:
                self._hear(head)
            self._answering = asyncio.get_running_loop().create_task(self._answer(probe, with_body=method != b"HEAD"))

    def _hear(self, head: bytes) -> None:
        """What a proxy asks for others tells nothing of itself."""
        told = _STATE.search(head)
        if told and not _FORWARDED.search(head):
            self._listener.gateway.balance.hear(told[1].decode("latin-1"))

    def _end_late(self) -> None:
        """Browsers open connections on spec: where nothing came, nothing is said."""
        if self._head and not self._ended:
            self._refuse(late())
        else:
            self._transport.close()

    def _refuse(self, error: ImError) -> None:
        self._ended = True
        self._timeout.cancel()
        self._slot.note(f"http.{error.code.name}", reason=error.message)
        Dismissal(self._transport, refusal(error), self)

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


def _first_line(head: bytes) -> tuple[bytes, bytes, bytes, int]:
    """Method, path, version, and how long the target is; all empty where it is none."""
    parts = head.partition(b"\r\n")[0].split(b" ")
    if len(parts) != 3:
        return b"", b"", b"", 0
    method, target, version = parts
    return method, target.partition(b"?")[0], version, len(target)

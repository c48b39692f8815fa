"""The end of a link that is called."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.rpc.address import Address
from imserver.rpc.connection import RpcConnection
from imserver.rpc.handshakes import TlsListener
from imserver.rpc.proxy import Served
from imserver.rpc.wire import (
    MAX_FRAME,
    MAX_HELLO,
    PROTOCOL,
    Call,
    Failure,
    Hello,
    Item,
    Notification,
    Refusal,
    Response,
    encode,
)
from imserver.system.listeners import tell_all
from imserver.system.logs import get_logger

BEAT_S: Final = 1.0
SILENT_S: Final = 5.0
MAX_STRANGERS: Final = 32
"""Connections of processes that haven't said who they are."""

NotificationHandler = Callable[["Peer", msgspec.Raw], None]

log = get_logger("imserver.rpc")


class Peer:
    """A process that calls."""

    def __init__(self, connection: RpcConnection, hello: Hello) -> None:
        self.hello = hello
        self._connection = connection

    def tell(self, topic: str, data: bytes) -> None:
        self._connection.send(Notification(topic, msgspec.Raw(data)))

    @property
    def is_about_to_hear(self) -> bool:
        """Whether something goes out to it at the end of this turn anyway."""
        return self._connection.is_about_to_write

    def is_silent(self, now: float) -> bool:
        return now - self._connection.heard_at > SILENT_S

    def abort(self) -> None:
        self._connection.abort()


class RpcServer:
    """Answers calls from other processes. Lives in the event loop.

    `served` are methods by name, `notification_handlers` take notifications by topic. `before_flush` may change
    what goes out to a process in one turn.
    """

    def __init__(self, hello: Hello, served: Served, before_flush: Callable[[list[Item]], None] | None = None) -> None:
        self.notification_handlers: dict[str, NotificationHandler] = {"beat": lambda peer, data: None}
        self.on_joined: list[Callable[[Peer], None]] = []
        self.on_left: list[Callable[[Peer], None]] = []
        self.on_beat: list[Callable[[], None]] = []
        self._before_flush = before_flush
        self._hello = hello
        self._served = {**served}
        self._peers: dict[RpcConnection, Peer] = {}
        self._connections: dict[RpcConnection, None] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | TlsListener | None = None
        self._beating: asyncio.TimerHandle | None = None

    @property
    def peers(self) -> list[Peer]:
        return list(self._peers.values())

    def serve(self, more: Served) -> None:
        """Before it listens: what is built on the link itself."""
        self._served |= more

    async def listen(self, address: Address) -> None:
        """Raises `AddressError`, `OSError`."""
        self._server = await address.listen(lambda: RpcConnection(self._receive, self._opened, self._closed))
        self._beat()

    async def close(self) -> None:
        """What is being worked on is answered first."""
        if self._server is not None:
            self._server.close()
        if self._beating is not None:
            self._beating.cancel()
        if self._work:
            await asyncio.wait(self._work)
        for connection in list(self._connections):
            connection.end()

    def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        self._beating = loop.call_later(BEAT_S, self._beat)
        tell_all(self.on_beat)
        for peer in self.peers:
            if peer.is_silent(loop.time()):
                log.warning("link.silent", peer=peer.hello.name)
                peer.abort()
            else:
                peer.tell("beat", b"\xc0")

    def _opened(self, connection: RpcConnection) -> None:
        self._connections[connection] = None
        connection.limit(MAX_HELLO)
        asyncio.get_running_loop().call_later(SILENT_S, self._end_stranger, connection)
        strangers = [each for each in self._connections if each not in self._peers]
        if len(strangers) > MAX_STRANGERS:
            strangers[0].abort()

    def _end_stranger(self, connection: RpcConnection) -> None:
        """Who is connected, and hasn't said who they are."""
        if connection in self._connections and connection not in self._peers:
            connection.abort()

    def _closed(self, connection: RpcConnection) -> None:
        self._connections.pop(connection, None)
        peer = self._peers.pop(connection, None)
        if peer is not None:
            tell_all(self.on_left, peer)

    def _receive(self, connection: RpcConnection, item: Item) -> None:
        peer = self._peers.get(connection)
        if isinstance(item, Hello) and peer is None:
            self._welcome(connection, item)
        elif peer is None:
            connection.abort()
        elif isinstance(item, Call):
            task = asyncio.get_running_loop().create_task(self._carry_out(connection, item))
            self._work.add(task)
            task.add_done_callback(self._work.discard)
        elif isinstance(item, Notification) and (told := self.notification_handlers.get(item.topic)) is not None:
            tell_all([told], peer, item.data)

    def _welcome(self, connection: RpcConnection, hello: Hello) -> None:
        if reason := self._reason_against(hello):
            log.error("link.refused", peer=hello.name, reason=reason)
            connection.send(Refusal(reason))
            connection.end()
            return
        peer = self._peers[connection] = Peer(connection, hello)
        connection.limit(MAX_FRAME)
        connection.before_flush = self._before_flush
        connection.send(self._hello)
        tell_all(self.on_joined, peer)

    def _reason_against(self, hello: Hello) -> str:
        if hello.protocol != PROTOCOL:
            return (
                f"{hello.name} is release {hello.release} and speaks version {hello.protocol} between services;"
                f" {self._hello.name} is release {self._hello.release} and speaks version {PROTOCOL}"
            )
        now = asyncio.get_running_loop().time()
        namesakes = [peer.hello for peer in self.peers if peer.hello.name == hello.name and not peer.is_silent(now)]
        is_beside = bool(hello.generation) or hello.is_retiring
        if any(not is_beside or each.generation == hello.generation for each in namesakes):
            return f"a process named {hello.name} is connected already"
        return ""

    async def _carry_out(self, connection: RpcConnection, call: Call) -> None:
        try:
            method, function = self._served[call.method]
            args, kwargs = method.unpack(call.arguments)
            result = encode(await function(*args, **kwargs))
        except ImError as error:
            connection.send(Failure(call.id, error.code.name, error.message, error.hint))
        except Exception as error:
            log.error("link.call_failed", method=call.method, exc_info=error)
            connection.send(Failure(call.id, errors.INTERNAL.name, "The server failed on this request.", ""))
        else:
            connection.send(Response(call.id, msgspec.Raw(result)))

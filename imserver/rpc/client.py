"""The end of a link that calls: one connection, kept alive, and made again when it is lost."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.rpc.address import Address, AddressError
from imserver.rpc.connection import RpcConnection
from imserver.rpc.wire import Call, Failure, Hello, Item, Notification, Refusal, Response
from imserver.system.listeners import tell_all
from imserver.system.logs import get_logger

BEAT_S: Final = 1.0
SILENT_S: Final = 5.0
"""Without a word for so long the other side counts as gone: both sides say something every `BEAT_S`."""
RETRY_S: Final = (0.05, 1.0)
PATIENCE_S: Final = 10.0
NOT_YET_VALID: Final = 9
"""X509_V_ERR_CERT_NOT_YET_VALID of OpenSSL."""
"""How long a call waits for a lost connection to come back. A restart of the other side takes one or two seconds."""
MAX_WAITING: Final = 20_000

NotificationHandler = Callable[[msgspec.Raw], None]

log = get_logger("imserver.rpc")


class RefusedError(Exception):
    """The other side doesn't take this process, and why."""


class RpcClient:
    """Calls methods of the process behind `address`. Lives in the event loop."""

    def __init__(self, address: Address, hello: Hello) -> None:
        self.address = address
        self.notification_handlers: dict[str, NotificationHandler] = {}
        """What is done with notices, by topic."""
        self.on_connected: list[Callable[[], None]] = []
        """Called first thing on every new connection: calls made there go out before all others."""
        self.on_lost: list[Callable[[], None]] = []
        self.on_beat: list[Callable[[], None]] = []
        self.hello = hello
        """What is said on every new connection."""
        self._connection: RpcConnection | None = None
        self._answered: dict[int, asyncio.Future[bytes]] = {}
        self._waiting: list[Call] = []
        self._next = 0
        self._is_closing = False
        self._welcome: asyncio.Future[Hello] | None = None
        self._lost = asyncio.Event()
        self._lost_at = 0.0
        self._keeper: asyncio.Task[None] | None = None
        self.peer: Hello | None = None

    @property
    def connected(self) -> bool:
        return self._connection is not None

    @property
    def is_gone(self) -> bool:
        """Whether the other side is away for longer than a call waits for it."""
        return not self.connected and asyncio.get_running_loop().time() - self._lost_at > PATIENCE_S

    async def start(self, limit_s: float) -> None:
        """Connect for the first time. Raises `RefusedError`, `AddressError`, and `TimeoutError` after `limit_s`."""
        async with asyncio.timeout(limit_s):
            while True:
                try:
                    await self._connect()
                    break
                except ssl.SSLCertVerificationError as error:
                    # A board without a clock of its own learns the time a while after its start.
                    if error.verify_code == NOT_YET_VALID:
                        await asyncio.sleep(RETRY_S[0])
                        continue
                    raise AddressError(f"{self.address.url}: {error.verify_message}") from error
                except (OSError, TimeoutError):
                    await asyncio.sleep(RETRY_S[0])
        self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Calls that are under way are waited for; further ones fail."""
        self._is_closing = True
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        if self._answered:
            await asyncio.wait(list(self._answered.values()), timeout=PATIENCE_S)
        if self._connection is not None:
            self._connection.end()

    async def call(self, method: str, arguments: bytes) -> bytes:
        """Raises what the method raises; `storage_failed` where the other side can't be reached, or went away."""
        self._next += 1
        call = Call(self._next, method, msgspec.Raw(arguments))
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._answered[call.id] = answered
        if self._is_closing:
            self._give_up(call.id)
        elif self._connection is not None:
            self._connection.send(call)
        elif len(self._waiting) < MAX_WAITING:
            self._waiting.append(call)
            asyncio.get_running_loop().call_later(PATIENCE_S, self._give_up, call.id)
        else:
            self._give_up(call.id)
        try:
            return await answered
        finally:
            self._answered.pop(call.id, None)

    def _give_up(self, id: int) -> None:
        """Nothing for a call that went out meanwhile: its answer, or the end of the connection, will come."""
        if any(call.id == id for call in self._waiting):
            self._waiting = [call for call in self._waiting if call.id != id]
            self._fail(id)
        elif self._connection is None or self._is_closing:
            self._fail(id)

    def _fail(self, id: int) -> None:
        answered = self._answered.pop(id, None)
        if answered is not None and not answered.done():
            error = ImError(errors.STORAGE_FAILED, "A part of the server can't be reached at the moment.")
            answered.set_exception(error)

    def tell(self, topic: str, data: bytes) -> None:
        """A notice; nothing happens where nobody is connected."""
        if self._connection is not None:
            self._connection.send(Notification(topic, msgspec.Raw(data)))

    async def _keep(self) -> None:
        """Beat while connected, connect again when not."""
        while True:
            self._beat()
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await self._lost.wait()
            if self._lost.is_set():
                await self._reconnect()

    def _beat(self) -> None:
        connection = self._connection
        if connection is None:
            return
        if asyncio.get_running_loop().time() - connection.heard_at > SILENT_S:
            log.warning("link.silent", address=self.address.url)
            connection.abort()
            return
        tell_all(self.on_beat)
        self.tell("beat", b"\xc0")

    async def _reconnect(self) -> None:
        wait = RETRY_S[0]
        told = ""
        while True:
            try:
                await self._connect()
            except (OSError, TimeoutError, AddressError, RefusedError) as error:
                if (reason := str(error) or type(error).__name__) != told:
                    log.warning("link.unreachable", address=self.address.url, reason=reason)
                    told = reason
            except Exception:  # whatever it is, the link comes back as soon as it can
                log.exception("link.connecting_failed", address=self.address.url)
            else:
                log.info("link.back", address=self.address.url)
                return
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, not a secret
            wait = min(wait * 2, RETRY_S[1])

    async def _connect(self) -> None:
        self._welcome = asyncio.get_running_loop().create_future()
        self._welcome.add_done_callback(_retrieve)  # whoever waited for it may have given up
        self._lost.clear()
        await self.address.connect(lambda: RpcConnection(self._receive, self._opened, self._closed))
        async with asyncio.timeout(SILENT_S):
            self.peer = await self._welcome

    def _opened(self, connection: RpcConnection) -> None:
        connection.send(self.hello)

    def _closed(self, connection: RpcConnection) -> None:
        if self._welcome is not None and not self._welcome.done():
            self._welcome.set_exception(ConnectionResetError("the other side closed the connection"))
        if self._connection is not connection:
            return
        self._connection = None
        self._lost_at = connection.heard_at  # one that is silent was away before that was noticed
        for id in [id for id in self._answered if not any(call.id == id for call in self._waiting)]:
            self._fail(id)
        tell_all(self.on_lost)
        self._lost.set()

    def _receive(self, connection: RpcConnection, item: Item) -> None:
        match item:
            case Response(id=id, result=result):
                answered = self._answered.get(id)
                if answered is not None and not answered.done():
                    answered.set_result(bytes(result))
            case Notification(topic=topic, data=data):
                if (told := self.notification_handlers.get(topic)) is not None:
                    tell_all([told], data)
            case Failure():
                self._refuse(item)
            case Hello():
                self._enter(connection, item)
            case Refusal(reason=reason):
                if self._welcome is not None and not self._welcome.done():
                    self._welcome.set_exception(RefusedError(reason))

    def _refuse(self, failure: Failure) -> None:
        answered = self._answered.get(failure.id)
        if answered is not None and not answered.done():
            code = errors.ERRORS.get(failure.code, errors.INTERNAL)
            answered.set_exception(ImError(code, failure.message, failure.hint))

    def _enter(self, connection: RpcConnection, hello: Hello) -> None:
        if self._welcome is None or self._welcome.done():
            return
        self._connection = connection
        self._welcome.set_result(hello)
        tell_all(self.on_connected)
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            connection.send(call)


def _retrieve(welcome: asyncio.Future[Hello]) -> None:
    if not welcome.cancelled():
        welcome.exception()

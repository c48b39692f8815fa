"""The engines of the store. A new one is a line in `ENGINES`, and every test of this folder runs over it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from imserver.cache.base import Cache
from imserver.cache.values import MemoryCache
from imserver.core.event import Delivery
from imserver.rpc.address import Address
from imserver.rpc.client import RpcClient
from imserver.rpc.server import RpcServer
from imserver.rpc.wire import PROTOCOL, Hello
from imserver.seal.envelope import Sealer
from imserver.store.base import Listener, Store
from imserver.store.cached import CachedStore
from imserver.store.remote import POSITION, RemoteStore, served, telling
from imserver.store.sqlite import SqliteStore

Open = Callable[[Path, Sealer, Listener], Store]
"""Opens, or makes, the store that lives in a directory."""


def open_sqlite(directory: Path, sealer: Sealer, listener: Listener) -> Store:
    return SqliteStore(directory / "messages.db", sealer, listener)


class LinkedStore(RemoteStore):
    """A store behind a real link over a Unix socket, with both ends in this process; the link is made at first use."""

    def __init__(self, directory: Path, sealer: Sealer, listener: Listener) -> None:
        self._behind = SqliteStore(directory / "messages.db", sealer, listener)
        address = Address("unix", path=directory / "link.sock")
        hello = Hello(PROTOCOL, "1", "messages", ("messages",))
        self._server = RpcServer(hello, served(self._behind), telling(self._behind))
        self._rpc = RpcClient(address, Hello(PROTOCOL, "1", "auth", ("auth",)))
        self._opened: asyncio.Task[None] | None = None
        super().__init__(self._send, self._behind.describe)
        self._rpc.notification_handlers[POSITION] = self.stream.note
        self.stream.token = self._behind.stream.token

    async def _send(self, method: str, arguments: bytes) -> bytes:
        if self._opened is None:
            self._opened = asyncio.create_task(self._connect())
        await asyncio.shield(self._opened)
        return await self._rpc.call(method, arguments)

    async def _connect(self) -> None:
        await self._server.listen(self._rpc.address)
        await self._rpc.start(10)

    async def close(self) -> None:
        if self._opened is not None:
            await self._rpc.close()
        await self._server.close()
        await self._behind.close()


class StoreWithCopies(CachedStore):
    """In memory small enough that much is forgotten."""

    def __init__(self, directory: Path, sealer: Sealer, listener: Listener, cache: Cache | None = None) -> None:
        def deliver(deliveries: Sequence[Delivery]) -> None:
            self.note(deliveries)
            listener(deliveries)

        super().__init__(SqliteStore(directory / "messages.db", sealer, deliver), cache or MemoryCache(20_000))


ENGINES: Final[dict[str, Open]] = {"sqlite": open_sqlite, "link": LinkedStore, "cached": StoreWithCopies}
PARAMETERS: Final = [
    pytest.param(opener, id=name, marks=() if name == "sqlite" else pytest.mark.slow)
    for name, opener in ENGINES.items()
]
"""For tests: the fast set has the store itself, and the default set what stands before it too."""

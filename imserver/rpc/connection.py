"""One connection of a link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, cast

from imserver.rpc.wire import Frames, Item, WireError, frame
from imserver.system.logs import get_logger

MAX_UNSENT: Final = 1 << 27
"""Bytes that wait for a peer which takes nothing; then the connection ends, and both sides begin anew."""

log = get_logger("imserver.rpc")


class RpcConnection(asyncio.Protocol):
    """Items that are sent in one turn of the loop go out as one frame, at its end."""

    def __init__(
        self,
        receive: Callable[[RpcConnection, Item], None],
        opened: Callable[[RpcConnection], None],
        closed: Callable[[RpcConnection], None],
    ) -> None:
        self._receive = receive
        self._opened = opened
        self._closed = closed
        self._frames = Frames()
        self._waiting: list[Item] = []
        self._loop = asyncio.get_running_loop()
        self.heard_at = self._loop.time()
        self.before_flush: Callable[[list[Item]], None] | None = None
        """May put items in front of those that go out."""

    def limit(self, frame: int) -> None:
        """From here on a frame may have so many bytes."""
        self._frames.limit = frame

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._opened(self)

    def data_received(self, data: bytes) -> None:
        self.heard_at = self._loop.time()
        try:
            for item in self._frames.feed(data):
                self._receive(self, item)
        except WireError as error:
            log.error("link.broken", reason=str(error))
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed(self)

    @property
    def is_about_to_write(self) -> bool:
        return bool(self._waiting)

    def send(self, item: Item) -> None:
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(item)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._transport.is_closing():
            return
        if self.before_flush is not None:
            self.before_flush(waiting)
        self._transport.write(frame(waiting))
        if self._transport.get_write_buffer_size() > MAX_UNSENT:
            log.error("link.stuck", unsent=self._transport.get_write_buffer_size())
            self._transport.abort()

    def end(self) -> None:
        """Close after what was sent."""
        self._loop.call_soon(self._transport.close)

    def abort(self) -> None:
        self._transport.abort()

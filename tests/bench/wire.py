"""A WebSocket client that costs little, so that one core can drive a server on another.

It speaks just enough of RFC 6455 for loopback: text frames, and a masking key of zeros, which leaves the payload
as it is.
"""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from typing import Final, cast

import msgspec

from imserver.core.codec import JSON

Frame = Callable[[bytes], None]
_KEY: Final = b"\0\0\0\0"


class Wire(asyncio.Protocol):
    """`on_frame` gets the payload of every text frame."""

    def __init__(self, on_frame: Frame | None = None) -> None:
        self.on_frame = on_frame
        self.sync = ""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self.transport.write(
            f"GET /ws HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {JSON.subprotocol}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if not self.opened.done():
            head, found, buffer = buffer.partition(b"\r\n\r\n")
            if not found:
                self._buffer = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head.decode()))
                return
            self.opened.set_result(None)
        self._buffer = self._take_frames(buffer)

    def _take_frames(self, buffer: bytes) -> bytes:
        at, end = 0, len(buffer)
        while end - at >= 2:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                start += 2
                size = int.from_bytes(buffer[at + 2 : start]) if end >= start else end
            elif size == 127:
                start += 8
                size = int.from_bytes(buffer[at + 2 : start]) if end >= start else end
            if end - start < size:
                break
            opcode = buffer[at] & 15
            if opcode == 1 and self.on_frame:
                self.on_frame(buffer[start : start + size])
            elif opcode == 9:
                self.transport.write(b"\x8a\x80" + _KEY)
            at = start + size
        return buffer[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("closed before it opened"))
        self.closed.set_result(None)

    def send(self, payload: bytes) -> None:
        size = len(payload)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
        self.transport.write(head + _KEY + payload)


async def join(port: int, token: str, sync: str | None = None, on_frame: Frame | None = None) -> Wire:
    """An authenticated connection that is live."""
    live = asyncio.get_running_loop().create_future()

    def wait_for_live(frame: bytes) -> None:
        if frame.startswith(b'{"t":"live"') and not live.done():
            wire.sync = msgspec.json.decode(frame)["sync"]
            wire.on_frame = on_frame
            live.set_result(None)

    _, wire = await asyncio.get_running_loop().create_connection(lambda: Wire(wait_for_live), "127.0.0.1", port)
    await wire.opened
    auth = {"t": "auth", "id": 0, "token": token}
    wire.send(msgspec.json.encode(auth if sync is None else {**auth, "sync": sync}))
    await live
    return wire

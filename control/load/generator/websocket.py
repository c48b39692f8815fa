"""A WebSocket client that costs little: one protocol object, no task, no future, no copy that isn't needed.

It speaks RFC 6455 as far as a server that doesn't compress and doesn't fragment needs: text frames, pings, close.
Whatever else comes ends the connection with a reason.
"""

from __future__ import annotations

import asyncio
import base64
import os
import random
import struct
from typing import Final, Protocol, cast

try:
    from websockets.speedups import apply_mask
except ImportError:  # no wheel for this machine
    from websockets.utils import apply_mask

SUBPROTOCOL: Final = "im.v1.json"
_HEAD_LIMIT: Final = 16_384


class Owner(Protocol):
    """Who a wire belongs to. `closed` comes once, whatever happened, with the close code or 0 where there was none."""

    def opened(self, wire: Wire) -> None: ...

    def frame(self, payload: bytes) -> None: ...

    def closed(self, wire: Wire, code: int, reason: str) -> None: ...


class Wire(asyncio.Protocol):
    """`is_open` tells whether the handshake was answered."""

    __slots__ = ("_buffer", "_code", "_host", "_owner", "_reason", "_transport", "is_open")

    def __init__(self, owner: Owner, host: str) -> None:
        self._owner = owner
        self._host = host
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self.is_open = False
        self._code = 0
        self._reason = ""

    @property
    def is_gone(self) -> bool:
        return self._transport is None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(
            f"GET /ws HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if not self.is_open:
            head, found, rest = buffer.partition(b"\r\n\r\n")
            if not found:
                self._buffer = buffer
                if len(buffer) > _HEAD_LIMIT:
                    self.abort("its answer to the handshake has no end")
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.abort(head.split(b"\r\n", 1)[0].decode("latin-1"))
                return
            self.is_open = True
            buffer = rest
            self._owner.opened(self)
        self._buffer = self._take(buffer) if buffer else b""

    def _take(self, buffer: bytes) -> bytes:
        at, end = 0, len(buffer)
        frame = self._owner.frame
        while end - at >= 2:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                start += 2
                if end < start:
                    break
                size = buffer[at + 2] << 8 | buffer[at + 3]
            elif size == 127:
                start += 8
                if end < start:
                    break
                size = int.from_bytes(buffer[at + 2 : start])
            if end - start < size:
                break
            opcode = buffer[at]
            if opcode == 0x81:
                frame(buffer[start : start + size])
            else:
                self._control(opcode, buffer[start : start + size])
            at = start + size
        return buffer[at:]

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == 0x89:
            self._write(0x8A, payload)
        elif opcode == 0x88:
            self._code = int.from_bytes(payload[:2]) if len(payload) >= 2 else 1005
            self._reason = payload[2:].decode("utf-8", "replace")
            self._write(0x88, payload[:2])
            self.close()
        elif opcode != 0x8A:
            self.abort(f"the server sent a frame that begins with {opcode:#x}")

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._owner.closed(self, self._code, self._reason or (str(exc) if exc else ""))

    def send(self, payload: bytes) -> None:
        """Send a text frame of less than 64 KiB; nothing once the connection is gone."""
        self._write(0x81, payload)

    def _write(self, first: int, payload: bytes) -> None:
        if self._transport is None:
            return
        size = len(payload)
        mask = random.getrandbits(32).to_bytes(4)
        head = struct.pack("!BB", first, 0x80 | size) if size < 126 else struct.pack("!BBH", first, 0xFE, size)
        self._transport.write(head + mask + apply_mask(payload, mask))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def abort(self, reason: str) -> None:
        self._reason = reason
        if self._transport is not None:
            self._transport.abort()

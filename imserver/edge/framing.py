"""WebSocket frames from the server (RFC 6455, section 5.2), made once however many connections they go to."""

from __future__ import annotations

import struct
from typing import Final

from imserver.core.codec import Codec
from imserver.core.frames import ServerFrame

_TEXT: Final = 0x81
_BINARY: Final = 0x82
_two_bytes = struct.Struct("!BBH").pack
_eight_bytes = struct.Struct("!BBQ").pack


def websocket_frame(codec: Codec, payload: bytes) -> bytes:
    """One unfragmented, unmasked frame."""
    opcode = _BINARY if codec.is_binary else _TEXT
    size = len(payload)
    if size < 126:
        return bytes((opcode, size)) + payload
    if size < 65_536:
        return _two_bytes(opcode, 126, size) + payload
    return _eight_bytes(opcode, 127, size) + payload


class Encoded:
    """A frame for many: encoded once for each subprotocol that one of them speaks."""

    __slots__ = ("_by_codec", "_frame")

    def __init__(self, frame: ServerFrame) -> None:
        self._frame = frame
        self._by_codec: dict[Codec, tuple[bytes, bytes]] = {}

    def by(self, codec: Codec) -> tuple[bytes, bytes]:
        """The payload, and the WebSocket frame that carries it."""
        known = self._by_codec.get(codec)
        if known is None:
            payload = codec.encode(self._frame)
            known = self._by_codec[codec] = (payload, websocket_frame(codec, payload))
        return known

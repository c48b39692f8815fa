"""WebSocket frames (RFC 6455, section 5.2): those that almost every message is, without detours."""

from __future__ import annotations

import struct
from typing import Final

try:
    from websockets.speedups import apply_mask
except ImportError:  # no wheel for this machine
    from websockets.utils import apply_mask

from imserver.core.codec import Codec
from imserver.core.frames import ServerFrame

TEXT: Final = 0x81
BINARY: Final = 0x82
"""The first byte of a whole message in one frame."""
MAX_FRAME_HEAD: Final = 14
_MASKED: Final = 0x80
_MASK: Final = 4
_two_bytes = struct.Struct("!BBH").pack
_eight_bytes = struct.Struct("!BBQ").pack


def websocket_frame(codec: Codec, payload: bytes) -> bytes:
    """One unfragmented, unmasked frame."""
    opcode = BINARY if codec.is_binary else TEXT
    size = len(payload)
    if size < 126:
        return bytes((opcode, size)) + payload
    if size < 65_536:
        return _two_bytes(opcode, 126, size) + payload
    return _eight_bytes(opcode, 127, size) + payload


class UnusualError(Exception):
    """A frame that only a full parser can judge."""


def cut(data: bytes, at: int) -> tuple[int, int]:
    """Where the payload of a client's frame at `data[at]` begins, and where it ends; (0, 0) while it isn't whole.

    Raises `UnusualError` for what isn't masked, or larger than 65,535 bytes.
    """
    left = len(data) - at
    if left < 2:
        return 0, 0
    size = data[at + 1] ^ _MASKED
    if size > 126:
        raise UnusualError
    begin = at + 2 + _MASK
    if size == 126:
        if left < 4:
            return 0, 0
        size = data[at + 2] << 8 | data[at + 3]
        begin += 2
    end = begin + size
    return (begin, end) if end <= len(data) else (0, 0)


def unmask(data: bytes, begin: int, end: int) -> bytes:
    """The payload of a frame that `cut` found."""
    return apply_mask(data[begin:end], data[begin - _MASK : begin])


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

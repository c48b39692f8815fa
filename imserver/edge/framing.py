"""WebSocket frames from the server (RFC 6455, section 5.2), made once however many connections they go to."""

from __future__ import annotations

import struct
from typing import Final

_TEXT: Final = 0x81
_two_bytes = struct.Struct("!BBH").pack
_eight_bytes = struct.Struct("!BBQ").pack


def text_frame(payload: bytes) -> bytes:
    """One unfragmented, unmasked text frame."""
    size = len(payload)
    if size < 126:
        return bytes((_TEXT, size)) + payload
    if size < 65_536:
        return _two_bytes(_TEXT, 126, size) + payload
    return _eight_bytes(_TEXT, 127, size) + payload

"""The write side of one connection: never without bound."""

from __future__ import annotations

import asyncio
from typing import Final

MAX_PENDING: Final = 1 << 20
"""Bytes after which a reader is called slow: room for a burst, not for what a stuck reader would cost."""


class Writer:
    """Writes frames as they come. uvloop joins all writes of one turn of the loop into one system call."""

    __slots__ = ("_transport", "paused")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.paused = False
        """Whether the peer takes less than is written; kept up to date by the connection."""

    def write(self, data: bytes) -> bool:
        """False where more waits already than one reader may have: `data` was not taken."""
        if self.paused and self._transport.get_write_buffer_size() > MAX_PENDING:
            return False
        self._transport.write(data)
        return True

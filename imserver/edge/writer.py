"""The write side of one connection: what a loop tick produces goes out in one write, and never without bound."""

from __future__ import annotations

import asyncio
from typing import Final

MAX_PENDING: Final = 1 << 20
"""Bytes after which a reader is called slow: room for a burst, not for what a stuck reader would cost."""


class Writer:
    """Collects frames and writes them once per tick of the loop."""

    __slots__ = ("_loop", "_pending", "_scheduled", "_size", "_transport", "paused")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pending: list[bytes] = []
        self._size = 0
        self.paused = False
        self._scheduled = False

    def write(self, data: bytes) -> bool:
        """False where more waits already than one reader may have: `data` was not taken."""
        if self._size > MAX_PENDING:
            return False
        self._pending.append(data)
        self._size += len(data)
        if not self._scheduled and not self.paused:
            self._scheduled = True
            self._loop.call_soon(self._flush)
        return True

    def flush(self) -> None:
        """Write now, whatever the peer does: for the last frames of a connection."""
        if self._pending and not self._transport.is_closing():
            self._transport.write(b"".join(self._pending))
        self.discard()

    def discard(self) -> None:
        """Forget what waits; a client finds it again by its sync token."""
        self._pending = []
        self._size = 0

    def _flush(self) -> None:
        self._scheduled = False
        if not self.paused:
            self.flush()

    def pause(self) -> None:
        """The transport's own buffer is full."""
        self.paused = True

    def resume(self) -> None:
        self.paused = False
        self._flush()

    @property
    def idle(self) -> bool:
        """Whether the peer has taken everything so far."""
        return not self.paused and not self._pending

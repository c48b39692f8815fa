"""The write side of one connection: never without bound."""

from __future__ import annotations

import asyncio
from typing import Final

MAX_PENDING: Final = 1 << 18
"""Bytes after which a reader is behind: room for a burst, not for what a stuck reader would cost."""


STUCK_AFTER: Final = 20.0
"""Seconds in which a reader that is waited for takes nothing at all."""


class Writer:
    """Writes frames as they come. uvloop joins all writes of one turn of the loop into one system call."""

    __slots__ = ("_least", "_moved_at", "_transport", "paused")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.paused = False
        """Whether the peer takes less than is written."""
        self._least = 0
        self._moved_at = 0.0

    def pause(self, now: float) -> None:
        self.paused = True
        self._least = self._transport.get_write_buffer_size()
        self._moved_at = now

    def resume(self) -> None:
        self.paused = False

    def is_stuck(self, now: float) -> bool:
        """Whether nothing was taken for `STUCK_AFTER`. Asked now and then; times are those of the event loop."""
        if not self.paused:
            return False
        waiting = self._transport.get_write_buffer_size()
        if waiting != self._least:
            self._least = waiting
            self._moved_at = now
        return now - self._moved_at > STUCK_AFTER

    def is_full(self) -> bool:
        """Whether more waits already than one reader may have."""
        return self.paused and self._transport.get_write_buffer_size() > MAX_PENDING

    def write(self, data: bytes) -> None:
        self._transport.write(data)

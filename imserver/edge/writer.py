"""The write side of one connection: joined, and never without bound."""

from __future__ import annotations

import asyncio
from typing import Final

MAX_PENDING: Final = 1 << 18
"""Bytes after which a reader is behind: room for a burst, not for what a stuck reader would cost."""
MAX_JOINED: Final = 1 << 16
"""Bytes that are joined at most before they go out."""
STUCK_AFTER_S: Final = 20.0
"""Seconds in which a reader that is waited for takes nothing at all."""


class WriteTurn:
    """What all connections write in one turn of the loop goes out at its end: one system call for each, however
    many frames it gets."""

    def __init__(self) -> None:
        self._waiting: list[ConnectionWriter] = []

    def add(self, writer: ConnectionWriter) -> None:
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._end)
        self._waiting.append(writer)

    def _end(self) -> None:
        waiting, self._waiting = self._waiting, []
        for writer in waiting:
            writer.flush()


class ConnectionWriter:
    __slots__ = ("_joined", "_least", "_moved_at", "_size", "_transport", "_turn", "paused")

    def __init__(self, transport: asyncio.Transport, turn: WriteTurn) -> None:
        self._transport = transport
        self._turn = turn
        self._joined: list[bytes] = []
        self._size = 0
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
        """Whether nothing was taken for `STUCK_AFTER_S`. Asked now and then; times are those of the event loop."""
        if not self.paused:
            return False
        waiting = self._transport.get_write_buffer_size()
        if waiting != self._least:
            self._least = waiting
            self._moved_at = now
        return now - self._moved_at > STUCK_AFTER_S

    def is_full(self) -> bool:
        """Whether more waits already than one reader may have."""
        return self.paused and self._transport.get_write_buffer_size() > MAX_PENDING

    def write(self, data: bytes) -> None:
        if not self._joined:
            self._turn.add(self)
        self._joined.append(data)
        self._size += len(data)
        if self._size > MAX_JOINED:
            self.flush()

    def flush(self) -> None:
        """Write now what waits for the end of the turn. A transport that is gone raises, and others wait behind it."""
        if self._joined:
            joined, self._joined, self._size = self._joined, [], 0
            if self._transport.is_closing():
                return
            self._transport.write(joined[0] if len(joined) == 1 else b"".join(joined))

"""The end of a connection whose request is refused: the answer, and time to read it."""

from __future__ import annotations

import asyncio
from typing import Final

LINGER_S: Final = 2.0
"""Without a byte. Who closes while the other side sends resets the connection, and the answer may never be seen."""
QUIET_S: Final = 0.2
"""Without a byte, before our side ends. A proxy that sees it end earlier resets who still sends."""
MAX_LINGER_S: Final = 20.0
MAX_DISCARDED: Final = 16 << 20
"""Bytes: what a client sends at once without looking whether it is still heard."""


class Dismissal(asyncio.Protocol):
    """Takes the transport over from `owner`, which still hears of its loss."""

    def __init__(self, transport: asyncio.Transport, answer: bytes, owner: asyncio.Protocol) -> None:
        self._transport = transport
        self._owner = owner
        self._discarded = 0
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._until = self._heard_at + MAX_LINGER_S
        self._timeout = self._loop.call_later(QUIET_S, self._look)
        self._has_ended = False
        transport.set_protocol(self)
        transport.write(answer)
        transport.resume_reading()

    def _look(self) -> None:
        now = self._loop.time()
        if min(self._heard_at + LINGER_S, self._until) <= now:
            self._transport.abort()
            return
        if not self._has_ended and self._heard_at + QUIET_S <= now:
            self._has_ended = True
            self._transport.write_eof()
        wait_s = LINGER_S if self._has_ended else QUIET_S
        self._timeout = self._loop.call_at(min(self._heard_at + wait_s, self._until), self._look)

    def data_received(self, data: bytes) -> None:
        self._heard_at = self._loop.time()
        self._discarded += len(data)
        if self._discarded > MAX_DISCARDED:
            self._transport.abort()

    def eof_received(self) -> None:
        """The transport closes itself."""

    def connection_lost(self, exc: Exception | None) -> None:
        self._timeout.cancel()
        self._owner.connection_lost(exc)

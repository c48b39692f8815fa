"""The end of a connection whose request is refused: the answer, and time to read it."""

from __future__ import annotations

import asyncio
from typing import Final

LINGER_S: Final = 2.0
"""Who closes while the other side sends resets the connection, and the answer may never be seen."""
MAX_DISCARDED: Final = 1 << 18


class Dismissal(asyncio.Protocol):
    """Takes the transport over from `owner`, which still hears of its loss."""

    def __init__(self, transport: asyncio.Transport, answer: bytes, owner: asyncio.Protocol) -> None:
        self._transport = transport
        self._owner = owner
        self._discarded = 0
        self._patience = asyncio.get_running_loop().call_later(LINGER_S, transport.abort)
        transport.set_protocol(self)
        transport.write(answer)
        transport.write_eof()
        transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        self._discarded += len(data)
        if self._discarded > MAX_DISCARDED:
            self._transport.abort()

    def eof_received(self) -> None:
        """The transport closes itself."""

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        self._owner.connection_lost(exc)

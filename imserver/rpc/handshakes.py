"""TLS before anybody is known: a bound on how many shake hands, and for how long."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

HANDSHAKE_S: Final = 5.0
MAX_HANDSHAKES: Final = 32
"""At once. There are as many processes as this on the largest cluster, and each needs some milliseconds."""
FULL_S: Final = 1.0
"""Before the next attempt, where the process has no file left for a socket."""


class TlsListener:
    """Takes what connects to `listener`. `make` makes the protocols of those whose certificate was accepted.

    Where too many shake hands, the one that does for longest goes. Lives in the event loop.
    """

    def __init__(
        self, listener: socket.socket, context: ssl.SSLContext, make: Callable[[], asyncio.BaseProtocol]
    ) -> None:
        listener.setblocking(False)
        self._listener = listener
        self._context = context
        self._make = make
        self._loop = asyncio.get_running_loop()
        self._shaking: dict[asyncio.Task[None], None] = {}
        self._accepting = self._loop.create_task(self._accept())

    def close(self) -> None:
        """Nobody comes in any more; who is in stays."""
        self._accepting.cancel()
        for task in self._shaking:
            task.cancel()
        self._listener.close()

    async def _accept(self) -> None:
        while True:
            try:
                accepted, _ = await self._loop.sock_accept(self._listener)
            except OSError:
                await asyncio.sleep(FULL_S)
                continue
            if len(self._shaking) >= MAX_HANDSHAKES:
                oldest = next(iter(self._shaking))
                del self._shaking[oldest]
                oldest.cancel()
            task = self._loop.create_task(self._shake(accepted))
            self._shaking[task] = None
            task.add_done_callback(partial(self._shaken, accepted))

    def _shaken(self, accepted: socket.socket, task: asyncio.Task[None]) -> None:
        """Closes the socket of a task that was cancelled: one that hadn't begun has handed it to no transport."""
        self._shaking.pop(task, None)
        if task.cancelled():
            accepted.close()

    async def _shake(self, accepted: socket.socket) -> None:
        with suppress(OSError, TimeoutError):
            await self._loop.connect_accepted_socket(
                self._make, accepted, ssl=self._context, ssl_handshake_timeout=HANDSHAKE_S
            )

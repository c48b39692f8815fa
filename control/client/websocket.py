"""A WebSocket that one thread writes and reads in turn.

websockets' own blocking client reads in a second thread while the first one writes. OpenSSL doesn't allow that on one
connection: where a server's session tickets (TLS 1.3) come while the request is written, both wait for ever, which
happened in 3 of 1,000 handshakes. Here an event loop runs while somebody waits, and only then.
"""

from __future__ import annotations

import asyncio
import ssl
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


class WebSocket:
    """Opened by its making, which raises `OSError` (also after `open_timeout` s) or a `WebSocketException`.

    What arrives meanwhile waits in order; pings are answered while somebody sends or receives.
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None, subprotocol: Subprotocol, open_timeout: float) -> None:
        self._runner = asyncio.Runner()
        try:
            self._connection = self._runner.run(_open(url, tls, subprotocol, open_timeout))
        except BaseException:
            self._runner.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._runner:
            self._runner.run(self._connection.close())

    def send(self, text: str) -> None:
        """Raises `ConnectionClosed`."""
        self._runner.run(self._connection.send(text))

    def receive(self, limit_s: float) -> str | bytes:
        """The next message. Raises `TimeoutError` after `limit_s`, and `ConnectionClosed`."""
        return self._runner.run(self._receive(limit_s))

    async def _receive(self, limit_s: float) -> str | bytes:
        async with asyncio.timeout(limit_s):
            return await self._connection.recv()


async def _open(
    url: str, tls: ssl.SSLContext | None, subprotocol: Subprotocol, open_timeout: float
) -> ClientConnection:
    return await connect(
        url,
        ssl=tls,
        subprotocols=[subprotocol],
        compression=None,
        open_timeout=open_timeout,
        ping_interval=None,
        proxy=None,
    )

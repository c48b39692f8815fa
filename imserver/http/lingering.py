"""An answer that reaches whoever is still sending.

A server that answers early and closes resets the connection, and the client may never see why: a browser says that the
network failed. So the answer goes out at once, and the rest of the request is read, and thrown away, for a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imserver.http.body import Larger

PATIENCE_S: Final = 20.0


class Lingering:
    """ASGI middleware for those requests with which much is sent."""

    def __init__(self, app: ASGIApp, larger: Sequence[Larger]) -> None:
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not any(each.is_meant(scope) for each in self._larger):
            await self._app(scope, receive, send)
            return
        ended = False

        async def watched() -> Message:
            nonlocal ended
            message = await receive()
            ended = ended or not message.get("more_body", False)
            return message

        async def patient(message: Message) -> None:
            if message["type"] != "http.response.body" or message.get("more_body", False) or ended:
                await send(message)
                return
            await send({**message, "more_body": True})
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    while not ended:
                        await watched()
            await send({"type": "http.response.body", "body": b""})

        await self._app(scope, watched, patient)

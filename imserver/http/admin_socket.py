"""The admin socket, as routes see it."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL_KEY: Final = "imserver.local"


class AdminSocket:
    """The ASGI application as seen through the admin socket: whoever can open that may administer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, LOCAL_KEY: True}, receive, send)

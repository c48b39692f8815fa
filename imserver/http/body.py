"""A bound on what a request may send, before any of it is parsed."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.http.errors import answer

MAX_BODY: Final = 2 << 20


class BodyLimit:
    """ASGI middleware: answers `too_large` to a body of more than `MAX_BODY` bytes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isascii() or not declared.isdigit() or int(declared) > MAX_BODY:
            await self._refuse(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise HTTPException(errors.TOO_LARGE.status, f"The request has more than {MAX_BODY} bytes")
            return message

        await self._app(scope, counted, send)

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
        response = answer(ImError(errors.TOO_LARGE, f"The request has more than {MAX_BODY} bytes."))
        response.headers["connection"] = "close"
        await response(scope, receive, send)

"""A bound on what a request may send, before any of it is parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.http.errors import answer

MAX_BODY: Final = 2 << 20
_LENGTH: Final = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Larger:
    """Requests that may have up to `most` bytes."""

    method: str
    path: re.Pattern[str]
    most: int

    def is_meant(self, scope: Scope) -> bool:
        return bool(scope["method"] == self.method and self.path.fullmatch(scope["path"]))


class BodyLimit:
    """ASGI middleware: answers `too_large` to a body of more than `MAX_BODY` bytes.

    `larger` are methods, with the paths to which more may be sent by them, and how much.
    """

    def __init__(self, app: ASGIApp, larger: Sequence[Larger]) -> None:
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((each.most for each in self._larger if each.is_meant(scope)), MAX_BODY)
        declared = Headers(scope=scope).get("content-length", "0")
        if not _LENGTH.fullmatch(declared) or int(declared) > limit:
            await self._refuse(limit, scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(errors.TOO_LARGE.status, f"The request has more than {limit} bytes")
            return message

        await self._app(scope, counted, send)

    @staticmethod
    async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        response = answer(ImError(errors.TOO_LARGE, f"The request has more than {limit} bytes."))
        response.headers["connection"] = "close"
        await response(scope, receive, send)

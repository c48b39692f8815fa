"""Where a request comes from, seen through the proxies that the settings name, and through no others."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

UNKNOWN: Final = "unknown"


class ForwardedPeer:
    """ASGI middleware: takes `client` and `scheme` from X-Forwarded-For and -Proto of a trusted proxy."""

    def __init__(self, app: ASGIApp, trusted: Collection[str]) -> None:
        self._app = app
        self._trusted = frozenset(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope.get("client") or (UNKNOWN,))[0] in self._trusted:
            headers = Headers(scope=scope)
            scope = {**scope, "client": (self._client(headers), 0)}
            if headers.get("x-forwarded-proto") in ("http", "https"):
                scope["scheme"] = headers["x-forwarded-proto"]
        await self._app(scope, receive, send)

    def _client(self, headers: Headers) -> str:
        """The last address that wasn't added by a trusted proxy: what stands before it can be invented."""
        hops = [hop.strip() for value in headers.getlist("x-forwarded-for") for hop in value.split(",")]
        return next((hop for hop in reversed(hops) if hop and hop not in self._trusted), UNKNOWN)

"""Where a request comes from, seen through the proxies that the settings name, and through no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from imserver.system.proxies import TrustedProxies

UNKNOWN: Final = "unknown"
"""Who comes by a Unix socket."""


class ForwardedPeer:
    """ASGI middleware: takes `client` and `scheme` from X-Forwarded-For and -Proto of a trusted proxy."""

    def __init__(self, app: ASGIApp, trusted: Iterable[str]) -> None:
        self._app = app
        self._trusted = TrustedProxies(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope.get("client"):
            scope = self._seen_through(scope)
        await self._app(scope, receive, send)

    def _seen_through(self, scope: Scope) -> Scope:
        peer, port = scope["client"]
        headers = Headers(scope=scope)
        client = self._trusted.client(peer, headers.getlist("x-forwarded-for"))
        seen = {**scope, "client": (client, port if client == peer else 0)}
        if peer in self._trusted and headers.get("x-forwarded-proto") in ("http", "https"):
            seen["scheme"] = headers["x-forwarded-proto"]
        return seen

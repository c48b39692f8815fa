"""What may be done at an address: `Allow`, for who asks and for who guessed wrong; and HEAD wherever there is GET."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

API: Final = "/api/"
SITE: Final = ("GET", "HEAD", "OPTIONS")


def allowed(routes: Iterable[BaseRoute], path: str) -> tuple[str, ...]:
    """The methods of `path`; none where there is nothing. What isn't the API's may be a file of the page."""
    methods = set[str]()
    for route in routes:
        if isinstance(route, Route) and route.path_regex.match(path):
            methods |= route.methods or set()
    if not methods:
        return () if f"{path}/".startswith(API) else SITE
    return tuple(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))


class HeadAsGet:
    """ASGI middleware: a HEAD is answered as the GET that it is like. The server below leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)

"""What may be done at an address: `Allow`, for who asks and for who guessed wrong; and HEAD wherever there is GET."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class _HeadAnswered(Exception):
    """Who answers needn't make the rest of a body that nobody gets."""


class HeadAsGet:
    """ASGI middleware: a HEAD is answered as the GET that it is like, but for the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                return
            await send({"type": "http.response.body", "body": b""})
            if message.get("more_body", False):
                raise _HeadAnswered

        with suppress(_HeadAnswered):
            await self._app({**scope, "method": "GET"}, receive, send_head)

"""Headers that tell browsers what the page may do: nothing but what it brings along."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(*scripts: str) -> str:
    """`scripts`: what may stand in the page itself, by hash."""
    return "; ".join(["default-src 'none'", " ".join(["script-src 'self'", *scripts]), *_REST])


_REST: Final = (
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
_EVERYWHERE: Final = [(b"x-content-type-options", b"nosniff")]
_DOCUMENTS: Final = [
    (b"content-security-policy", policy().encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_DOCUMENT_TYPES: Final = (b"text/html", b"image/svg+xml")
_DOCUMENT_PATHS: Final = ("/", "/index.html", "/sw.js")
"""Whatever the answer is: one that says that nothing changed has no type, and a service worker has its own policy."""


class SecurityHeaders:
    """ASGI middleware: what a browser may open as a document carries the policy, every answer that its type is meant;
    answers of the API are never cached.

    A route that sets one of them itself knows better.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        headers = [*_EVERYWHERE, (b"cache-control", b"no-store" if path.startswith("/api/") else b"no-cache")]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower(): value for name, value in message["headers"]}
                document = path in _DOCUMENT_PATHS or own.get(b"content-type", b"").startswith(_DOCUMENT_TYPES)
                added = [header for header in (*headers, *(_DOCUMENTS if document else ())) if header[0] not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, with_headers)

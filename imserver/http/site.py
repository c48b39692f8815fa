"""The web page."""

from __future__ import annotations

import mimetypes
import re
from importlib import resources
from pathlib import Path
from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from imserver.http.bundle import Bundle, BundledFile, Bundles, bundles, digest
from imserver.http.security import policy

MANIFEST: Final = "manifest.webmanifest"
PAGES: Final = ("/", "/index.html")
IN_BUNDLE: Final = re.compile(r"/bundle-([^/]+)/([^/]*)")
FOREVER: Final = "max-age=31536000, immutable"

for kind, ending in (
    ("text/javascript", ".js"),
    ("font/woff2", ".woff2"),
    ("image/svg+xml", ".svg"),
    ("application/manifest+json", ".webmanifest"),
):
    mimetypes.add_type(kind, ending)  # distributions differ in what they know


async def admin_page(request: Request) -> RedirectResponse:
    """The address that people type, as the page knows it."""
    return RedirectResponse("/#/admin")


def folder() -> Path:
    return Path(str(resources.files("imserver") / "web"))


class Site:
    """ASGI application: the page, as its bundle or as its sources, and whatever else lies in `imserver/web/`.

    Sources are compressed at each request, where the browser takes it; those of a bundle once.
    """

    def __init__(self, folder: Path, bundles: Bundles) -> None:
        self._bundles = bundles
        self._files: ASGIApp = GZipMiddleware(StaticFiles(directory=folder, html=True), minimum_size=512)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answer(Request(scope)) if scope["method"] == "GET" else None
        await (answer or self._files)(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        path: str = request.scope["path"]
        if path in PAGES and (bundle := self._bundles.current()):
            return page(request, bundle)
        if found := IN_BUNDLE.fullmatch(path):
            return self._bundled(request, *found.groups())
        return None

    def _bundled(self, request: Request, version: str, name: str) -> Response | None:
        """Of another version there is nothing left: a page that asks for it has to be loaded anew."""
        bundle = self._bundles.serving(version)
        if bundle is None:
            return Response("another version\n", 410, media_type="text/plain", headers={"Cache-Control": "no-store"})
        file = bundle.files.get(name)
        return None if file is None else whole(request, file, {"Cache-Control": FOREVER})


def page(request: Request, bundle: Bundle) -> Response:
    headers = {"Content-Security-Policy": policy(*bundle.scripts)}
    headers["ETag"] = f'"{digest("".join([bundle.page.digest, *headers.values()]).encode())[:16]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return whole(request, bundle.page, headers)


def whole(request: Request, file: BundledFile, headers: dict[str, str]) -> Response:
    if file.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers = {**headers, "Content-Encoding": "gzip"}
        return Response(file.packed, media_type=file.media_type, headers={**headers, "Vary": "Accept-Encoding"})
    return Response(file.body, media_type=file.media_type, headers={**headers, "Vary": "Accept-Encoding"})


def site() -> ASGIApp:
    return Site(folder(), bundles())

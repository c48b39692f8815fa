"""The web page."""

from __future__ import annotations

import json
import mimetypes
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

if TYPE_CHECKING:
    from imserver.node import Node

MANIFEST: Final = "manifest.webmanifest"

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


async def manifest(request: Request) -> Response:
    """What a browser installs the page by, under the server's own name."""
    node: Node = request.app.state.node
    name = (await node.store.server.facts()).name
    described = json.loads((folder() / MANIFEST).read_bytes())
    if name:
        described |= {"name": name, "short_name": name}
    return JSONResponse(described, media_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


def folder() -> Path:
    return Path(str(resources.files("imserver") / "web"))


def site() -> ASGIApp:
    """The files of `imserver/web/`, compressed where the browser takes it."""
    return GZipMiddleware(StaticFiles(directory=folder(), html=True), minimum_size=512)

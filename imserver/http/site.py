"""The web page."""

from __future__ import annotations

import mimetypes
from importlib import resources
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

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


def site() -> ASGIApp:
    """The files of `imserver/web/`, compressed where the browser takes it."""
    return GZipMiddleware(StaticFiles(directory=folder(), html=True), minimum_size=512)

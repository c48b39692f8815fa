"""Whose page a request comes from: browsers say it, and pages of other sites are refused.

For requests that an access token doesn't protect. `SameSite` keeps the cookie from most of them, but not from other
ports and subdomains of the same host.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import Depends, Request

from imserver.core import errors
from imserver.core.errors import ImError

OWN_SITE: Final = ("same-origin", "none")
"""Values of Sec-Fetch-Site: our page, and no page at all."""
DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def _check_origin(request: Request) -> None:
    """Programs, which say nothing, are let through. Raises `forbidden`."""
    sites, origins = request.headers.getlist("sec-fetch-site"), request.headers.getlist("origin")
    # Older browsers don't tell the site, nor does any over plain HTTP.
    allowed = [site in OWN_SITE for site in sites] or [_is_own(origin, request) for origin in origins]
    if not all(allowed):
        whose = f"of {origins[0][:200]}" if origins else "of another site"
        raise ImError(errors.FORBIDDEN, f"This request comes from a page {whose}.", "Use this server's own page.")


def _is_own(origin: str, request: Request) -> bool:
    """Without a proxy that is known to tell, HTTPS may end before this process: then either scheme will do."""
    if origin == request.app.state.public_origin:
        return True
    scheme, _, authority = origin.partition("://")
    if scheme not in DEFAULT_PORTS or (request.url.scheme == "https" and scheme != "https"):
        return False
    host = request.headers.get("host", "")
    return bool(host) and _bare(authority, scheme) == _bare(host, scheme)


def _bare(authority: str, scheme: str) -> str:
    return authority.lower().removesuffix(DEFAULT_PORTS[scheme])


def origin_of(url: str) -> str:
    """As browsers write it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{_bare(parts.netloc, parts.scheme)}"


OwnPage: Final = Depends(_check_origin)
"""For a route: refuse pages of other sites."""

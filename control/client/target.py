"""Which server a command talks to, and how.

In this order: `--url`, `--socket`, `IM_URL`, `IM_ADMIN_SOCKET`, the socket of an installed node, the socket
that the last server started by this user recorded, `./data/admin.sock`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from control.errors import NotAllowed, Unreachable, UsageError

NODE_SOCKET: Final = Path("/run/im/admin.sock")
NEW_TOKEN: Final = "create one on the server with 'imctl tokens create NAME', then pass it with --token or IM_TOKEN"  # noqa: S105
DEFAULT_SOCKET: Final = Path("data/admin.sock")


@dataclass(frozen=True, slots=True)
class SocketTarget:
    """A server on this machine; the permissions of the socket's file are the authorisation."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class UrlTarget:
    """A server at `url` (scheme, host and port, no path). `ca` is a PEM file, None for the system's."""

    url: str
    token: str | None
    ca: Path | None

    def __str__(self) -> str:
        return self.url

    def __repr__(self) -> str:
        return f"UrlTarget({self.url!r})"


Target = SocketTarget | UrlTarget


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What the command line and the environment say about the server."""

    url: str | None = None
    socket: Path | None = None
    token: str | None = None
    ca: Path | None = None

    def names_url(self, environ: Mapping[str, str]) -> bool:
        """Whether the server may be on another machine."""
        return bool(self.url or (not self.socket and environ.get("IM_URL")))

    def resolve(self, environ: Mapping[str, str], node_socket: Path = NODE_SOCKET) -> Target:
        """The server to talk to. Raises `Unreachable` where none is named and none is found."""
        if self.url:
            return self._at(self.url, environ)
        if self.socket:
            return SocketTarget(self.socket)
        if url := environ.get("IM_URL"):
            return self._at(url, environ)
        return self.local(environ, node_socket)

    def local(self, environ: Mapping[str, str], node_socket: Path = NODE_SOCKET) -> SocketTarget:
        """The admin socket of a server on this machine, whatever URL is named."""
        if named := self.socket or environ.get("IM_ADMIN_SOCKET"):
            return SocketTarget(Path(named))
        looked_at = list(_usual_sockets(environ, node_socket))
        for path in looked_at:
            if _exists(path):
                return SocketTarget(path)
        raise Unreachable(
            f"no running server was found: no socket at {', '.join(str(path) for path in looked_at)}",
            "start one with 'imserver run', or name one with --socket or --url",
            code="server_not_found",
        )

    def access(self, url: str, environ: Mapping[str, str]) -> UrlTarget:
        """`url` with the token and the CA file that go with it."""
        token = self.token or environ.get("IM_TOKEN") or None
        ca = self.ca or environ.get("IM_CA") or None
        return UrlTarget(check_url(url), token, Path(ca) if ca else None)

    def _at(self, url: str, environ: Mapping[str, str]) -> UrlTarget:
        target = self.access(url, environ)
        if target.token is None:
            raise NotAllowed(
                f"no token for {target.url}",
                NEW_TOKEN,
                code="token_missing",
            )
        return target


def check_url(text: str) -> str:
    """`text` as scheme, host and port. Raises `UsageError` for anything that isn't an http(s) URL of a server."""
    example = "write it like https://chat.example.lan"
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{text!r} is not a URL: {error}", example, code="url_invalid") from None
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{text!r} is not the URL of a server", example, code="url_invalid")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise UsageError(f"{text!r} has more than scheme, host and port", example, code="url_invalid")
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port else "")


def recorded_socket(environ: Mapping[str, str]) -> Path | None:
    """The admin socket that the last server started by this user wrote down, if there is such a note."""
    state = environ.get("XDG_STATE_HOME") or os.path.join(environ.get("HOME", ""), ".local", "state")
    try:
        text = Path(state, "imnode", "admin-socket").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


def _usual_sockets(environ: Mapping[str, str], node_socket: Path) -> Iterator[Path]:
    yield node_socket
    if recorded := recorded_socket(environ):
        yield recorded
    yield DEFAULT_SOCKET


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True

"""The sockets that the server listens on, and the address that people should open."""

from __future__ import annotations

import grp
import os
import socket
import stat
from pathlib import Path
from typing import Final

BACKLOG: Final = 2048
WILDCARDS: Final = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket. Raises `OSError`."""
    listener = _bind(host, port, shared=False)
    try:
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def bind_shared(host: str, port: int, *, beside_another: bool) -> socket.socket:
    """A TCP socket whose port a successor of this process, of the same user, may share. It doesn't listen yet: from
    then on it gets connections, which somebody has to take.

    Raises `OSError`; unless `beside_another`, also where somebody listens there already. Of two by mistake that start
    at the same moment, neither is noticed.
    """
    if not beside_another:
        with _bind(host, port, shared=False) as alone:
            port = alone.getsockname()[1]
    return _bind(host, port, shared=True)


def _bind(host: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        bound.bind((host, port))
    except BaseException:
        bound.close()
        raise
    return bound


def listen_locally(path: Path, group: str | None) -> socket.socket:
    """A listening Unix socket that only its owner, and `group` if given, can open. Replaces a dead one.

    Raises `OSError`, and `LookupError` for an unknown group.
    """
    if path.exists() and stat.S_ISSOCK(path.stat().st_mode):
        path.unlink()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    umask = os.umask(0o177)
    try:
        listener.bind(str(path))
    except BaseException:
        listener.close()
        raise
    finally:
        os.umask(umask)
    if group:
        wanted = grp.getgrnam(group).gr_gid
        if path.stat().st_gid != wanted:  # a confined service may not change what is right already
            os.chown(path, -1, wanted)
        path.chmod(0o660)
    listener.listen(BACKLOG)
    return listener


def reachable_url(host: str, port: int) -> str:
    """Where a browser on the network finds this server."""
    name = _own_address() if host in WILDCARDS else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _own_address() -> str:
    """The address from which packets would leave. Connecting a datagram socket sends none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])

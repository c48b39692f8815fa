"""The server as people know it: what it is called, and whether it has an owner."""

from __future__ import annotations

import ipaddress
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.account import clean_title
from imserver.core.errors import ImError

MAX_SERVER_NAME: Final = 64


class ServerFacts(msgspec.Struct, frozen=True):
    """`name` is empty until somebody gives one; `peopled` tells whether anybody has an account."""

    name: str
    owned: bool
    peopled: bool


def clean_server_name(text: str) -> str:
    """Raises `server_name_invalid`."""
    try:
        name = clean_title(text)
    except ImError:
        name = ""
    if not 1 <= len(name) <= MAX_SERVER_NAME:
        raise ImError(errors.SERVER_NAME_INVALID, f"{text[:120]!r} can't be the server's name.")
    return name


def suggested_name(*hosts: str) -> str:
    """What a server at these hosts could be called: the first of their names, never an address; empty without any."""
    names = (host.strip("[].").lower().removesuffix(".local") for host in hosts)
    found = next((name for name in names if name and not _is_address(name)), "")
    return found if len(found) <= MAX_SERVER_NAME else ""


def _is_address(host: str) -> bool:
    if host.split(".")[0] in ("localhost", "ip6-localhost"):
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True

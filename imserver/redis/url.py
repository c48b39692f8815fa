"""Where Redis or Valkey is, as one URL says it. Reads the URL and nothing else: `redis` itself is not imported."""

from __future__ import annotations

from typing import Final, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

Kind = Literal["single", "sentinel", "cluster"]

FORMS: Final = (
    "unix:///run/redis/redis.sock, redis://host:6379/0, rediss://… with TLS, "
    "redis+sentinel://host:26379,host:26379/service, redis+cluster://host:6379,host:6379"
)
PORT: Final = 6379
SENTINEL_PORT: Final = 26379

_SCHEMES: Final[dict[str, tuple[Kind, bool]]] = {
    "unix": ("single", False),
    "redis": ("single", False),
    "rediss": ("single", True),
    "redis+sentinel": ("sentinel", False),
    "rediss+sentinel": ("sentinel", True),
    "redis+cluster": ("cluster", False),
    "rediss+cluster": ("cluster", True),
}
_OPTIONS: Final = frozenset(
    ("db", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "sentinel_username", "sentinel_password")
)


class RedisUrlError(ValueError):
    """A URL that names no Redis; the text never holds its password."""


class RedisUrl(msgspec.Struct, frozen=True, kw_only=True):
    """`hosts` are (name, port) of the server, of the sentinels, or of some nodes of the cluster; `path` is that of a
    Unix socket, and then there are no hosts. `service` is what the sentinels call the server. `files` are PEM files
    by redis-py's names: `ssl_ca_certs`, `ssl_certfile`, `ssl_keyfile`.
    """

    kind: Kind
    shown: str
    """The URL without its passwords."""
    hosts: tuple[tuple[str, int], ...] = ()
    path: str = ""
    tls: bool = False
    username: str | None = None
    password: str | None = None
    database: int = 0
    service: str = ""
    sentinel_username: str | None = None
    sentinel_password: str | None = None
    files: dict[str, str] = {}


def parse(url: str) -> RedisUrl:
    """Raises `RedisUrlError`."""
    scheme, _, rest = url.partition("://")
    if scheme not in _SCHEMES or not rest:
        raise RedisUrlError(f"{_without_secrets(url)!r} is no URL of Redis. Write one of: {FORMS}.")
    shown = _without_secrets(url)
    kind, tls = _SCHEMES[scheme]
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RedisUrlError(f"{shown!r} can't be read: {error}.") from None
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(options.keys() - _OPTIONS):
        raise RedisUrlError(
            f"{shown!r} has the unknown option {unknown[0]!r}; there are {', '.join(sorted(_OPTIONS))}."
        )
    login, _, address = parts.netloc.rpartition("@")
    username, _, password = login.partition(":")
    path, service, database = _target(scheme, kind, parts, options, shown)
    if kind == "cluster" and database:
        raise RedisUrlError(f"{shown!r} names the database {database}; a cluster has only database 0.")
    return RedisUrl(
        kind=kind,
        shown=shown,
        hosts=() if path else _hosts(address, SENTINEL_PORT if kind == "sentinel" else PORT, shown),
        path=path,
        tls=tls,
        username=unquote(username) or None,
        password=unquote(password) or None,
        database=database,
        service=service,
        sentinel_username=options.get("sentinel_username"),
        sentinel_password=options.get("sentinel_password"),
        files={name: value for name, value in options.items() if name.startswith("ssl_")},
    )


def _target(scheme: str, kind: Kind, parts: SplitResult, options: dict[str, str], shown: str) -> tuple[str, str, int]:
    """Path of the socket, name of the service, number of the database."""
    words = [unquote(word) for word in parts.path.split("/") if word]
    given = options.get("db", "0")
    path = service = ""
    if scheme == "unix":
        path = unquote(parts.path)
        if not path.startswith("/") or path == "/":
            raise RedisUrlError(f"{shown!r} names no socket. Write unix:///run/redis/redis.sock.")
        words = []
    elif kind == "sentinel":
        if not words:
            raise RedisUrlError(f"{shown!r} doesn't say which service the sentinels watch. Add it: …:26379/imnode.")
        service = words.pop(0)
    if len(words) > 1:
        raise RedisUrlError(f"{shown!r} has too many parts in its path.")
    number = words[0] if words else given
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise RedisUrlError(f"{shown!r} names the database {number!r}; it must be a number.")
    return path, service, int(number)


def _hosts(address: str, default_port: int, shown: str) -> tuple[tuple[str, int], ...]:
    hosts: list[tuple[str, int]] = []
    for each in address.split(","):
        try:
            part = urlsplit(f"//{each}")
            port = part.port
        except ValueError:
            raise RedisUrlError(f"{shown!r} has the port of {each!r} wrong.") from None
        if not part.hostname:
            raise RedisUrlError(f"{shown!r} names no host.")
        hosts.append((part.hostname, default_port if port is None else port))
    return tuple(hosts)


def _without_secrets(url: str) -> str:
    """Whatever may be a password is cut out, also of a text that is no URL."""
    head, at, tail = url.rpartition("@")
    if at:
        scheme, separator, _ = head.partition("://")
        url = f"{scheme}{separator}***@{tail}" if separator else f"***@{tail}"
    bare, mark, query = url.partition("?")
    shown = "&".join(
        f"{name}=***" if "password" in name else f"{name}{equals}{value}"
        for name, equals, value in (part.partition("=") for part in query.split("&"))
    )
    return f"{bare}{mark}{shown}"

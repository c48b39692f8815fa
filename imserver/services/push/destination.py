"""Requests to addresses that somebody else chose, without letting them choose what is on the inside.

An address is resolved here, each of what it resolves to is checked, and the request goes to the one that was checked:
a name that answers differently a moment later gains nothing. Redirects aren't followed, proxies of the environment not
used, answers not read.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.services.push.reach import Address, may_reach
from imserver.services.push.resolver import Resolver

if TYPE_CHECKING:
    import httpx

TIMEOUT_S: Final = 10.0
"""For all of a request: looking the name up, connecting, sending, and the head of the answer."""
MAX_URL: Final = 2000
MAX_HOST: Final = 253
KEPT_S: Final = 60.0
"""How long an address that was looked up and checked is used again."""
MAX_KEPT: Final = 500

_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LOCAL: Final = ("localhost", "ip6-localhost", "ip6-loopback")


class DeliveryError(Exception):
    """No answer came; the text says why."""


class PushResponse(msgspec.Struct, frozen=True):
    """`retry_after` in seconds, 0 where the answer doesn't say. `date` in s since 1970 UTC, None where it doesn't."""

    status: int
    retry_after: int = 0
    date: float | None = None


def origin(url: str) -> str:
    """Scheme, host and port: what of an address may be shown. Whoever knows the rest may post there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that can't be read"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class Destinations:
    """`private`: whether addresses of private networks and of this machine are allowed, and plain http with them.

    Link-local addresses, those of cloud metadata, multicast and reserved ones never are.
    """

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._client: httpx.AsyncClient | None = None
        self._resolver = Resolver()
        self._kept: dict[str, tuple[float, Address]] = {}
        """When it was looked up (the loop's time), and the address, by host."""

    def check(self, url: str) -> None:
        """What can be told without resolving. Raises `bad_request`."""
        self._parse(url)

    def _parse(self, url: str) -> httpx.URL:
        """Raises `bad_request`."""
        import httpx

        schemes = ("https", "http") if self._private else ("https",)
        target: httpx.URL | None = None
        with suppress(httpx.InvalidURL, ValueError):  # idna's errors are of the second kind
            self._check_host(urlsplit(url).hostname or "")
            target = httpx.URL(url) if len(url) <= MAX_URL else None
        if (
            target is None
            or target.scheme not in schemes
            or target.userinfo
            or not is_host(host := target.raw_host.decode("ascii"))
            or not 0 < (443 if target.port is None else target.port) <= 0xFFFF
        ):
            raise ImError(
                errors.BAD_REQUEST,
                f"{url[:200]!r} can't be called.",
                f"Give a URL with {' or '.join(schemes)}:// and the name of a host, without a password in it.",
            )
        self._check_host(host)
        return target

    def _check_host(self, host: str) -> None:
        """Raises `bad_request` for an address that isn't allowed, however it is written."""
        literal = _literal(host)
        name = host.removesuffix(".")
        is_inside = not self._private and (name in _LOCAL or name.endswith(".localhost"))
        if is_inside or (literal is not None and not self.allows(literal)):
            raise ImError(errors.BAD_REQUEST, f"Requests to {host} are not allowed.", "Give an address in a network.")

    def allows(self, address: Address) -> bool:
        """Whether requests may go there."""
        return may_reach(address, private=self._private)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> PushResponse:
        """Raises `DeliveryError`, after `TIMEOUT_S` at the latest."""
        import httpx

        try:
            target = self._parse(url)
        except ImError as error:
            raise DeliveryError(f"{origin(url)} may not be called") from error
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._post(target, body, headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, TimeoutError) as error:
            self._kept.pop(target.host, None)
            raise DeliveryError(f"{target.host}: {str(error) or type(error).__name__}") from error

    async def _post(self, target: httpx.URL, body: bytes, headers: Mapping[str, str]) -> PushResponse:
        import httpx

        address = await self._resolve(target)
        if self._client is None:
            # one that was kept would be used for another name at the same address, whose certificate nobody saw
            once = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, limits=once)
        request = self._client.build_request(
            "POST",
            target.copy_with(host=str(address)),
            content=body,
            headers={"User-Agent": "imserver", **headers, "Host": target.netloc.decode("ascii")},
            extensions={"sni_hostname": target.raw_host.decode("ascii")},
        )
        answer = await self._client.send(request, stream=True)
        await answer.aclose()
        wait = answer.headers.get("retry-after", "")[:9]
        date = _date(answer.headers.get("date", "")[:64])
        return PushResponse(answer.status_code, int(wait) if wait.isascii() and wait.isdigit() else 0, date)

    async def _resolve(self, target: httpx.URL) -> Address:
        """Raises `DeliveryError`, also where any of the name's addresses is one that isn't allowed."""
        now = asyncio.get_running_loop().time()
        kept_at, kept = self._kept.get(target.host, (0.0, None))
        if kept is not None and now - kept_at < KEPT_S:
            return kept
        try:
            addresses = await self._resolver.addresses(target.raw_host.decode("ascii"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise DeliveryError(f"{target.host} can't be resolved: {reason}") from error
        refused = [address for address in addresses if not self.allows(address)]
        if refused or not addresses:
            raise DeliveryError(f"{target.host} leads to {refused[0] if refused else 'nothing'}, which is not allowed")
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        self._kept[target.host] = (now, addresses[0])
        return addresses[0]

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def is_host(host: str) -> bool:
    """Whether it is an IP address, or a name that can be asked for in DNS. Names in lower case."""
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            return False
        return "%" not in host
    return len(host) <= MAX_HOST and all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))


def _date(header: str) -> float | None:
    try:
        return parsedate_to_datetime(header).timestamp()
    except (ValueError, OverflowError):
        return None


def _literal(host: str) -> Address | None:
    """The address that `host` is, also in the short and numeric forms that resolvers take."""
    host = host.removesuffix(".")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host))
    except OSError:
        return None

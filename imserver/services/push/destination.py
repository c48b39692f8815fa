"""Requests to addresses that somebody else chose, without letting them choose what is on the inside.

An address is resolved here, each of what it resolves to is checked, and the request goes to the one that was checked:
a name that answers differently a moment later gains nothing. Redirects aren't followed, proxies of the environment not
used, answers not read.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError

if TYPE_CHECKING:
    import httpx

TIMEOUT_S: Final = 10.0
MAX_URL: Final = 2000

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_METADATA: Final = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "fd00:ec2::254", "192.0.0.192")))
"""Where clouds tell a machine its secrets, apart from the link-local 169.254.169.254."""
_SHARED: Final = ipaddress.ip_network("100.64.0.0/10")
"""Carrier-grade NAT, and what VPNs such as Tailscale give out."""


class DeliveryError(Exception):
    """No answer came; the text says why."""


class Answer(msgspec.Struct, frozen=True):
    """`retry_after` in seconds, 0 where the answer doesn't say."""

    status: int
    retry_after: int = 0


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

    def check(self, url: str) -> None:
        """What can be told without resolving. Raises `bad_request`."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        schemes = ("https", "http") if self._private else ("https",)
        if host is None or len(url) > MAX_URL or parts.scheme not in schemes or parts.username is not None:
            raise ImError(
                errors.BAD_REQUEST, f"{url[:200]!r} can't be called.", f"Give a URL with {' or '.join(schemes)}://."
            )
        literal = _literal(host)
        if literal is not None and not self.allows(literal):
            raise ImError(errors.BAD_REQUEST, f"Requests to {host} are not allowed.", "Give an address in a network.")

    def allows(self, address: Address) -> bool:
        """Whether requests may go there."""
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        if mapped is not None:
            return self.allows(mapped)
        if address in _METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        if address.is_loopback or address.is_private or address in _SHARED:
            return self._private and not _is_reserved(address)
        return address.is_global

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Raises `DeliveryError`."""
        import httpx

        try:
            self.check(url)
        except ImError as error:
            raise DeliveryError(f"{origin(url)} may not be called") from error
        target = httpx.URL(url)
        address = await self._resolve(target)
        if self._client is None:
            # one that was kept would be used for another name at the same address, whose certificate nobody saw
            once = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, limits=once)
        pinned = target.copy_with(host=str(address))
        request = self._client.build_request(
            "POST",
            pinned,
            content=body,
            headers={"User-Agent": "imserver", **headers, "Host": target.netloc.decode()},
            extensions={"sni_hostname": target.host},
        )
        try:
            async with asyncio.timeout(2 * TIMEOUT_S):
                answer = await self._client.send(request, stream=True)
                await answer.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            raise DeliveryError(f"{target.host}: {str(error) or type(error).__name__}") from error
        wait = answer.headers.get("retry-after", "")
        return Answer(answer.status_code, int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 10 else 0)

    async def _resolve(self, target: httpx.URL) -> Address:
        """Raises `DeliveryError`, also where any of the name's addresses is one that isn't allowed."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                target.host, target.port or {"https": 443, "http": 80}[target.scheme], type=socket.SOCK_STREAM
            )
        except OSError as error:
            raise DeliveryError(f"{target.host} can't be resolved: {error.strerror or error}") from error
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        refused = [address for address in addresses if not self.allows(address)]
        if refused or not addresses:
            raise DeliveryError(f"{target.host} leads to {refused[0] if refused else 'nothing'}, which is not allowed")
        return addresses[0]

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def _literal(host: str) -> Address | None:
    """The address that `host` is, also in the short and numeric forms that resolvers take."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host))
    except OSError:
        return None


def _is_reserved(address: Address) -> bool:
    """Documentation, benchmarks and such are private to Python, and no networks of anybody."""
    if isinstance(address, ipaddress.IPv6Address):
        return not (address.is_loopback or address in ipaddress.ip_network("fc00::/7"))
    networks = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10")
    return not any(address in ipaddress.ip_network(network) for network in networks)

"""The proxies that may say for whom they ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from imserver.system import ip

Network = IPv4Network | IPv6Network


def parse_network(text: str) -> Network:
    """An address or a network. Raises `ValueError` with the way out."""
    try:
        network = _unmapped(ip_network(text, strict=False))
    except ValueError:
        raise ValueError(
            f"{text!r} is neither an IP address nor a network; write 192.0.2.1, 10.0.0.0/8 or fd00::/8"
        ) from None
    if "%" in text:
        raise ValueError(f"{text!r} has a zone, which peers are not told by; leave out what follows %")
    if not _is_strict(text):
        address = text.partition("/")[0]
        raise ValueError(f"{text!r} is an address with the size of a network; write {network} or {address}")
    if network.prefixlen == 0:
        raise ValueError(f"{text!r} is everybody, and so anybody could claim any address; name the proxies")
    return network


def _is_strict(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def _unmapped(network: Network) -> Network:
    """IPv4 that is spelled as IPv6 (RFC 4291, 2.5.5.2)."""
    if isinstance(network, IPv6Network) and network.prefixlen >= 96 and network.network_address.ipv4_mapped:
        return IPv4Network((network.network_address.ipv4_mapped, network.prefixlen - 96))
    return network


class TrustedProxies:
    """Raises `ValueError` where one of `texts` is no address and no network."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._networks = tuple(parse_network(text) for text in texts)

    def __contains__(self, peer: str) -> bool:
        address = ip.parse(peer) if self._networks else None
        return address is not None and self._trusts(address)

    def _trusts(self, address: ip.Address) -> bool:
        return any(address in network for network in self._networks)

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """For whom `peer` asks, by the values of its X-Forwarded-For headers in their order.

        They are read from their end, through trusted proxies only: what stands before the first other address can be
        invented. What a proxy wrote that is no address leaves the proxy itself.
        """
        address = ip.parse(peer)
        if address is None:
            return peer
        hops = (hop.strip() for value in reversed(forwarded) for hop in reversed(value.split(",")))
        while self._trusts(address):
            nearest = next((hop for hop in hops if hop), None)
            farther = ip.parse(nearest) if nearest else None
            if farther is None:
                break
            address = farther
        return str(address)

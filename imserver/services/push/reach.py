"""Which addresses requests may reach: where an address carries another one, that one decides.

Networks are those of IANA's registries of special-purpose addresses (RFC 6890 and its updates, as of 2025).
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address
from typing import Final

Address = IPv4Address | IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


_PRIVATE: Final = _networks(
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7"),
    "100.64.0.0/10",  # carrier-grade NAT, and what VPNs such as Tailscale give out
)
"""This machine, and networks of somebody's own."""
_NEVER: Final = _networks(
    *("100.100.100.200/32", "fd00:ec2::254/128"),  # where clouds tell a machine its secrets, apart from 169.254.169.254
    *("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"),
    *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    "2001::/23",  # Teredo, whose addresses are those of others' routers; benchmarks; ORCHID
    *("2001:db8::/32", "3fff::/20"),  # documentation
)
"""Nobody's, or not for requests. So is what isn't in `_UNICAST`: site-local, link-local and multicast addresses, and
NAT64 of a network's own (64:ff9b:1::/48), in which an IPv4 address may stand at four places."""
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""Of IPv6 no other addresses have been given out to the world."""
_CARRYING: Final = tuple(
    (ipaddress.IPv6Network(network), shift)
    for network, shift in (
        ("::ffff:0:0/96", 0),  # IPv4-mapped
        ("::/96", 0),  # IPv4-compatible
        ("::ffff:0:0:0/96", 0),  # IPv4-translated
        ("64:ff9b::/96", 0),  # NAT64
        ("2002::/16", 80),  # 6to4
    )
)
"""Networks whose addresses stand for an IPv4 address, and how many bits follow it."""
_ISATAP: Final = (0x0000_5EFE, 0x0200_5EFE)
"""The upper half of the interface's identifier; the lower one is an IPv4 address."""


def may_reach(address: Address, *, private: bool) -> bool:
    """Whether requests may go there; with `private` also to this machine and to private networks."""
    if isinstance(address, IPv6Address):
        address = IPv6Address(int(address))  # without the zone of a link, which changes nothing
        if int(address) > 1 and (carried := _carried(address)) is not None:
            return may_reach(carried, private=private)
        if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP and not may_reach(_low(address), private=private):
            return False
    if any(address in network for network in _NEVER):
        return False
    if any(address in network for network in _PRIVATE):
        return private
    return isinstance(address, IPv4Address) or address in _UNICAST


def _carried(address: IPv6Address) -> IPv4Address | None:
    for network, shift in _CARRYING:
        if address in network:
            return _low(address, shift)
    return None


def _low(address: IPv6Address, shift: int = 0) -> IPv4Address:
    return IPv4Address((int(address) >> shift) & 0xFFFF_FFFF)

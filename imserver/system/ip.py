"""IP addresses, as sockets and headers spell them."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

Address = IPv4Address | IPv6Address

SUBSCRIBER_BITS: Final = 64
"""What one IPv6 device may choose its addresses from (RFC 4291, 2.5.4)."""
SITE_BITS: Final = 48
"""The most that a home or a firm gets of IPv6 (RFC 6177, 2)."""

_LONGEST: Final = 80
_WITH_PORT: Final = re.compile(r'"?(?:\[(?P<bracketed>[^\]]*)\]|(?P<bare>[0-9.]+))(?::[0-9]{1,5})?"?')


def parse(text: str) -> Address | None:
    """The address in `text`, without port, brackets and zone; an IPv4 address that IPv6 maps is one of IPv4.

    None where there is none: a name, `unknown`, an obfuscated identifier (RFC 7239, 6).
    """
    if len(text) > _LONGEST:
        return None
    found = _WITH_PORT.fullmatch(text)
    spelled = (found["bracketed"] or found["bare"] or "") if found else text
    try:
        address = ip_address(spelled.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def network_of(address: str, bits: int = SUBSCRIBER_BITS) -> str:
    """What counts as one counterpart: an IPv4 address, the first `bits` of an IPv6 address, any other text itself."""
    parsed = parse(address)
    if parsed is None:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return f"{IPv6Address(int(parsed) >> (128 - bits) << (128 - bits))}/{bits}"

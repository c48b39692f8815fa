"""Where requests may go: addresses that somebody else chose reach nothing that they shouldn't."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

import pytest

from imserver.core.errors import ImError
from imserver.services.push.destination import DeliveryError, Destinations
from tests.fake_vendor import Listener

PUBLIC = ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34")
PRIVATE = ("10.1.2.3", "172.16.0.1", "192.168.1.10", "127.0.0.1", "::1", "fd12::1", "100.64.1.1", "::ffff:10.0.0.1")
NEVER = (
    *("169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254", "192.0.0.192", "0.0.0.1", "::"),
    *("224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "2001:db8::1"),
    *("::ffff:169.254.169.254", "0.1.2.3"),
)


@pytest.mark.parametrize("text", [*PUBLIC, *PRIVATE, *NEVER])
def test_an_address_is_allowed_or_not(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert Destinations(private=False).allows(address) is (text in PUBLIC)
    assert Destinations(private=True).allows(address) is (text in PUBLIC or text in PRIVATE)


@pytest.mark.parametrize(
    "host", ["2852039166", "0xa9fea9fe", "169.254.43518", "[::ffff:a9fe:a9fe]", "0251.0376.0251.0376"]
)
def test_other_ways_to_write_an_address_are_seen_through(host: str) -> None:
    with pytest.raises(ImError, match="not allowed"):
        Destinations(private=True).check(f"http://{host}/latest")


@pytest.fixture
def anyio_backend() -> str:
    """asyncio's own loop asks `socket`, which a test can answer for; uvloop doesn't."""
    return "asyncio"


class Names:
    """A resolver that answers what a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
        self.asked = 0
        self._addresses: Sequence[str] = addresses
        monkeypatch.setattr(socket, "getaddrinfo", self.resolve)

    def resolve(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self._addresses]


@pytest.mark.anyio
@pytest.mark.parametrize("addresses", [("169.254.169.254",), ("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ()])
async def test_a_name_that_leads_inside_is_not_called(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    Names(monkeypatch, *addresses)
    destinations = Destinations(private=False)
    with pytest.raises(DeliveryError, match="not allowed"):
        await destinations.post("https://push.example.org/1", b"", {})
    await destinations.close()


@pytest.mark.anyio
async def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listener() as program:
        names = Names(monkeypatch, "127.0.0.1")
        destinations = Destinations(private=True)
        port = program.url.rpartition(":")[2]
        answer = await destinations.post(f"http://hooks.example.org:{port}/hook", b"{}", {})
        await destinations.close()
    assert answer.status == 201
    assert names.asked == 1, "a second question could get another answer"
    assert program.requests[0].headers["host"] == f"hooks.example.org:{port}"

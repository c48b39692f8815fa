"""Where requests may go: addresses that somebody else chose reach nothing that they shouldn't."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.errors import ImError
from imserver.services.push import destination as module
from imserver.services.push.destination import DeliveryError, Destinations
from tests.fake_vendor import Listener

PUBLIC = ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822")
PRIVATE = (
    *("10.1.2.3", "172.16.0.1", "192.168.1.10", "127.0.0.1", "::1", "fd12::1", "100.64.1.1", "::ffff:10.0.0.1"),
    *("64:ff9b::10.0.0.1", "2002:7f00:1::1", "::127.0.0.1", "::ffff:0:192.168.1.1"),
)
V4_INSIDE = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "192.168.0.1", "0.0.0.1", "1.1.1.1", "192.0.0.9")
NEVER = (
    *("169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254", "192.0.0.192", "0.0.0.1", "::"),
    *("224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "2001:db8::1"),
    *("::ffff:169.254.169.254", "0.1.2.3", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "::169.254.169.254"),
    *("::ffff:0:169.254.169.254", "64:ff9b:1::5db8:d822", "fec0::1", "feff::1", "2001:0:4136:e378::1"),
    *("2606:2800::5efe:169.254.169.254", "2606:2800::200:5efe:0.0.0.0", "3fff::1", "4000::1", "100::1", "5f00::1"),
    *("2001:2::1", "2001:20::1", "192.88.99.1", "203.0.113.9", "198.51.100.9", "ff0e::1", "fe80::1%1", "::2"),
)


@pytest.mark.parametrize("text", [*PUBLIC, *PRIVATE, *NEVER])
def test_an_address_is_allowed_or_not(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert Destinations(private=False).allows(address) is (text in PUBLIC)
    assert Destinations(private=True).allows(address) is (text in PUBLIC or text in PRIVATE)


V4 = st.integers(0, 2**32 - 1) | st.sampled_from([int(ipaddress.IPv4Address(text)) for text in V4_INSIDE])


@given(V4, st.integers(0, 2**64 - 1), st.booleans())
def test_an_ipv4_address_is_judged_alike_in_every_dress(low: int, rest: int, private: bool) -> None:
    allows = Destinations(private=private).allows
    plain = allows(ipaddress.IPv4Address(low))
    dressed = {
        "mapped": 0xFFFF << 32 | low,
        "translated": 0xFFFF << 48 | low,
        "NAT64": 0x64FF9B << 96 | low,
        "6to4": 0x2002 << 112 | low << 80 | rest,
    } | ({"compatible": low} if low > 1 else {})
    judged = {name: allows(ipaddress.IPv6Address(number)) for name, number in dressed.items()}
    assert judged == dict.fromkeys(dressed, plain)
    isatap = ipaddress.IPv6Address(0x2606 << 112 | (rest >> 32) << 64 | 0x5EFE << 32 | low)
    assert allows(isatap) is plain


@given(st.integers(0, 2**128 - 1) | st.integers(0, 2**32 - 1).map(lambda low: 0xFEC0 << 112 | low))
def test_only_global_unicast_is_on_the_outside(number: int) -> None:
    address = ipaddress.IPv6Address(number)
    if Destinations(private=False).allows(address):
        carries = number >> 32 in (0, 0xFFFF, 0xFFFF << 16, 0x64FF9B << 64)
        assert carries or number >> 125 == 1
        inside = (address.is_link_local, address.is_site_local, address.is_multicast, address.is_loopback)
        assert not any(inside)


@given(V4)
def test_what_python_calls_inside_is_not_outside(number: int) -> None:
    address = ipaddress.IPv4Address(number)
    if Destinations(private=False).allows(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@pytest.mark.parametrize(
    "host",
    [
        *("2852039166", "0xa9fea9fe", "169.254.43518", "[::ffff:a9fe:a9fe]", "0251.0376.0251.0376", "169.254.169.254."),
        *(
            "0xa9.0376.43518",
            "025177524776",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:a9fe:a9fe::]",
            "[::a9fe:a9fe]",
            "[fec0::1]",
        ),
    ],
)
def test_other_ways_to_write_an_address_are_seen_through(host: str) -> None:
    with pytest.raises(ImError, match="not allowed"):
        Destinations(private=True).check(f"http://{host}/latest")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "ip6-localhost", "127.0.0.1.", "[::1]"])
def test_names_of_this_machine_are_inside(host: str) -> None:
    Destinations(private=True).check(f"http://{host}:8080/")
    with pytest.raises(ImError, match="not allowed"):
        Destinations(private=False).check(f"https://{host}:8080/")


@given(st.text(max_size=80), st.booleans())
def test_whatever_stands_in_a_url_is_taken_or_refused(text: str, private: bool) -> None:
    for url in (
        text,
        f"https://{text}",
        f"https://{text}.example/",
        f"https://[{text}]/",
        f"https://a.example:{text}/",
    ):
        with suppress(ImError):
            Destinations(private=private).check(url)
            host = httpx.URL(url).raw_host
            assert len(host) <= 253
            assert all(0 < len(label) < 64 for label in host.removesuffix(b".").split(b"."))


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


@pytest.mark.anyio
async def test_an_address_is_looked_up_again_after_a_minute_and_after_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Listener() as program:
        names = Names(monkeypatch, "127.0.0.1")
        destinations = Destinations(private=True)
        port = program.url.rpartition(":")[2]
        for _ in range(3):
            await destinations.post(f"http://hooks.example.org:{port}/hook", b"{}", {})
        assert names.asked == 1
        with pytest.raises(DeliveryError):
            await destinations.post("http://hooks.example.org:1/hook", b"{}", {})
        await destinations.post(f"http://hooks.example.org:{port}/hook", b"{}", {})
        assert names.asked == 2
        monkeypatch.setattr(module, "KEPT_S", 0.0)
        await destinations.post(f"http://hooks.example.org:{port}/hook", b"{}", {})
        assert names.asked == 3
        await destinations.close()


@pytest.mark.anyio
async def test_a_name_whose_server_never_answers_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    asked: list[str] = []

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        if host.startswith("dead"):
            ended.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(module, "TIMEOUT_S", 0.05)
    destinations = Destinations(private=True)
    with Listener() as program:
        port = program.url.rpartition(":")[2]
        try:
            for number in range(24):  # more than any pool of threads that the loop would use
                with pytest.raises(DeliveryError, match="dead"):
                    async with asyncio.timeout(30):
                        await destinations.post(f"http://dead{number % 12}.example/", b"{}", {})
            monkeypatch.setattr(module, "TIMEOUT_S", 30.0)
            answer = await destinations.post(f"http://good.example:{port}/hook", b"{}", {})
        finally:
            ended.set()
            await destinations.close()
    assert answer.status == 201
    assert len(asked) == 13, "a name that is being looked up isn't asked for again"


@pytest.mark.anyio
@pytest.mark.parametrize("drip", [b"", b"H", b"HTTP/1.1 200 OK\r\nX: "])
async def test_an_answer_that_drips_ends_in_time(monkeypatch: pytest.MonkeyPatch, drip: bytes) -> None:
    """Each byte comes within any limit for a byte."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                writer.write(drip)
                while not reader.at_eof():
                    writer.write(b"x" if drip else b"")
                    await writer.drain()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(4096), 0.02)
        finally:
            writer.close()

    monkeypatch.setattr(module, "TIMEOUT_S", 0.5)
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    destinations = Destinations(private=True)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(DeliveryError):
        async with asyncio.timeout(30):
            await destinations.post(f"http://127.0.0.1:{port}/", b"{}", {})
    await destinations.close()
    server.close()


@pytest.mark.anyio
@pytest.mark.parametrize("wait", ["9" * 5000, "-1", "1.5", "٣", "", "soon"])
async def test_a_wish_to_wait_that_makes_no_sense_is_no_failure(wait: str) -> None:
    with Listener() as program:
        program.headers = {"Retry-After": wait.encode().decode("latin-1")}
        destinations = Destinations(private=True)
        answer = await destinations.post(f"{program.url}/hook", b"{}", {})
        await destinations.close()
    assert answer.status == 201
    assert answer.retry_after in (0, 999_999_999)


@pytest.mark.anyio
async def test_a_look_up_that_cannot_begin_fails_at_once_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listener() as program:
        Names(monkeypatch, "127.0.0.1")
        destinations = Destinations(private=True)
        url = f"http://hooks.example.org:{program.url.rpartition(':')[2]}/hook"
        with monkeypatch.context() as exhausted:

            def fail(_: threading.Thread) -> None:
                raise RuntimeError("can't start new thread")

            exhausted.setattr(threading.Thread, "start", fail)
            for _ in range(2):
                with pytest.raises(DeliveryError, match="can't start new thread"):
                    await destinations.post(url, b"{}", {})
        answer = await destinations.post(url, b"{}", {})
        await destinations.close()
    assert answer.status == 201

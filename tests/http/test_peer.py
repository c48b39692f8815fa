"""Whom a request comes from: proxies are believed as far as the settings trust them, and no farther."""

from __future__ import annotations

import ipaddress
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from imserver.http.peer import ForwardedPeer
from imserver.settings import Settings

ADDRESSES = st.ip_addresses(v=4, network="198.51.0.0/16") | st.ip_addresses(v=6, network="2001:db8::/32")
PROXIES = st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=6, network="fd00::/8")
TRUSTED = ("10.0.0.0/8", "fd00::/8")
NO_ADDRESS = st.one_of(
    st.sampled_from(["unknown", "_hidden", "-", "1.2.3", "010.1.1.1", "1.2.3.4.5", "[", "]:1", "::1::", "x" * 9000]),
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"], exclude_characters=","), min_size=1).filter(
        lambda text: text.strip() and not _is_address(text.strip())
    ),
)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip('"').strip("[]").partition("%")[0])
    except ValueError:
        return ":" in text or "." in text or "[" in text
    return True


def settings(trusted: object) -> Settings:
    given: dict[str, Any] = {"trusted_proxies": trusted}
    return Settings(**given)


def seen(trusted: tuple[str, ...], peer: str | None, *forwarded: str, scheme: str = "") -> tuple[Any, str]:
    """Address and scheme as routes get them."""
    found: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        found.update(scope)

    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    headers += [(b"x-forwarded-proto", scheme.encode())] * bool(scheme)
    scope: Any = {"type": "http", "client": peer and (peer, 4711), "scheme": "http", "headers": headers}
    ignored: Any = None
    anyio.run(ForwardedPeer(app, settings(trusted).trusted_proxies).__call__, scope, ignored, ignored)
    return found["client"] and found["client"][0], found["scheme"]


def client(trusted: tuple[str, ...], peer: str | None, *forwarded: str) -> Any:
    return seen(trusted, peer, *forwarded)[0]


@pytest.mark.parametrize(
    ("trusted", "peer"),
    [
        ("127.0.0.0/8", "127.0.0.1"),
        ("127.0.0.0/255.0.0.0", "127.9.9.9"),
        ("127.0.0.1", "::ffff:127.0.0.1"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("::ffff:7f00:0/104", "127.3.2.1"),
        ("fd00::/8", "fd12:3456::1"),
        ("FD12:0::1", "fd12::1"),
        ("fe80::/10", "fe80::1%eth0"),
    ],
)
def test_networks_and_every_spelling_of_an_address_are_understood(trusted: str, peer: str) -> None:
    assert seen((trusted,), peer, "203.0.113.9", scheme="https") == ("203.0.113.9", "https")
    assert seen(("192.0.2.0/24",), peer, "203.0.113.9", scheme="https")[1] == "http"


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("203.0.113.9:5678", "203.0.113.9"),
        ("[2001:db8::1]:80", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ('"[2001:db8::1]:80"', "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_entries_are_read_in_every_spelling(entry: str, address: str) -> None:
    assert client(("127.0.0.0/8",), "127.0.0.1", f"8.8.8.8, {entry}") == address
    assert client(("127.0.0.0/8",), "127.0.0.1", "8.8.8.8", entry) == address


@given(peer=ADDRESSES, forged=st.lists(ADDRESSES | PROXIES, max_size=3))
def test_what_no_trusted_proxy_wrote_does_not_count(peer: Any, forged: list[Any]) -> None:
    header = ",".join(map(str, forged))
    assert seen(TRUSTED, str(peer), header, scheme="https") == (str(peer), "http")


@given(
    forged=st.lists(ADDRESSES.map(str) | PROXIES.map(str) | NO_ADDRESS, max_size=4),
    origin=ADDRESSES,
    chain=st.lists(PROXIES, min_size=1, max_size=4),
    split=st.integers(0, 8),
)
def test_nothing_before_the_first_untrusted_address_counts(
    forged: list[str], origin: Any, chain: list[Any], split: int
) -> None:
    hops = [*forged, *map(str, [origin, *chain[:-1]])]
    values = [", ".join(part) for part in (hops[:split], hops[split:])]
    assert client(TRUSTED, str(chain[-1]), *values) == str(origin)


@given(chain=st.lists(PROXIES, min_size=1, max_size=4), garbage=NO_ADDRESS, forged=st.lists(ADDRESSES, max_size=2))
def test_what_is_no_address_leaves_the_proxy_that_wrote_it(chain: list[Any], garbage: str, forged: list[Any]) -> None:
    """Not one bucket that everybody shares who comes by a bad proxy."""
    header = ", ".join([*map(str, forged), garbage, *map(str, chain[:-1])])
    assert client(TRUSTED, str(chain[-1]), header) == str(chain[0])


def test_a_proxy_that_asks_for_itself_and_a_unix_socket() -> None:
    assert client(TRUSTED, "10.0.0.1") == "10.0.0.1"
    assert client(TRUSTED, "10.0.0.1", " , ,") == "10.0.0.1"
    assert client(TRUSTED, "10.0.0.1", "10.0.0.2, 10.0.0.3") == "10.0.0.2"
    assert client(TRUSTED, None, "203.0.113.9") is None
    assert client((), "::ffff:203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("*", "'*' is neither an IP address nor a network"),
        ("localhost", "'localhost' is neither"),
        ("127.0.0.1 10.0.0.1", "'127.0.0.1 10.0.0.1' is neither"),
        ("127.0.0.1:80", "'127.0.0.1:80' is neither"),
        ("127.0.0.1,127.0.0.0/33", "'127.0.0.0/33' is neither"),
        ("127.1", "'127.1' is neither"),
        ("10.0.0.1/8", "write 10.0.0.0/8 or 10.0.0.1"),
        ("fd00::1/8", "write fd00::/8 or fd00::1"),
        ("fe80::1%eth0", "leave out what follows %"),
        ("0.0.0.0/0", "anybody could claim any address"),
        ("::/0", "anybody could claim any address"),
        ("::ffff:0:0/96", "anybody could claim any address"),
    ],
)
def test_nonsense_is_refused_with_the_way_out(value: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(value)
    assert told in refused.value.errors()[0]["msg"]


@given(st.text(max_size=30))
def test_no_text_is_taken_silently(text: str) -> None:
    try:
        taken = settings(text).trusted_proxies
    except ValidationError:
        return
    assert all(ipaddress.ip_network(each) for each in taken)

"""Counting sockets: no bound is passed, nothing is left behind, and whoever has something to say gets in."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import resource
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.edge import admission as module
from imserver.edge.admission import BURST, Admission, ConnectionSlot, allow_files
from imserver.system.ip import network_of
from imserver.system.proxies import TrustedProxies


class Pipe:
    """In the place of a socket: whether bytes wait in it can be asked the same way."""

    def __init__(self, waiting: bytes) -> None:
        self._end, other = os.pipe()
        os.write(other, waiting)

    def fileno(self) -> int:
        return self._end


SILENT, TALKING = Pipe(b""), Pipe(b"x")


class Transport:
    """As much of one as admission needs."""

    def __init__(self, host: str | None, *, talks: bool = False) -> None:
        self.aborted = False
        self._told = {"peername": (host, 1) if host else "", "socket": TALKING if talks else SILENT}

    def get_extra_info(self, name: str) -> Any:
        return self._told[name]

    def is_read(self, place: ConnectionSlot) -> None:
        place.heard = True
        self._told["socket"] = SILENT

    def abort(self) -> None:
        self.aborted = True


class Clock:
    now = 100.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: clock)
    return clock


def enter(admission: Admission, host: str | None, *, talks: bool = False) -> tuple[Transport, ConnectionSlot, str]:
    transport = Transport(host, talks=talks)
    place, refused = admission.enter(cast(asyncio.Transport, transport))
    return transport, place, refused


def test_the_one_that_is_silent_for_longest_goes(clock: Clock) -> None:
    admission = Admission(0, 3, 100)
    people = [enter(admission, "10.0.0.1") for _ in range(4)]
    assert [transport.aborted for transport, *_ in people] == [True, False, False, False]
    assert all(refused == "" for *_, refused in people)
    assert admission.waiting == len(admission) == 3


def test_who_has_sent_something_has_a_moment(clock: Clock) -> None:
    admission = Admission(0, 3, 100)
    people = [enter(admission, "10.0.0.1", talks=True) for _ in range(3 * BURST)]
    assert not any(transport.aborted for transport, *_ in people)
    *_, refused = enter(admission, "10.0.0.1", talks=True)
    assert refused == "address"
    clock.now += module.SOON_S + 0.1
    enter(admission, "10.0.0.1", talks=True)
    assert not any(transport.aborted for transport, *_ in people), "what a busy process hasn't read yet counts"
    for transport, place, _ in people:
        transport.is_read(place)
    for _ in range(3 * BURST):
        enter(admission, "10.0.0.1", talks=True)
    assert all(transport.aborted for transport, *_ in people)


def test_nobody_is_kept_out_by_those_who_come_all_the_time(clock: Clock) -> None:
    """However young they are, at the last bound it is the oldest that goes, unless something of it waits to be read."""
    admission = Admission(0, 3, 100)
    for _ in range(10 * BURST):
        transport, place, refused = enter(admission, "10.0.0.1", talks=True)
        assert refused == ""
        transport.is_read(place)
    assert admission.waiting <= 3 * BURST


def test_other_addresses_are_let_alone_and_whoever_has_settled_too(clock: Clock) -> None:
    admission = Admission(0, 2, 100)
    other, settled = enter(admission, "10.0.0.2"), enter(admission, "10.0.0.1")
    settled[1].settle()
    for _ in range(20):
        enter(admission, "10.0.0.1")
    assert not other[0].aborted
    assert not settled[0].aborted
    settled[1].owe()
    for _ in range(2):
        enter(admission, "10.0.0.1")
    assert settled[0].aborted


def test_one_address_may_not_have_all_sockets(clock: Clock) -> None:
    admission = Admission(10, 0, 100)
    for _ in range(10):
        enter(admission, "10.0.0.1")[1].settle()
    assert enter(admission, "10.0.0.1")[2] == "address"
    assert enter(admission, "10.0.0.2")[2] == ""


def test_what_owes_something_leaves_room_for_others(clock: Clock) -> None:
    """From however many addresses it comes."""
    admission = Admission(0, 10, 100)
    strangers = [enter(admission, f"10.0.{number}.1") for number in range(200)]
    assert admission.waiting == 50
    assert sum(not transport.aborted for transport, *_ in strangers) == 50


def test_a_full_server_refuses(clock: Clock) -> None:
    admission = Admission(0, 0, 4)
    for number in range(4):
        enter(admission, f"10.0.{number}.1")[1].settle()
    assert enter(admission, "10.1.0.1")[2] == "server"


def test_proxies_and_the_admin_socket_are_not_counted_by_address(clock: Clock) -> None:
    admission = Admission(2, 2, 1000, TrustedProxies(["127.0.0.1"]))
    places = [enter(admission, host, talks=True) for host in ("127.0.0.1", None) for _ in range(20)]
    assert not any(refused or transport.aborted for transport, _, refused in places)


def test_whom_a_proxy_names_is_counted(clock: Clock) -> None:
    """And nobody else may name anybody."""
    admission = Admission(0, 2, 1000, TrustedProxies(["127.0.0.1", "10.9.9.9"]))
    proxied = [enter(admission, "127.0.0.1") for _ in range(4)]
    for _, place, _ in proxied:
        assert place.forward(["6.6.6.6, 1.2.3.4", "10.9.9.9"]) == ""
    assert [transport.aborted for transport, *_ in proxied] == [True, True, False, False]
    assert {place.address for _, place, _ in proxied} == {"1.2.3.4"}
    direct = enter(admission, "5.5.5.5")[1]
    direct.forward(["1.2.3.4"])
    assert direct.address == "5.5.5.5"


def test_log_lines_are_few(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[dict[str, object]] = []
    monkeypatch.setattr(module, "log", type("Log", (), {"warning": lambda self, kind, **told: written.append(told)})())
    notes = Admission(0, 0, 10).notes
    for _ in range(1000):
        notes.write("one")
        notes.write("other")
    clock.now += module.LOG_EVERY_S
    notes.write("one")
    assert [told["unwritten"] for told in written] == [0, 0, 999]


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["enter", "settle", "owe", "leave", "later", "forward"]), st.integers(0, 5)), max_size=60
)


@given(ACTIONS)
def test_whatever_happens_the_bounds_hold_and_all_is_given_back(actions: list[tuple[str, int]]) -> None:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "get_running_loop", lambda: clock)
        admission = Admission(8, 2, 16, TrustedProxies(["10.0.0.0"]))
        kept: list[ConnectionSlot] = []
        for action, number in actions:
            if action == "enter":
                _, place, refused = enter(admission, f"10.0.0.{number % 3}", talks=number > 2)
                kept.append(place)
                if refused:
                    place.leave()
            elif action == "later":
                clock.now += number / 3
            elif kept:
                place = kept[number % len(kept)]
                getattr(place, action)(*([["10.0.0.7"]] if action == "forward" else []))
            assert len(admission) <= 16
            assert admission.waiting <= len(admission)
        for place in kept:
            place.leave()
            place.leave()
        assert len(admission) == admission.waiting == 0
        assert not admission._open
        assert not admission._waiting_of


@given(st.ip_addresses(v=4))
def test_an_address_of_ipv4_is_itself_mapped_or_not(address: ipaddress.IPv4Address) -> None:
    assert network_of(str(address)) == network_of(f"::ffff:{address}") == str(address)


@given(st.ip_addresses(v=6), st.integers(0, (1 << 64) - 1))
def test_a_network_of_ipv6_is_one(address: ipaddress.IPv6Address, host: int) -> None:
    within = ipaddress.IPv6Address((int(address) >> 64 << 64) | host)
    if address.ipv4_mapped is None and within.ipv4_mapped is None:
        assert network_of(str(address)) == network_of(f"{within}%eth0")


def test_a_process_opens_as_many_files_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (1024, 4096)}
    monkeypatch.setattr(resource, "getrlimit", lambda which: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda which, wanted: limits.update(now=wanted))
    assert allow_files() == 4096 - module.RESERVED_FILES
    assert limits["now"] == (4096, 4096)
    limits["now"] = (100, 100)
    assert allow_files() == 50

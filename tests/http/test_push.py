"""Notices by Web Push, through a fake vendor on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest

from tests.client import Person
from tests.fake_vendor import Browser, Listener, check_vapid
from tests.server import Server
from tests.sites import Sites

pytestmark = pytest.mark.slow  # servers start again and again

MakeServer = Callable[..., Server]

SETTINGS: Final = {"IM_PUSH_PRIVATE": "1", "IM_PUSH_CONTACT": "mailto:ann@example.org"}


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return SETTINGS


@pytest.fixture
def server(lent: Sites) -> Iterator[Server]:
    yield lent.take()
    lent.give_back()


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[MakeServer]:
    """For other settings, and for what damages a server."""
    made: list[Server] = []

    def make(**settings: str) -> Server:
        made.append(Server(tmp_path / f"data{len(made)}", SETTINGS | settings))
        made[-1].start()
        return made[-1]

    yield make
    for server in made:
        server.stop()
        server.admin.close()


@pytest.fixture
def vendor() -> Iterator[Listener]:
    with Listener() as listener:
        yield listener


def subscribe(person: Person, browser: Browser) -> None:
    person.call("POST", "/push/subscriptions", browser.subscription()).raise_for_status()


def test_who_is_away_is_told_once_of_what_is_new(server: Server, vendor: Listener) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    phone = Browser(vendor)
    subscribe(bob, phone)
    conv = ann.direct(bob)
    with ann.device() as device:
        for number in range(5):
            seq = device.send(conv, f"secret {number}")["seq"]
    (notice,) = phone.wait(1)
    assert {"conv": conv, "seq": seq, "name": "Ann", "unread": 5}.items() <= notice.items()
    assert "text" not in notice
    (request,) = vendor.requests
    key = bob.call("GET", "/push/key").json()["key"]
    assert check_vapid(request, key, vendor.url)["sub"] == "mailto:ann@example.org"
    assert request.headers["urgency"] == "high"
    assert 0 < int(request.headers["ttl"]) <= 86_400
    assert b"secret" not in request.body
    assert conv not in request.headers["topic"]


def test_only_those_are_told_who_want_to_be(make_server: MakeServer, vendor: Listener) -> None:
    server = make_server(IM_PUSH_TEXT="1")
    people = {login: Person(server, login) for login in ("ann", "away", "present", "muted", "quiet", "named", "left")}
    phones = {login: Browser(vendor, login) for login in people}
    for login, person in people.items():
        subscribe(person, phones[login])
    ann = people["ann"]
    conv = ann.group(*[person for login, person in people.items() if login != "ann"])
    people["muted"].call("PUT", f"/conversations/{conv}/preferences", {"muted_until": (1 << 53) - 1})
    for login in ("quiet", "named"):
        people[login].call("PUT", f"/conversations/{conv}/preferences", {"notify": "mentions"})
    people["left"].call("DELETE", "/push/subscriptions", {"endpoint": phones["left"].endpoint}).raise_for_status()
    with ann.device() as device, people["present"].device():
        frame = {"t": "send", "conv": conv, "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a11", "text": "你好 all"}
        device.request({**frame, "mentions": [people["named"].id, people["muted"].id]})
        phones["away"].wait(1)
        phones["named"].wait(1)
        asked = {request.path for request in vendor.requests}  # who is here now is away as soon as this ends
    (notice,) = phones["away"].notices()
    assert (notice["title"], notice["text"], notice["name"]) == ("Group", "你好 all", "Ann")
    assert phones["named"].notices()[0]["mentioned"]
    assert asked == {"/push/away", "/push/named"}


def test_who_wants_mentions_is_told_of_each_once_and_of_nothing_behind_it(server: Server, vendor: Listener) -> None:
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    phone, other = Browser(vendor), Browser(vendor, "other")
    subscribe(bob, phone)
    subscribe(cara, other)
    conv = ann.group(bob, cara)
    bob.call("PUT", f"/conversations/{conv}/preferences", {"notify": "mentions"})
    with ann.device() as device:
        frame = {"t": "send", "conv": conv, "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a11", "text": "Bob?"}
        named = device.request({**frame, "mentions": [bob.id]})["seq"]
        phone.wait(1)
        for count in (2, 3):  # whoever wants all is told of these, and bob would be at the same time
            device.send(conv, "hello")
            other.wait(count)
    assert [(notice["seq"], notice["mentioned"]) for notice in phone.notices()] == [(named, True)]


def test_what_was_read_or_recalled_meanwhile_is_not_told(server: Server, vendor: Listener) -> None:
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    phone, last = Browser(vendor), Browser(vendor, "last")
    subscribe(bob, phone)
    subscribe(cara, last)
    read, recalled, third = ann.direct(bob), ann.group(bob), ann.direct(cara)
    with ann.device() as device:
        device.send(read, "hello")
        with bob.device() as quick:
            quick.request({"t": "mark", "conv": read, "read": 1})
        device.send(recalled, "a slip")
        device.request({"t": "recall", "conv": recalled, "seq": 1})
        device.send(third, "told after those")
    last.wait(1)
    assert phone.notices() == []


def test_a_logged_out_device_is_told_nothing(server: Server, vendor: Listener) -> None:
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    phone, last = Browser(vendor), Browser(vendor, "last")
    subscribe(bob, phone)
    subscribe(cara, last)
    bob.call("POST", "/logout").raise_for_status()
    conv = ann.group(bob, cara)
    with ann.device() as device:
        device.send(conv, "hello")
    last.wait(1)
    assert phone.notices() == []


def test_a_vendor_that_fails_is_tried_again_also_after_a_kill(server: Server, vendor: Listener) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    phone = Browser(vendor)
    subscribe(bob, phone)
    conv = ann.direct(bob)
    vendor.status = 503
    with ann.device() as device:
        device.send(conv, "hello")
    vendor.wait(lambda requests: len(requests) >= 1)
    server.kill()
    vendor.status = 201
    server.start()
    assert phone.wait(2)[-1]["seq"] == 1


def test_what_came_while_nobody_decided_is_told_after_a_kill(server: Server, vendor: Listener) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    phone = Browser(vendor)
    subscribe(bob, phone)
    convs = [ann.group(bob) for _ in range(3)]
    with ann.device() as device:
        for conv in convs * 5:
            device.send(conv, "hello")
    server.kill()
    server.start()
    notices = phone.wait(3)
    assert {notice["conv"] for notice in notices} == set(convs)
    assert {notice["unread"] for notice in notices} == {5}, "one notice for a conversation"


def test_a_subscription_that_is_gone_is_forgotten(server: Server) -> None:
    """Three vendors at once, who say so in three ways."""
    ann, cara, *others = (Person(server, login) for login in ("ann", "cara", "bob0", "bob1", "bob2"))
    with ExitStack() as stack, ann.device() as device:
        vendors = [stack.enter_context(Listener()) for _ in others]
        phones = [Browser(vendor, "old") for vendor in vendors]
        convs = []
        for person, phone, status in zip(others, phones, (404, 410, 403), strict=True):
            subscribe(person, phone)
            phone.vendor.status = status
            convs.append(ann.group(person, cara))
        for conv in convs:
            device.send(conv, "one")
        for vendor in vendors:
            vendor.wait(lambda requests: len(requests) >= 1)
            vendor.status = 201
        last = Browser(vendors[0], "last")
        subscribe(cara, last)
        for conv in convs:
            device.send(conv, "two")
        last.wait(len(convs))
        assert [len(phone.requests) for phone in phones] == [1, 1, 1]


def test_an_endpoint_that_logs_in_as_somebody_else_tells_of_them(server: Server, vendor: Listener) -> None:
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    phone = Browser(vendor)
    subscribe(bob, phone)
    subscribe(cara, phone)
    with ann.device() as device:
        device.send(ann.direct(bob), "for bob")
        conv = ann.direct(cara)
        device.send(conv, "for cara")
    assert [notice["conv"] for notice in phone.wait(1)] == [conv]


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "ftp://push.example.org/1"},
        {"endpoint": "http://user@127.0.0.1/1"},
        {"endpoint": "x" * 3000},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": "B" * 87, "auth": "A" * 22}},
        {"keys": {}},
    ],
)
def test_a_subscription_has_to_be_one(site: Server, people: tuple[Person, ...], change: dict[str, Any]) -> None:
    with Listener() as vendor:
        answer = people[0].call("POST", "/push/subscriptions", {**Browser(vendor).subscription(), **change})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_request"


@pytest.mark.parametrize(
    "endpoint",
    [
        *("http://push.example.org/1", "https://127.0.0.1/1", "https://[::1]/1", "https://10.0.0.1/1"),
        *("https://169.254.169.254/latest", "https://192.168.1.1/1", "https://[fe80::1]/1", "https://2130706433/1"),
        *("https://[::ffff:127.0.0.1]/1", "https://0.0.0.0/1", "https://127.1/1", "https://100.100.100.200/1"),
    ],
)
def test_notices_go_to_the_internet_only_unless_it_is_set_so(
    people: tuple[Person, ...], vendor: Listener, endpoint: str
) -> None:
    subscription = {**Browser(vendor).subscription(), "endpoint": endpoint}
    answer = people[0].call("POST", "/push/subscriptions", subscription)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["code"] == "bad_request"

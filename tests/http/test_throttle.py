"""Guessing passwords: it is bounded, and it keeps nobody else out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any

import httpx
import pytest

from tests.client import PASSWORD, Person
from tests.server import Server

WRONG = "not the password"
NEW = "another long secret"


@pytest.fixture(scope="module")
def addresses() -> Iterator[str]:
    """Nobody failed from there before."""
    return (f"203.0.113.{number}" for number in count(1))


def told(answer: httpx.Response) -> str:
    """`ok`, or the error's code."""
    return "ok" if answer.status_code < 400 else str(answer.json()["error"]["code"])


class Place:
    """Somebody at an address, seen by the trusted proxy; with `jar`, in a browser that keeps its cookies."""

    def __init__(self, site: Server, address: str, jar: httpx.Cookies | None = None) -> None:
        self.jar = jar
        self._url = f"{site.url}/api/v1"
        self._headers = {"X-Forwarded-For": address}

    def post(self, path: str, body: object, token: str = "") -> httpx.Response:
        headers = self._headers | ({"Authorization": f"Bearer {token}"} if token else {})
        with httpx.Client(cookies=self.jar, timeout=60) as client:
            answer = client.post(f"{self._url}{path}", json=body, headers=headers)
            if self.jar is not None:
                self.jar = client.cookies
        return answer

    def login(self, login: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/login", {"login": login, "password": password})

    def guess(self, login: str, times: int) -> Counter[str]:
        return Counter(told(self.login(login, WRONG)) for _ in range(times))


def at_once(site: Server, bodies: list[Any], path: str, **headers: str) -> Counter[str]:
    async def ask() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=120, limits=limits) as client:
            return await asyncio.gather(*(client.post(f"/api/v1{path}", json=body) for body in bodies))

    return Counter(told(answer) for answer in asyncio.run(ask()))


def test_of_guesses_at_once_no_more_are_looked_at_than_of_guesses_in_a_row(site: Server) -> None:
    Person(site, "rushed")
    guesses = [{"login": "rushed", "password": f"guess number {number}"} for number in range(40)]
    answers = at_once(site, guesses, "/login", **{"X-Forwarded-For": "198.51.100.40"})
    assert answers == {"credentials_wrong": 10, "throttled": 30}


def test_a_stranger_elsewhere_keeps_nobody_out(site: Server, addresses: Iterator[str]) -> None:
    owner = Person(site, "envied")
    stranger = Place(site, next(addresses))
    assert stranger.guess("envied", 12) == {"credentials_wrong": 10, "throttled": 2}
    assert told(Place(site, next(addresses)).login("envied")) == "ok"
    changed = owner.call("POST", "/me/password", {"old": PASSWORD, "new": NEW})
    assert told(changed) == "ok"
    assert told(stranger.login("envied", NEW)) == "throttled"


def test_a_neighbour_keeps_no_device_out_that_was_here_before(site: Server, addresses: Iterator[str]) -> None:
    owner = Person(site, "neighbour")
    address = next(addresses)
    tablet = Place(site, address, httpx.Cookies())
    assert told(tablet.login("neighbour")) == "ok"
    assert Place(site, address).guess("neighbour", 11)["throttled"] == 1
    assert told(tablet.login("neighbour")) == "ok", "a device that logged in here before"
    assert told(owner.call("POST", "/me/password", {"old": PASSWORD, "new": NEW})) == "ok"
    assert told(tablet.login("neighbour", NEW)) == "throttled", "with a new password the device is a stranger again"
    assert told(owner.call("POST", "/me/delete", {"password": NEW})) == "ok", "who is logged in isn't kept out at all"


def test_a_known_device_may_not_guess_for_ever_either(site: Server, addresses: Iterator[str]) -> None:
    Person(site, "forgetful")
    address = next(addresses)
    tablet = Place(site, address, httpx.Cookies())
    tablet.login("forgetful")
    assert tablet.guess("forgetful", 11) == {"credentials_wrong": 10, "throttled": 1}
    assert told(Place(site, address).login("forgetful")) == "ok", "the device is counted apart from its network"


def test_one_tablet_knows_a_family_and_nobody_else(site: Server, addresses: Iterator[str]) -> None:
    family = [Person(site, f"sibling{number}").login for number in range(3)]
    outsider = Person(site, "outsider").login
    address = next(addresses)
    tablet = Place(site, address, httpx.Cookies())
    assert {told(tablet.login(login)) for login in family} == {"ok"}
    for login in [*family, outsider]:
        Place(site, address).guess(login, 10)
    assert [told(tablet.login(login)) for login in [*family, outsider]] == ["ok", "ok", "ok", "throttled"]


def test_the_family_stays_known_when_one_of_them_has_a_new_password(site: Server, addresses: Iterator[str]) -> None:
    family = [Person(site, f"cousin{number}") for number in range(3)]
    address = next(addresses)
    tablet = Place(site, address, httpx.Cookies())
    tokens = [tablet.login(person.login).json()["access_token"] for person in family]
    assert told(tablet.post("/me/password", {"old": PASSWORD, "new": NEW}, tokens[0])) == "ok"
    code = site.admin.post(f"/api/v1/admin/users/{family[1].id}/link").raise_for_status().json()["code"]
    assert told(tablet.post(f"/links/{code}", {"password": NEW})) == "ok"
    for person in family:
        Place(site, address).guess(person.login, 10)
    assert [told(tablet.login(person.login, NEW)) for person in family[:2]] == ["ok", "ok"]
    assert told(tablet.login(family[2].login)) == "ok"


def test_many_new_passwords_of_one_push_no_other_out(site: Server, addresses: Iterator[str]) -> None:
    keeper, changer = Person(site, "keeps-it"), Person(site, "changes-it")
    address = next(addresses)
    tablet = Place(site, address, httpx.Cookies())
    tablet.login(keeper.login)
    passwords = [PASSWORD, *(f"{NEW} {number}" for number in range(9))]
    token = tablet.login(changer.login).json()["access_token"]
    for old, new in pairwise(passwords):
        assert told(tablet.post("/me/password", {"old": old, "new": new}, token)) == "ok"
    Place(site, address).guess(keeper.login, 10)
    assert told(tablet.login(keeper.login)) == "ok"


def test_a_cookie_under_the_path_of_before_makes_its_device_known(site: Server, addresses: Iterator[str]) -> None:
    """Browsers send that of the longer path first."""
    person, other = Person(site, "long-here"), Person(site, "new-here")
    address = next(addresses)
    before, since = Place(site, address, httpx.Cookies()), Place(site, address, httpx.Cookies())
    before.login(person.login)
    since.login(other.login)
    assert before.jar is not None
    assert since.jar is not None
    for each in (person, other):
        Place(site, address).guess(each.login, 10)
    both = "; ".join(f"im_device={jar['im_device']}" for jar in (before.jar, since.jar))
    answers = [
        httpx.post(
            f"{site.url}/api/v1/login",
            json={"login": each.login, "password": PASSWORD},
            headers={"Cookie": both, "X-Forwarded-For": address},
        )
        for each in (person, other)
    ]
    assert [told(answer) for answer in answers] == ["ok", "ok"]
    assert [answer.headers["Set-Cookie"].count("im_device=") for answer in answers] == [1, 1]


def test_two_cookies_carry_no_mark_to_a_device_that_has_not_failed_yet(site: Server, addresses: Iterator[str]) -> None:
    victim, own = Person(site, "lent-it-once"), Person(site, "borrower")
    address = next(addresses)
    lent = Place(site, address, httpx.Cookies())
    lent.login(victim.login)
    assert lent.guess(victim.login, 11)["throttled"] == 1
    fresh = Place(site, address, httpx.Cookies())
    fresh.login(own.login)
    assert lent.jar is not None
    assert fresh.jar is not None
    Place(site, address).guess(victim.login, 10)
    cookies = [f"im_device={place.jar['im_device']}" for place in (lent, fresh) if place.jar]
    for both in ("; ".join(cookies), "; ".join(reversed(cookies))):
        headers = {"Cookie": both, "X-Forwarded-For": address}
        body = {"login": own.login, "password": PASSWORD}
        merged = httpx.post(f"{site.url}/api/v1/login", json=body, headers=headers).raise_for_status()
        thief = Place(site, address, httpx.Cookies({"im_device": merged.cookies["im_device"]}))
        assert thief.guess(victim.login, 1) == {"throttled": 1}


@pytest.mark.parametrize("spoil", ["altered", "cut", "nonsense", "a token"])
def test_a_cookie_that_is_not_ours_makes_no_device_known(site: Server, addresses: Iterator[str], spoil: str) -> None:
    person = Person(site, f"cookie-{spoil.replace(' ', '-')}")
    address = next(addresses)
    tablet = Place(site, address, httpx.Cookies())
    tablet.login(person.login)
    assert tablet.jar is not None
    cookie = str(tablet.jar["im_device"])
    spoilt = {
        "altered": cookie[:-1] + ("A" if cookie[-1] != "A" else "B"),
        "cut": cookie.rpartition(".")[0] + ".",
        "nonsense": "x" * 3000,
        "a token": person.token,
    }[spoil]
    Place(site, address).guess(person.login, 10)
    forger = Place(site, address, httpx.Cookies({"im_device": spoilt}))
    assert told(forger.login(person.login)) == "throttled"


def test_the_cookie_is_for_logging_in_and_names_nobody(site: Server, addresses: Iterator[str]) -> None:
    person = Person(site, "discreet")
    answer = Place(site, next(addresses)).login("discreet")
    (cookie,) = (each for each in answer.headers.get_list("Set-Cookie") if each.startswith("im_device="))
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/v1;", "Max-Age="))
    assert person.id not in cookie
    refused = Place(site, next(addresses)).login("discreet", WRONG)
    assert "Set-Cookie" not in refused.headers


def test_an_ipv6_network_is_one_address(site: Server) -> None:
    Person(site, "sixth")
    told_by_one = [told(Place(site, f"2001:db8:7:1::{number:x}").login("sixth", WRONG)) for number in range(11)]
    assert told_by_one == ["credentials_wrong"] * 10 + ["throttled"]
    assert told(Place(site, "2001:db8:7:1:ffff::1").login("sixth")) == "throttled"
    assert told(Place(site, "2001:db8:8:1::1").login("sixth")) == "ok"


def test_the_holder_of_a_token_may_not_guess_the_password_for_ever(site: Server) -> None:
    owner = Person(site, "robbed")
    stolen, token = owner.token, f"Bearer {owner.token}"
    guesses = [{"old": f"guess number {number}", "new": NEW} for number in range(20)]
    assert at_once(site, guesses, "/me/password", Authorization=token) == {"credentials_wrong": 10, "throttled": 10}
    deleting = [{"password": f"guess number {number}"} for number in range(3)]
    assert at_once(site, deleting, "/me/delete", Authorization=token) == {"throttled": 3}
    owner.log_in()
    assert owner.token != stolen
    assert told(owner.call("POST", "/me/password", {"old": PASSWORD, "new": NEW})) == "ok"


def test_answers_do_not_tell_which_logins_there_are(site: Server) -> None:
    """Neither by an error, nor by throttling, nor by a header. Being disabled is told to who knows the password."""
    Person(site, "exists")
    disabled = Person(site, "switched-off")
    site.admin.patch(f"/api/v1/admin/users/{disabled.id}", json={"disabled": True}).raise_for_status()

    def answers(login: str, network: int) -> list[tuple[int, str, list[str]]]:
        place = Place(site, f"192.0.2.{network}")
        given = [place.login(login, WRONG) for _ in range(11)]
        return [(each.status_code, each.json()["error"]["message"], sorted(each.headers)) for each in given]

    assert answers("exists", 1) == answers("does-not-exist", 2) == answers("switched-off", 3)
    assert told(Place(site, "192.0.2.9").login("switched-off")) == "account_disabled"


def test_who_waits_is_told_for_how_long(site: Server, addresses: Iterator[str]) -> None:
    Person(site, "patient")
    place = Place(site, next(addresses))
    place.guess("patient", 10)
    refused = place.login("patient")
    assert refused.status_code == 429
    assert 240 < int(refused.headers["Retry-After"]) <= 300
    assert "Wait 5 min" in refused.json()["error"]["hint"]


def test_a_new_password_by_a_link_ends_the_waiting(site: Server, addresses: Iterator[str]) -> None:
    person = Person(site, "linked")
    place = Place(site, next(addresses))
    place.guess("linked", 11)
    code = site.admin.post(f"/api/v1/admin/users/{person.id}/link").raise_for_status().json()["code"]
    assert told(place.post(f"/links/{code}", {"password": NEW})) == "ok"
    assert told(place.login("linked", NEW)) == "ok"


@pytest.mark.slow
def test_who_floods_the_server_with_guesses_waits_behind_himself(site: Server) -> None:
    """More than can wait, each for another account: whoever else logs in is neither refused nor last."""
    Person(site, "bystander")
    guesses = [{"login": f"nobody{number}", "password": WRONG} for number in range(240)]
    body = {"login": "bystander", "password": PASSWORD}

    async def run() -> tuple[str, int, Counter[str]]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=f"{site.url}/api/v1", timeout=120, limits=limits) as client:

            async def post(body: object, address: str) -> str:
                return told(await client.post("/login", json=body, headers={"X-Forwarded-For": address}))

            flood = {asyncio.create_task(post(guess, "198.51.100.41")) for guess in guesses}
            await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
            answer = await post(body, "198.51.100.42")
            waiting = sum(not task.done() for task in flood)
            return answer, waiting, Counter(await asyncio.gather(*flood))

    answer, waiting, flood = asyncio.run(run())
    assert answer == "ok"
    assert waiting > 0
    assert flood["credentials_wrong"] == 100
    assert flood["credentials_wrong"] + flood["throttled"] + flood["busy"] == 240

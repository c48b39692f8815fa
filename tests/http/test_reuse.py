"""A refresh token that is used twice: somebody has a copy, so the session ends, and its owner is told."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from tests.client import PASSWORD, Device, Person
from tests.server import Server

Grant = dict[str, Any]
TOKEN_REUSED: Final = (401, "token_reused")
TOKEN_INVALID: Final = (401, "token_invalid")


def sign_in(site: Server, login: str, device: str = "Phone") -> Grant:
    body = {"login": login, "password": PASSWORD, "device": device}
    grant: Grant = httpx.post(f"{site.url}/api/v1/login", json=body).raise_for_status().json()
    return grant


def exchange(site: Server, token: str) -> httpx.Response:
    return httpx.post(f"{site.url}/api/v1/token", json={"refresh_token": token})


def renew(site: Server, token: str) -> Grant:
    grant: Grant = exchange(site, token).raise_for_status().json()
    return grant


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def me(site: Server, grant: Grant) -> httpx.Response:
    return httpx.get(f"{site.url}/api/v1/me", headers={"Authorization": f"Bearer {grant['access_token']}"})


def test_a_thief_who_refreshes_twice_is_noticed_and_everything_ends(site: Server) -> None:
    Person(site, "robbed")
    grant = sign_in(site, "robbed")
    stolen = grant["refresh_token"]
    owner = renew(site, stolen)
    thief = renew(site, stolen)
    thief = renew(site, thief["refresh_token"])
    with Device(site) as mine, Device(site) as theirs:
        mine.authenticate(owner["access_token"])
        theirs.authenticate(thief["access_token"])
        assert refusal(exchange(site, owner["refresh_token"])) == TOKEN_REUSED
        assert mine.wait_for_close() == theirs.wait_for_close() == 3506
    assert refusal(exchange(site, thief["refresh_token"])) == TOKEN_REUSED
    for held in (grant, owner, thief):
        assert refusal(me(site, held)) == TOKEN_INVALID
    with Device(site) as late:
        assert late.request({"t": "auth", "token": thief["access_token"]})["code"] == "token_invalid"


@pytest.mark.parametrize("ago", [2, 3, 7])
def test_a_token_of_any_earlier_exchange_is_known_again(site: Server, ago: int) -> None:
    login = f"earlier-{ago}"
    Person(site, login)
    tokens = [sign_in(site, login)["refresh_token"]]
    for _ in range(ago):
        tokens.append(renew(site, tokens[-1])["refresh_token"])
    assert refusal(exchange(site, tokens[0])) == TOKEN_REUSED
    assert refusal(exchange(site, tokens[-1])) == TOKEN_REUSED, "whoever comes next is told what happened"


def test_an_answer_that_was_lost_several_times_costs_nothing(site: Server) -> None:
    Person(site, "tunnel")
    first = sign_in(site, "tunnel")["refresh_token"]
    answers = [renew(site, first)["refresh_token"] for _ in range(6)]
    assert len({first, *answers}) == 7
    newest = renew(site, answers[2])
    assert me(site, newest).status_code == 200
    assert renew(site, newest["refresh_token"])
    assert refusal(exchange(site, answers[4])) == TOKEN_REUSED, "two of them were in use"


def _payload(token: str, **changed: object) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==")) | changed
    return f"{head}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}.{signature}"


INVENTED: Final[dict[str, Callable[[Grant], str]]] = {
    "the id of the session": lambda grant: str(grant["session"]),
    "an access token": lambda grant: str(grant["access_token"]),
    "half a token": lambda grant: str(grant["refresh_token"])[:-10],
    "an earlier one, made up": lambda grant: _payload(grant["refresh_token"], gen=0),
    "one of a session that never was": lambda grant: _payload(grant["refresh_token"], sid="s" + "0" * 15),
    "letters from elsewhere": lambda grant: grant["refresh_token"] + "é",
}


@pytest.mark.parametrize("what", INVENTED)
def test_what_was_never_a_token_of_the_session_cannot_end_it(site: Server, what: str) -> None:
    login = f"calm-{list(INVENTED).index(what)}"
    Person(site, login)
    grant = renew(site, renew(site, sign_in(site, login)["refresh_token"])["refresh_token"])
    assert refusal(exchange(site, INVENTED[what](grant))) == TOKEN_INVALID
    assert me(site, grant).status_code == 200
    assert renew(site, grant["refresh_token"])


def test_the_persons_other_devices_learn_of_it_now_and_later(site: Server) -> None:
    Person(site, "warned")
    laptop = sign_in(site, "warned", "Laptop")
    assert laptop["reused"] is None
    phone = [sign_in(site, "warned")["refresh_token"]]
    for _ in range(2):
        phone.append(renew(site, phone[-1])["refresh_token"])
    assert refusal(exchange(site, phone[0])) == TOKEN_REUSED
    for grant in (renew(site, laptop["refresh_token"]), sign_in(site, "warned", "Tablet")):
        assert grant["reused"]["device"] == "Phone"
        assert abs(grant["reused"]["at"] - grant["access_expires_at"]) < 3_600_000
    listed = httpx.get(
        f"{site.url}/api/v1/me/sessions", headers={"Authorization": f"Bearer {laptop['access_token']}"}
    ).json()
    assert [each["device"] for each in listed["reused"]] == ["Phone"]
    assert "Phone" not in [each["device"] for each in listed["sessions"]]
    Person(site, "neighbour")
    assert sign_in(site, "neighbour")["reused"] is None


def test_who_has_signed_out_does_so_for_good_and_quietly(site: Server) -> None:
    """An old token of a session that ended as it should tells nobody of theft."""
    Person(site, "gone")
    first = sign_in(site, "gone")["refresh_token"]
    second = renew(site, first)
    headers = {"Authorization": f"Bearer {second['access_token']}"}
    assert httpx.post(f"{site.url}/api/v1/logout", headers=headers).status_code == 204
    for token in (first, second["refresh_token"]):
        assert refusal(exchange(site, token)) == TOKEN_INVALID
    assert sign_in(site, "gone")["reused"] is None

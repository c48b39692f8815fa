"""How many sessions one account has, and what happens to those beyond that."""

from __future__ import annotations

import httpx
import pytest

from imserver.store.sqlite.sessions import MAX_SESSIONS
from tests.client import PASSWORD, Device, Person
from tests.server import Server


def log_in(site: Server, login: str) -> str:
    answer = httpx.post(f"{site.url}/api/v1/login", json={"login": login, "password": PASSWORD})
    return str(answer.raise_for_status().json()["access_token"])


def status_of(site: Server, token: str) -> int:
    return httpx.get(f"{site.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.slow
def test_one_session_too_many_ends_the_longest_unused_but_none_that_is_connected(site: Server) -> None:
    person = Person(site, "restless")
    with Device(site) as first:
        first.authenticate(person.token)
        tokens = [log_in(site, "restless") for _ in range(MAX_SESSIONS - 1)]
        assert status_of(site, tokens[0]) == 200
        newest = log_in(site, "restless")
        assert [status_of(site, token) for token in (tokens[0], tokens[1], newest)] == [401, 200, 200]
        assert first.request({"t": "ping"})["t"] == "pong"
        assert len(person.call("GET", "/me/sessions").json()["sessions"]) == MAX_SESSIONS

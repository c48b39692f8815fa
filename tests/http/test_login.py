"""Logging in, staying logged in, and being kept out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import uuid4

import httpx
import pytest

from imserver.core.login import skeleton
from tests.client import PASSWORD, Device, Person
from tests.server import Server


def login(site: Server, name: str, password: str, **headers: str) -> httpx.Response:
    body = {"login": name, "password": password}
    return httpx.post(f"{site.url}/api/v1/login", json=body, headers=headers, timeout=60)


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_wrong_password_and_an_unknown_login_say_the_same(site: Server) -> None:
    Person(site, "known")
    one, other = login(site, "known", "wrong password"), login(site, "unknown", "wrong password")
    assert one.status_code == other.status_code == 401
    assert one.json() == other.json()
    assert code(one) == "credentials_wrong"


def test_guessing_is_slowed_down_for_one_login_only(site: Server) -> None:
    Person(site, "target")
    answers = [login(site, "target", f"guess number {number}") for number in range(11)]
    assert [code(answer) for answer in answers] == ["credentials_wrong"] * 10 + ["throttled"]
    assert code(login(site, "target", PASSWORD)) == "throttled"
    assert answers[-1].status_code == 429
    assert "Retry-After" in answers[-1].headers
    Person(site, "somebody-else")


@pytest.mark.slow
def test_guessing_from_one_address_is_slowed_down_by_the_address_that_the_proxy_saw(site: Server) -> None:
    def guess(address: str) -> str:
        return code(login(site, f"nobody-{uuid4()}", "wrong password", **{"X-Forwarded-For": f"1.2.3.4, {address}"}))

    assert {guess("198.51.100.7") for _ in range(100)} == {"credentials_wrong"}
    assert guess("198.51.100.7") == "throttled"
    assert guess("198.51.100.8") == "credentials_wrong"


def test_a_refresh_token_is_exchanged_and_its_answer_may_be_lost(site: Server) -> None:
    Person(site, "fresh")
    token = login(site, "fresh", PASSWORD).json()["refresh_token"]
    url = f"{site.url}/api/v1/token"
    lost = httpx.post(url, json={"refresh_token": token})
    again = httpx.post(url, json={"refresh_token": token})
    assert lost.status_code == again.status_code == 200
    newest = again.json()["refresh_token"]
    assert newest not in (token, lost.json()["refresh_token"])
    assert httpx.post(url, json={"refresh_token": newest}).status_code == 200
    assert code(httpx.post(url, json={"refresh_token": "never issued"})) == "token_invalid"
    assert code(httpx.post(url, json={})) == "token_invalid"


def test_a_cookie_keeps_the_refresh_token_from_scripts(site: Server) -> None:
    Person(site, "baker")
    body = {"login": "baker", "password": PASSWORD, "cookie": True}
    for scheme, secure in (("http", False), ("https", True)):
        with httpx.Client(base_url=site.url) as browser:
            answer = browser.post("/api/v1/login", json=body, headers={"X-Forwarded-Proto": scheme})
            assert answer.json()["refresh_token"] is None
            cookie = answer.headers["Set-Cookie"]
            assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/v1/token"))
            assert ("Secure" in cookie) is secure


def test_the_cookie_renews_the_session(site: Server) -> None:
    Person(site, "miller")
    with httpx.Client(base_url=site.url) as browser:
        browser.post("/api/v1/login", json={"login": "miller", "password": PASSWORD, "cookie": True})
        answer = browser.post("/api/v1/token", json={})
        assert answer.status_code == 200
        assert answer.json()["refresh_token"] is None
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert browser.get("/api/v1/me", headers=headers).json()["login"] == "miller"
        assert browser.post("/api/v1/logout", headers=headers).status_code == 204
        assert code(browser.get("/api/v1/me", headers=headers)) == "token_invalid"
        assert code(browser.post("/api/v1/token", json={})) == "token_invalid"


def test_a_cookie_without_its_key_is_good_for_signing_out_only(site: Server) -> None:
    """Who signs out without a network leaves the cookie behind, but not the key, which the page deletes."""
    person = Person(site, "keeper")
    body = {"login": "keeper", "password": PASSWORD, "cookie": True, "cookie_key": "of this page"}
    with httpx.Client(base_url=site.url) as browser, Device(site) as device:
        session = browser.post("/api/v1/login", json=body).raise_for_status().json()["session"]
        assert "im_refresh" in browser.cookies
        granted = browser.post("/api/v1/token", json={"cookie_key": "of this page"}).raise_for_status().json()
        device.authenticate(granted["access_token"])
        for wrong in ({}, {"cookie_key": ""}, {"cookie_key": "of another"}):
            assert code(browser.post("/api/v1/token", json=wrong)) == "token_invalid"
        assert browser.post("/api/v1/token", json={"cookie_key": "of this page"}).status_code == 200
        answer = browser.delete("/api/v1/token")
        assert answer.status_code == 204
        assert answer.headers["Clear-Site-Data"] == '"cache"'
        assert "im_refresh" not in browser.cookies
        assert device.wait_for_close() == 3501
    assert session not in [each["id"] for each in person.call("GET", "/me/sessions").json()["sessions"]]


def test_a_cookie_from_before_is_good_for_old_tabs_and_new_ones(site: Server) -> None:
    """They share it, and a page that was loaded before the upgrade knows of no key."""
    Person(site, "older")
    with httpx.Client(base_url=site.url) as browser:
        body: dict[str, object] = {"login": "older", "password": PASSWORD, "cookie": True}
        browser.post("/api/v1/login", json=body)
        for tab in ({}, {"cookie_key": "k"}, {}, {"cookie_key": "k"}):
            assert browser.post("/api/v1/token", json=tab).status_code == 200
        browser.post("/api/v1/login", json=body | {"cookie_key": "k"}).raise_for_status()
        assert code(browser.post("/api/v1/token", json={})) == "token_invalid"
        assert browser.post("/api/v1/token", json={"cookie_key": "k"}).status_code == 200


def test_ending_a_session_by_its_refresh_token_can_be_repeated(site: Server) -> None:
    Person(site, "leaver")
    first = login(site, "leaver", PASSWORD).json()
    second = httpx.post(f"{site.url}/api/v1/token", json={"refresh_token": first["refresh_token"]}).json()

    def revoke(token: str | None) -> int:
        return httpx.request("DELETE", f"{site.url}/api/v1/token", json={"refresh_token": token}).status_code

    assert [revoke(token) for token in ("never issued", None, first["refresh_token"], first["refresh_token"])] == [
        204
    ] * 4
    assert (
        code(httpx.post(f"{site.url}/api/v1/token", json={"refresh_token": second["refresh_token"]})) == "token_invalid"
    )
    headers = {"Authorization": f"Bearer {second['access_token']}"}
    assert code(httpx.get(f"{site.url}/api/v1/me", headers=headers)) == "token_invalid"


def test_a_login_may_be_written_in_any_case_and_script(site: Server) -> None:
    site.admin.post("/api/v1/admin/users", json={"login": "ÄPFEL-王芳", "password": PASSWORD}).raise_for_status()
    assert login(site, "äpfel-王芳", PASSWORD).status_code == 200
    assert login(site, "ÄPFEL-王芳", PASSWORD).json()["user"]["login"] == "äpfel-王芳"


@pytest.mark.parametrize("former", ["..", "@all", "all", "l0gin", "аnn", "ann\ufe0f", "u0k3v8q2m1a7rcxy"])
def test_who_has_a_login_that_could_not_be_made_any_more_goes_on(site: Server, former: str) -> None:
    site.admin.post("/api/v1/admin/users", json={"login": "login"})
    made = (
        site.admin.post("/api/v1/admin/users", json={"login": "former", "password": PASSWORD}).raise_for_status().json()
    )
    user = made["user"]["id"]
    with closing(sqlite3.connect(site.data_dir / "messages.db")) as database, database:
        database.execute("UPDATE users SET login = ?, skeleton = ? WHERE id = ?", (former, skeleton(former), user))
    for typed in (former, former.upper()):
        assert login(site, typed, PASSWORD).json()["user"]["id"] == user
    site.admin.patch(f"/api/v1/admin/users/{user}", json={"name": "Former"}).raise_for_status()
    assert code(login(site, former, "wrong password")) == "credentials_wrong"
    site.admin.delete(f"/api/v1/admin/users/{user}").raise_for_status()
    refused = site.admin.post("/api/v1/admin/users", json={"login": former, "password": PASSWORD})
    assert code(refused).startswith("login_")


def test_a_session_is_called_what_can_be_read(site: Server) -> None:
    person = Person(site, "labelled")
    body = {"login": "labelled", "password": PASSWORD, "device": "\u202e Fire\u200bfox\n\u3164 on a Pi"}
    httpx.post(f"{site.url}/api/v1/login", json=body, timeout=60).raise_for_status()
    sessions = person.call("GET", "/me/sessions").json()["sessions"]
    assert "Firefox on a Pi" in [session["device"] for session in sessions]


def test_one_sees_ones_devices_and_logs_out_any_of_them(site: Server) -> None:
    person, stranger = Person(site, "devices"), Person(site, "elsewhere")
    other = httpx.post(
        f"{site.url}/api/v1/login", json={"login": "devices", "password": PASSWORD, "device": "Old phone"}, timeout=60
    ).json()
    with person.device():
        listed = person.call("GET", "/me/sessions").raise_for_status().json()["sessions"]
        assert [(each["device"], each["current"], each["online"]) for each in listed if each["device"]] == [
            ("Old phone", False, False)
        ]
        assert [each["online"] for each in listed if each["current"]] == [True]
    foreign = stranger.call("DELETE", f"/me/sessions/{other['session']}")
    assert foreign.status_code == 404
    assert code(foreign) == "not_found"
    assert person.call("DELETE", f"/me/sessions/{other['session']}").status_code == 204
    assert (
        httpx.post(f"{site.url}/api/v1/token", json={"refresh_token": other["refresh_token"]}, timeout=60).status_code
        == 401
    )
    answer = httpx.get(
        f"{site.url}/api/v1/me", headers={"Authorization": f"Bearer {other['access_token']}"}, timeout=60
    )
    assert answer.status_code == 401
    assert len(person.call("GET", "/me/sessions").json()["sessions"]) == len(listed) - 1

"""Signing out, with and without a network, and being signed out because somebody has a copy of the sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, NETWORK_ERROR, Person
from tests.browser.test_files import attach, picture
from tests.server import Server

LEFT: Final = """async () => {
  const databases = await indexedDB.databases();
  return databases.length + (await caches.keys()).filter((name) => name.includes("media")).length;
}"""
"""How many places of this browser still hold something of a person."""

BY_THE_COOKIE: Final = """async () => {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
  return (await fetch("/api/v1/token", options)).status;
}"""
"""What somebody gets who opens the console of a browser that was left."""

CACHED: Final = """async (path) => {
  const options = { cache: "only-if-cached", mode: "same-origin" };
  return fetch(path, options).then(({ ok }) => ok, () => false);
}"""

Visit = Callable[..., Person]


@pytest.fixture
def member(server: Server, enrol: Callable[..., str]) -> Iterator[Member]:
    """Ann without a browser, who sees where she is signed in."""
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    member = Member(server.url, "ann", PASSWORD)
    yield member
    member.close()


@pytest.fixture
def ann(visit: Visit, member: Member, cable: Cable) -> Person:
    """By the cable, with the page kept in the browser, about to sign out."""
    person = visit(url=cable.url, kept=True)
    person.allow_errors(NETWORK_ERROR, ATTEMPT_REFUSED)
    person.log_in("ann", PASSWORD)
    person.is_kept()
    menu(person.page)
    return person


def menu(page: Page) -> None:
    page.get_by_role("link", name="Menu").click()
    expect(sign_out(page)).to_be_visible()


def sign_out(page: Page) -> Any:
    return page.get_by_role("button", name="Sign out", exact=True)


def is_out(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def note(page: Page) -> Any:
    return page.get_by_text("The server is told as soon as it can be reached.")


def browsers(member: Member) -> list[str]:
    """Sessions of browsers on the server."""
    return [one["id"] for one in member.http.get("/me/sessions").json()["sessions"] if one["device"]]


def wait_until_over(person: Person, member: Member) -> None:
    for _ in range(200):
        if not browsers(member):
            return
        person.page.wait_for_timeout(100)
    pytest.fail("The server still has the session that was left.")


def test_signing_out_without_a_network_ends_the_session_when_it_is_back(
    ann: Person, member: Member, cable: Cable
) -> None:
    cable.pull()
    sign_out(ann.page).click()
    is_out(ann.page)
    expect(note(ann.page)).to_be_visible()
    assert ann.page.evaluate(LEFT) == 0
    assert len(browsers(member)) == 1
    ann.reload()
    is_out(ann.page)
    expect(note(ann.page)).to_be_visible()
    cable.plug_in()
    wait_until_over(ann, member)
    expect(note(ann.page)).to_have_count(0)
    assert [cookie["name"] for cookie in ann.page.context.cookies()] == ["im_device"], "which names nobody"
    ann.log_in("ann", PASSWORD)


def test_who_opens_the_page_after_that_is_not_signed_in_by_what_was_left(
    ann: Person, member: Member, cable: Cable
) -> None:
    """The cookie is still there, since no page can delete it, and the server can't be told."""
    cable.pull()
    sign_out(ann.page).click()
    is_out(ann.page)
    cable.reword = deny
    cable.plug_in()
    stranger = ann.page.context.new_page()
    stranger.goto(cable.url)
    is_out(stranger)
    assert "im_refresh" in [cookie["name"] for cookie in ann.page.context.cookies(cable.url + "/api/v1/token")]
    assert stranger.evaluate(BY_THE_COOKIE) == 401
    assert len(browsers(member)) == 1
    cable.reword = allow
    stranger.reload()
    wait_until_over(ann, member)


def test_nor_by_a_cookie_from_before_there_were_keys(ann: Person, member: Member, cable: Cable, server: Server) -> None:
    """The page remembers that its session was left, and ends it as soon as it can."""
    context = ann.page.context
    body = {"login": "ann", "password": PASSWORD, "cookie": True, "device": "of an older page"}
    answer = httpx.post(f"{server.url}/api/v1/login", json=body).raise_for_status()
    value, url = answer.cookies["im_refresh"], f"{cable.url}/api/v1/token"
    context.clear_cookies(name="im_refresh")
    context.add_cookies(
        [{"name": "im_refresh", "value": value, "url": url, "httpOnly": True, "sameSite": "Strict"}],
    )
    cable.pull()
    sign_out(ann.page).click()
    is_out(ann.page)
    cable.reword = deny
    exchanged: list[str] = []
    context.on("request", lambda request: exchanged.append(request.url) if is_exchange(request) else None)
    cable.plug_in()
    stranger = context.new_page()
    stranger.goto(cable.url)
    is_out(stranger)
    stranger.reload()
    is_out(stranger)
    assert answer.json()["session"] in browsers(member)
    assert exchanged == []
    cable.reword = allow
    stranger.reload()
    for _ in range(200):
        if answer.json()["session"] not in browsers(member):
            break
        stranger.wait_for_timeout(100)
    assert answer.json()["session"] not in browsers(member)


def is_exchange(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/api/v1/token")


def deny(said: bytes) -> bytes:
    """No session can be ended. Not by a route of the browser: such a request outlives its page, and its routes."""
    if said.startswith(b"DELETE /api/v1/token"):
        raise ConnectionAbortedError
    return said


def allow(said: bytes) -> bytes:
    return said


def test_somebody_else_signs_in_only_after_the_session_before_has_ended(
    ann: Person, member: Member, cable: Cable, server: Server
) -> None:
    cable.pull()
    sign_out(ann.page).click()
    is_out(ann.page)
    cable.reword = deny
    cable.plug_in()
    ann.page.get_by_role("textbox", name="Login").fill("bob")
    ann.page.get_by_role("textbox", name="Password").fill(PASSWORD)
    ann.page.get_by_role("button", name="Sign in").click()
    expect(ann.page.get_by_role("alert")).to_contain_text("The server can’t be reached.")
    bob = Member(server.url, "bob", PASSWORD)
    assert browsers(bob) == []
    cable.reword = allow
    ann.log_in("bob", PASSWORD)
    assert (len(browsers(member)), len(browsers(bob))) == (0, 1)
    ann.reload()
    expect(ann.chats).to_be_visible()
    assert len(browsers(bob)) == 1
    bob.close()


def test_another_tab_leaves_too(ann: Person, cable: Cable) -> None:
    other = ann.page.context.new_page()
    other.goto(cable.url)
    expect(other.get_by_text("No chats yet")).to_be_visible()
    cable.pull()
    sign_out(ann.page).click()
    is_out(ann.page)
    is_out(other)


def test_signing_out_leaves_no_picture_in_the_browser(visit: Visit, member: Member) -> None:
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.start_chat("bob", "Bob")
    conv = ann.page.url.rpartition("/")[2]
    attach(ann, picture())
    ann.page.get_by_role("button", name="Send").click()
    expect(ann.messages.locator(".file-picture img")).to_be_visible()
    ann.until("async () => (await (await caches.open('imnode-media')).keys()).length === 1")
    history = member.http.get(f"/conversations/{conv}/messages").json()["messages"]
    thumbnail = f"/api/v1/media/{history[0]['attachments'][0]['id']}/thumbnail"
    asked: list[str] = []
    ann.page.on("request", lambda request: asked.append(request.url))
    ann.reload()
    expect(ann.messages.locator(".file-picture img")).to_be_visible()
    assert not [url for url in asked if url.endswith("/thumbnail")], "it is here already"
    ann.allow_errors(re.compile("504|Failed to load resource"))
    main = ann.page.evaluate("new URL(document.querySelector('script[type=module]').src).pathname")
    assert ann.page.evaluate(CACHED, main) is True, "the browser has a cache"
    ann.page.evaluate("location.hash = '#/'")
    menu(ann.page)
    with ann.page.expect_response("**/api/v1/logout") as answered:
        sign_out(ann.page).click()
    assert answered.value.all_headers()["clear-site-data"] == '"cache"'
    is_out(ann.page)
    assert ann.page.evaluate(LEFT) == 0
    assert ann.page.evaluate(CACHED, thumbnail) is False
    ann.until(f"async () => !(await ({CACHED})('{main}'))")
    assert ann.page.evaluate("document.documentElement.lang") == "en"


def test_who_is_out_because_of_a_copy_is_told_there_and_on_other_devices(
    visit: Visit, member: Member, server: Server
) -> None:
    ann = visit()
    ann.allow_errors(ATTEMPT_REFUSED)
    ann.log_in("ann", PASSWORD)
    other = visit(language="zh-CN")
    other.log_in("ann", PASSWORD)
    key = ann.page.evaluate("localStorage.getItem('imnode.cookie-key')")
    cookies = ann.page.context.cookies(f"{server.url}/api/v1/token")
    (copy,) = [cookie["value"] for cookie in cookies if cookie["name"] == "im_refresh"]
    with httpx.Client(base_url=f"{server.url}/api/v1") as thief:
        for copied in (False, False, True):
            if copied or not thief.cookies:
                thief.cookies.clear()
                thief.cookies.set("im_refresh", copy, path="/api/v1/token")
            answer = thief.post("/token", json={"cookie_key": key})
    assert answer.json()["error"]["code"] == "token_reused"
    is_out(ann.page)
    expect(ann.page.get_by_role("alert")).to_contain_text("someone else may have used this device’s sign-in")
    other.page.reload()
    told = other.page.get_by_role("alert").filter(has_text="可能已被他人使用")
    expect(told).to_be_visible()
    told.get_by_role("button", name="关闭").click()
    expect(told).to_have_count(0)
    other.page.reload()
    other.is_connected()
    expect(told).to_have_count(0)
    other.arrive("#/settings/devices")
    expect(told).to_be_visible()
    ann.log_in("ann", PASSWORD)
    told = ann.page.get_by_role("alert").filter(has_text="someone else may have used its sign-in")
    expect(told).to_be_visible()
    ann.page.get_by_role("link", name="Change password").click()
    expect(ann.page.get_by_role("heading", name="Password")).to_be_visible()
    expect(told).to_have_count(0)

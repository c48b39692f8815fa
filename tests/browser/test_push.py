"""Notices that come while the page is closed: a real Chromium, a real server, and a vendor and a desktop of the tests.

Nothing of the browser is faked: it subscribes, opens what was sealed for it, wakes its worker, and hands over to the
desktop what is to be shown. The vendor isn't Google (`tests/push_vendor.py`): on the way to the server, the host of the
endpoint becomes the vendor's.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, NETWORK_ERROR, Person
from tests.chromium import ARGUMENTS
from tests.desktop import Desktop, Shown
from tests.push_vendor import PushVendor
from tests.server import Server, running

Enrol = Callable[..., str]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "data", {"IM_PUSH_PRIVATE": "1"}) as server:
        yield server


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    if not Desktop.is_possible():
        pytest.skip("D-Bus is missing: apt install dbus-daemon")
    with Desktop(tmp_path) as desktop:
        yield desktop


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[PushVendor]:
    with PushVendor(tmp_path) as vendor:
        yield vendor


@pytest.fixture
def context(
    chromium: Browser, tmp_path: Path, server: Server, vendor: PushVendor, desktop: Desktop
) -> Iterator[BrowserContext]:
    """A whole Chromium with a profile: what is private gets no notices."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium with a browser around its pages is missing: apt install chromium")
    if [name for _, name in socket.if_nameindex()] == ["lo"]:
        pytest.skip("Chromium takes itself for offline, and connects to no vendor: there is a loopback only")
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=program,
        args=[*ARGUMENTS, *vendor.arguments],
        env={**os.environ, **desktop.environment},
        viewport={"width": DESKTOP.width, "height": DESKTOP.height},
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.grant_permissions(["notifications"], origin=server.url)

    def rename(route: Route) -> None:
        body = json.loads(route.request.post_data or "")
        route.continue_(post_data=json.dumps(body | {"endpoint": vendor.here(body["endpoint"])}))

    context.route("**/api/v1/push/subscriptions", rename)
    yield context
    context.close()


@pytest.fixture
def bob(server: Server, enrol: Enrol) -> Iterator[Member]:
    enrol("bob", "Bob")
    member = Member(server.url, "bob", PASSWORD)
    yield member
    member.close()


@pytest.fixture
def ann(context: BrowserContext, server: Server, bob: Member, enrol: Enrol) -> Person:
    enrol("ann", "Ann")
    person = Person(context, server.url, screen=DESKTOP, language="en-GB")
    person.log_in("ann", PASSWORD)
    person.is_kept()
    return person


def switch_on(ann: Person) -> None:
    """In the menu, where she stays."""
    ann.page.evaluate("location.hash = '#/settings'")
    ann.page.get_by_role("switch", name="Notifications").check()
    expect(ann.page.get_by_text("even while the chat is closed")).to_be_visible()


def close(ann: Person) -> None:
    """The page; the browser goes on."""
    ann.page.goto("about:blank")


def standing(count: int, text: str = "") -> Callable[[list[Shown]], bool]:
    """So many notices stand there, and all say this."""
    return lambda shown: len(shown) == count and all(text in one.body for one in shown)


SOUNDS = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration.getNotifications()).map(({ renotify, silent }) => renotify && !silent);
}"""
"""Of what stands there, whether it sounded although it took another one's place: D-Bus doesn't tell that."""


def test_who_wrote_is_offered_notices_which_come_while_the_page_is_closed(
    ann: Person, bob: Member, desktop: Desktop, server: Server
) -> None:
    offer = ann.page.get_by_role("region", name="Notifications")
    ann.start_chat("bob", "Bob")
    expect(offer).to_have_count(0)
    ann.write("hello")
    offer.get_by_role("button", name="Turn on").click()
    expect(offer).to_have_count(0)
    ann.page.evaluate("location.hash = '#/settings'")
    expect(ann.page.get_by_text("even while the chat is closed")).to_be_visible()
    expect(ann.page.get_by_role("switch", name="Notifications")).to_be_checked()
    close(ann)
    conv = bob.direct(ann_id(bob))
    bob.say(conv, ["one"])
    (first,) = desktop.wait(standing(1, "New message"))
    assert first.title == "Bob"
    bob.say(conv, ["two"])
    (second,) = desktop.wait(standing(1, "2 new messages"))
    assert second.replaced
    ann.page.goto(f"{server.url}/icon.svg")  # of the same origin, and not the chat
    assert ann.page.evaluate(SOUNDS) == [True]
    with ann.page.context.expect_page() as opened:
        desktop.click(second)
    expect(opened.value.get_by_role("heading", name="Bob")).to_be_visible()
    expect(opened.value.get_by_text("two", exact=True).first).to_be_visible()
    desktop.wait(standing(0))


def test_a_click_goes_to_the_page_that_is_open_and_reading_clears(
    ann: Person, bob: Member, desktop: Desktop, server: Server, enrol: Enrol
) -> None:
    enrol("cara", "Cara")
    cara, elsewhere = Member(server.url, "cara", PASSWORD), Member(server.url, "ann", PASSWORD)
    switch_on(ann)
    convs = [member.direct(elsewhere.id) for member in (bob, cara)]
    bob.say(convs[0], ["one"])
    desktop.wait(standing(1, "one"))
    bob.say(convs[0], ["two"])
    desktop.wait(standing(1, "two\n2 new messages"))
    cara.say(convs[1], ["three"])
    shown = desktop.wait(standing(2))
    pages = len(ann.page.context.pages)
    desktop.click(next(one for one in shown if one.title == "Bob"))
    expect(ann.page.get_by_role("heading", name="Bob")).to_be_visible()
    (left,) = desktop.wait(standing(1))
    assert (left.title, len(ann.page.context.pages)) == ("Cara", pages)
    elsewhere.change({"t": "mark", "conv": convs[1], "read": 1})
    desktop.wait(standing(0))

    close(ann)
    bob.say(convs[0], ["three"])
    desktop.wait(standing(1, "ew message"))
    elsewhere.change({"t": "mark", "conv": convs[0], "read": 3})
    ann.page.goto(server.url)
    expect(ann.row("Bob")).to_be_visible()
    desktop.wait(standing(0))
    for member in (cara, elsewhere):
        member.close()


def test_who_signs_out_without_a_network_is_told_of_nothing_nor_is_whoever_comes_next(
    ann: Person, bob: Member, desktop: Desktop, server: Server, enrol: Enrol
) -> None:
    cara = enrol("cara", "Cara")
    with_ann, with_cara = bob.direct(ann_id(bob)), bob.direct(cara)
    switch_on(ann)
    close(ann)
    bob.say(with_ann, ["for Ann"])
    desktop.wait(standing(1))
    ann.page.goto(server.url)
    ann.page.evaluate("location.hash = '#/settings'")
    ann.allow_errors(NETWORK_ERROR)
    sign_out = ann.page.get_by_role("button", name="Sign out")
    expect(sign_out).to_be_visible()
    ann.go_offline(True)
    sign_out.click()
    expect(ann.page.get_by_role("heading", name="Sign in")).to_be_visible()
    desktop.wait(standing(0))
    ann.until(f"async () => await ({SUBSCRIBED})() === false")
    ann.go_offline(False)
    ann.log_in("cara", PASSWORD)
    ann.page.evaluate("location.hash = '#/settings'")
    expect(ann.page.get_by_role("switch", name="Notifications")).not_to_be_checked()
    switch_on(ann)
    close(ann)
    bob.say(with_ann, ["for Ann, who is elsewhere"])
    bob.say(with_cara, ["for Cara"])
    desktop.wait(standing(1))
    assert len(desktop.history) == 2, "what is Ann's doesn't come here"


SUBSCRIBED = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return Boolean(await registration.pushManager.getSubscription());
}"""


def test_it_is_switched_off_and_on_and_outlives_another_key_of_the_server(
    ann: Person, bob: Member, desktop: Desktop, server: Server
) -> None:
    conv = bob.direct(ann_id(bob))
    switch_on(ann)
    switch = ann.page.get_by_role("switch", name="Notifications")
    switch.uncheck()
    expect(ann.page.get_by_text("This device doesn’t notify you")).to_be_visible()
    ann.until(f"async () => await ({SUBSCRIBED})() === false")
    switch_on(ann)
    ann.page.get_by_role("radio", name="中文").check()
    ann.allow_errors(NETWORK_ERROR)
    server.stop()
    (server.data_dir / "keys" / "vapid.pem").unlink()
    server.start()
    with ann.page.expect_request("**/api/v1/push/subscriptions"):
        ann.reload()
    expect(ann.page.get_by_text("聊天关闭时也会")).to_be_visible()
    close(ann)
    bob.say(conv, ["hello"])
    desktop.wait(standing(1, "新消息"))


def test_what_the_browser_blocks_is_not_offered_and_said_in_the_menu(ann: Person, bob: Member) -> None:
    session = ann.page.context.new_cdp_session(ann.page)
    denied = {"permission": {"name": "notifications"}, "setting": "denied", "origin": ann.url}
    session.send("Browser.setPermission", denied)
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    ann.sees_sent("hello")
    ann.page.evaluate("location.hash = '#/settings'")
    expect(ann.page.get_by_role("switch", name="Notifications")).to_be_disabled()
    expect(ann.page.get_by_text("The browser blocks notifications")).to_be_visible()
    expect(ann.page.get_by_role("region", name="Notifications")).to_have_count(0)


def test_an_offer_that_was_declined_is_not_made_again(ann: Person) -> None:
    offer = ann.page.get_by_role("region", name="Notifications")
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    offer.get_by_role("button", name="No thanks").click()
    expect(ann.page.get_by_text("You can turn notifications on in the menu")).to_be_visible()
    ann.reload()
    ann.write("once more")
    ann.sees_sent("once more")
    expect(ann.page.get_by_role("link", name="Menu")).to_be_visible()
    expect(offer).to_have_count(0)


def test_who_passes_over_the_browsers_question_is_asked_again_the_next_day(ann: Person) -> None:
    offer = ann.page.get_by_role("region", name="Notifications")
    ann.page.evaluate("Notification.requestPermission = async () => 'default'")
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    offer.get_by_role("button", name="Turn on").click()
    expect(offer).to_have_count(0)
    expect(ann.page.get_by_text("You can turn notifications on in the menu")).to_be_visible()
    ann.write("once more")
    ann.sees_sent("once more")
    expect(offer).to_have_count(0)
    ann.page.evaluate("location.hash = '#/settings'")
    switch = ann.page.get_by_role("switch", name="Notifications")
    expect(switch).to_be_enabled()
    switch.click()
    expect(switch).not_to_be_checked()
    ann.page.evaluate("(() => { const now = Date.now; Date.now = () => now() + 24 * 60 * 60_000; })()")
    ann.write("and once more")
    expect(offer).to_be_visible()


def ann_id(bob: Member) -> str:
    users = bob.http.get("/users").json()["users"]
    return str(next(one["id"] for one in users if one["login"] == "ann"))

"""One's own account and devices, what calls for attention, and what running a group takes."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, PHONE, Person
from tests.server import Server

Arrive = Callable[..., Person]


def test_name_and_password_are_changed(arrive: Arrive, visit: Callable[..., Person]) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    page = ann.page
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    expect(bob.row("Ann")).to_be_visible()
    page.get_by_role("link", name="Menu").click()
    page.get_by_role("link", name="Name").click()
    page.get_by_role("textbox", name="Your name").fill("Ann Lee")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ann Lee", exact=True)).to_be_visible()
    expect(bob.row("Ann Lee")).to_be_visible()

    page.get_by_role("link", name="Password").click()
    ann.allow_errors(ATTEMPT_REFUSED)
    page.get_by_label("Current password").fill("not it at all")
    page.get_by_label("New password", exact=True).fill("another good one")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("This isn’t your current password.")).to_be_visible()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Password changed.")).to_be_visible()
    again = visit()
    again.log_in("ann", "another good one")


def test_a_device_is_signed_out_from_another(arrive: Arrive, visit: Callable[..., Person]) -> None:
    ann = arrive("ann", "Ann")
    lost = visit(screen=PHONE)
    lost.log_in("ann", PASSWORD)
    lost.is_connected()
    ann.page.get_by_role("link", name="Menu").click()
    ann.page.get_by_role("link", name="Devices").click()
    expect(ann.page.get_by_text("This device")).to_be_visible()
    ann.page.get_by_role("button", name=re.compile("^Sign out ")).click()
    expect(lost.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(ann.page.get_by_role("button", name=re.compile("^Sign out "))).to_have_count(0)


def test_what_is_refused_goes_back_to_what_is_so(arrive: Arrive, enrol: Arrive) -> None:
    enrol("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.page.get_by_role("link", name="Bob").last.click()
    ann.page.route(
        "**/preferences", lambda route: route.fulfill(status=503, json={"error": {"code": "busy", "message": "No."}})
    )
    ann.allow_errors(re.compile("status of 503"))
    ann.page.get_by_role("switch", name="Mute").click()
    expect(ann.page.get_by_text("The server is busy. Try again in a moment.")).to_be_visible()
    expect(ann.page.get_by_role("switch", name="Mute")).not_to_be_checked()
    ann.page.unroute("**/preferences")
    ann.page.get_by_role("switch", name="Mute").check()
    expect(ann.row("Bob").get_by_role("img", name="Muted")).to_be_visible()


def test_a_second_change_keeps_the_first_that_is_on_its_way(arrive: Arrive, enrol: Arrive) -> None:
    enrol("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.page.get_by_role("link", name="Bob").last.click()
    held: list[Route] = []
    ann.page.route("**/preferences", lambda route: held.append(route))
    switches = [ann.page.get_by_role("switch", name=name) for name in ("Mute", "Pinned to top")]
    for switch in switches:
        switch.check()
    for number in range(2):
        while len(held) <= number:
            ann.page.wait_for_timeout(20)
        held[number].continue_()
    expect(ann.row("Bob").get_by_role("img", name="Pinned")).to_be_visible()
    expect(ann.row("Bob").get_by_role("img", name="Muted")).to_be_visible()
    ann.reload()
    for switch in switches:
        expect(switch).to_be_checked()


def test_text_size_is_chosen_and_stays(arrive: Arrive) -> None:
    ann = arrive("ann", "Ann")
    ann.page.get_by_role("link", name="Menu").click()
    expect(ann.page.get_by_role("radio", name="Normal")).to_be_checked()
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    before = ann.page.evaluate(size)
    ann.page.get_by_role("radio", name="Largest").check()
    assert ann.page.evaluate(size) > before * 1.25
    ann.reload()
    expect(ann.page.get_by_role("radio", name="Largest")).to_be_checked()
    assert ann.page.evaluate(size) > before * 1.25


def test_a_conversation_is_pinned_and_muted_from_the_list(arrive: Arrive, server: Server, enrol: Arrive) -> None:
    enrol("bob", "Bob")
    enrol("cleo", "Cleo")
    ann = arrive("ann", "Ann")
    bob, cleo = (Member(server.url, login, PASSWORD) for login in ("bob", "cleo"))
    me = next(one["id"] for one in bob.http.get("/users").json()["users"] if one["login"] == "ann")
    with_bob, with_cleo = bob.direct(me), cleo.direct(me)
    bob.say(with_bob, ["older"])
    cleo.say(with_cleo, ["newer"])
    rows = ann.chats.get_by_role("listitem")
    expect(rows.first).to_contain_text("Cleo")
    ann.row("Bob").click(button="right")
    ann.page.get_by_role("dialog").get_by_role("button", name="Pin to top").click()
    expect(rows.first).to_contain_text("Bob")
    ann.row("Cleo").click(button="right")
    ann.page.get_by_role("dialog").get_by_role("button", name="Mute until I unmute it").click()
    expect(ann.row("Cleo").get_by_role("img", name="Muted")).to_be_visible()
    ann.row("Cleo").click(button="right")
    ann.page.get_by_role("dialog").get_by_role("button", name="Mark as read").click()
    expect(ann.row("Cleo")).not_to_contain_text("unread")
    ann.reload()
    expect(rows.first).to_contain_text("Bob")
    expect(ann.row("Cleo").get_by_role("img", name="Muted")).to_be_visible()
    for one in (bob, cleo):
        one.close()


NOTED = """(() => {
  window.noted = [];
  const note = (title, { body }) => noted.push(`${title}: ${body}`);
  ServiceWorkerRegistration.prototype.showNotification = async (title, options) => { note(title, options); };
  window.Notification = class {
    constructor(title, options) { note(title, options); this.data = options.data; }
    close() {}
  };
  Notification.permission = "granted";
  Notification.requestPermission = async () => "granted";
  navigator.setAppBadge = async (count) => { window.badge = count; };
  navigator.clearAppBadge = async () => { window.badge = 0; };
})()"""
"""The system's side of notifications, which a browser without a desktop hasn't got."""


def test_who_looks_elsewhere_is_called_unless_it_is_muted(arrive: Arrive, server: Server, enrol: Arrive) -> None:
    enrol("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.page.add_init_script(NOTED)
    ann.reload()
    bob = Member(server.url, "bob", PASSWORD)
    me = next(one["id"] for one in bob.http.get("/users").json()["users"] if one["login"] == "ann")
    conv = bob.direct(me)
    ann.page.get_by_role("link", name="Menu").click()
    ann.page.get_by_role("switch", name="Notifications").check()
    bob.say(conv, ["are **you** there? 2*3*4"])
    ann.page.wait_for_function("() => noted.length === 1 && badge === 1")
    assert ann.page.evaluate("noted") == ["Bob: are you there? 2*3*4"]
    ann.page.evaluate("location.hash = '#/'")
    ann.open("Bob")
    ann.page.wait_for_function("() => badge === 0")
    bob.say(conv, ["seen at once"])
    ann.sees("seen at once")
    ann.page.get_by_role("link", name="Bob").last.click()
    ann.page.get_by_role("switch", name="Mute").check()
    expect(ann.row("Bob").get_by_role("img", name="Muted")).to_be_visible()
    ann.page.evaluate("location.hash = '#/'")
    bob.say(conv, ["muted"])
    expect(ann.row("Bob")).to_contain_text("muted")
    assert ann.page.evaluate("noted") == ["Bob: are you there? 2*3*4"]
    bob.close()


def test_who_runs_a_group_sets_its_rules(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    page = ann.page
    page.get_by_role("link", name="New chat").click()
    page.get_by_role("link", name="New group").click()
    page.get_by_role("textbox", name="Group name").fill("News")
    page.get_by_role("button", name="Bob").click()
    page.get_by_role("button", name="Create group with 1 person").click()
    bob.open("News")
    expect(bob.input).to_be_visible()
    page.get_by_role("link", name="News 2 members").click()
    page.get_by_role("button", name="Group rules").click()
    page.get_by_role("group", name="Who can write").get_by_role("radio", name="Owners and admins").check()
    expect(bob.page.get_by_text("Only owners and admins can write in this group.")).to_be_visible()
    expect(bob.input).to_have_count(0)
    page.get_by_label("How long messages are kept").select_option("7 days")
    more = page.get_by_role("button", name="Actions for Bob")
    more.click()
    page.get_by_role("dialog").get_by_role("button", name="Make an admin").click()
    expect(page.get_by_role("listitem").filter(has_text="@bob")).to_contain_text("Admin")
    expect(bob.input).to_be_visible()
    more.click()
    page.get_by_role("dialog").get_by_role("button", name="Make a regular member").click()
    expect(bob.page.get_by_text("Only owners and admins can write in this group.")).to_be_visible()
    page.get_by_role("group", name="Who can write").get_by_role("radio", name="Everyone").check()
    expect(bob.input).to_be_visible()
    more.click()
    page.get_by_role("dialog").get_by_role("button", name="Silence").click()
    expect(bob.page.get_by_text("You are silenced in this group.")).to_be_visible()
    more.click()
    page.get_by_role("dialog").get_by_role("button", name="Ban from group").click()
    page.get_by_role("dialog").get_by_role("button", name="Ban from group").click()
    expect(bob.page.get_by_text("You are no longer in “News”.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Group rules").click()
    page.get_by_role("button", name="Unban").click()
    expect(page.get_by_role("button", name="Unban")).to_have_count(0)
    page.get_by_role("button", name="Add members").click()
    page.get_by_role("button", name="Bob").click()
    expect(bob.row("News")).to_be_visible()


def test_somebody_is_blocked_and_unblocked(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    ann.page.get_by_role("link", name="Bob").last.click()
    ann.page.get_by_role("button", name="Block").click()
    details = ann.page.get_by_role("region", name="Details: Bob")
    expect(details.get_by_role("button", name="Unblock")).to_be_visible()
    details.get_by_role("button", name="Close").click()
    expect(ann.page.get_by_text("You have blocked this person.")).to_be_visible()
    bob.open("Ann")
    bob.write("why?")
    expect(bob.failures).to_contain_text("One of you has blocked the other.")
    ann.page.get_by_role("button", name="Unblock").click()
    expect(ann.input).to_be_visible()
    bob.page.get_by_role("button", name="Try again").click()
    ann.sees("why?")

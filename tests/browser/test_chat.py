"""Two people, and a third, chat in browsers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import PHONE, Person
from tests.server import Server

Arrive = Callable[..., Person]


def test_two_people_chat_both_ways_one_on_a_phone(arrive: Arrive) -> None:
    bob = arrive("bob", "Bob Okafor", screen=PHONE)
    ann = arrive("ann", "Ann Lee")
    expect(ann.page.get_by_text("No chats yet")).to_be_visible()

    ann.start_chat("okaf", "Bob Okafor")
    ann.write("Hello Bob")
    ann.sees_sent("Hello Bob")

    expect(bob.row("Ann Lee")).to_contain_text("Hello Bob")
    expect(bob.row("Ann Lee")).to_contain_text("1 unread message")
    expect(bob.page).to_have_title("(1) imnode")
    bob.open("Ann Lee")
    bob.sees("Hello Bob")
    bob.write("Hello Ann, this is\ntwo lines")
    bob.sees_sent("Hello Ann, this is\ntwo lines")

    ann.sees("Hello Ann, this is\ntwo lines")
    ann.write("Got it 👍 好的")
    bob.sees("Got it 👍 好的")
    assert ann.texts() == bob.texts() == ["Hello Bob", "Hello Ann, this is\ntwo lines", "Got it 👍 好的"]

    bob.back()
    expect(bob.row("Ann Lee")).to_contain_text("Got it 👍 好的")
    expect(bob.row("Ann Lee")).not_to_contain_text("unread")
    expect(bob.page).to_have_title("imnode")


def test_a_group_of_three_sees_who_wrote_what(arrive: Arrive, server: Server) -> None:
    ann, bob, cleo = arrive("ann", "Ann Lee"), arrive("bob", "Bob"), arrive("cleo", "陈晓明", screen=PHONE)
    page = ann.page
    page.get_by_role("link", name="New chat").click()
    page.get_by_role("link", name="New group").click()
    page.get_by_role("textbox", name="Group name").fill("Garden club")
    page.get_by_role("button", name="Bob").click()
    page.get_by_role("searchbox").fill("晓")
    expect(page.locator(".people-search").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="陈晓明").click()
    page.get_by_role("button", name="Create group with 2 people").click()
    expect(page.get_by_text("3 members")).to_be_visible()
    ann.write("Welcome")

    for other in (bob, cleo):
        other.open("Garden club")
        other.sees("Welcome")
        expect(other.bubble("Welcome")).to_contain_text("Ann Lee")
    cleo.write("大家好")
    bob.sees("大家好")
    expect(bob.bubble("大家好")).to_contain_text("陈晓明")

    bob.page.get_by_role("link", name="Garden club 3 members").click()
    expect(bob.page.get_by_role("listitem").filter(has_text="@ann")).to_contain_text("Owner")
    bob.page.get_by_role("button", name="Leave group").click()
    bob.page.get_by_role("button", name="Yes, leave").click()
    expect(bob.row("Garden club")).to_have_count(0)
    expect(ann.page.get_by_text("2 members")).to_be_visible()

    (group,) = server.admin.get("/api/v1/admin/groups").json()["groups"]
    server.admin.post(f"/api/v1/admin/groups/{group['id']}/members", json={"users": ["bob"]}).raise_for_status()
    said = "An administrator at the server added Bob to this group."
    expect(cleo.page.locator(".note-line")).to_have_text(["Bob left the group.", said])
    expect(ann.row("Garden club")).to_contain_text(said)
    ann.reload()
    expect(ann.page.locator(".note-line").last).to_have_text(said)


def test_the_newest_conversation_is_on_top(arrive: Arrive) -> None:
    ann, bob, cleo = arrive("ann", "Ann"), arrive("bob", "Bob"), arrive("cleo", "Cleo")
    bob.start_chat("ann", "Ann")
    bob.write("from Bob")
    cleo.start_chat("ann", "Ann")
    cleo.write("from Cleo")
    rows = ann.chats.get_by_role("listitem")
    expect(rows.nth(0)).to_contain_text("from Cleo")
    expect(rows.nth(1)).to_contain_text("from Bob")
    bob.write("again from Bob")
    expect(rows.nth(0)).to_contain_text("again from Bob")


def test_the_same_person_on_two_devices_sees_the_same(arrive: Arrive, visit: Arrive) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    phone = visit(screen=PHONE)
    phone.log_in("ann", "correct horse battery")
    ann.start_chat("bob", "Bob")
    ann.write("from the desktop")
    phone.open("Bob")
    phone.sees("from the desktop")
    phone.write("from the phone")
    ann.sees_sent("from the phone")
    bob.open("Ann")
    bob.sees("from the phone")
    assert bob.texts() == ann.texts() == phone.texts() == ["from the desktop", "from the phone"]


def test_by_keyboard_alone(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    keyboard = ann.page.keyboard
    ann.page.get_by_role("link", name="New chat").focus()
    keyboard.press("Enter")
    expect(ann.page.get_by_role("searchbox")).to_be_focused()
    keyboard.type("bob")
    expect(ann.page.get_by_role("button", name="Bob")).to_be_visible()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(ann.input).to_be_focused()
    keyboard.type("one")
    keyboard.press("Shift+Enter")
    keyboard.type("two")
    keyboard.press("Enter")
    ann.sees_sent("one\ntwo")
    expect(ann.input).to_have_value("")


def test_a_draft_survives_going_elsewhere_and_a_reload(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    arrive("cleo", "Cleo")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.input.fill("not finished")
    ann.start_chat("cleo", "Cleo")
    expect(ann.input).to_have_value("")
    expect(ann.row("Bob")).to_contain_text("Draft: not finished")
    ann.reload()
    ann.open("Bob")
    expect(ann.input).to_have_value("not finished")
    ann.write("finished")
    ann.reload()
    ann.sees("finished")
    expect(ann.input).to_have_value("")


def test_a_text_that_is_too_long_can_t_be_sent(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    send = ann.page.get_by_role("button", name="Send")
    ann.input.fill("x" * 8001)
    expect(ann.page.get_by_text("1 characters too many")).to_be_visible()
    expect(send).to_be_disabled()
    ann.input.fill(" \n ")
    expect(send).to_be_disabled()
    ann.input.fill("字" * 8000)
    send.click()
    ann.sees_sent("字" * 8000)

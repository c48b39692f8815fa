"""What is unread: where a conversation opens, and what counts as read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, NETWORK_ERROR, PHONE, Person, Screen
from tests.server import Server

UNREAD = 120
MEANWHILE = 103
WIDE = Screen("wide", 1920, 1080, touch=False)


def badge(person: Person, name: str) -> Locator:
    return person.page.locator(".conversation", has_text=name).locator(".badge [aria-hidden]")


def line(person: Person) -> Locator:
    return person.messages.locator(".unread-line")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_conversation_opens_at_what_is_unread(
    visit: Callable[..., Person], server: Server, bob: Member, ann_id: str, screen: Screen
) -> None:
    conv = bob.direct(ann_id)
    bob.say_at_once(conv, [f"old {number}" for number in range(1, 31)])
    with closing(Member(server.url, "ann", PASSWORD)) as reader:
        reader.change({"t": "mark", "conv": conv, "read": 30})
    bob.say_at_once(conv, [f"new {number}" for number in range(1, UNREAD + 1)])
    ann = visit(screen=screen)
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    expect(line(ann)).to_be_in_viewport()
    expect(ann.messages.get_by_text("new 1", exact=True)).to_be_in_viewport()
    expect(ann.messages.get_by_text("old 30", exact=True)).to_be_in_viewport()
    jump = ann.page.locator(".jump .badge")
    expect(jump).to_be_visible()
    expect(ann.messages.get_by_text("new 50", exact=True)).to_be_attached()
    left = int((jump.text_content() or "").removesuffix("+"))
    assert UNREAD - 40 < left < UNREAD, "what is below hasn't been read"
    ann.page.locator(".jump").click()
    expect(ann.messages.get_by_text(f"new {UNREAD}", exact=True)).to_be_in_viewport()
    expect(jump).to_have_count(0)


def test_the_way_to_new_messages_leads_to_the_first_of_them_before_the_end(
    visit: Callable[..., Person], server: Server, bob: Member, ann_id: str
) -> None:
    conv = bob.direct(ann_id)
    bob.say_at_once(conv, [f"old {number}" for number in range(1, 201)])
    with closing(Member(server.url, "ann", PASSWORD)) as reader:
        reader.change({"t": "mark", "conv": conv, "read": 200})
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    expect(ann.messages.get_by_text("old 200", exact=True)).to_be_in_viewport()
    ann.page.locator(".scroll-box").evaluate("(box) => { box.scrollTop = 0; }")
    expect(ann.page.locator(".jump")).to_be_visible()
    expect(ann.messages.get_by_text("old 200", exact=True)).not_to_be_in_viewport()
    bob.say_at_once(conv, [f"new {number}" for number in range(1, UNREAD + 1)])
    jump = ann.page.locator(".jump .badge")
    expect(jump).to_be_visible()
    ann.page.locator(".jump").click()
    expect(line(ann)).to_be_in_viewport()
    expect(ann.messages.get_by_text("new 1", exact=True)).to_be_in_viewport()
    expect(jump).to_be_visible()
    ann.page.locator(".jump").click()
    expect(ann.messages.get_by_text(f"new {UNREAD}", exact=True)).to_be_in_viewport()
    expect(jump).to_have_count(0)


def test_a_group_that_was_never_read_opens_at_its_first_message(
    visit: Callable[..., Person], bob: Member, ann_id: str
) -> None:
    group = bob.group("Garden", [ann_id])
    bob.say_at_once(group, [f"note {number}" for number in range(1, 41)])
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Garden")
    expect(line(ann)).to_be_in_viewport()
    expect(ann.messages.get_by_text("note 1", exact=True)).to_be_in_viewport()


def test_what_wasn_t_in_sight_stays_unread_on_every_device(
    visit: Callable[..., Person], bob: Member, ann_id: str
) -> None:
    conv = bob.direct(ann_id)
    bob.say_at_once(conv, [f"new {number}" for number in range(1, UNREAD + 1)])
    desk, phone = visit(), visit(screen=PHONE)
    for person in (desk, phone):
        person.log_in("ann", PASSWORD)
    expect(badge(phone, "Bob")).to_have_text("99+")
    desk.open("Bob")
    expect(line(desk)).to_be_in_viewport()
    desk.messages.hover()
    for _ in range(6):
        desk.page.mouse.wheel(0, 600)
        desk.stops_scrolling()
    expect(badge(desk, "Bob")).not_to_have_text("99+")
    left = int(badge(desk, "Bob").text_content() or 0)
    assert left > 1
    expect(badge(phone, "Bob")).to_have_text(str(left))
    bob.say(conv, ["one more"])
    for person in (desk, phone):
        expect(badge(person, "Bob")).to_have_text(str(left + 1))


def test_lines_say_who_did_what_and_are_quiet(visit: Callable[..., Person], bob: Member, ann_id: str) -> None:
    group = bob.group("Garden", [ann_id])
    bob.say(group, ["Who waters the tomatoes?"])
    bob.change({"t": "pin", "conv": group, "seq": 1})
    bob.http.patch(f"/conversations/{group}", json={"title": "Greenhouse"}).raise_for_status()
    ann = visit()
    ann.log_in("ann", PASSWORD)
    row = ann.row("Greenhouse")
    expect(row).to_contain_text("Bob named the group “Greenhouse”.")
    expect(badge(ann, "Greenhouse")).to_have_text("1")
    ann.open("Greenhouse")
    lines = ann.page.locator(".note-line")
    expect(lines).to_have_text(["Bob pinned a message.", "Bob named the group “Greenhouse”."])
    expect(badge(ann, "Greenhouse")).to_have_count(0)
    bob.http.delete(f"/conversations/{group}/members/{bob.id}").raise_for_status()
    expect(lines.last).to_have_text("Bob left the group.")
    expect(badge(ann, "Greenhouse")).to_have_count(0)


def test_a_line_about_a_message_leads_to_it(visit: Callable[..., Person], bob: Member, ann_id: str) -> None:
    group = bob.group("Garden", [ann_id])
    bob.say(group, ["Who waters the tomatoes?", *(f"line {number}" for number in range(60))])
    bob.change({"t": "pin", "conv": group, "seq": 1})
    ann = visit(screen=PHONE)
    ann.log_in("ann", PASSWORD)
    ann.open("Garden")
    ann.page.locator(".jump").tap()
    line = ann.messages.get_by_role("button", name="Bob pinned a message.")
    line.tap()
    expect(ann.bubble("Who waters the tomatoes?")).to_be_in_viewport()
    expect(ann.page.locator(".found")).to_contain_text("Who waters the tomatoes?")


def test_the_keys_follow_a_line_about_a_message(visit: Callable[..., Person], bob: Member, ann_id: str) -> None:
    group = bob.group("Garden", [ann_id])
    bob.say(group, ["Who waters the tomatoes?", *(f"line {number}" for number in range(60))])
    bob.change({"t": "pin", "conv": group, "seq": 1})
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Garden")
    ann.page.locator(".jump").click()
    line = ann.page.locator(".note-line")
    expect(line).to_be_in_viewport()
    line.focus()
    ann.page.keyboard.press("Enter")
    expect(ann.page.locator(".found")).to_contain_text("Who waters the tomatoes?")


def test_a_line_says_you_to_oneself(visit: Callable[..., Person], bob: Member, ann_id: str) -> None:
    group = bob.group("Garden", [])
    bob.http.post(f"/conversations/{group}/members", json={"user": ann_id, "role": "admin"}).raise_for_status()
    ann = visit()
    ann.log_in("ann", PASSWORD)
    expect(ann.row("Garden")).to_contain_text("Bob added you.")
    ann.open("Garden")
    ann.write("Hello")
    ann.menu("Hello").get_by_role("button", name="Pin for everyone").click()
    expect(ann.page.locator(".note-line")).to_have_text(["Bob added you.", "You pinned a message."])
    expect(ann.row("Garden")).to_contain_text("You pinned a message.")


@pytest.mark.parametrize("screen", [DESKTOP, WIDE], ids=["desktop", "wide"])
def test_who_comes_back_finds_what_was_said_meanwhile(
    visit: Callable[..., Person], bob: Member, ann_id: str, screen: Screen
) -> None:
    conv = bob.direct(ann_id)
    bob.say(conv, ["before"])
    ann = visit(screen=screen)
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    ann.sees("before")
    expect(badge(ann, "Bob")).to_have_count(0)
    ann.page.evaluate("location.hash = '#/'")
    expect(ann.input).to_have_count(0)
    bob.say_at_once(conv, [f"new {number}" for number in range(1, MEANWHILE + 1)])
    expect(badge(ann, "Bob")).to_have_text("99+")
    ann.open("Bob")
    expect(line(ann)).to_be_in_viewport()
    expect(ann.messages.get_by_text("new 1", exact=True)).to_be_in_viewport()
    expect(badge(ann, "Bob")).not_to_have_text("99+")
    ann.write("an answer")
    expect(ann.bubble("an answer")).to_be_in_viewport()
    expect(badge(ann, "Bob")).to_have_count(0)


def test_a_reload_leaves_unread_what_was_not_seen(visit: Callable[..., Person], bob: Member, ann_id: str) -> None:
    conv = bob.direct(ann_id)
    bob.say(conv, ["before"])
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    ann.sees("before")
    expect(badge(ann, "Bob")).to_have_count(0)
    ann.page.goto("about:blank")
    bob.say_at_once(conv, [f"new {number}" for number in range(1, UNREAD + 1)])
    ann.page.go_back()
    expect(line(ann)).to_be_in_viewport()
    expect(ann.messages.get_by_text("new 1", exact=True)).to_be_in_viewport()
    left = badge(ann, "Bob")
    expect(left).to_be_visible()
    assert int((left.text_content() or "0").removesuffix("+")) > UNREAD // 2


def test_what_was_missed_while_the_network_was_away_is_unread(
    visit: Callable[..., Person], bob: Member, ann_id: str, cable: Cable
) -> None:
    conv = bob.direct(ann_id)
    ann = visit(url=cable.url)
    ann.allow_errors(NETWORK_ERROR)
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    ann.write("before")
    ann.sees_sent("before")
    cable.pull()
    bob.say_at_once(conv, [f"new {number}" for number in range(1, UNREAD + 1)])
    cable.plug_in()
    expect(line(ann)).to_be_in_viewport()
    expect(ann.messages.get_by_text("new 1", exact=True)).to_be_in_viewport()
    expect(badge(ann, "Bob")).to_be_visible()

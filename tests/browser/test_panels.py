"""What stands beside, before and instead of messages: details, first steps, nothing found, a message one was led to."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import PHONE, Person
from tests.browser.sight import faults
from tests.server import Server

Visit = Callable[..., Person]


def details(person: Person, name: str) -> Locator:
    return person.page.get_by_role("region", name=f"Details: {name}")


def toggle(person: Person) -> Locator:
    return person.page.get_by_role("button", name="Details", exact=True)


def test_details_stay_beside_a_conversation_while_one_reads_and_writes(arrive: Visit) -> None:
    arrive("bob", "Bob")
    arrive("cara", "Cara")
    ann = arrive("ann", "Ann")
    page = ann.page
    ann.start_chat("cara", "Cara")
    ann.start_chat("bob", "Bob")
    expect(toggle(ann)).to_have_attribute("aria-expanded", "false")
    toggle(ann).click()
    expect(details(ann, "Bob").get_by_role("heading", name="Details")).to_be_focused()
    expect(toggle(ann)).to_have_attribute("aria-expanded", "true")
    assert faults(page) == []
    assert violations(page) == []
    ann.write("hello")
    ann.sees_sent("hello")
    expect(details(ann, "Bob")).to_be_visible()
    ann.open("Cara")
    expect(details(ann, "Cara")).to_be_visible()
    expect(ann.input).to_be_focused()
    page.reload()
    expect(details(ann, "Cara")).to_be_visible()
    expect(ann.input).to_be_focused()
    page.go_back()
    expect(details(ann, "Bob")).to_be_visible()


def test_details_beside_are_closed_by_button_key_and_toggle(arrive: Visit) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    page = ann.page
    ann.start_chat("bob", "Bob")
    closings: tuple[Callable[[], None], ...] = (
        details(ann, "Bob").get_by_role("button", name="Close").click,
        lambda: page.keyboard.press("Escape"),
        toggle(ann).click,
        page.get_by_role("main").get_by_role("link", name="Bob").last.click,
    )
    for close in closings:
        toggle(ann).click()
        expect(details(ann, "Bob").get_by_role("heading", name="Details")).to_be_focused()
        close()
        expect(details(ann, "Bob")).to_have_count(0)
    for close in closings[:2]:
        toggle(ann).click()
        expect(details(ann, "Bob")).to_be_visible()
        close()
        expect(toggle(ann)).to_be_focused()
    toggle(ann).click()
    ann.input.click()
    page.keyboard.press("Escape")
    expect(details(ann, "Bob")).to_have_count(0)
    expect(ann.input).to_be_focused()
    page.reload()
    expect(toggle(ann)).to_be_visible()
    expect(details(ann, "Bob")).to_have_count(0)


def test_details_are_a_page_of_their_own_on_a_narrow_screen(arrive: Visit) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann", screen=PHONE)
    page = ann.page
    ann.start_chat("bob", "Bob")
    expect(toggle(ann)).to_have_count(0)
    page.get_by_role("link", name="Bob").click()
    expect(page.get_by_role("region", name="Details")).to_be_visible()
    ann.back()
    page.get_by_role("link", name="Details", exact=True).tap()
    expect(page.get_by_role("region", name="Details")).to_be_visible()
    expect(ann.input).to_have_count(0)
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(details(ann, "Bob")).to_be_visible()
    expect(ann.input).to_be_visible()
    page.set_viewport_size({"width": 900, "height": 768})
    expect(details(ann, "Bob")).to_have_count(0)
    expect(ann.input).to_be_visible()
    page.get_by_role("link", name="Details", exact=True).click()
    expect(page.get_by_role("region", name="Details")).to_be_visible()


def test_people_are_added_above_the_list_of_members(arrive: Visit, enrol: Callable[..., str], server: Server) -> None:
    members = [enrol(f"m{number}", f"Member {number}") for number in range(9)]
    enrol("bob", "Bob")
    ann = arrive("ann", "Ann", screen=PHONE)
    town = Member(server.url, "ann", PASSWORD)
    group = town.group("Choir", members)
    page = ann.page
    ann.arrive(f"#/c/{group}/people")
    panel = page.get_by_role("region", name="Details")
    add = panel.get_by_role("button", name="Add members")
    first = panel.get_by_text("Member 0", exact=True)
    assert top(add) < top(first)
    add.tap()
    panel.get_by_role("searchbox", name="Add members").fill("bob")
    bob = panel.get_by_role("button", name="Bob")
    expect(bob).to_be_visible()
    assert top(bob) < top(first)
    bob.tap()
    expect(panel.get_by_role("searchbox", name="Add members")).to_have_value("")
    panel.get_by_role("button", name="Done").tap()
    expect(add).to_be_visible()
    expect(panel.locator(".row.still").get_by_text("Bob", exact=True)).to_be_visible()
    town.close()


def test_several_people_are_added_one_after_the_other_by_keyboard(arrive: Visit, enrol: Callable[..., str]) -> None:
    enrol("bob", "Bob")
    enrol("cara", "Cara")
    ann = arrive("ann", "Ann")
    town = Member(ann.url, "ann", PASSWORD)
    group = town.group("Choir", [])
    town.close()
    ann.arrive(f"#/c/{group}")
    panel = ann.page.get_by_role("region", name="Details")
    ann.page.get_by_role("button", name="Details", exact=True).click()
    panel.get_by_role("button", name="Add members").click()
    field = panel.get_by_role("searchbox", name="Add members")
    for login, name in (("bob", "Bob"), ("cara", "Cara")):
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        field.fill(login)
        panel.get_by_role("button", name=name).press("Enter")
        expect(panel.locator(".row.still").get_by_text(name, exact=True)).to_be_visible()
    expect(field).to_be_focused()


def top(target: Locator) -> float:
    box = target.bounding_box()
    assert box is not None
    return box["y"]


def test_an_empty_group_says_who_is_in_it_and_what_to_do(arrive: Visit) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    page = ann.page
    page.get_by_role("link", name="New group").click()
    page.get_by_role("textbox", name="Group name").fill("Choir")
    page.get_by_role("button", name="Create group").click()
    begin = page.get_by_role("region", name="The beginning of this conversation")
    expect(begin).to_contain_text("You’re the only one here so far.")
    begin.get_by_role("button", name="Add people").click()
    dialog = page.get_by_role("dialog", name="Add people")
    dialog.get_by_role("button", name="Bob").click()
    expect(dialog.get_by_role("button", name="Bob")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(begin.get_by_role("list", name="In this group")).to_contain_text("Bob")
    begin.get_by_role("button", name="Write the first message").click()
    expect(ann.input).to_be_focused()
    ann.write("Hello choir")
    expect(begin).to_have_count(0)


def test_a_search_that_finds_nothing_goes_on_everywhere(arrive: Visit) -> None:
    arrive("bob", "Bob")
    arrive("cara", "Cara")
    ann = arrive("ann", "Ann", screen=PHONE)
    page = ann.page
    ann.start_chat("bob", "Bob")
    ann.write("a red apple")
    ann.sees_sent("a red apple")
    ann.back()
    ann.start_chat("cara", "Cara")
    page.get_by_role("button", name="Search this conversation").click()
    page.get_by_role("searchbox", name="Search this conversation").fill("apple")
    expect(page.get_by_text("All messages in “Cara” were searched.")).to_be_visible()
    page.get_by_role("button", name="Search all conversations").click()
    everywhere = page.get_by_role("searchbox", name="Search chats and messages")
    expect(everywhere).to_have_value("apple")
    expect(everywhere).to_be_focused()
    expect(page.get_by_role("region", name="Messages", exact=True).get_by_role("link")).to_contain_text("a red apple")
    everywhere.fill("pear")
    expect(page.get_by_text("Nothing found for “pear”")).to_be_visible()
    page.get_by_role("button", name="Close search").click()
    expect(ann.row("Bob")).to_be_visible()


def test_a_message_one_is_led_to_is_outlined_for_a_while_and_said(arrive: Visit) -> None:
    bob, ann = arrive("bob", "Bob"), arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.write("the first word")
    bob.open("Ann")
    bob.sees("the first word")
    page = bob.page
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Search this conversation").click()
    page.get_by_role("searchbox", name="Search this conversation").fill("word")
    found = page.locator(".found")
    expect(found).to_contain_text("the first word")
    expect(page.get_by_role("status").filter(has_text="Message from Ann")).to_contain_text("the first word")
    outline = "getComputedStyle(document.querySelector('.found .bubble')).outlineColor"
    assert page.evaluate(f"{outline} !== 'rgba(0, 0, 0, 0)'")
    bob.until("document.querySelector('.found .bubble').getAnimations().length === 0")
    style = "getComputedStyle(document.querySelector('.found .bubble'))"
    assert page.evaluate(f"{style}.outlineStyle") == "none"
    assert page.evaluate(f"{style}.animationTimingFunction") == "steps(1)"
    page.get_by_role("searchbox", name="Search this conversation").fill("first")
    bob.until("document.querySelector('.found .bubble')?.getAnimations().length === 1")


def test_the_outline_lies_over_the_next_message(arrive: Visit) -> None:
    bob, ann = arrive("bob", "Bob"), arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.write("the first word")
    ann.write("and one that is much longer than the first one")
    bob.open("Ann")
    page = bob.page
    page.get_by_role("button", name="Search this conversation").click()
    page.get_by_role("searchbox", name="Search this conversation").fill("word")
    bubble = page.locator(".found .bubble")
    expect(bubble).to_contain_text("the first word")
    page.evaluate("document.getAnimations().forEach((one) => one.pause())")
    bob.stops_scrolling()
    box = bubble.bounding_box()
    assert box is not None
    below = FloatRect(x=box["x"] + box["width"] / 2, y=int(box["y"] + box["height"]), width=1, height=6)
    shown = Image.open(io.BytesIO(page.screenshot(clip=below))).convert("RGB").tobytes()
    style = "getComputedStyle(document.querySelector('.found .bubble')).outlineColor"
    colours = [f"rgb({', '.join(map(str, shown[at : at + 3]))})" for at in range(0, len(shown), 3)]
    assert colours.count(page.evaluate(style)) == 3, "the whole of its width"


def test_what_stands_out_of_the_last_row_of_a_stretch_lies_over_the_next(arrive: Visit) -> None:
    bob, ann = arrive("bob", "Bob"), arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    for number in range(1, 14):
        ann.write(f"message {number}")
    bob.open("Ann")
    page = bob.page
    last = page.locator(".stretch").first.locator(".message").last
    expect(page.locator(".stretch")).to_have_count(2)
    last.locator(".bubble").hover()
    tools = last.locator(".message-tools")
    expect(tools).to_be_visible()
    top = """(tools) => {
      const { left, width, bottom } = tools.getBoundingClientRect();
      return tools.contains(document.elementFromPoint(left + width / 2, bottom - 1));
    }"""
    assert tools.evaluate(top)


def test_the_sheet_of_keys_says_on_a_phone_what_fingers_do(arrive: Visit) -> None:
    for ann, shown, hidden in (
        (arrive("ann", "Ann", screen=PHONE), "Touch", "Anywhere"),
        (arrive("bob", "Bob"), "Anywhere", "Touch"),
    ):
        ann.page.evaluate("location.hash = '#/settings'")
        ann.page.get_by_role("button", name="Shortcuts and formatting").click()
        sheet = ann.page.get_by_role("dialog")
        expect(sheet.get_by_role("heading", name=shown)).to_be_visible()
        expect(sheet.get_by_role("heading", name=hidden)).to_have_count(0)
        expect(sheet.get_by_role("heading", name=re.compile("Formatting"))).to_be_visible()

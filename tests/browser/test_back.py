"""Back, as on a phone, closes what is open before it leaves the conversation; Escape goes the same way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.person import DESKTOP, PHONE, Person

Arrive = Callable[..., Person]


@pytest.fixture
def ann(arrive: Arrive) -> Person:
    """On a phone, in her chat with Bob, to which she came from the list."""
    arrive("bob", "Bob")
    person = arrive("ann", "Ann", screen=PHONE)
    person.start_chat("bob", "Bob")
    person.write("We won!")
    person.sees_sent("We won!")
    return person


def dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog")


def is_back_at_the_list(person: Person) -> None:
    expect(person.chats).to_be_visible()
    expect(person.input).to_be_hidden()


def test_back_leads_from_a_page_of_a_menu_to_its_first_page_and_then_out(ann: Person) -> None:
    ann.menu("We won!").get_by_role("button", name="Who has read it").click()
    expect(dialog(ann).get_by_role("heading", name="Delivered to")).to_be_visible()
    ann.until("history.state?.layers.length === 2")
    ann.page.go_back()
    expect(dialog(ann).get_by_role("button", name="Who has read it")).to_be_visible()
    ann.page.go_back()
    expect(dialog(ann)).to_have_count(0)
    expect(ann.input).to_be_visible()
    ann.page.go_back()
    is_back_at_the_list(ann)


def test_what_was_closed_in_other_ways_takes_no_step_back(ann: Person) -> None:
    ann.menu("We won!").get_by_role("button", name="Reply").click()
    expect(dialog(ann)).to_have_count(0)
    ann.page.get_by_role("button", name="Emoji", exact=True).tap()
    expect(dialog(ann)).to_be_visible()
    ann.page.mouse.click(195, 20)
    expect(dialog(ann)).to_have_count(0)
    ann.until("history.state?.layers.length === 0")
    ann.page.go_back()
    is_back_at_the_list(ann)


def test_forward_and_a_reload_open_nothing(ann: Person) -> None:
    ann.menu("We won!")
    ann.until("history.state?.layers.length === 1")
    ann.page.go_back()
    expect(dialog(ann)).to_have_count(0)
    ann.page.go_forward()
    expect(dialog(ann)).to_have_count(0)
    ann.menu("We won!")
    ann.reload()
    ann.sees_sent("We won!")
    expect(dialog(ann)).to_have_count(0)
    ann.until("history.state?.layers.length === 0")
    ann.page.go_back()
    is_back_at_the_list(ann)


def test_back_closes_the_search_of_a_conversation(ann: Person) -> None:
    ann.page.get_by_role("button", name="Search this conversation").tap()
    search = ann.page.get_by_role("searchbox", name="Search this conversation")
    search.fill("won")
    expect(ann.messages.locator("mark")).to_be_visible()
    ann.page.go_back()
    expect(search).to_have_count(0)
    expect(ann.messages.locator("mark")).to_have_count(0)
    ann.page.go_back()
    is_back_at_the_list(ann)


def test_back_leads_from_a_result_to_the_search_and_then_out_of_it(ann: Person) -> None:
    ann.back()
    box = ann.page.get_by_role("searchbox", name="Search chats and messages")
    box.fill("won")
    result = ann.page.get_by_role("region", name="Messages", exact=True).get_by_role("link")
    result.tap()
    expect(ann.bubble("We won!")).to_be_in_viewport()
    ann.page.go_back()
    expect(box).to_have_value("won")
    expect(result).to_be_visible()
    ann.page.go_back()
    expect(box).to_have_value("")
    expect(ann.row("Bob")).to_be_visible()


def test_a_choice_that_leads_elsewhere_arrives_and_leads_back(ann: Person) -> None:
    ann.back()
    ann.rest_on(ann.row("Bob"))
    dialog(ann).get_by_role("link", name="Details").tap()
    expect(ann.page.get_by_role("heading", name="Details")).to_be_visible()
    ann.page.go_back()
    is_back_at_the_list(ann)
    expect(dialog(ann)).to_have_count(0)


def test_the_arrow_above_a_page_goes_back_and_adds_no_step(ann: Person) -> None:
    steps = ann.page.evaluate("history.length")
    for _ in range(3):
        ann.page.get_by_role("link", name=re.compile("^Bob")).tap()
        ann.back()
        expect(ann.input).to_be_visible()
    assert ann.page.evaluate("history.length") <= steps + 1
    ann.page.go_back()
    is_back_at_the_list(ann)


def test_escape_goes_the_same_way(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann", screen=DESKTOP)
    ann.start_chat("bob", "Bob")
    ann.write("We won!")
    ann.sees_sent("We won!")
    ann.menu("We won!").get_by_role("button", name="More emoji").click()
    expect(dialog(ann).get_by_role("searchbox")).to_be_focused()
    ann.page.keyboard.press("Escape")
    expect(dialog(ann).get_by_role("button", name="Reply")).to_be_focused()
    ann.page.keyboard.press("Escape")
    expect(dialog(ann)).to_have_count(0)
    ann.page.keyboard.press("Control+f")
    search = ann.page.get_by_role("searchbox", name="Search this conversation")
    expect(search).to_be_focused()
    ann.input.focus()
    ann.page.keyboard.press("Escape")
    expect(search).to_have_count(0)


def test_a_finger_that_rests_opens_the_menu_from_below_and_a_tap_covers_nothing(ann: Person) -> None:
    ann.bubble("We won!").locator(".bubble").tap()
    expect(ann.bubble("We won!").get_by_role("button", name="More")).to_have_count(0)
    box = ann.menu("We won!").bounding_box()
    assert box is not None
    assert box["width"] == PHONE.width
    assert box["y"] + box["height"] == PHONE.height
    dialog(ann).get_by_role("button", name="Select text").tap()
    expect(dialog(ann)).to_have_text("We won!")
    ann.until("getSelection().toString() === 'We won!'")


def test_a_finger_that_moves_scrolls_and_opens_nothing(ann: Person) -> None:
    box = ann.bubble("We won!").locator(".bubble").bounding_box()
    assert box is not None
    ann.page.evaluate("addEventListener('contextmenu', () => { window.asked = true; }, true)")
    finger = ann.page.context.new_cdp_session(ann.page)
    place = {"x": box["x"] + 20, "y": box["y"] + 12}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
    for step in range(1, 4):
        moved = {"x": place["x"], "y": place["y"] - 10 * step}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    ann.page.evaluate("new Promise((done) => setTimeout(done, 600))")  # longer than a finger has to rest
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert not ann.page.evaluate("window.asked")
    expect(dialog(ann)).to_have_count(0)


def test_tools_stand_beside_a_text_and_go_with_the_pointer(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann", screen=DESKTOP)
    ann.start_chat("bob", "Bob")
    long = "a text that fills its line and goes on in the next one " * 6
    ann.write("first")
    ann.write(long.strip())
    ann.page.set_viewport_size({"width": 700, "height": 700})
    bubble = ann.bubble(long.strip()).locator(".bubble")
    tools = ann.messages.get_by_role("group", name="Message actions")
    bubble.hover()
    for name in ("React", "More"):
        expect(tools.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    place, text = tools.bounding_box(), bubble.bounding_box()
    assert place is not None
    assert text is not None
    assert place["x"] + place["width"] <= text["x"]
    ann.input.hover()
    expect(tools).to_have_count(0)
    ann.messages.focus()
    ann.page.keyboard.press("ArrowUp")
    ann.page.keyboard.press("Tab")
    expect(tools.get_by_role("button", name="React")).to_be_focused()
    ann.page.keyboard.press("Enter")
    expect(dialog(ann).get_by_role("searchbox")).to_be_focused()
    ann.page.keyboard.press("Escape")
    expect(ann.bubble(long.strip()).and_(ann.page.locator(":focus-within"))).to_be_visible()
    ann.input.focus()
    expect(tools).to_have_count(0)

"""Searching by keyboard alone: arrows lead to what was found and back, Enter takes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.person import Person

Arrive = Callable[..., Person]


@pytest.fixture
def ann(arrive: Arrive, enrol: Callable[..., str]) -> Person:
    """Has talked with three people, with Bob Long last."""
    for login, name in (("bob", "Bob Long"), ("bea", "Bea Short"), ("cleo", "Cleo Long")):
        enrol(login, name)
    person = arrive("ann", "Ann")
    for login, name in (("cleo", "Cleo Long"), ("bea", "Bea Short"), ("bob", "Bob Long")):
        person.start_chat(login, name)
        person.write(f"hello {login}")
        person.sees_sent(f"hello {login}")
    return person


def search(person: Person) -> Locator:
    return person.page.get_by_role("searchbox", name="Search chats and messages")


def is_in_chat_with(person: Person, name: str) -> None:
    expect(person.page.get_by_role("heading", name=name)).to_be_visible()


def test_the_search_of_chats_is_walked_through(ann: Person) -> None:
    keyboard = ann.page.keyboard
    keyboard.press("Control+k")
    expect(search(ann)).to_be_focused()
    keyboard.type("long")
    expect(ann.chats.get_by_role("link")).to_have_count(2)
    keyboard.press("ArrowDown")
    expect(ann.row("Bob Long")).to_be_focused()
    keyboard.press("End")
    keyboard.press("Home")
    keyboard.press("ArrowDown")
    expect(ann.row("Cleo Long")).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    expect(search(ann)).to_be_focused()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    is_in_chat_with(ann, "Cleo Long")


def test_enter_takes_the_first_chat_or_else_the_first_message(ann: Person) -> None:
    keyboard = ann.page.keyboard
    keyboard.press("Control+k")
    expect(search(ann)).to_be_focused()
    keyboard.type("bea")
    keyboard.press("Enter")
    is_in_chat_with(ann, "Bea Short")
    search(ann).fill("hello cleo")
    search(ann).press("Enter")
    is_in_chat_with(ann, "Cleo Long")
    expect(ann.messages.locator("mark").first).to_be_visible()


def test_enter_waits_for_the_people_that_were_asked_for(ann: Person) -> None:
    ann.page.keyboard.press("Alt+n")
    people = ann.page.get_by_role("searchbox", name="Search by name or login")
    expect(people).to_be_focused()
    expect(ann.page.locator(".people-search").get_by_role("listitem")).to_have_count(3)
    ann.page.keyboard.type("cleo")
    ann.page.keyboard.press("Enter")
    is_in_chat_with(ann, "Cleo Long")


def test_what_is_typed_in_the_middle_of_a_list_goes_into_the_field(ann: Person) -> None:
    ann.page.keyboard.press("Alt+n")
    people = ann.page.get_by_role("searchbox", name="Search by name or login")
    expect(people).to_be_focused()
    expect(ann.page.locator(".people-search").get_by_role("listitem")).to_have_count(3)
    ann.page.keyboard.press("ArrowDown")
    expect(ann.page.get_by_role("button", name="Bea Short")).to_be_focused()
    ann.page.keyboard.type("bo")
    expect(people).to_be_focused()
    expect(people).to_have_value("bo")


def test_emoji_are_reached_by_arrows_in_all_directions(ann: Person) -> None:
    keyboard = ann.page.keyboard
    ann.page.get_by_role("button", name="Emoji", exact=True).click()
    dialog = ann.page.get_by_role("dialog")
    field = dialog.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.fill("cat")
    expect(dialog.get_by_role("button", name="cat face")).to_be_visible()
    grid = dialog.locator("[data-choices] button")
    keyboard.press("ArrowDown")
    expect(grid.first).to_be_focused()
    keyboard.press("ArrowRight")
    expect(grid.nth(1)).to_be_focused()
    keyboard.press("ArrowLeft")
    expect(grid.first).to_be_focused()
    keyboard.press("ArrowDown")
    below = dialog.locator("[data-choices] button:focus")
    first, second = grid.first.bounding_box(), below.bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] > first["y"]
    assert second["x"] == first["x"]
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    wanted = grid.first.inner_text()
    keyboard.press("Enter")
    expect(ann.input).to_have_value(wanted)

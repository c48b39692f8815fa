"""Edits, recalls and reactions without a connection: shown at once, sent once, and told of where they are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.person import NETWORK_ERROR, Person
from tests.server import Server, running


@pytest.fixture
def recall_window() -> int:
    """Seconds."""
    return 900


@pytest.fixture
def server(tmp_path: Path, recall_window: int) -> Iterator[Server]:
    with running(tmp_path / "data", {"IM_RECALL_WINDOW": str(recall_window)}) as own:
        yield own


@pytest.fixture
def ann(visit: Callable[..., Person], enrol: Callable[..., str], cable: Cable) -> Person:
    """By the cable, before her chat with Bob, with the page kept in the browser."""
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    person = visit(url=cable.url, kept=True)
    person.allow_errors(NETWORK_ERROR)
    person.log_in("ann", PASSWORD)
    person.is_kept()
    person.start_chat("bob", "Bob")
    return person


def changing(person: Person) -> Locator:
    """Marks of messages with changes that aren't sent yet."""
    return person.messages.get_by_role("img", name="Change not sent yet")


def do(person: Person, text: str, button: str) -> None:
    person.bubble(text).click(button="right")
    person.page.get_by_role("dialog").get_by_role("button", name=button).click()


def edit(person: Person, text: str, new: str) -> None:
    do(person, text, "Edit")
    person.input.fill(new)
    person.page.get_by_role("button", name="Save").click()


def recall(person: Person, text: str) -> None:
    do(person, text, "Recall")
    person.page.get_by_role("dialog").get_by_role("button", name="Recall").click()


def test_changes_made_without_a_connection_reach_everybody_later(
    ann: Person, cable: Cable, visit: Callable[..., Person]
) -> None:
    for text in ("see you at thre", "to the wrong person", "we won"):
        ann.write(text)
        ann.sees_sent(text)
    bob = visit()
    bob.log_in("bob", PASSWORD)
    bob.open("Ann")
    bob.sees("see you at thre")
    cable.pull()
    edit(ann, "see you at thre", "see you at three")
    recall(ann, "to the wrong person")
    do(ann, "we won", "👍")
    for _ in range(2):
        ann.sees("see you at three")
        ann.sees("This message was recalled.")
        expect(ann.bubble("we won").get_by_role("button", name="👍 1 You")).to_be_visible()
        expect(changing(ann)).to_have_count(3)
        ann.reload()
    bob.sees("see you at thre")
    cable.plug_in()
    expect(changing(ann)).to_have_count(0)
    for person in (ann, bob):
        person.sees("see you at three")
        person.sees("This message was recalled.")
        expect(person.bubble("we won").get_by_role("button", name="👍 1")).to_be_visible()
        expect(person.bubble("see you at thre")).to_have_count(0)


def test_a_message_that_waits_is_edited_or_taken_back(ann: Person, cable: Cable, visit: Callable[..., Person]) -> None:
    ann.write("before")
    ann.sees_sent("before")
    cable.pull()
    ann.write("see you at thre")
    ann.write("to the wrong person")
    expect(ann.waiting()).to_have_count(2)
    ann.menu("to the wrong person").get_by_role("button", name="Delete").click()
    expect(ann.bubble("to the wrong person")).to_have_count(0)
    ann.menu("see you at thre").get_by_role("button", name="Edit").click()
    expect(ann.input).to_have_value("see you at thre")
    ann.input.fill("see you at three")
    ann.page.get_by_role("button", name="Save").click()
    ann.sees("see you at three")
    cable.plug_in()
    ann.sees_sent("see you at three")
    bob = visit()
    bob.log_in("bob", PASSWORD)
    bob.open("Ann")
    bob.sees("see you at three")
    assert bob.texts() == ["before", "see you at three"]


def test_of_changes_made_in_two_tabs_the_last_one_counts(
    ann: Person, cable: Cable, visit: Callable[..., Person]
) -> None:
    ann.write("at one")
    ann.sees_sent("at one")
    bob = visit()
    bob.log_in("bob", PASSWORD)
    bob.open("Ann")
    cable.pull()
    edit(ann, "at one", "at two")
    ann.sees("at two")
    tabs = [ann.page, ann.page.context.new_page()]
    ann.page = tabs[1]
    ann.page.goto(tabs[0].url)
    edit(ann, "at two", "at three")
    ann.sees("at three")
    ann.page = tabs[0]
    edit(ann, "at two", "at four")
    ann.sees("at four")
    cable.plug_in()
    for tab in tabs:
        ann.page = tab
        ann.sees("at four")
        expect(changing(ann)).to_have_count(0)
    bob.sees("at four")


@pytest.mark.parametrize("recall_window", [0])
def test_a_refused_change_is_told_and_the_message_is_back(ann: Person, cable: Cable) -> None:
    ann.write("said is said")
    ann.sees_sent("said is said")
    cable.pull()
    recall(ann, "said is said")
    ann.sees("This message was recalled.")
    cable.plug_in()
    expect(ann.page.get_by_text("Not changed. It is too late to recall this message.")).to_be_visible()
    ann.sees_sent("said is said")
    expect(changing(ann)).to_have_count(0)

"""Scrolling through a long conversation."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, PHONE, Person, Screen
from tests.server import Server

LENGTH = 420

VISIBLE_ROWS = """(() => {
  const box = document.querySelector('[role=log]').getBoundingClientRect();
  return [...document.querySelectorAll('[data-row]')]
    .map((row) => [row.querySelector('.message-text').innerText, row.getBoundingClientRect()])
    .filter(([, place]) => place.bottom > box.top && place.top < box.bottom)
    .map(([text, place]) => [text, place.bottom]);
})()"""

HAS_MOVED = f"""([was, top]) => top === 1 || {VISIBLE_ROWS}.some(([text, bottom]) => bottom - was[text] > 1)"""


@pytest.fixture
def conv(server: Server, bob: Member, ann_id: str) -> str:
    """Long, and all of it read."""
    conv = bob.direct(ann_id)
    bob.say_at_once(conv, [f"message {number} " + "and so on " * (number % 9) for number in range(1, LENGTH + 1)])
    with closing(Member(server.url, "ann", PASSWORD)) as ann:
        ann.change({"t": "mark", "conv": conv, "read": LENGTH})
    return conv


HAS_ABOVE = """(distance) => document.querySelector('[role=log]').scrollTop >= distance"""

IS_ABOVE_END = """(distance) => {
  const box = document.querySelector('[role=log]');
  return box.scrollHeight - box.scrollTop - box.clientHeight >= distance;
}"""


def number_of(text: str) -> int:
    return int(text.split()[1])


@pytest.mark.usefixtures("conv")
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_scrolling_up_reaches_the_beginning_without_a_jump_or_a_hole(
    visit: Callable[..., Person], screen: Screen
) -> None:
    ann = visit(screen=screen)
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    expect(ann.messages.get_by_text(f"message {LENGTH} ")).to_be_in_viewport()
    box = ann.messages.bounding_box()
    assert box
    ann.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    step = 250
    ann.page.wait_for_function(HAS_ABOVE, arg=step)
    before: dict[str, float] = dict(ann.page.evaluate(VISIBLE_ROWS))
    seen = {number_of(text) for text in before}
    while 1 not in seen:
        top = min(number_of(text) for text in before)
        ann.page.mouse.wheel(0, -step)
        ann.page.wait_for_function(HAS_MOVED, arg=[before, top])
        ann.stops_scrolling()
        after: dict[str, float] = dict(ann.page.evaluate(VISIBLE_ROWS))
        common = before.keys() & after.keys()
        assert common, "everything on the screen was replaced by one turn of the wheel"
        moves = {round(after[text] - before[text]) for text in common}
        assert max(moves) - min(moves) <= 1, f"rows moved against each other: {moves}"
        assert 0 <= max(moves) <= step + 1, f"the content jumped by {moves}"
        numbers = sorted(number_of(text) for text in after)
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), f"a hole among {numbers}"
        seen.update(numbers)
        before = after
    assert seen == set(range(1, LENGTH + 1))
    assert ann.messages.locator(".message").count() <= 350

    ann.page.get_by_role("button", name="Jump to the latest message").click()
    expect(ann.messages.get_by_text(f"message {LENGTH} ")).to_be_in_viewport()
    expect(ann.page.get_by_role("button", name="Jump to the latest message")).to_have_count(0)


def test_what_arrives_while_one_reads_above_doesn_t_move_the_page(
    visit: Callable[..., Person], bob: Member, conv: str
) -> None:
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    expect(ann.messages.get_by_text(f"message {LENGTH} ")).to_be_in_viewport()
    ann.page.wait_for_function(HAS_ABOVE, arg=1200)
    ann.messages.hover()
    ann.page.mouse.wheel(0, -1200)
    jump = ann.page.get_by_role("button", name="Jump to the latest message")
    expect(jump).to_be_visible()
    ann.page.wait_for_function(IS_ABOVE_END, arg=1100)
    ann.stops_scrolling()
    before: dict[str, float] = dict(ann.page.evaluate(VISIBLE_ROWS))
    bob.say(conv, ["something new"])
    expect(ann.page.get_by_role("button", name="Jump to 1 new message")).to_be_visible()
    after: dict[str, float] = dict(ann.page.evaluate(VISIBLE_ROWS))
    assert len(before.keys() ^ after.keys()) <= 1, "the wheel's last fraction of a pixel may show one row more"
    for text in before.keys() & after.keys():
        assert after[text] == pytest.approx(before[text], abs=1), text
    ann.page.get_by_role("button", name="Jump to 1 new message").click()
    expect(ann.messages.get_by_text("something new")).to_be_in_viewport()
    expect(jump).to_have_count(0)


@pytest.mark.usefixtures("conv")
def test_writing_from_far_up_goes_to_the_end(visit: Callable[..., Person]) -> None:
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    expect(ann.messages.get_by_text(f"message {LENGTH} ")).to_be_in_viewport()
    ann.messages.hover()
    for _ in range(8):
        ann.page.mouse.wheel(0, -3000)
    expect(ann.page.get_by_role("button", name="Jump to the latest message")).to_be_visible()
    ann.stops_scrolling()
    ann.write("an answer")
    ann.sees_sent("an answer")
    expect(ann.messages.get_by_text("an answer")).to_be_in_viewport()
    assert number_of(ann.texts()[-2]) == LENGTH


def test_what_is_edited_and_recalled_changes_on_the_screen(
    visit: Callable[..., Person], bob: Member, ann_id: str
) -> None:
    conv = bob.direct(ann_id)
    bob.say(conv, ["Lunch at one?", "a slip"])
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    ann.sees("Lunch at one?")
    bob.change({"t": "edit", "conv": conv, "seq": 1, "text": "Lunch at two?"})
    ann.sees("Lunch at two?")
    expect(ann.bubble("Lunch at two?")).to_contain_text("edited")
    bob.change({"t": "recall", "conv": conv, "seq": 2})
    ann.sees("This message was recalled.")
    expect(ann.row("Bob")).to_contain_text("This message was recalled.")
    ann.reload()
    ann.sees("Lunch at two?")
    assert ann.texts() == ["Lunch at two?", "This message was recalled."]

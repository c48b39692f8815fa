"""Finding what was said: by words, by date, by what is unread, in a conversation of any length."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, DESKTOP, PHONE, Person, Screen
from tests.server import Server

LONG = 100_000
DAYS = 500

ROWS = "document.querySelectorAll('[data-row]').length"

MIDDLE = """(() => {
  const box = document.querySelector('[role=log]');
  const { top, height } = box.getBoundingClientRect();
  const rows = [...box.querySelectorAll('[data-seq]')];
  const row = rows.find((one) => one.getBoundingClientRect().bottom > top + height / 2);
  return [Number(row.dataset.seq), row.getBoundingClientRect().top];
})()"""

PRESSED_AT_ONCE = """() => {
  const press = () => {
    const way = document.querySelector('.jump');
    if (way) way.click();
    else requestAnimationFrame(press);
  };
  press();
}"""


@pytest.fixture
def conv(bob: Member, ann_id: str) -> str:
    return bob.direct(ann_id)


def test_words_are_found_everywhere_and_shown_in_their_place(
    visit: Callable[..., Person], server: Server, bob: Member, conv: str
) -> None:
    bob.say(conv, [f"message {number}" for number in range(150)])
    bob.say(conv, ["the key lies under the stone"])
    bob.say(conv, [f"later {number}" for number in range(150)])
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.page.get_by_role("searchbox", name="Search chats and messages").fill("stone key")
    result = ann.page.get_by_role("region", name="Messages", exact=True).get_by_role("link")
    expect(result).to_have_count(1)
    expect(result.locator("mark")).to_have_text(["key", "stone"])
    result.click()
    expect(ann.bubble("the key lies under the stone")).to_be_in_viewport()
    expect(ann.messages.locator("mark")).to_have_text(["key", "stone"])
    ann.page.get_by_role("button", name=re.compile("^Jump to .* new messages?$|^Jump to the latest message$")).click()
    expect(ann.bubble("later 149")).to_be_in_viewport()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=str)
def test_marks_end_with_the_search_or_once_the_hit_was_seen(
    visit: Callable[..., Person], bob: Member, conv: str, screen: Screen
) -> None:
    bob.say(conv, ["the key lies under the stone", *(f"later {number}" for number in range(60))])
    ann = visit(screen=screen)
    ann.log_in("ann", PASSWORD)
    search = ann.page.get_by_role("searchbox", name="Search chats and messages")
    search.fill("stone")
    ann.page.get_by_role("region", name="Messages", exact=True).get_by_role("link").click()
    marks = ann.messages.locator("mark")
    expect(marks).to_have_text(["stone"])
    ann.until("document.querySelector('.found .bubble').getAnimations().length === 1")
    ann.page.evaluate("document.querySelector('.found .bubble').getAnimations()[0].finish()")
    if screen is DESKTOP:
        expect(marks).to_have_text(["stone"])
        search.press("Escape")
    expect(marks).to_have_count(0)
    expect(ann.bubble("the key lies under the stone")).to_be_in_viewport()
    ann.page.locator(".jump").click()
    expect(ann.bubble("later 59")).to_be_in_viewport()


def test_the_way_to_the_end_is_gone_to_the_end_though_rows_are_still_drawn(
    visit: Callable[..., Person], bob: Member, conv: str
) -> None:
    bob.say(conv, ["the key lies under the stone", *(f"later {number}" for number in range(60))])
    ann = visit(screen=PHONE)
    ann.log_in("ann", PASSWORD)
    ann.page.get_by_role("searchbox", name="Search chats and messages").fill("stone")
    ann.page.evaluate(PRESSED_AT_ONCE)
    ann.page.get_by_role("region", name="Messages", exact=True).get_by_role("link").click()
    expect(ann.bubble("later 59")).to_be_in_viewport()
    expect(ann.page.locator(".jump")).to_have_count(0)


def test_accents_case_and_soft_hyphens_are_no_obstacle(
    visit: Callable[..., Person], server: Server, bob: Member, conv: str
) -> None:
    bob.say(conv, ["Voici mon RÉSUMÉ", "sch\u00adwe\u00adre Straße", "nothing"])
    ann = visit()
    ann.log_in("ann", PASSWORD)
    box = ann.page.get_by_role("searchbox", name="Search chats and messages")
    result = ann.page.get_by_role("region", name="Messages", exact=True).get_by_role("link")
    box.fill("strasse schwer")
    expect(result.locator("mark")).to_have_text(["sch\u00adwe\u00adr", "Straße"])
    box.fill("resume")
    expect(result.locator("mark")).to_have_text(["RÉSUMÉ"])
    box.fill("bób")
    expect(ann.page.get_by_role("navigation", name="Chats").get_by_role("link", name="Bob")).to_be_visible()
    ann.open("Bob")
    ann.page.keyboard.press("Control+f")
    ann.page.get_by_role("searchbox", name="Search this conversation").fill("resume")
    expect(ann.messages.locator("mark")).to_have_text(["RÉSUMÉ"])


def test_signs_alone_are_found_nowhere_and_leave_no_results_of_before(
    visit: Callable[..., Person], server: Server, bob: Member, conv: str
) -> None:
    bob.say(conv, ["an apple"])
    ann = visit()
    ann.allow_errors(ATTEMPT_REFUSED)
    ann.log_in("ann", PASSWORD)
    box = ann.page.get_by_role("searchbox", name="Search chats and messages")
    result = ann.page.get_by_role("region", name="Messages", exact=True).get_by_role("link")
    box.fill("apple")
    expect(result).to_have_count(1)
    box.fill("*")
    expect(ann.page.get_by_text("Nothing found for “*”")).to_be_visible()
    expect(result).to_have_count(0)
    box.fill("")
    ann.open("Bob")
    ann.page.keyboard.press("Control+f")
    ann.page.get_by_role("searchbox", name="Search this conversation").fill("*")
    expect(ann.page.get_by_text("Nothing found", exact=True)).to_be_visible()


def test_results_within_a_conversation_are_walked_through(
    visit: Callable[..., Person], server: Server, bob: Member, conv: str
) -> None:
    for number in range(3):
        bob.say(conv, [f"apple {number}", *(f"filler {number} {index}" for index in range(60))])
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    ann.page.keyboard.press("Control+f")
    ann.page.get_by_role("searchbox", name="Search this conversation").fill("apple")
    expect(ann.page.get_by_text("1 of 3")).to_be_visible()
    expect(ann.bubble("apple 2")).to_be_in_viewport()
    ann.page.keyboard.press("Enter")
    expect(ann.bubble("apple 1")).to_be_in_viewport()
    ann.page.get_by_role("button", name="Older result").click()
    expect(ann.bubble("apple 0")).to_be_in_viewport()
    expect(ann.page.get_by_role("button", name="Older result")).to_be_disabled()
    ann.page.get_by_role("button", name="Newer result").click()
    expect(ann.bubble("apple 1")).to_be_in_viewport()
    ann.page.get_by_role("searchbox", name="Search this conversation").press("Escape")
    expect(ann.page.get_by_role("searchbox", name="Search this conversation")).to_have_count(0)
    expect(ann.messages.locator("mark")).to_have_count(0)


def test_a_conversation_seen_before_opens_at_its_first_unread_message(
    visit: Callable[..., Person], server: Server, bob: Member, conv: str
) -> None:
    ann = visit()
    ann.log_in("ann", PASSWORD)
    bob.say(conv, ["read before"])
    ann.open("Bob")
    ann.sees("read before")
    ann.page.evaluate("location.hash = '#/new'")
    ann.page.evaluate("location.hash = '#/'")
    expect(ann.input).to_have_count(0)
    bob.say(conv, [f"unread {number}" for number in range(120)])
    expect(ann.row("Bob")).to_contain_text("120 unread messages")
    ann.open("Bob")
    expect(ann.bubble("unread 0")).to_be_in_viewport()
    expect(ann.page.get_by_role("heading", name="New messages")).to_be_in_viewport()


@pytest.mark.full("as many rows are drawn of five hundred")
@pytest.mark.timeout(900)
def test_a_hundred_thousand_messages_are_scrolled_without_a_jump_and_with_few_rows(
    visit: Callable[..., Person], server: Server, bob: Member, conv: str
) -> None:
    bob.say_at_once(conv, (f"number {number} " + "and so on " * (number % 7) for number in range(1, LONG + 1)))
    spread(server, conv)
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    ann.page.get_by_role("button", name=re.compile("^Jump to .* new messages$")).click()
    expect(ann.messages.get_by_text(f"number {LONG} ")).to_be_in_viewport()
    ann.page.get_by_role("button", name="Search this conversation").click()
    day = datetime.now(ZoneInfo("Europe/Berlin")).date() - timedelta(days=DAYS // 2)
    ann.page.get_by_label("Jump to a date").fill(day.isoformat())
    ann.page.wait_for_function(f"() => Math.abs(({MIDDLE})[0] - {LONG // 2}) < {LONG // DAYS * 3}")
    ann.messages.hover()
    for wheel in (-400,) * 12 + (400,) * 6 + (-900,) * 6:
        seq, top = ann.page.evaluate(MIDDLE)
        ann.page.mouse.wheel(0, wheel)
        ann.page.wait_for_function(
            f"([seq, top]) => {{ const [a, b] = {MIDDLE}; return a !== seq || b !== top; }}", arg=[seq, top]
        )
        ann.stops_scrolling()
        assert ann.page.evaluate(ROWS) <= 350
        after = ann.page.evaluate(MIDDLE)[0]
        assert abs(after - seq) < 60, "the content jumped"
    seqs = ann.page.evaluate("[...document.querySelectorAll('[data-seq]')].map((row) => Number(row.dataset.seq))")
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), "a hole"
    ann.page.get_by_role("button", name=re.compile("^Jump to .* new messages?$|^Jump to the latest message$")).click()
    expect(ann.messages.get_by_text(f"number {LONG} ")).to_be_in_viewport()


def spread(server: Server, conv: str) -> None:
    """Let the messages have been sent over `DAYS` days, evenly, as the clock of the database says."""
    server.stop()
    database = sqlite3.connect(server.data_dir / "messages.db")
    with database:
        database.execute(
            "UPDATE messages SET ts = ts - (? - seq) * ? WHERE conv = ?", (LONG, DAYS * 24 * 3600 * 1000 // LONG, conv)
        )
    database.close()
    server.start()

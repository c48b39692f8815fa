"""Marks piled on a letter are drawn in their own message and line, and over nothing else."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, PHONE, Person, Screen
from tests.browser.sight import settle
from tests.server import Server

MARKS = "".join(map(chr, (*range(0x300, 0x315), *range(0x316, 0x334))))
PILE = f"Z{MARKS}a{MARKS}lg{MARKS}o"
NOISE = 40
"""What a circle's edge differs by from one picture to the next, out of 255."""

AROUND = """() => {
  const pile = /\\p{M}{9}/u;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) if (pile.test(walk.currentNode.data)) found.push(walk.currentNode.parentElement);
  return found.map((element) => {
    element.style.color = "transparent";
    element.style.webkitTextFillColor = "transparent";
    element.style.textDecorationColor = "transparent";
    let block = element.closest(".message-sender, .bubble") ?? element;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const { left, top, right, bottom } = block.getBoundingClientRect();
    return [left - 1, top - 1, right + 1, bottom + 1].map((edge) => Math.round(edge * devicePixelRatio));
  });
}"""
"""Makes the piles transparent, and tells the boxes in which they stand."""


def _picture(person: Person) -> Image.Image:
    return Image.open(io.BytesIO(person.page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


def _stay_in_their_boxes(person: Person, least: int) -> None:
    person.page.evaluate("document.activeElement?.blur()")
    person.page.mouse.move(0, 0)
    assert settle(person.page) == []
    before = _picture(person)
    boxes = person.page.evaluate(AROUND)
    assert len(boxes) >= least, "nothing is piled up here"
    beyond = ImageChops.difference(before, _picture(person)).point(lambda value: 255 if value > NOISE else 0)
    assert beyond.getbbox(), "the piles can't be seen"
    for box in boxes:
        beyond.paste((0, 0, 0), tuple(box))
    assert beyond.getbbox() is None, f"drawn over others within {beyond.getbbox()}, beside {boxes}"


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_pile_of_marks_hurts_no_neighbour(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str], screen: Screen
) -> None:
    enrol("ann", "Ann")
    piled, other = enrol("piled", "Piled"), enrol("other", "Other")
    with closing(sqlite3.connect(server.data_dir / "messages.db")) as database, database:
        database.execute("UPDATE users SET name = ? WHERE id = ?", (PILE, piled))  # of a release that took such names
    with closing(Member(server.url, "ann", PASSWORD)) as ann, closing(Member(server.url, "piled", PASSWORD)) as writer:
        group = writer.group("Lunch", [ann.id, other])
        writer.say(group, ["before", PILE, f"two\n{PILE}\nlines", "> " + PILE, f"`{PILE}` **{PILE}**", "after"])
        direct = writer.direct(ann.id)
        writer.say(direct, ["hello", PILE])
    person = visit(screen=screen)
    person.log_in("ann", PASSWORD)
    expect(person.row("Lunch")).to_be_visible()
    _stay_in_their_boxes(person, 2)
    person.reload()
    person.open("Lunch")
    person.sees("after")
    expect(person.messages.locator("blockquote, code, strong")).to_have_count(3)
    _stay_in_their_boxes(person, 5)
    person.page.locator("a.bar-subject").click()
    expect(person.page.get_by_text("@piled")).to_be_visible()
    _stay_in_their_boxes(person, 1)
    person.arrive(f"#/c/{direct}")
    expect(person.messages.locator(".message")).to_have_count(2)
    _stay_in_their_boxes(person, 3)
    person.arrive("#/new")
    person.page.get_by_role("searchbox").fill("piled")
    expect(person.page.locator(".people-search").get_by_role("listitem")).to_have_count(1)
    _stay_in_their_boxes(person, 1)

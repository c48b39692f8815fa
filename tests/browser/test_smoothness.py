"""How much work a long conversation makes: counts that are the same on every machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import PHONE, Person
from tests.server import Server

LENGTH = 480
MOST_ROWS = 160
PAGE = 50
STEP = 4
STRETCH = 12

WATCH = """() => {
  const log = document.querySelector('[role=log]');
  const rows = () => [...log.querySelectorAll('[data-row]')];
  const elements = new Map();
  const keep = () => rows().forEach((row) => {
    const known = elements.get(row.dataset.row);
    if (known && known !== row) work.replaced += 1;
    elements.set(row.dataset.row, row);
  });
  const work = globalThis.work = { step: 0, replaced: 0, touched: new Set(), stretches: new Set(), most: 0 };
  keep();
  new MutationObserver((records) => {
    let came = 0;
    for (const { target, addedNodes } of records) {
      const row = (target.nodeType === 1 ? target : target.parentElement).closest('[data-row]');
      if (row) work.touched.add(row.dataset.row);
      else if (target.className === 'stretch') work.stretches.add(target);
      came += [...addedNodes].filter(({ dataset }) => dataset?.row).length;
    }
    work.step = Math.max(work.step, came);
    work.most = Math.max(work.most, rows().length);
    keep();
  }).observe(log, { subtree: true, childList: true, attributes: true, characterData: true });
}"""

WORK = "() => ({ ...work, touched: work.touched.size, stretches: work.stretches.size })"

FIRST_NUMBER = "Number(document.querySelector('[data-seq]').dataset.seq)"

IS_AT_END = """(() => {
  const box = document.querySelector('[role=log]');
  return box.scrollHeight - box.scrollTop - box.clientHeight < 2;
})()"""


@pytest.fixture
def conv(server: Server, bob: Member, ann_id: str) -> str:
    """Long, and all of it read."""
    conv = bob.direct(ann_id)
    bob.say_at_once(conv, [f"message {number} " + "and so on " * (number % 9) for number in range(1, LENGTH + 1)])
    with closing(Member(server.url, "ann", PASSWORD)) as ann:
        ann.change({"t": "mark", "conv": conv, "read": LENGTH})
    return conv


@pytest.fixture
def ann(visit: Callable[..., Person], conv: str) -> Person:
    ann = visit(screen=PHONE)
    ann.log_in("ann", PASSWORD)
    ann.open("Bob")
    expect(ann.messages.get_by_text(f"message {LENGTH} ")).to_be_in_viewport()
    ann.until(f"document.querySelectorAll('[data-row]').length >= {PAGE}")
    ann.page.mouse.move(1, 1)  # not over a row, whose buttons would come and go
    return ann


def test_history_comes_in_steps_and_draws_no_row_twice(ann: Person) -> None:
    ann.page.evaluate(WATCH)
    first = LENGTH - PAGE + 1
    while first > 1:
        ann.page.evaluate("document.querySelector('[role=log]').scrollTop = 0")
        ann.until(f"{FIRST_NUMBER} < {first}")
        first = int(ann.page.evaluate(FIRST_NUMBER))
    work = ann.page.evaluate(WORK)
    assert work["replaced"] == 0
    assert work["step"] <= 2 * STEP
    assert work["most"] <= MOST_ROWS
    # The first row of a page begins no run once there are others before it.
    assert work["touched"] <= LENGTH // PAGE


def test_what_arrives_changes_no_more_than_its_neighbours(ann: Person, bob: Member, conv: str) -> None:
    devtools = ann.page.context.new_cdp_session(ann.page)
    devtools.send("Performance.enable")

    def layouts() -> int:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return int(next(metric["value"] for metric in metrics if metric["name"] == "LayoutCount"))

    ann.page.evaluate(WATCH)
    before = layouts()
    arriving = 20
    for number in range(arriving):
        bob.say(conv, [f"arriving {number}"])
        expect(ann.messages.get_by_text(f"arriving {number}", exact=True)).to_be_in_viewport()
    work = ann.page.evaluate(WORK)
    assert work["replaced"] == 0
    assert work["touched"] <= arriving + 1
    # Those at the end, and those at the beginning from which as many go.
    assert work["stretches"] <= 2 * (arriving // STRETCH + 2)
    assert (layouts() - before) / arriving <= 8
    assert ann.page.evaluate(IS_AT_END)


def test_however_much_arrives_the_reader_keeps_the_place(ann: Person, bob: Member, conv: str) -> None:
    ann.page.evaluate("document.querySelector('[role=log]').scrollTop -= 1500")
    expect(ann.page.get_by_role("button", name="Jump to the latest message")).to_be_visible()
    ann.stops_scrolling()
    ann.page.evaluate("""() => {
      const line = document.querySelector('[role=log]').getBoundingClientRect();
      const rows = [...document.querySelectorAll('[data-row]')];
      globalThis.read = rows.find((row) => row.getBoundingClientRect().top > line.top);
      globalThis.readAt = read.getBoundingClientRect().top;
    }""")
    many = 600
    bob.say_at_once(conv, [f"arriving {number}" for number in range(many)])
    expect(ann.page.get_by_role("button", name=f"Jump to {many} new messages")).to_be_visible()
    assert ann.page.evaluate("Math.abs(read.getBoundingClientRect().top - readAt)") <= 1
    ann.page.get_by_role("button", name=f"Jump to {many} new messages").click()
    expect(ann.messages.get_by_text("arriving 0", exact=True)).to_be_in_viewport()
    ann.page.get_by_role("button", name=re.compile("^Jump to .* new messages$")).click()
    expect(ann.messages.get_by_text(f"arriving {many - 1}", exact=True)).to_be_in_viewport()

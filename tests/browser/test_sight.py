"""The assertion that every screen is held to finds what is put into a page on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.person import PHONE, Person
from tests.browser.population import ADMIN
from tests.browser.sight import LOOK, expected, faults, settle
from tests.server import Server

PUT = """
  const one = (selector) => document.querySelector(selector);
  const style = (element, rules) => Object.assign(element.style, rules);
  const put = (place, tag, rules, text = "x") => {
    const made = document.createElement(tag);
    made.append(text);
    style(made, rules);
    one(place).prepend(made);
    return made;
  };
  const over = (inset) => put("main", "div", { position: "fixed", zIndex: 9, inset, background: "red" });
"""

FAULTS = {
    "two mains": ("put('#app', 'main', {})", "2 main elements"),
    "a screen further down": ("put('#app', 'div', { height: '100vh' })", "isn't in view"),
    "a main in another role": ("one('main').setAttribute('role', 'status')", "is no main"),
    "no heading": ("one('h1').remove()", "no heading"),
    "a scrolled box": (
        "put('main', 'div', { flex: 'none', height: '150vh' }); one('main').scrollTop = 40",
        "is scrolled",
    ),
    "a scrolled window": (
        "style(document.body, { overflow: 'auto' }); put('body', 'div', { height: '100vh' }); scrollTo(0, 200)",
        "the window is scrolled",
    ),
    "a heading that is covered": ("over('0 0 50%')", "the heading"),
    "a first control that is covered": (
        "const { top, height } = one('input').getBoundingClientRect();"
        "style(over('auto 0'), { top: `${top}px`, height: `${height}px` })",
        "the first control",
    ),
    "another control that is covered": (
        "const { top, height } = one('.button').getBoundingClientRect();"
        "style(over('auto 0'), { top: `${top}px`, height: `${height}px`, opacity: 0 })",
        "the control <button.button.primary>",
    ),
    "a control that can't be hit": ("style(one('.button'), { pointerEvents: 'none' })", "is covered"),
    "a card wider than the screen": (
        "style(one('.entry-card'), { minWidth: '600px' }); style(one('main'), { overflow: 'visible' })",
        "goes over the side",
    ),
    "a box that scrolls to the side": (
        "put('form', 'div', { overflow: 'auto', width: '200px' }, put('form', 'div', { width: '400px' }))",
        "px too wide",
    ),
    "text that is cut below": (
        "style(one('.button'), { height: '12px', minHeight: 0, padding: 0, overflow: 'hidden' })",
        "is cut above or below",
    ),
    "text that is cut at the side": (
        "style(one('.button'), { width: '30px', padding: 0, overflow: 'hidden', whiteSpace: 'nowrap' })",
        "is cut at the side",
    ),
    "text that is shortened": (
        "style(one('label'), { width: '2em', overflow: 'hidden', textOverflow: 'ellipsis' })",
        "is shortened",
    ),
    "text that sticks out": (
        "style(one('.button'), { width: '30px', padding: 0, whiteSpace: 'nowrap' })",
        "sticks out",
    ),
    "text over the side": (
        "style(one('h1'), { position: 'relative', left: '-200px' }); style(one('main'), { overflow: 'visible' })",
        "goes over the side",
    ),
    "text out of reach": ("put('body', 'p', { position: 'absolute', top: '110%' }, 'lost')", "is off the screen"),
    "a hint too long for its field": (
        "one('input').placeholder = 'a hint that is much too long for any field on a phone'",
        "too long for its field",
    ),
    "a dialog wider than the screen": (
        "put('body', 'dialog', { width: '120vw', maxWidth: 'none' }).showModal()",
        "sticks out",
    ),
    "a dialog without a name": ("put('body', 'dialog', {}, ' ').showModal()", "has no name"),
    "a broken picture": ("one('img').src = 'none.png'", "is broken"),
}


@pytest.fixture(scope="module")
def person(chromium: Browser, site: Server) -> Iterator[Person]:
    site.admin.post(f"{ADMIN}/users", json={"login": "sight"}).raise_for_status()
    person = Person(chromium, site.url, screen=PHONE, language="en-GB")
    yield person
    person.leave()
    site.admin.delete(f"{ADMIN}/users/sight").raise_for_status()


@pytest.fixture
def page(person: Person) -> Page:
    """Signing in, as it is."""
    person.reload()
    expect(person.page.locator("form input")).to_have_count(2)
    settle(person.page)
    return person.page


def test_nothing_is_found_where_nothing_is_wrong(page: Page) -> None:
    assert faults(page) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(person: Person, page: Page, fault: str) -> None:
    script, words = FAULTS[fault]
    page.evaluate(f"() => {{ {PUT} {script} }}")
    settle(page)
    found: list[str] = page.evaluate(LOOK, expected())
    person.forget_errors()
    assert [line for line in found if words in line], found

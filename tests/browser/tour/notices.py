"""The offer of notices, and what the menu says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.population import PASSWORD
from tests.browser.tour.guide import Guide, Stop

INSTALLED: Final = """(() => {
  Object.defineProperty(Notification, "permission", { get: () => "default" });
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => ask(query.includes("standalone") ? "all" : query);
})()"""
"""A headless shell forbids notifications, and installs nothing."""

IPHONE: Final = """(() => {
  delete window.Notification;
  Object.defineProperty(navigator, "userAgent", { get: () => "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5)" });
})()"""


def notices(guide: Guide) -> Iterator[Stop]:
    """What Bob sees who has installed the page, and somebody with an iPhone who hasn't."""
    person = _sign_in(guide, INSTALLED)
    offer = person.page.locator(".offer")
    expect(offer).to_be_visible()
    yield Stop("offer", person)
    guide.show(person, f"#/c/{guide.world.people.garden}")
    expect(person.messages).to_be_visible()
    expect(offer).to_be_visible()
    yield Stop("offer-group", person, at_end=False)
    guide.show(person, "#/settings")
    offer.get_by_role("button").last.click()
    expect(offer).to_have_count(0)
    expect(person.page.get_by_role("switch")).to_be_enabled()
    yield Stop("settings-notices-off", person)
    person.leave()

    person = _sign_in(guide, IPHONE)
    guide.show(person, "#/settings")
    expect(person.page.get_by_role("switch")).to_be_disabled()
    yield Stop("settings-notices-iphone", person)
    person.leave()


def _sign_in(guide: Guide, browser: str) -> Person:
    person = guide.visit(guide.world.busy.url, kept=True)
    person.page.add_init_script(browser)
    person.page.reload()
    person.log_in("bob", PASSWORD)
    return person

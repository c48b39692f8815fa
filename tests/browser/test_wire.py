"""What a visit costs, as it passes on the wire, and what an older page is told by a newer server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Route, expect

from imserver.http.bundle import bundles
from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.person import NETWORK_ERROR, PHONE, Person
from tests.browser.wire import Wire
from tests.server import Server

BYTES: Final = 200_000
"""Of a first visit, with signing in and all that the service worker does; with headers, and with the font of systems
that have none."""

REQUESTS: Final = 30

LATER_BYTES: Final = 12_000
LATER_REQUESTS: Final = 8

GONE: Final = re.compile("status of 410|Failed to fetch dynamically imported module|Refused to apply style")


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    if bundles().current() is None:
        pytest.fail("The bundle isn't that of the sources: run ./scripts/bundle.")
    with Wire(server.port) as wire:
        yield wire


@pytest.fixture
def ann(visit: Callable[..., Person], enrol: Callable[..., str], wire: Wire) -> Person:
    """Signed in on a phone, with the page kept."""
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    person = visit(url=wire.url, screen=PHONE, kept=True)
    person.allow_errors(NETWORK_ERROR)  # the wire is gone before the page
    person.log_in("ann", PASSWORD)
    person.is_connected()
    person.is_kept()
    person.page.wait_for_load_state("networkidle")
    return person


def test_a_first_visit_stays_within_its_budget(ann: Person, wire: Wire) -> None:
    assert wire.passed <= BYTES, wire.requests
    assert len(wire.requests) <= REQUESTS, wire.requests
    for name in ("main.js", "later.js", "page.css", "/"):
        assert wire.asked(name) == 1, f"the service worker fetched {name} again"
    assert not any("emoji" in path for path in wire.requests)


def test_a_later_visit_asks_for_nothing_of_the_page(ann: Person, wire: Wire) -> None:
    ann.page.goto("about:blank")
    wire.reset()
    ann.page.goto(wire.url)
    ann.is_connected()
    ann.page.wait_for_load_state("networkidle")
    assert wire.passed <= LATER_BYTES, wire.requests
    assert len(wire.requests) <= LATER_REQUESTS, wire.requests
    assert not any("/bundle-" in path for path in wire.requests)


def test_emoji_come_when_they_are_opened_and_stay(ann: Person, wire: Wire) -> None:
    ann.start_chat("bob", "Bob")
    for _ in range(2):
        ann.page.get_by_role("button", name="Emoji").click()
        expect(ann.page.get_by_role("button", name="Smileys")).to_be_visible()
        ann.page.get_by_role("button", name="Smileys").click()
        expect(ann.page.get_by_role("button", name="grinning face", exact=True)).to_be_visible()
        ann.reload()
    assert wire.asked("emoji-en.js") == 1
    assert wire.asked("emoji-zh.js") == 0


def test_a_font_that_was_loaded_is_there_without_a_connection(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str], cable: Cable
) -> None:
    enrol("ann", "Ann")
    ann = visit(url=cable.url, kept=True)
    ann.allow_errors(NETWORK_ERROR)
    ann.page.evaluate("document.fonts.load('16px \"Inter Latin\"').then(() => true)")
    ann.is_kept()
    cable.pull()
    ann.reload()
    expect(ann.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert ann.page.evaluate("document.fonts.load('16px \"Inter Latin\"').then(([font]) => font.status)") == "loaded"


def test_an_older_page_says_that_it_has_to_be_loaded_anew(
    visit: Callable[..., Person], enrol: Callable[..., str], server: Server
) -> None:
    enrol("ann", "Ann")
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.is_connected()
    ann.allow_errors(GONE)

    def updated(route: Route) -> None:
        """As if the server had another version by now."""
        route.continue_(url=re.sub("/bundle-[^/]+", "/bundle-0123456789abcdef", route.request.url))

    ann.page.route(re.compile(r"/bundle-"), updated)
    ann.page.evaluate("location.hash = '#/admin'")
    expect(ann.page.get_by_role("alert")).to_contain_text("A new version is ready.")
    ann.page.unroute(re.compile(r"/bundle-"))
    with ann.page.expect_navigation():
        ann.page.get_by_role("button", name="Reload").click()
    expect(ann.page.get_by_role("alert")).to_have_count(0)


def test_a_page_whose_server_was_updated_meanwhile_starts_anew(
    visit: Callable[..., Person], enrol: Callable[..., str], server: Server
) -> None:
    enrol("ann", "Ann")
    ann = visit(url="about:blank")
    ann.allow_errors(GONE)
    missed: list[str] = []

    def updated(route: Route) -> None:
        missed.append(route.request.url)
        route.continue_(url=re.sub("/bundle-[^/]+", "/bundle-0123456789abcdef", route.request.url))

    ann.page.route(re.compile("/bundle-.*/main.js"), updated, times=1)
    ann.page.goto(server.url)
    expect(ann.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert len(missed) == 1

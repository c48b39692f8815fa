"""What one sees before the page can do anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.server import Server


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_a_page_whose_modules_are_on_their_way_shows_that_it_starts(
    page: Page, server: Server, enrol: Callable[..., str]
) -> None:
    enrol("ann", "Ann")
    held: list[Route] = []
    page.route("**/main.js", lambda route: held.append(route))
    with page.expect_response("**/icon.svg"):
        page.goto(server.url, wait_until="commit")
    expect(page.get_by_role("main").locator("img")).to_be_visible()
    while not held:
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("main")).to_have_count(1)


def test_a_browser_without_javascript_is_told_what_is_missing(page: Page, server: Server) -> None:
    def forbid_scripts(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": "sandbox allow-same-origin"}
        )

    page.route(f"{server.url}/", forbid_scripts)
    page.goto(server.url)
    expect(page.locator("noscript")).to_be_in_viewport(ratio=1)

"""axe finds nothing on any screen, on both viewports and in both themes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.person import ATTEMPT_REFUSED, DESKTOP, PHONE, Person, Screen
from tests.browser.test_screens import populate
from tests.server import Server


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str], screen: Screen, dark: bool
) -> None:
    populate(server, enrol)
    person = visit(screen=screen, dark=dark)
    page = person.page
    found: dict[str, list[str]] = {}

    def check(name: str) -> None:
        found[name] = violations(page)

    def show(path: str) -> None:
        page.evaluate("(path) => { location.hash = path; }", path)

    check("login")
    show(server.setup_link.partition("#")[2])
    expect(page.get_by_role("textbox")).to_have_count(3)
    check("setup")
    person.allow_errors(ATTEMPT_REFUSED)
    show("/link/no-such-code")
    expect(page.get_by_role("link")).to_be_visible()
    check("invalid link")
    show("/")
    person.log_in("ann", "correct horse battery")
    expect(person.row("Garden club 🌿")).to_be_visible()
    check("chats")
    person.row("Garden club 🌿").click(button="right")
    expect(page.get_by_role("dialog").get_by_role("button").first).to_be_visible()
    check("conversation menu")
    page.keyboard.press("Escape")
    person.open("Garden club 🌿")
    person.write("**bold** `code`")
    expect(person.messages.locator("strong").last).to_be_visible()
    check("conversation")
    person.bubble("bold").click(button="right")
    expect(page.get_by_role("dialog").get_by_role("button").first).to_be_visible()
    check("message menu")
    page.get_by_role("button", name=re.compile("^Edit")).click()
    check("editing")
    page.keyboard.press("Escape")
    person.input.fill("@")
    expect(page.get_by_role("listbox")).to_be_visible()
    check("mention")
    person.input.fill("")
    page.get_by_role("button", name="Emoji").click()
    expect(page.get_by_role("dialog").get_by_role("button").nth(12)).to_be_visible()
    check("emoji")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Search this conversation").click()
    page.get_by_role("searchbox", name="Search this conversation").fill("hose")
    expect(person.messages.locator("mark").first).to_be_visible()
    check("find")
    page.get_by_role("link", name="Garden club 🌿").last.click()
    expect(page.get_by_text("@dana")).to_be_visible()
    check("details")
    for path, text in (
        ("/new", "@bob"),
        ("/new/group", "@bob"),
        ("/settings", "Keys and formatting"),
        ("/settings/name", "What others see."),
        ("/settings/password", "Present password"),
        ("/settings/devices", "This device"),
    ):
        show(path)
        expect(page.get_by_text(text, exact=True).first).to_be_visible()
        check(path)
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog").get_by_role("button").first).to_be_visible()
    check("help")
    page.keyboard.press("Escape")
    show("/")
    page.get_by_role("searchbox", name="Search chats and messages").fill("hose")
    expect(page.get_by_role("region", name="Messages", exact=True).get_by_role("link").first).to_be_visible()
    check("search")
    told = [f"{name}: {violation}" for name, violations in found.items() for violation in violations]
    assert not told, "\n".join(told)

"""Every screen, at every size and in both languages: nothing is hidden, cut or scrolled, and axe finds nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import AXE, violations
from tests.browser.conftest import PASSWORD
from tests.browser.person import DESKTOP, PHONE, SCREENS, Person, Screen
from tests.browser.sight import faults
from tests.browser.tour import LANGUAGES, PARTS, Guide, Language, Stop, World, world

Visit = Callable[..., Person]

ENGLISH = ("user", "group", "invite", "connection", "disk", "link", "since", "search")
QUOTED = re.compile(r"login,name,role.*|https?://\S+|\S*imctl\S*.*|\(.*?\)|（.*?）|[\w.]+\.\w+", re.MULTILINE)
"""What stays English in a Chinese page of the administration: names, addresses, commands."""


@pytest.fixture(scope="module")
def places() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("part", PARTS)
def test_every_screen(
    chromium: Browser, places: World, part: str, screen: Screen, language: Language, is_full: bool
) -> None:
    """In English, on a phone and on a desktop, each is opened by its address, is looked at in the dark too, and axe
    looks at it; the full set does that at each size and in both languages.
    """
    thorough = is_full or (language == "en" and screen in (PHONE, DESKTOP))
    guide = Guide(chromium, places, screen, language, anew=thorough)
    found: list[str] = []
    texts: list[str] = []

    def note(stop: Stop, theme: str, faults: list[str]) -> None:
        found.extend(f"{stop.name} ({screen}, {language}, {theme}): {fault}" for fault in faults)

    try:
        for stop in PARTS[part](guide):
            note(stop, "light", faults(stop.page, heading=stop.heading, at_end=stop.at_end))
            if language == "zh" and part == "administration":
                texts.append(stop.page.locator(".admin").inner_text())
            if thorough:
                if AXE.exists():
                    note(stop, "light", violations(stop.page, heading=stop.heading))
                stop.page.emulate_media(color_scheme="dark")
                expect(stop.page.locator("html")).to_have_attribute("data-theme", "dark")
                note(stop, "dark", faults(stop.page, heading=stop.heading, at_end=stop.at_end))
                if AXE.exists():
                    note(stop, "dark", violations(stop.page, colours=True))
                stop.page.emulate_media(color_scheme="light")
        found += [error for person in guide.people for error in person.unexpected_errors()]
    finally:
        print("\n".join(found))  # also where the walk breaks off
        guide.end()
    found += [
        f"{word!r} is left in English" for text in texts for word in ENGLISH if word in QUOTED.sub("", text).lower()
    ]
    assert not found, "\n".join(found)


def test_axe_is_there() -> None:
    """Without it the screens are looked at by half."""
    if shutil.which("npm") is None:
        pytest.skip("npm is missing, which fetches axe-core: apt install npm")
    assert AXE.exists(), "axe-core is missing: npm ci"


def test_one_pane_at_a_time_on_a_phone_and_two_on_a_desktop(arrive: Visit) -> None:
    arrive("bob", "Bob")
    person = arrive("ann", "Ann", screen=PHONE)
    expect(person.input).to_have_count(0)
    person.start_chat("bob", "Bob")
    expect(person.chats).to_be_hidden()
    expect(person.input).to_be_visible()
    person.page.go_back()
    expect(person.chats).to_be_visible()
    person.open("Bob")
    person.back()
    expect(person.chats).to_be_visible()
    person.open("Bob")
    person.page.set_viewport_size({"width": 1200, "height": 800})
    expect(person.chats).to_be_visible()
    expect(person.input).to_be_visible()


def test_language_and_theme_are_chosen_in_the_menu_and_stay(arrive: Visit) -> None:
    person = arrive("ann", "Ann")
    page = person.page
    root = page.locator("html")
    expect(root).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Menu").click()
    page.get_by_role("radio", name="中文").check()
    expect(page.get_by_role("heading", name="菜单")).to_be_visible()
    page.get_by_role("radio", name="深色").check()
    expect(root).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.get_by_role("heading", name="菜单")).to_be_visible()
    expect(root).to_have_attribute("lang", "zh-Hans")
    expect(root).to_have_attribute("data-theme", "dark")


def test_a_chinese_browser_gets_chinese_from_the_first_screen_on(visit: Visit, enrol: Callable[..., str]) -> None:
    enrol("ann", "安娜")
    enrol("bob", "小博")
    person = visit(language="zh-CN")
    expect(person.page.get_by_role("heading", name="登录")).to_be_visible()
    person.log_in("ann", PASSWORD)
    person.start_chat("小", "小博")
    person.write("你好")
    person.sees_sent("你好")
    leftovers = person.page.locator("body").inner_text().replace("@bob", "")
    assert not any(word in leftovers.lower() for word in ("chat", "message", "member", "send")), leftovers


def test_the_system_s_theme_is_followed(visit: Visit) -> None:
    person = visit(dark=True)
    root = person.page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    person.page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")

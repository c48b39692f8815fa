"""Every screen, on a phone and on a desktop, in both languages and themes: fits, and is there to be looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, DESKTOP, PHONE, Person, Screen
from tests.server import Server

Visit = Callable[..., Person]


def populate(server: Server, enrol: Callable[..., str]) -> None:
    people = {"ann": "Ann Lindqvist", "bob": "Bob Okafor", "chen": "陈晓明", "dana": "Dana", "wang": "王芳"}
    ids = {login: enrol(login, name) for login, name in people.items()}
    members = {login: Member(server.url, login, PASSWORD) for login in people}
    school = members["wang"].group("三年二班家长群", [ids["ann"], ids["chen"]])
    members["wang"].say(school, ["请各位家长明天带好身份证复印件。", "谢谢大家配合！"])
    direct = members["chen"].direct(ids["ann"])
    members["chen"].say(direct, ["你好，明天的会议改到下午三点了。"])
    members["ann"].say(direct, ["好的，收到。谢谢！"])
    members["chen"].say(direct, ["会议室在二楼 203，记得带上次的报告。"])
    garden = members["bob"].group("Garden club 🌿", [ids["ann"], ids["chen"], ids["dana"]])
    members["bob"].say(
        garden, ["Morning all! The tomatoes made it through the night.", "Barely. It was 4 °C at the gate."]
    )
    members["ann"].say(garden, ["Good to hear 🙂"])
    members["chen"].say(garden, ["周六上午九点浇水，谁有空？"])
    members["dana"].say(
        garden,
        [
            "I can do Saturday, but only until eleven. Could somebody bring the long hose? The short one doesn't "
            "reach the far beds, and last time we ended up carrying cans for an hour."
        ],
    )
    members["ann"].say(garden, ["I have it. See https://example.org/hoses (the green one)."])
    members["bob"].say(
        garden,
        [
            "**Saturday**, then:\n- bring the long hose\n- `2` cans\n- gloves\n> until eleven",
            "```sh\ncurl https://garden.local/valve | jq .open\n```",
        ],
    )
    for login, seq, emoji in (
        ("ann", 5, "👍"),
        ("bob", 5, "👍"),
        ("chen", 5, "🌱"),
        ("ann", 1, "🎉"),
        ("dana", 7, "❤️"),
    ):
        members[login].change({"t": "react", "conv": garden, "seq": seq, "emoji": emoji})
    reply = {"reply_to": 4, "mentions": [ids["ann"]]}
    members["dana"].say(garden, ["@Ann Lindqvist then let us take the nine o’clock one 🙌"], **reply)
    members["bob"].change({"t": "pin", "conv": garden, "seq": 5})
    members["ann"].http.put(f"/conversations/{school}/preferences", json={"notify": "nothing"}).raise_for_status()
    members["ann"].http.put(f"/conversations/{direct}/preferences", json={"pinned": True}).raise_for_status()
    for member in members.values():
        member.close()


def fits(person: Person) -> bool:
    """Nothing sticks out to the side."""
    return bool(person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en-GB", "zh-CN"], ids=["en", "zh"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_screen(
    server: Server, visit: Visit, enrol: Callable[..., str], screens: Path, screen: Screen, language: str, dark: bool
) -> None:
    populate(server, enrol)
    person = visit(screen=screen, language=language, dark=dark)
    page = person.page
    prefix = "-".join(["phone" if screen.touch else "desktop", language[:2], "dark" if dark else "light"])

    def take(name: str) -> None:
        page.evaluate("document.fonts.ready.then(() => undefined)")
        page.screenshot(path=screens / f"{prefix}-{name}.png", animations="disabled")
        assert fits(person), f"{name} is wider than the screen"

    def show(path: str) -> None:
        page.evaluate("(path) => { location.hash = path; }", path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    take("1-login")
    show(server.setup_link.partition("#")[2])
    expect(page.get_by_role("textbox")).to_have_count(3)
    take("2-setup")
    person.allow_errors(ATTEMPT_REFUSED)
    show("/link/no-such-code")
    expect(page.get_by_role("link")).to_be_visible()
    take("3-link-invalid")
    show("/")
    person.log_in("ann", PASSWORD)
    expect(person.row("Garden club 🌿")).to_be_visible()
    take("4-chats")
    person.open("Garden club 🌿")
    person.write("See you on Saturday! 👋")
    person.sees_sent("See you on Saturday! 👋")
    take("5-group")
    row = person.bubble("@Ann Lindqvist then let us take the nine o’clock one 🙌")
    row.click(button="right")
    expect(page.get_by_role("dialog").get_by_role("button").first).to_be_visible()
    take("5a-message-menu")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Reply|回复)")).click()
    expect(page.get_by_role("group", name=re.compile("^(Reply|回复)$"))).to_be_visible()
    person.input.fill("@")
    expect(page.get_by_role("listbox")).to_be_visible()
    take("5b-reply-mention")
    person.input.fill("")
    page.get_by_role("button", name=re.compile("^(Emoji|表情)$")).click()
    expect(page.get_by_role("dialog").get_by_role("button").nth(12)).to_be_visible()
    take("5c-emoji")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^(Cancel|取消)$")).click()
    page.get_by_role("button", name=re.compile("^(Search this conversation|搜索此会话)$")).click()
    page.get_by_role("searchbox", name=re.compile("^(Search this conversation|搜索此会话)$")).fill("hose")
    expect(page.get_by_role("log").locator("mark").first).to_be_visible()
    take("5d-find")
    page.get_by_role("button", name=re.compile("^(Close|关闭)$")).click()
    page.get_by_role("link", name="Garden club 🌿").last.click()
    expect(page.get_by_text("@dana")).to_be_visible()
    take("6-people")
    show("/new")
    expect(page.get_by_text("@bob")).to_be_visible()
    take("7-new-chat")
    show("/new/group")
    page.get_by_role("button", name=re.compile("^Bob Okafor")).click()
    page.get_by_role("button", name=re.compile("^王芳")).click()
    take("8-new-group")
    show("/settings")
    expect(page.get_by_role("radio", checked=True)).to_have_count(3)
    take("9-menu")
    show("/settings/devices")
    expect(page.get_by_text(re.compile("^(This device|当前设备)$"))).to_be_visible()
    take("9a-devices")
    show("/settings/password")
    expect(page.get_by_role("button", name=re.compile("^(Change the password|修改密码)$"))).to_be_visible()
    take("9b-password")
    show("/settings/name")
    expect(page.get_by_role("button", name=re.compile("^(Save|保存)$"))).to_be_visible()
    take("9c-name")
    show("/settings")
    page.get_by_role("button", name=re.compile("^(Keys and formatting|快捷键与格式)$")).click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_be_visible()
    take("9d-help")
    page.keyboard.press("Escape")
    show("/")
    page.get_by_role("searchbox").fill("hose")
    expect(page.get_by_role("region", name=re.compile("^(Messages|消息)$")).get_by_role("link").first).to_be_visible()
    take("9e-search")


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

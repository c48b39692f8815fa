"""What Ann sees, who has talked for a while."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.person import NETWORK_ERROR, Person
from tests.browser.population import picture
from tests.browser.tour.guide import Guide, Stop, to_top

FIRST_GROUP = "Garden club 🌿"
LAST_MESSAGE = "See you on Saturday! 👋"


def chat(guide: Guide) -> Iterator[Stop]:
    person = guide.sign_in(guide.world.busy, "ann", kept=True)
    expect(person.row(FIRST_GROUP)).to_be_visible()
    person.is_kept()
    for part in (_chats, _group, _find, _details, _direct, _files, _new, _settings, _offline):
        yield from part(guide, person)
    person.leave()


def close_details(person: Person) -> None:
    """Where they are a column of their own, which stays."""
    close = person.page.locator("#details").get_by_role("button", name=re.compile("^(Close|关闭)$"))
    if close.count() > 0:
        close.click()
        expect(close).to_have_count(0)


def _dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog")


def _close(person: Person, steps: int = 1) -> None:
    for _ in range(steps):
        person.page.keyboard.press("Escape")
    expect(_dialog(person)).to_have_count(0)


def _chats(guide: Guide, person: Person) -> Iterator[Stop]:
    say, page = guide.say, person.page
    guide.show(person, "#/")
    expect(person.row(FIRST_GROUP)).to_be_visible()
    yield Stop("chats", person)
    person.row(FIRST_GROUP).click(button="right")
    expect(_dialog(person).get_by_role("button").first).to_be_visible()
    yield Stop("chats-menu", person)
    _close(person)
    search = page.get_by_role("searchbox", name=say("Search chats and messages", "搜索会话和消息"))
    search.fill("hose")
    expect(
        page.get_by_role("region", name=say("Messages", "消息"), exact=True).get_by_role("link").first
    ).to_be_visible()
    yield Stop("search", person)
    search.fill("zzzz")
    expect(page.locator(".results .nothing-ways").get_by_role("link")).to_be_visible()
    yield Stop("search-nothing", person)
    search.fill("")


def _group(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    guide.show(person, f"#/c/{guide.world.people.garden}")
    person.sees_sent(LAST_MESSAGE)
    expect(person.messages.locator("pre")).to_be_visible()
    expect(page.locator(".pin-bar")).to_contain_text("I can do Saturday")
    yield Stop("group", person, at_end=False)
    yield from _message(guide, person)
    yield from _composer(guide, person)


def _message(guide: Guide, person: Person) -> Iterator[Stop]:
    """The menu of a message, and what is chosen in it."""
    dialog, own = _dialog(person), person.bubble(LAST_MESSAGE)

    def choose(english: str, chinese: str) -> None:
        dialog.get_by_role("button", name=re.compile("^" + guide.say(english, chinese))).click()

    own.click(button="right")
    expect(dialog.get_by_role("button").first).to_be_visible()
    yield Stop("message-menu", person)
    choose("Who has read it", "已读情况")
    expect(dialog.get_by_role("heading").first).to_be_visible()
    yield Stop("message-readers", person)
    _close(person, steps=2)
    own.click(button="right")
    choose("Recall", "撤回")
    expect(dialog.locator(".confirm")).to_be_visible()
    yield Stop("message-recall", person)
    _close(person, steps=2)
    if person.screen.touch:
        own.click(button="right")
        choose("Select text", "选择文字")
        expect(dialog.locator(".whole-text")).to_be_visible()
        yield Stop("message-text", person)
        _close(person, steps=2)
    own.click(button="right")
    choose("Edit", "编辑")
    expect(person.input).to_have_value(LAST_MESSAGE)
    yield Stop("message-edit", person)
    person.page.keyboard.press("Escape")
    expect(person.input).to_have_value("")
    person.messages.get_by_role("button", name="@Ann Lindqvist").click()
    expect(dialog).to_contain_text("@ann")
    yield Stop("mention-card", person)
    _close(person)
    person.bubble("@Ann Lindqvist then let us take the nine o’clock one 🙌").click(button="right")
    choose("Reply", "回复")


def _composer(guide: Guide, person: Person) -> Iterator[Stop]:
    """In the middle of a reply."""
    say, page = guide.say, person.page
    expect(page.get_by_role("group", name=say("Reply", "回复"), exact=True)).to_be_visible()
    person.input.fill("@")
    expect(page.get_by_role("listbox")).to_be_visible()
    yield Stop("message-reply-mention", person)
    person.input.fill("")
    page.get_by_role("button", name=say("Emoji", "表情"), exact=True).click()
    expect(_dialog(person).get_by_role("button").nth(12)).to_be_visible()
    yield Stop("emoji", person)
    _close(person)
    page.get_by_role("button", name=say("Cancel", "取消"), exact=True).click()


def _find(guide: Guide, person: Person) -> Iterator[Stop]:
    """In the same group."""
    say, page = guide.say, person.page
    find = say("Search this conversation", "搜索此会话")
    page.get_by_role("button", name=find).click()
    page.get_by_role("searchbox", name=find).fill("hose")
    expect(person.messages.locator("mark").first).to_be_visible()
    yield Stop("find", person, at_end=False)
    page.get_by_role("searchbox", name=find).fill("zzzz")
    expect(page.locator(".find-status")).to_have_text(say("Nothing found", "未找到"))
    expect(person.messages.locator("mark")).to_have_count(0)
    yield Stop("find-nothing", person, at_end=False)
    page.get_by_role("searchbox", name=find).fill("")
    page.get_by_label(say("Jump to a date", "跳转到日期")).fill("2099-01-01")
    expect(page.locator(".find")).to_contain_text("2099")
    yield Stop("find-nothing-since", person, at_end=False)
    page.get_by_role("searchbox", name=find).press("Escape")
    page.locator(".pin-bar").click()
    expect(person.messages.locator(".found")).to_be_visible()
    page.evaluate("document.getAnimations().forEach((one) => one.pause())")
    yield Stop("jumped", person, at_end=False)
    page.locator(".jump").click()
    expect(page.locator(".jump")).to_have_count(0)


def _details(guide: Guide, person: Person) -> Iterator[Stop]:
    """Of somebody else's group, and of one's own."""
    say, page, people = guide.say, person.page, guide.world.people
    guide.show(person, f"#/c/{people.garden}/people")
    expect(page.get_by_text("@dana")).to_be_visible()
    yield Stop("details-group", person)
    guide.show(person, f"#/c/{people.neighbours}")
    expect(person.messages).to_be_visible()
    expect(person.input).to_be_visible()
    begin = person.messages.get_by_role("button", name=say("Add people", "添加成员"))
    expect(begin).to_be_visible()
    yield Stop("conversation-empty", person)
    begin.click()
    expect(_dialog(person).get_by_text("@chen")).to_be_visible()
    yield Stop("conversation-empty-add", person)
    _close(person)
    guide.show(person, f"#/c/{people.neighbours}/people")
    expect(page.get_by_text("@dana")).to_be_visible()
    yield Stop("details-own-group", person)
    page.get_by_role("button", name=say("Group rules", "群组规则")).click()
    expect(page.get_by_role("combobox")).to_be_attached()
    to_top(page)
    yield Stop("details-rules", person)
    page.get_by_role("button", name=re.compile("Dana")).click()
    expect(_dialog(person).get_by_role("button").first).to_be_visible()
    to_top(page)
    yield Stop("member-menu", person)
    _dialog(person).locator(".danger").last.click()
    expect(_dialog(person).locator(".confirm")).to_be_visible()
    to_top(page)
    yield Stop("member-confirm", person)
    _close(person, steps=2)


def _direct(guide: Guide, person: Person) -> Iterator[Stop]:
    page, people = person.page, guide.world.people
    guide.show(person, f"#/c/{people.chen}")
    person.sees("好的，收到。谢谢！")
    yield Stop("direct", person)
    guide.show(person, f"#/c/{people.chen}/people")
    expect(page.locator(".profile-login")).to_have_text("@chen")
    yield Stop("details-direct", person)
    close_details(person)
    guide.show(person, f"#/c/{people.dana}")
    expect(page.locator(".no-composer")).to_be_visible()
    yield Stop("direct-blocked", person)


def _files(guide: Guide, person: Person) -> Iterator[Stop]:
    say, page = guide.say, person.page
    guide.show(person, f"#/c/{guide.world.people.bob}")
    shown = person.messages.get_by_role("button", name=re.compile("tomatoes.png"))
    expect(shown.locator("img")).to_be_visible()
    expect(person.messages.locator(".file-name").last).to_be_visible()
    yield Stop("files", person)
    shown.click()
    expect(_dialog(person).get_by_role("img", name="tomatoes.png")).to_be_visible()
    expect(page.locator(".viewer-picture.coming")).to_have_count(0)
    yield Stop("picture", person)
    _close(person)
    chosen: list[FilePayload] = [
        {"name": "beds in spring.png", "mimeType": "image/png", "buffer": picture((300, 200))},
        {"name": "everything that we need on Saturday.txt", "mimeType": "text/plain", "buffer": b"Gloves"},
    ]
    page.get_by_label(say("Attach files", "添加文件")).set_input_files(chosen)
    chips = page.locator(".composer li")
    expect(chips).to_have_count(2)
    expect(chips.get_by_role("progressbar")).to_have_count(0)
    yield Stop("composer-files", person)
    for _ in range(2):
        chips.first.get_by_role("button").last.click()
    expect(chips).to_have_count(0)


def _new(guide: Guide, person: Person) -> Iterator[Stop]:
    """Beginning a conversation."""
    page = person.page
    guide.show(person, "#/new")
    expect(page.locator(".people-search").get_by_text("@bob")).to_be_visible()
    yield Stop("new-chat", person)
    guide.show(person, "#/new/group")
    expect(page.locator(".people-search").get_by_text("@bob")).to_be_visible()
    yield Stop("new-group", person)
    page.get_by_role("button", name=re.compile("^Bob Okafor")).click()
    page.get_by_role("button", name=re.compile("^王芳")).first.click()
    to_top(page)
    yield Stop("new-group-chosen", person)


def _settings(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    guide.show(person, "#/settings")
    expect(page.get_by_role("radio", checked=True)).to_have_count(3)
    expect(page.locator(".profile .avatar img")).to_be_visible()
    yield Stop("settings", person)
    yield from _picture(guide, person)
    page.get_by_role("button", name=guide.say("Shortcuts and formatting", "快捷键与格式")).click()
    expect(_dialog(person).get_by_role("heading", level=1)).to_be_visible()
    yield Stop("help", person)
    _close(person)
    guide.show(person, "#/settings/name")
    expect(page.locator("form .button.primary")).to_be_visible()
    yield Stop("settings-name", person)
    guide.show(person, "#/settings/password")
    expect(page.locator("form .button.primary")).to_be_visible()
    yield Stop("settings-password", person)
    guide.show(person, "#/settings/devices")
    expect(page.get_by_text(re.compile("^(This device|当前设备)$"))).to_be_visible()
    yield Stop("settings-devices", person)


def _picture(guide: Guide, person: Person) -> Iterator[Stop]:
    """One's own, from the settings."""
    say, page = guide.say, person.page
    page.get_by_role("button", name=say("Change your picture", "更换头像")).click()
    expect(_dialog(person).locator(".avatar img")).to_be_visible()
    yield Stop("avatar", person)
    chosen: FilePayload = {"name": "garden.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("dialog input[type=file]").set_input_files(chosen)
    expect(_dialog(person).get_by_role("application")).to_be_visible()
    yield Stop("avatar-cut", person)
    chosen = {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x10ftypheic"}
    page.locator("dialog input[type=file]").set_input_files(chosen)
    expect(_dialog(person).get_by_role("alert")).to_contain_text("HEIC")
    yield Stop("avatar-refused", person)
    chosen = {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}
    page.locator("dialog input[type=file]").set_input_files(chosen)
    expect(_dialog(person).locator(".avatar-file")).to_be_visible()
    yield Stop("avatar-unseen", person)
    _close(person)


def _offline(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    person.allow_errors(NETWORK_ERROR)
    guide.show(person, "#/")
    expect(person.row(FIRST_GROUP)).to_be_visible()
    person.go_offline(True)
    page.reload()
    expect(page.locator(".connection:visible p").first).to_be_visible()
    yield Stop("chats-offline", person)
    person.row(FIRST_GROUP).click()
    person.sees(LAST_MESSAGE)
    yield Stop("group-offline", person)
    find = guide.say("Search this conversation", "搜索此会话")
    page.get_by_role("button", name=find).click()
    page.get_by_role("searchbox", name=find).fill("hose")
    expect(page.locator(".find-part")).to_be_visible()
    expect(person.messages.locator("mark").first).to_be_visible()
    yield Stop("find-offline", person, at_end=False)
    page.get_by_role("searchbox", name=find).press("Escape")

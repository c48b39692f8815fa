"""What people do with messages: answer, react, edit, recall, mention, pin, and see who has read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, PHONE, Person, Screen
from tests.server import Server

Arrive = Callable[..., Person]


def menu(person: Person, text: str, choice: str) -> None:
    person.menu(text).get_by_role("button", name=re.compile(f"^{choice}")).click()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_answer_shows_what_it_answers_and_leads_there(arrive: Arrive, screen: Screen) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann", screen=screen)
    bob.start_chat("ann", "Ann")
    bob.write("Lunch at one?")
    ann.open("Bob")
    menu(ann, "Lunch at one?", "Reply")
    expect(ann.page.get_by_role("group", name="Reply")).to_contain_text("Lunch at one?")
    ann.reload()
    expect(ann.page.get_by_role("group", name="Reply")).to_contain_text("Lunch at one?")
    ann.write("With pleasure")
    expect(ann.page.get_by_role("group", name="Reply")).to_have_count(0)
    quote = bob.bubble("With pleasure").get_by_role("button", name="You Lunch at one?")
    expect(quote).to_be_visible()
    quote.click()
    expect(bob.bubble("Lunch at one?")).to_be_in_viewport()


def test_a_finger_that_rests_opens_the_menu_and_chooses_nothing_when_it_is_lifted(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann", screen=PHONE)
    ann.start_chat("bob", "Bob")
    ann.write("We won!")
    ann.sees_sent("We won!")
    ann.menu("We won!")
    ann.page.get_by_role("dialog").get_by_role("button", name="Recall").tap()
    expect(ann.page.get_by_role("dialog").locator(".confirm")).to_be_visible()
    expect(ann.bubble("We won!").get_by_role("list", name="Reactions")).to_have_count(0)


def test_text_is_selected_beyond_the_edge_of_a_popup(arrive: Arrive) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    page = ann.page
    page.get_by_role("button", name="Emoji", exact=True).click()
    field = page.get_by_role("dialog").get_by_role("searchbox")
    field.fill("smile")
    box = field.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(2, y)
    page.mouse.up()
    field.press("Delete")
    expect(field).to_have_value("")
    page.mouse.click(2, y)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_tools_of_a_long_message_are_in_sight_at_every_width(
    server: Server, arrive: Arrive, enrol: Callable[..., str]
) -> None:
    enrol("bob", "Bob")
    ann = arrive("ann", "Ann")
    bob, me = (Member(server.url, login, PASSWORD) for login in ("bob", "ann"))
    group = bob.group("Garden", [me.id])
    bob.say(group, ["The tomatoes want water. " * 20])
    me.say(group, ["I carry the water there. " * 20])
    bob.close()
    me.close()
    ann.open("Garden")
    for width in (1300, 1100, 1000, 800, 700, 600, 400):
        ann.page.set_viewport_size({"width": width, "height": 800})
        if width == 1300:
            ann.page.get_by_role("button", name="Details", exact=True).click()
        for text in ("The tomatoes", "I carry"):
            ann.messages.locator(".bubble").filter(has_text=text).hover()
            expect(ann.messages.locator(".message-tools")).to_have_count(1)
            assert ann.messages.locator(".message-tools").evaluate(CLIPPED) <= 0, (width, text)


CLIPPED = """(tools) => {
  const { left, right } = tools.getBoundingClientRect();
  const { left: from, right: to } = tools.closest(".stretch").getBoundingClientRect();
  return Math.max(from - left, right - to);
}"""
"""How far the tools stand out of what is painted (px)."""


def test_reactions_are_counted_and_taken_back(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob", screen=PHONE)
    ann.start_chat("bob", "Bob")
    ann.write("We won!")
    bob.open("Ann")
    dialog = bob.menu("We won!")
    dialog.get_by_role("button", name="More emoji").click()
    dialog.get_by_role("searchbox").fill("tada")
    dialog.get_by_role("button", name="party popper").click()
    mark = ann.bubble("We won!").get_by_role("list", name="Reactions").get_by_role("button")
    expect(mark).to_have_accessible_name(re.compile("^🎉 1 "))
    expect(mark).to_have_attribute("aria-pressed", "false")
    mark.click()
    expect(mark).to_have_accessible_name(re.compile("^🎉 2 "))
    expect(bob.bubble("We won!").get_by_role("button", name="🎉 2 Ann, You")).to_have_count(0)
    expect(bob.bubble("We won!").get_by_role("button", name="🎉 2 You, Ann")).to_be_visible()
    mark.click()
    expect(mark).to_have_accessible_name(re.compile("^🎉 1 "))


def test_one_s_own_message_is_edited_and_the_draft_stays(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("See you at thre")
    ann.sees_sent("See you at thre")
    ann.page.keyboard.press("ArrowUp")
    expect(ann.page.get_by_role("group", name="Edit message")).to_be_visible()
    expect(ann.input).to_have_value("See you at thre")
    ann.input.fill("See you at three")
    ann.page.keyboard.press("Enter")
    bob.open("Ann")
    bob.sees("See you at three")
    expect(bob.bubble("See you at three")).to_contain_text("edited")
    ann.input.fill("half a thought")
    menu(ann, "See you at three", "Edit")
    expect(ann.input).to_have_value("See you at three")
    ann.input.press("Escape")
    expect(ann.input).to_have_value("half a thought")


def test_a_recalled_message_is_gone_for_everybody(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("to the wrong person")
    bob.open("Ann")
    bob.sees("to the wrong person")
    menu(ann, "to the wrong person", "Recall")
    ann.page.get_by_role("dialog").get_by_role("button", name="Recall").click()
    for person in (ann, bob):
        person.sees("This message was recalled.")
        expect(person.bubble("to the wrong person")).to_have_count(0)


def test_a_quote_follows_what_is_made_of_the_message_that_it_quotes(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("see you at thre")
    bob.open("Ann")
    menu(bob, "see you at thre", "Reply")
    bob.write("All right")
    ann.sees("All right")
    menu(ann, "see you at thre", "Edit")
    ann.input.fill("see you at three")
    ann.page.get_by_role("button", name="Save").click()
    for person in (ann, bob):
        expect(person.bubble("All right").get_by_role("button", name="see you at three")).to_be_visible()
    menu(ann, "see you at three", "Recall")
    ann.page.get_by_role("dialog").get_by_role("button", name="Recall").click()
    for person in (ann, bob):
        expect(person.bubble("All right").get_by_role("button", name="This message was recalled.")).to_be_visible()
        expect(person.messages.get_by_text("see you at thre")).to_have_count(0)


def test_marks_tell_how_far_a_message_has_come_and_who_has_read_it(
    arrive: Arrive, server: Server, enrol: Callable[..., str]
) -> None:
    enrol("cleo", "Cleo")
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    member = Member(server.url, "ann", PASSWORD)
    ids = {one["login"]: one["id"] for one in member.http.get("/users").json()["users"]}
    group = member.group("Team", [ids["bob"], ids["cleo"]])
    ann.open("Team")
    ann.write("Who is there?")
    mark = ann.bubble("Who is there?").get_by_role("img")
    expect(mark).to_have_accessible_name("Sent")
    cleo = Member(server.url, "cleo", PASSWORD)
    cleo.change({"t": "mark", "conv": group, "delivered": 1})
    expect(mark).to_have_accessible_name("Delivered")
    menu(ann, "Who is there?", "Who has read it")
    readers = ann.page.get_by_role("dialog")
    expect(readers).to_contain_text("Delivered to")
    expect(readers).not_to_contain_text("Read by")
    bob.open("Team")
    expect(readers).to_contain_text(re.compile("Read by.*Bob.*Delivered to.*Cleo", re.DOTALL))
    for _ in range(2):
        ann.page.keyboard.press("Escape")
    cleo.change({"t": "mark", "conv": group, "read": 1})
    expect(mark).to_have_accessible_name("Read")
    for one in (member, cleo):
        one.close()


def test_people_are_mentioned_by_completion_and_called(
    arrive: Arrive, server: Server, enrol: Callable[..., str]
) -> None:
    enrol("robert", "Robert Long")
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob Okafor")
    member = Member(server.url, "ann", PASSWORD)
    ids = {one["login"]: one["id"] for one in member.http.get("/users").json()["users"]}
    member.group("Team", [ids["bob"], ids["robert"]])
    member.close()
    ann.open("Team")
    ann.input.press_sequentially("Ask @ok")
    offered = ann.page.get_by_role("listbox", name="People to mention").get_by_role("option")
    expect(offered).to_have_count(1)
    ann.page.keyboard.press("Enter")
    expect(ann.input).to_have_value("Ask @Bob Okafor ")
    ann.input.press_sequentially("about it, not @Nobody")
    ann.page.keyboard.press("Escape")
    ann.page.keyboard.press("Enter")
    expect(bob.row("Team").get_by_role("img", name="1 message mentions you")).to_be_visible()
    bob.open("Team")
    expect(bob.messages.locator(".mention.me")).to_have_text("@Bob Okafor")
    expect(bob.messages.locator(".mention")).to_have_count(1)


def test_a_pinned_message_stands_above_and_leads_to_its_place(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("The code of the door is 4711")
    ann.sees_sent("The code of the door is 4711")
    menu(ann, "The code of the door is 4711", "Pin for everyone")
    bob.open("Ann")
    pinned = bob.page.get_by_role("button", name=re.compile("^Pinned message"))
    expect(pinned).to_contain_text("4711")
    pinned.click()
    expect(bob.bubble("The code of the door is 4711")).to_be_in_viewport()
    menu(bob, "The code of the door is 4711", "Unpin")
    expect(ann.page.get_by_role("button", name=re.compile("^Pinned message"))).to_have_count(0)


def test_markdown_is_shown_as_meant_and_code_as_typed(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("**bold** and `code`\n- one\n- two\n```\nif (a < b) {\n  go();\n}\n```")
    bob.open("Ann")
    text = bob.messages.locator(".message-text")
    expect(text.locator("strong")).to_have_text("bold")
    expect(text.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(text.locator("pre")).to_have_text("if (a < b) {\n  go();\n}")


TYPED = (
    "周一~周五 9:00~17:00",
    r"2*3*4=24 \\server\share\_x ¯\_(ツ)_/¯ >_<",
    "1. a\n3. b\n07. c",
    "a  b\n\n\n    if *x*:\n\t_y_",
    "- 5 °C",
    "text\n* * *\n---",
)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=str)
def test_what_is_no_mark_is_shown_as_it_was_typed(
    arrive: Arrive, server: Server, enrol: Arrive, screen: Screen
) -> None:
    enrol("bob", "Bob")
    ann = arrive("ann", "Ann", screen=screen)
    bob = Member(server.url, "bob", PASSWORD)
    conv = bob.direct(next(one["id"] for one in bob.http.get("/users").json()["users"] if one["login"] == "ann"))
    bob.say(conv, [*TYPED, "intro:\n\n2. one\n- two\n\n**end**"])
    ann.open("Bob")
    texts = ann.messages.locator(".message-text")
    expect(texts).to_have_count(len(TYPED) + 1)
    items = texts.last.get_by_role("listitem")
    expect(items).to_have_text(["2. one", "two"])
    assert items.evaluate_all("(all) => all.map((one) => getComputedStyle(one).listStyleType)") == ["none", "disc"]
    assert [texts.nth(number).inner_text() for number in range(len(TYPED))] == list(TYPED)
    lines = texts.last.evaluate("(text) => text.offsetHeight / parseFloat(getComputedStyle(text).lineHeight)")
    assert lines > 5.9, "the blank lines around the list are shown"
    bob.close()


def test_previews_show_a_text_without_its_marks(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("**注意：**明天 `npm i` _x_ 2*3*4")
    shown = "注意：明天 npm i x 2*3*4"
    expect(bob.row("Ann")).to_contain_text(shown)
    expect(bob.page.get_by_role("status", name="New messages")).to_contain_text(shown)
    bob.open("Ann")
    bob.messages.locator(".message").hover()
    bob.page.get_by_role("button", name="Reply").click()
    expect(bob.page.get_by_role("group", name="Reply")).to_contain_text(shown)
    bob.write("- *yes*\n- no")
    expect(bob.messages.locator(".quote")).to_contain_text(shown)
    expect(ann.row("Bob")).to_contain_text("• yes")
    ann.page.get_by_role("searchbox", name="Search chats and messages").fill("npm")
    result = ann.page.get_by_role("region", name="Messages").get_by_role("listitem")
    expect(result).to_contain_text(shown)
    expect(result.locator("mark")).to_have_text("npm")


def test_typing_and_presence_are_shown_while_they_last(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    header = ann.page.get_by_role("region", name="Bob").get_by_role("banner").or_(ann.page.locator(".front .bar"))
    expect(header).to_contain_text("Online")
    bob.open("Ann")
    bob.input.press_sequentially("hm")
    expect(header).to_contain_text("typing…")
    bob.page.keyboard.press("Enter")
    expect(header).to_contain_text("Online")
    bob.leave()
    expect(header).to_contain_text("@bob")


def test_a_message_is_handled_by_keyboard_alone(arrive: Arrive) -> None:
    ann, bob = arrive("ann", "Ann"), arrive("bob", "Bob")
    bob.start_chat("ann", "Ann")
    for text in ("first", "second"):
        bob.write(text)
    ann.open("Bob")
    ann.sees("second")
    ann.messages.focus()
    keyboard = ann.page.keyboard
    keyboard.press("ArrowUp")
    expect(ann.bubble("second")).to_be_focused()
    keyboard.press("ArrowUp")
    expect(ann.bubble("first")).to_be_focused()
    keyboard.press("Enter")
    expect(ann.page.get_by_role("dialog")).to_be_visible()
    keyboard.press("Escape")
    expect(ann.bubble("first")).to_be_focused()
    keyboard.press("r")
    expect(ann.input).to_be_focused()
    expect(ann.page.get_by_role("group", name="Reply")).to_contain_text("first")
    keyboard.press("Control+/")
    expect(ann.page.get_by_role("heading", name="Shortcuts and formatting")).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("Control+k")
    expect(ann.page.get_by_role("searchbox", name="Search chats and messages")).to_be_focused()


@pytest.mark.parametrize(
    "unseen", ["\u200b\u2060", "\u3164", "**\u200b**", "\u0301"], ids=["blank", "filler", "marks", "accent"]
)
def test_what_nobody_can_see_is_not_sent(arrive: Arrive, unseen: str) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.input.fill(unseen)
    expect(ann.page.get_by_role("button", name="Send")).to_be_disabled()
    ann.input.press("Enter")
    ann.write("seen")
    ann.sees_sent("seen")
    expect(ann.messages.locator(".message")).to_have_count(1)

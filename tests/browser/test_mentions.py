"""Whom a text mentions: who was chosen, through editing, undoing, reloads and renames; and who that is, by a card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, PHONE, Person, Screen
from tests.server import Server

Arrive = Callable[..., Person]


@dataclass
class Team:
    """A group of Ann, who writes, two people called Sam, and somebody called Everyone."""

    member: Member
    group: str
    ids: dict[str, str]

    def messages(self) -> list[dict[str, Any]]:
        answer = self.member.http.get(f"/conversations/{self.group}/messages", params={"limit": 200})
        found: list[dict[str, Any]] = answer.raise_for_status().json()["messages"]
        return found

    def mentioned(self) -> list[tuple[str, list[str]]]:
        """Of each message its text and the logins of whom it mentions, where they stand."""
        logins = {who: login for login, who in self.ids.items()} | {"all": "all"}
        found = []
        for message in self.messages():
            if message["action"]:
                continue
            places = message.get("spans", [])
            assert set(message.get("mentions", [])) == {place["who"] for place in places}
            found.append((message["text"], [logins[place["who"]] for place in places]))
        return found


@pytest.fixture
def team(server: Server, enrol: Callable[..., str]) -> Iterator[Team]:
    people = {"ann": "Ann", "sam.k": "Sam", "sam.m": "Sam", "eve": "Everyone"}
    ids = {login: enrol(login, name) for login, name in people.items()}
    member = Member(server.url, "ann", PASSWORD)
    yield Team(member, member.group("Team", [who for login, who in ids.items() if login != "ann"]), ids)
    member.close()


@pytest.fixture
def ann(team: Team, visit: Callable[..., Person]) -> Person:
    person = visit()
    person.log_in("ann", PASSWORD)
    person.open("Team")
    return person


def offered(person: Person) -> Locator:
    return person.page.get_by_role("listbox", name="People to mention").get_by_role("option")


def choose(person: Person, typed: str, login: str) -> None:
    """Begin a name, and choose who is meant."""
    person.input.press_sequentially(typed)
    offered(person).filter(has_text=f"@{login}").click()


def press(person: Person, *keys: str) -> None:
    for key in keys:
        person.page.keyboard.press(key)


def test_of_two_people_with_one_name_the_chosen_one_is_mentioned(team: Team, ann: Person) -> None:
    choose(ann, "Ask @sam", "sam.m")
    expect(ann.input).to_have_value("Ask @Sam ")
    choose(ann, "or @sam", "sam.k")
    ann.input.press_sequentially("today")
    press(ann, "Enter")
    ann.sees_sent("Ask @Sam or @Sam today")
    assert team.mentioned() == [("Ask @Sam or @Sam today", ["sam.m", "sam.k"])]


def test_a_name_of_several_people_is_asked_about_and_mentions_nobody_before(team: Team, ann: Person) -> None:
    ann.input.press_sequentially("Hi @Sam, hello")
    doubt = ann.page.get_by_text("@Sam could be several people")
    expect(doubt).to_be_visible()
    ann.page.get_by_role("button", name="Choose").click()
    expect(offered(ann)).to_have_count(2)
    offered(ann).filter(has_text="@sam.k").click()
    expect(ann.input).to_have_value("Hi @Sam, hello")
    expect(doubt).to_have_count(0)
    press(ann, "Enter")
    ann.sees_sent("Hi @Sam, hello")
    ann.input.press_sequentially("And @Sam, of course")
    expect(doubt).to_be_visible()
    press(ann, "Enter")
    ann.sees_sent("And @Sam, of course")
    assert team.mentioned() == [("Hi @Sam, hello", ["sam.k"]), ("And @Sam, of course", [])]


def test_a_choice_is_kept_through_editing_undoing_and_moving(team: Team, ann: Person) -> None:
    choose(ann, "@sam", "sam.m")
    choose(ann, "@sam", "sam.k")
    press(ann, "Home")
    ann.input.press_sequentially("So: ")
    expect(ann.input).to_have_value("So: @Sam @Sam ")
    press(ann, *["Delete"] * len("@Sam "))
    expect(ann.input).to_have_value("So: @Sam ")
    press(ann, "Enter")
    ann.sees_sent("So: @Sam")
    choose(ann, "@sam", "sam.m")
    ann.input.press_sequentially("go")
    press(ann, "Control+a", "Delete")
    expect(ann.input).to_have_value("")
    press(ann, "Control+z")
    expect(ann.input).to_have_value("@Sam go")
    press(ann, "Control+a", "Control+x", "Control+v", "Enter")
    ann.sees_sent("@Sam go")
    assert team.mentioned() == [("So: @Sam", ["sam.k"]), ("@Sam go", ["sam.m"])]


def test_a_draft_keeps_its_choice_through_a_reload_and_a_rename(team: Team, server: Server, ann: Person) -> None:
    choose(ann, "Ask @sam", "sam.m")
    ann.input.press_sequentially("soon")
    sam = Member(server.url, "sam.m", PASSWORD)
    sam.http.patch("/me", json={"name": "Samuel Moss"}).raise_for_status()
    ann.reload()
    expect(ann.input).to_have_value("Ask @Sam soon")
    ann.input.press_sequentially("!")
    press(ann, "Enter")
    ann.sees_sent("Ask @Sam soon!")
    assert team.mentioned() == [("Ask @Sam soon!", ["sam.m"])]
    mention = ann.bubble("Ask @Sam soon!").get_by_role("button", name="@Sam", exact=True)
    mention.click()
    card = ann.page.get_by_role("dialog", name="Mentioned person")
    expect(card).to_contain_text("Samuel Moss")
    expect(card).to_contain_text("@sam.m")
    sam.close()


def test_an_edit_keeps_who_was_chosen_and_can_choose_another(team: Team, ann: Person) -> None:
    choose(ann, "@sam", "sam.m")
    ann.input.press_sequentially("first")
    press(ann, "Enter")
    ann.sees_sent("@Sam first")
    press(ann, "ArrowUp")
    expect(ann.input).to_have_value("@Sam first")
    press(ann, "Home")
    ann.input.press_sequentially("Dear ")
    press(ann, "Enter")
    ann.sees_sent("Dear @Sam first")
    assert team.mentioned() == [("Dear @Sam first", ["sam.m"])]
    press(ann, "ArrowUp")
    expect(ann.input).to_have_value("Dear @Sam first")
    press(ann, "Home", *["ArrowRight"] * len("Dear @Sam"), "Backspace")
    offered(ann).filter(has_text="@sam.k").click()
    expect(ann.input).to_have_value("Dear @Sam first")
    press(ann, "Enter")
    expect(ann.input).to_have_value("")
    ann.sees_sent("Dear @Sam first")
    expect(ann.bubble("Dear @Sam first").locator(".mention")).to_have_attribute("title", "@sam.k")
    assert team.mentioned() == [("Dear @Sam first", ["sam.k"])]


def test_code_links_and_addresses_mention_nobody(team: Team, ann: Person) -> None:
    for text in ("`@eve`", "x@eve", "https://example.org/@eve", "`@eve` and @eve"):
        ann.input.fill(text)
        press(ann, "Escape", "Enter")
        expect(ann.input).to_have_value("")
    ann.sees_sent("@eve and @eve")
    found = team.mentioned()
    assert [logins for _, logins in found] == [[], [], [], ["eve"]]
    expect(ann.messages.locator(".mention")).to_have_count(1)


def test_somebody_called_everyone_is_not_everybody(team: Team, server: Server, ann: Person) -> None:
    choose(ann, "@every", "eve")
    ann.input.press_sequentially("only")
    press(ann, "Enter")
    ann.sees_sent("@Everyone only")
    ann.input.press_sequentially("@all of you")
    press(ann, "Enter")
    ann.sees_sent("@all of you")
    assert team.mentioned() == [("@Everyone only", ["eve"]), ("@all of you", ["all"])]
    ann.input.press_sequentially("@everyone again")
    expect(ann.page.get_by_text("@everyone could be several people")).to_be_visible()
    sam = Member(server.url, "sam.k", PASSWORD)
    assert sam.http.get(f"/conversations/{team.group}").json()["mentioned"] == 1
    sam.close()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_mention_tells_who_it_is_and_leads_to_them(team: Team, visit: Callable[..., Person], screen: Screen) -> None:
    text = "Thanks, @Sam!"
    span = {"start": 8, "end": 12, "who": team.ids["sam.m"]}
    team.member.say(team.group, [text], mentions=[team.ids["sam.m"]], spans=[span])
    eve = visit(screen=screen)
    eve.log_in("eve", PASSWORD)
    eve.open("Team")
    mention = eve.messages.get_by_role("button", name="@Sam", exact=True)
    if screen.touch:
        mention.tap()
    else:
        mention.focus()
        press(eve, "Enter")
    card = eve.page.get_by_role("dialog", name="Mentioned person")
    expect(card).to_contain_text("@sam.m")
    press(eve, "Escape")
    expect(card).to_have_count(0)
    expect(mention).to_be_focused()
    mention.click()
    card.get_by_role("button", name="Message").click()
    expect(eve.page.get_by_role("heading", name="Sam")).to_be_visible()
    expect(eve.page).to_have_url(re.compile("#/c/"))


def test_a_message_that_mentions_somebody_who_left_is_sent_again_without_them(team: Team, ann: Person) -> None:
    choose(ann, "Bye @sam", "sam.m")
    choose(ann, "and @every", "eve")
    ann.go_offline(True)
    press(ann, "Enter")
    expect(ann.waiting()).to_have_count(1)
    team.member.http.delete(f"/conversations/{team.group}/members/{team.ids['sam.m']}").raise_for_status()
    ann.forget_errors()
    ann.go_offline(False)
    expect(ann.failures).to_contain_text("is no longer in this group")
    ann.page.get_by_role("button", name="Send without mentioning them").click()
    ann.sees_sent("Bye @Sam and @Everyone")
    assert team.mentioned() == [("Bye @Sam and @Everyone", ["eve"])]


def test_a_draft_says_that_who_was_chosen_has_left(team: Team, ann: Person) -> None:
    choose(ann, "Bye @sam", "sam.m")
    note = ann.page.get_by_text("@Sam is no longer in this group and won’t be mentioned.")
    expect(ann.input).to_have_value("Bye @Sam ")
    expect(note).to_have_count(0)
    team.member.http.delete(f"/conversations/{team.group}/members/{team.ids['sam.m']}").raise_for_status()
    expect(note).to_be_visible()
    ann.reload()
    expect(note).to_be_visible()
    ann.input.fill("Bye")
    expect(note).to_have_count(0)

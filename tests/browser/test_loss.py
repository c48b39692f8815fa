"""Cut networks, killed servers and reloads in the middle of sends: nothing is lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import NETWORK_ERROR, PHONE, Person
from tests.server import Server, running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """It is killed."""
    with running(tmp_path / "data") as own:
        yield own


@pytest.fixture
def pair(visit: Callable[..., Person], enrol: Callable[..., str], cable: Cable) -> tuple[Person, Person]:
    """Ann, by the cable, and Bob, with their conversation open."""
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    ann, bob = visit(url=cable.url, kept=True), visit(screen=PHONE)
    for person, login in ((ann, "ann"), (bob, "bob")):
        person.allow_errors(NETWORK_ERROR)
        person.log_in(login, PASSWORD)
    ann.start_chat("bob", "Bob")
    bob.start_chat("ann", "Ann")
    return ann, bob


def stored(server: Server) -> list[str]:
    member = Member(server.url, "ann", PASSWORD)
    conversations = member.http.get("/conversations").json()["conversations"]
    texts = member.history(conversations[0]["id"])
    member.close()
    return texts


def expect_all(person: Person, texts: list[str]) -> None:
    """Exactly these, in this order, all sent."""
    expect(person.messages.locator(".message-text")).to_have_text(texts, use_inner_text=True)
    expect(person.waiting()).to_have_count(0)
    expect(person.failures).to_have_count(0)


def test_a_pulled_cable(server: Server, pair: tuple[Person, Person], cable: Cable) -> None:
    ann, bob = pair
    ann.write("before")
    bob.sees("before")
    cable.pull()
    for number in range(3):
        ann.write(f"ann without network {number}")
        bob.write(f"bob meanwhile {number}")
    expect(ann.waiting()).to_have_count(3)
    expect(ann.page.get_by_text("No connection.").or_(ann.page.get_by_text("Connecting…")).first).to_be_visible()
    cable.plug_in()
    texts = ["before", *(f"bob meanwhile {n}" for n in range(3)), *(f"ann without network {n}" for n in range(3))]
    expect_all(ann, texts)
    expect_all(bob, texts)
    assert stored(server) == texts


def test_written_offline_and_reloaded_before_it_was_sent(
    server: Server, pair: tuple[Person, Person], cable: Cable
) -> None:
    ann, bob = pair
    ann.write("first")
    ann.sees_sent("first")
    cable.pull()
    ann.write("kept by the outbox")
    expect(ann.waiting()).to_have_count(1)
    cable.plug_in()
    ann.reload()
    expect_all(ann, ["first", "kept by the outbox"])
    expect_all(bob, ["first", "kept by the outbox"])
    assert stored(server) == ["first", "kept by the outbox"]


def test_a_network_that_says_offline(pair: tuple[Person, Person]) -> None:
    ann, bob = pair
    bob.go_offline(True)
    ann.write("are you there?")
    bob.write("I am in a tunnel")
    bob.go_offline(False)
    for person in pair:
        person.sees_sent("I am in a tunnel" if person is bob else "are you there?")
        expect(person.messages.locator(".message-text")).to_have_count(2)
    expect(ann.bubble("I am in a tunnel")).to_have_count(1)


def test_kill_9_of_the_server_in_a_burst_of_sends(server: Server, pair: tuple[Person, Person]) -> None:
    ann, bob = pair
    written: dict[str, list[str]] = {"ann": [], "bob": []}
    for number in range(30):
        for name, person in (("ann", ann), ("bob", bob)):
            text = f"{name} {number}"
            written[name].append(text)
            person.write(text)
        if number in (8, 20):
            server.kill()
        if number in (12, 24):
            server.start()
    for person in pair:
        expect(person.messages.locator(".message-text")).to_have_count(60)
        expect(person.waiting()).to_have_count(0)
    texts = stored(server)
    for name, own in written.items():
        assert [text for text in texts if text.startswith(name)] == own
    expect_all(ann, texts)
    expect_all(bob, texts)
    for person in pair:
        person.reload()
        expect(person.messages.locator(".message-text").last).to_have_text(texts[-1], use_inner_text=True)
        shown = person.texts()
        assert shown == texts[-len(shown) :]


def test_acknowledgements_lost_again_and_again(server: Server, pair: tuple[Person, Person], cable: Cable) -> None:
    ann, bob = pair
    written = []
    for number in range(40):
        text = f"ann {number}"
        written.append(text)
        ann.input.fill(text)
        ann.page.keyboard.press("Enter")
        if number % 4 == 3:
            cable.pull()
            cable.plug_in()
    expect_all(ann, written)
    expect_all(bob, written)
    assert stored(server) == written


def test_what_is_unsent_is_named_before_signing_out(pair: tuple[Person, Person], cable: Cable) -> None:
    ann, _ = pair
    ann.is_kept()
    ann.write("sent")
    ann.sees_sent("sent")
    cable.pull()
    ann.write("not sent")
    ann.page.goto(f"{cable.url}/#/settings")
    ann.page.get_by_role("button", name="Sign out").click()
    expect(ann.page.get_by_role("alert")).to_contain_text("1 message or change hasn’t been sent yet and would be lost.")
    cable.plug_in()
    expect(ann.page.get_by_role("alert")).to_have_count(0)

"""Without a connection: what was seen is readable, what is written is sent once, and a newer page takes over gently."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import NETWORK_ERROR, Person
from tests.browser.population import picture
from tests.server import Server

KEPT = """async () => {
  const [{ name }] = await indexedDB.databases();
  const open = indexedDB.open(name);
  await new Promise((done) => { open.onsuccess = done; });
  const count = open.result.transaction("messages").objectStore("messages").count();
  await new Promise((done) => { count.onsuccess = done; });
  open.result.close();
  return count.result;
}"""
"""How many messages the browser keeps."""


@pytest.fixture
def ann(visit: Callable[..., Person], enrol: Callable[..., str], cable: Cable) -> Person:
    """By the cable, with the page kept in the browser."""
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    person = visit(url=cable.url, kept=True)
    person.allow_errors(NETWORK_ERROR)
    person.log_in("ann", PASSWORD)
    person.is_kept()
    return person


def test_what_was_seen_is_read_and_what_is_written_is_sent_once(server: Server, ann: Person, cable: Cable) -> None:
    bob = Member(server.url, "bob", PASSWORD)
    ann.start_chat("bob", "Bob")
    ann.write("before")
    ann.sees_sent("before")
    conv = ann.page.url.rpartition("/")[2]
    bob.say(conv, [f"seen {number}" for number in range(80)])
    ann.sees("seen 79")
    ann.until(f"async () => await ({KEPT})() === 81")
    cable.pull()
    ann.reload()
    ann.sees("seen 79")
    ann.messages.hover()
    ann.page.mouse.wheel(0, -20_000)
    ann.sees("before")
    ann.write("written without a connection")
    ann.reload()
    ann.sees("written without a connection")
    expect(ann.waiting()).to_have_count(1)
    bob.say(conv, ["said meanwhile"])
    cable.plug_in()
    ann.sees("said meanwhile")
    ann.sees_sent("written without a connection")
    assert bob.history(conv).count("written without a connection") == 1
    bob.close()


def test_what_is_kept_is_searched_without_a_connection(server: Server, ann: Person, cable: Cable) -> None:
    bob = Member(server.url, "bob", PASSWORD)
    ann.start_chat("bob", "Bob")
    conv = ann.page.url.rpartition("/")[2]
    bob.say(conv, ["green apples", *(f"filler {number}" for number in range(60)), "an Äpple, green", "apples"])
    ann.sees("apples")
    ann.until(f"async () => await ({KEPT})() === 63")
    cable.pull()
    ann.reload()
    ann.open("Bob")
    ann.page.get_by_role("button", name="Search this conversation").click()
    search = ann.page.get_by_role("searchbox", name="Search this conversation")
    search.fill("apple green")
    expect(ann.page.get_by_text("1 of 2")).to_be_visible()
    expect(ann.page.get_by_text("Only messages saved on this device were searched")).to_be_visible()
    expect(ann.bubble("an Äpple, green")).to_be_in_viewport()
    search.press("Enter")
    expect(ann.bubble("green apples")).to_be_in_viewport()
    search.fill("pear")
    expect(ann.page.get_by_text("Nothing found for “pear”")).to_be_visible()
    expect(ann.page.get_by_text("All messages in “Bob” were searched.")).to_have_count(0)
    search.fill("apple")
    expect(ann.page.get_by_text("1 of 3")).to_be_visible()
    cable.plug_in()
    ann.page.get_by_role("button", name="Search all messages").click()
    expect(ann.page.get_by_text("Only messages saved on")).to_have_count(0)
    expect(ann.page.get_by_text("1 of 3")).to_be_visible()
    expect(search).to_be_focused()
    bob.close()


def test_a_network_that_is_gone_is_told_at_once_and_one_that_is_back_as_well(server: Server, ann: Person) -> None:
    said = ann.page.get_by_text("No connection. Messages are sent once you’re back online.").and_(
        ann.page.locator(":visible")
    )
    ann.start_chat("bob", "Bob")
    ann.write("before")
    ann.sees_sent("before")
    expect(said).to_have_count(0)
    ann.go_offline(True)
    expect(said).to_be_visible(timeout=1_500)
    ann.write("meanwhile")
    ann.go_offline(False)
    ann.sees_sent("meanwhile")
    expect(said).to_have_count(0)


def test_a_network_that_is_only_said_to_be_gone_is_no_news(ann: Person) -> None:
    ann.start_chat("bob", "Bob")
    ann.write("before")
    ann.sees_sent("before")
    ann.page.evaluate(
        """() => {
          window.said = 0;
          const count = () => { window.said += document.querySelectorAll(".connection p").length; };
          new MutationObserver(count).observe(document, { childList: true, subtree: true });
        }"""
    )
    ann.page.evaluate("dispatchEvent(new Event('offline'))")
    ann.write("after")
    ann.sees_sent("after")
    assert ann.page.evaluate("window.said") == 0


def test_a_picture_that_cannot_be_had_has_its_name_and_size_until_there_is_a_connection(
    server: Server, ann: Person, cable: Cable
) -> None:
    bob = Member(server.url, "bob", PASSWORD)
    ann.start_chat("bob", "Bob")
    ann.write("before")
    ann.sees_sent("before")
    conv = ann.page.url.rpartition("/")[2]
    ann.page.route("**/api/v1/media/**", lambda route: route.abort())
    file = bob.upload(conv, "garden.png", picture((900, 600)))
    bob.say(conv, [""], attachments=[file])
    shown = ann.messages.get_by_role("button", name="Open the picture garden.png")
    expect(shown).to_contain_text("garden.png")
    expect(shown).to_contain_text(re.compile("PNG · .*B$"))
    cable.pull()
    ann.page.unroute("**/api/v1/media/**")
    shown.click()
    dialog = ann.page.get_by_role("dialog", name="garden.png")
    expect(dialog.get_by_role("alert")).to_be_visible()
    cable.plug_in()
    expect(dialog.get_by_role("img", name="garden.png")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    ann.page.keyboard.press("Escape")
    expect(shown.locator("img")).to_be_visible()
    expect(shown).not_to_contain_text("PNG")
    bob.close()


@pytest.mark.parametrize("status", [200, 403])
def test_the_page_of_a_hotel_in_the_way_signs_nobody_out(ann: Person, status: int) -> None:
    ann.start_chat("bob", "Bob")
    ann.write("before")
    ann.sees_sent("before")
    ann.until(f"async () => await ({KEPT})() === 1")
    ann.allow_errors(re.compile("Failed to load resource: the server responded with a status of 403"))
    ann.page.route("**/api/v1/token", lambda route: route.fulfill(status=status, body="<h1>Welcome</h1>"))
    with ann.page.expect_response("**/api/v1/token"):
        ann.reload()
    ann.sees("before")
    ann.write("after")
    ann.page.unroute("**/api/v1/token")
    ann.sees_sent("after")


ASTERISKS = """
window.asterisks = 0;
new MutationObserver(() => {
  const texts = [...document.querySelectorAll(".message-text")];
  window.asterisks += texts.filter(({ textContent }) => textContent.includes("*")).length;
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def test_a_page_that_is_kept_shows_no_text_with_its_asterisks_first(ann: Person) -> None:
    ann.start_chat("bob", "Bob")
    ann.write("**bold**")
    ann.sees_sent("bold")
    ann.page.evaluate("location.hash = '#/'")
    ann.page.add_init_script(ASTERISKS)
    ann.reload()
    ann.page.wait_for_load_state("networkidle")
    ann.open("Bob")
    ann.sees_sent("bold")
    assert ann.page.evaluate("asterisks") == 0


def test_a_newer_page_waits_for_a_word_and_keeps_the_draft(ann: Person, cable: Cable) -> None:
    ann.start_chat("bob", "Bob")
    ann.input.fill("half a sentence")
    newer = b"0123456789abcdef"
    cable.rewrite = lambda data: re.sub(rb'(?<=PRECACHE = {"version": ")[0-9a-f]{16}', newer, data)
    ann.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    note = ann.page.get_by_text("A new version is ready.")
    expect(note).to_be_visible()
    expect(ann.input).to_have_value("half a sentence")
    with ann.page.expect_navigation():
        ann.page.get_by_role("button", name="Reload").click()
    expect(ann.input).to_have_value("half a sentence")
    ann.is_kept()
    expect(note).to_have_count(0)
    assert ann.page.evaluate("caches.keys()") == [f"imnode-page-{newer.decode()}"]


def test_the_page_can_be_installed(ann: Person, server: Server) -> None:
    session = ann.page.context.new_cdp_session(ann.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )


def test_who_is_signed_out_from_elsewhere_leaves_nothing_to_read(server: Server, ann: Person) -> None:
    ann.start_chat("bob", "Bob")
    ann.write("a secret")
    ann.sees_sent("a secret")
    member = Member(server.url, "ann", PASSWORD)
    sessions = member.http.get("/me/sessions").json()["sessions"]
    [browser] = [one["id"] for one in sessions if one["device"]]
    member.http.delete(f"/me/sessions/{browser}").raise_for_status()
    expect(ann.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(ann.page.get_by_role("alert")).to_contain_text("You were signed out.")
    ann.until(f"async () => await ({KEPT})() === 0")
    member.close()


def test_what_was_never_opened_opens_without_a_connection(ann: Person, cable: Cable) -> None:
    cable.pull()
    ann.page.evaluate("location.hash = '#/settings'")
    expect(ann.page.get_by_role("heading", name="Menu")).to_be_visible()
    expect(ann.page.get_by_role("button", name="Sign out")).to_be_visible()

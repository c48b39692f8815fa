"""Getting in: the first administrator, invitations, new passwords, signing in and out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.person import ATTEMPT_REFUSED, DESKTOP, PHONE, Person, Screen
from tests.server import Server
from tests.sites import Sites

Visit = Callable[..., Person]


@pytest.fixture
def server(lent: Sites) -> Iterator[Server]:
    """It has no owner yet."""
    yield lent.take()
    lent.give_back()


def test_the_first_link_makes_the_administrator(server: Server, visit: Visit) -> None:
    owner = visit(url=server.setup_link)
    page = owner.page
    page.get_by_role("textbox", name="Login").fill("maria")
    page.get_by_role("textbox", name="Your name").fill("María")
    page.get_by_label("New password", exact=True).fill("short")
    owner.allow_errors(ATTEMPT_REFUSED)
    page.get_by_role("button", name="Create administrator account").click()
    expect(page.get_by_text("Use 8 to 256 characters")).to_be_visible()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create administrator account").click()
    expect(owner.chats).to_be_visible()
    page.get_by_role("link", name="Menu").click()
    expect(page.get_by_text("María", exact=True)).to_be_visible()

    late = visit(url=server.setup_link)
    late.allow_errors(ATTEMPT_REFUSED)
    expect(late.page.get_by_role("heading", name="This link isn’t valid")).to_be_visible()
    late.page.get_by_role("link", name="Go to sign-in").click()
    late.log_in("maria", PASSWORD)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=lambda screen: screen.name)
def test_a_new_server_says_where_its_owner_begins(server: Server, visit: Visit, screen: Screen) -> None:
    link = server.setup_link
    newcomer, chinese = visit(screen=screen), visit(screen=screen, language="zh-CN")
    expect(chinese.page.get_by_role("heading", name="这是一台新服务器")).to_be_visible()
    page = newcomer.page
    expect(page.get_by_role("heading", name="This server is new")).to_be_visible()
    expect(page.get_by_text("imctl setup-link")).to_have_count(2)
    expect(page.get_by_label("Password")).to_have_count(0)
    page.get_by_role("textbox").fill("what is this?")
    page.get_by_role("button", name="Set up the server").click()
    expect(page.get_by_text("This isn’t an owner’s link.")).to_be_visible()
    page.get_by_role("textbox").fill(f" {link[:30]}\n{link[30:]}\n")  # as a narrow terminal breaks it
    page.get_by_role("button", name="Set up the server").click()
    expect(page.get_by_role("heading", name="Set up your server")).to_be_visible()
    suggested = page.get_by_role("textbox", name="Server name").input_value()
    assert suggested
    assert "127.0.0.1" not in suggested
    page.get_by_role("textbox", name="Server name").fill("Greenfield School")
    page.get_by_role("textbox", name="Login").fill("maria")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create administrator account").click()
    expect(newcomer.chats).to_be_visible()
    expect(page).to_have_title("Greenfield School")

    chinese.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(chinese.page.get_by_role("heading", name="登录")).to_be_visible()
    expect(chinese.page.get_by_text("Greenfield School")).to_be_visible()

    page.goto(f"{server.url}/#/admin")
    page.get_by_role("textbox", name="What everyone sees").fill("绿野学校")
    page.get_by_role("button", name="Save name").click()
    expect(page).to_have_title("Overview · 绿野学校")
    invite = server.admin.post("/api/v1/admin/invites", json={}).json()["url"]
    guest = visit(url=invite, screen=screen)
    expect(guest.page.get_by_role("heading", name="You’re invited to 绿野学校")).to_be_visible()
    guest.page.get_by_role("textbox", name="Login").fill("ming")
    guest.page.get_by_label("New password", exact=True).fill(PASSWORD)
    guest.page.get_by_role("button", name="Create my account").click()
    guest.is_connected()
    expect(guest.page).to_have_title("绿野学校")
    server.admin.patch("/api/v1/admin/server", json={"name": "Greenfield"}).raise_for_status()
    expect(guest.page).to_have_title("Greenfield")


def test_who_has_an_account_signs_in_before_there_is_an_owner(
    server: Server, visit: Visit, enrol: Callable[..., str]
) -> None:
    enrol("ann", "Ann")
    ann = visit()
    expect(ann.page.get_by_text("This server has no owner yet.")).to_be_visible()
    ann.log_in("ann", PASSWORD)


def test_all_that_is_wrong_is_told_at_once_and_the_first_field_has_the_keyboard(server: Server, visit: Visit) -> None:
    owner = visit(url=server.setup_link, screen=PHONE)
    page = owner.page
    owner.allow_errors(ATTEMPT_REFUSED)
    page.get_by_role("textbox", name="Server name").fill("\u200b")
    page.get_by_role("textbox", name="Login").fill("two words")
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_role("button", name="Create administrator account").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(3)
    expect(page.get_by_role("textbox", name="Server name")).to_be_focused()
    page.get_by_role("textbox", name="Server name").fill("School")
    page.get_by_role("button", name="Create administrator account").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(page.get_by_role("textbox", name="Login")).to_be_focused()


def test_an_invitation_makes_a_member_once(server: Server, visit: Visit, enrol: Callable[..., str]) -> None:
    enrol("ann", "Ann")
    url = server.admin.post("/api/v1/admin/invites", json={}).json()["url"]
    guest = visit(url=url, screen=PHONE)
    page = guest.page
    page.get_by_role("textbox", name="Login").fill("ann")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    guest.allow_errors(ATTEMPT_REFUSED)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_text("This login is taken.")).to_be_visible()
    page.get_by_role("textbox", name="Login").fill("小明")
    page.get_by_role("button", name="Create my account").click()
    guest.start_chat("ann", "Ann")
    guest.write("I am in")
    guest.sees_sent("I am in")

    late = visit(url=url)
    late.allow_errors(ATTEMPT_REFUSED)
    expect(late.page.get_by_role("heading", name="This link isn’t valid")).to_be_visible()


def test_a_link_sets_a_new_password(server: Server, visit: Visit, enrol: Callable[..., str]) -> None:
    enrol("ann", "Ann")
    url = server.admin.post("/api/v1/admin/users/ann/link").json()["url"]
    ann = visit(url=url)
    expect(ann.page.get_by_text("Choose a new password for “ann” on")).to_be_visible()
    ann.page.get_by_label("New password", exact=True).fill("quite another one")
    ann.page.get_by_role("button", name="Save and sign in").click()
    expect(ann.chats).to_be_visible()

    again = visit()
    again.log_in("ann", "quite another one")


def test_a_wrong_password_is_told_and_a_right_one_lasts_over_reloads(visit: Visit, enrol: Callable[..., str]) -> None:
    enrol("ann", "Ann")
    ann = visit()
    ann.allow_errors(ATTEMPT_REFUSED)
    ann.page.get_by_role("textbox", name="Login").fill("ann")
    ann.page.get_by_label("Password", exact=True).fill("wrong password")
    ann.page.get_by_role("button", name="Sign in").click()
    expect(ann.page.get_by_role("alert")).to_contain_text("The login or password is wrong.")
    ann.log_in("ann", PASSWORD)
    for _ in range(3):
        ann.reload()
        expect(ann.chats).to_be_visible()


def test_signing_out_ends_the_session_here(visit: Visit, enrol: Callable[..., str]) -> None:
    enrol("ann", "Ann")
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.is_connected()
    ann.page.get_by_role("link", name="Menu").click()
    ann.page.get_by_role("button", name="Sign out").click()
    expect(ann.page.get_by_role("heading", name="Sign in")).to_be_visible()
    ann.reload()
    expect(ann.page.get_by_role("heading", name="Sign in")).to_be_visible()
    databases = ann.page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
    assert databases == []


@pytest.mark.usefixtures("alone")
def test_guesses_hold_up_strangers_who_are_told_for_how_long_and_no_browser_that_was_here_before(
    server: Server, visit: Visit, enrol: Callable[..., str]
) -> None:
    def sign_in(person: Person) -> None:
        person.page.get_by_role("textbox", name="Login").fill("ann")
        person.page.get_by_label("Password", exact=True).fill(PASSWORD)
        person.page.get_by_role("button", name="Sign in").click()

    enrol("ann", "Ann")
    ann, stranger = visit(), visit()
    ann.log_in("ann", PASSWORD)
    ann.page.get_by_role("link", name="Menu").click()
    ann.page.get_by_role("button", name="Sign out").click()
    for _ in range(10):
        httpx.post(f"{server.url}/api/v1/login", json={"login": "ann", "password": "a guess"}, timeout=60)
    stranger.allow_errors(ATTEMPT_REFUSED)
    sign_in(stranger)
    expect(stranger.page.get_by_role("alert")).to_have_text("You’re doing that too often. Try again in 5 minutes.")
    sign_in(ann)
    expect(ann.chats).to_be_visible()


def test_a_disabled_account_is_signed_out_at_once(server: Server, visit: Visit, enrol: Callable[..., str]) -> None:
    enrol("ann", "Ann")
    ann = visit()
    ann.log_in("ann", PASSWORD)
    ann.is_connected()
    server.admin.patch("/api/v1/admin/users/ann", json={"disabled": True}).raise_for_status()
    expect(ann.page.get_by_role("alert")).to_contain_text("This account is disabled.")
    ann.page.get_by_role("textbox", name=re.compile("Login")).fill("ann")
    ann.page.get_by_label("Password", exact=True).fill(PASSWORD)
    ann.allow_errors(ATTEMPT_REFUSED)
    ann.page.get_by_role("button", name="Sign in").click()
    expect(ann.page.get_by_role("alert")).to_contain_text("This account is disabled.")

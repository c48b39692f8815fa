"""The admin page, as owners and admins use it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, DESKTOP, PHONE, Person, Screen
from tests.browser.population import ADMIN, enrol, tuning_record
from tests.browser.sight import faults
from tests.server import Server
from tests.sites import Sites

Visit = Callable[..., Person]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The machine was tuned."""
    return {"IM_TUNING_RECORD": str(tuning_record(tmp_path_factory.mktemp("tuning") / "state.json"))}


@pytest.fixture
def server(lent: Sites) -> Iterator[Server]:
    """Of tests that need no owner, the next has the same."""
    yield lent.take()
    lent.give_back()


LINES: Final = """(cell) => {
  const words = document.createRange();
  return new Set([...cell.firstChild.data].map((_, at) => {
    words.setStart(cell.firstChild, at);
    words.setEnd(cell.firstChild, at + 1);
    return words.getBoundingClientRect().top;
  })).size;
}"""
"""On how many lines the words of a cell stand."""


@pytest.fixture
def appoint(server: Server, visit: Visit) -> Visit:
    """Somebody with a role, signed in, on the admin page: `appoint("owner", "ann", "Ann")`."""

    def sign_in(role: str, login: str = "ann", name: str = "Ann Lindqvist", **how: object) -> Person:
        enrol(server, login, name, role)
        person = visit(**how)
        person.log_in(login, PASSWORD)
        show(person.page, "#/admin")
        return person

    return sign_in


def show(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", path)


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def upload(page: Page, content: bytes, name: str = "class.csv") -> None:
    payload: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(payload)


def test_who_types_slash_admin_gets_there(server: Server, visit: Visit) -> None:
    enrol(server, "ann", "Ann", "admin")
    person = visit(url=f"{server.url}/admin")
    page = person.page
    page.get_by_role("textbox", name="Login").fill("ann")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Overview")
    page.get_by_role("link", name="Back to chats").click()
    expect(person.chats).to_be_visible()
    page.get_by_role("link", name="Menu").click()
    page.get_by_role("link", name="Administration").click()
    heading(page, "Overview")


def test_members_are_told_that_it_is_not_theirs(appoint: Visit) -> None:
    page = appoint("member").page
    expect(page.get_by_text("Only owners and admins")).to_be_visible()
    expect(page.get_by_role("navigation", name="Administration")).to_have_count(0)
    page.get_by_role("link", name="Back to chats").click()
    page.get_by_role("link", name="Menu").click()
    expect(page.get_by_role("radio").first).to_be_visible()
    expect(page.get_by_role("link", name="Administration")).to_have_count(0)


def test_chat_loads_nothing_of_it(server: Server, visit: Visit) -> None:
    enrol(server, "ann", "Ann", "admin")
    person = visit()
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.reload()
    person.log_in("ann", PASSWORD)
    assert any(url.endswith("/main.js") for url in asked)
    assert [url for url in asked if "/admin" in url] == []
    show(person.page, "#/admin")
    heading(person.page, "Overview")
    assert any("admin.js" in url for url in asked)


def test_somebody_who_is_added_gets_in_by_the_link(appoint: Visit, visit: Visit) -> None:
    page = appoint("admin").page
    show(page, "#/admin/users")
    page.get_by_role("link", name="Add person").click()
    person_allows = page.get_by_role("textbox", name="Login")
    person_allows.fill("maria")
    page.get_by_role("textbox", name="Name").fill("Maria Lopez")
    page.get_by_role("button", name="Add person").click()
    link = page.locator(".issued-link input").input_value()
    newcomer = visit(url=link)
    newcomer.page.get_by_label("New password").fill(PASSWORD)
    newcomer.page.get_by_role("button", name="Save and sign in").click()
    newcomer.is_connected()
    page.get_by_role("link", name="Open account").click()
    heading(page, "Maria Lopez")
    expect(page.get_by_text("online", exact=True)).to_be_visible()


def test_a_login_that_is_taken_is_said_at_its_field(server: Server, appoint: Visit) -> None:
    person = appoint("admin")
    person.allow_errors(ATTEMPT_REFUSED)
    enrol(server, "bob", "Bob")
    show(person.page, "#/admin/users/new")
    field = person.page.get_by_role("textbox", name="Login")
    field.fill("bob")
    person.page.get_by_role("button", name="Add person").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("is taken"))


def test_many_people_are_searched_and_paged(server: Server, appoint: Visit) -> None:
    rows = [{"login": f"pupil{number:03}", "name": f"Pupil {number}"} for number in range(120)]
    server.admin.post(f"{ADMIN}/users/import", json={"rows": rows}).raise_for_status()
    page = appoint("admin").page
    show(page, "#/admin/users")
    people = page.get_by_role("list", name="People").get_by_role("listitem")
    expect(people).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(people).to_have_count(100)
    page.get_by_role("button", name="Show more").click()
    expect(people).to_have_count(121)
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    page.get_by_role("searchbox").fill("PUPIL 7")
    expect(people).to_have_count(11)
    page.get_by_role("searchbox").fill("nobody here")
    expect(page.get_by_text("No one found.")).to_be_visible()


def test_disabling_signs_out_and_enabling_lets_in_again(server: Server, appoint: Visit, visit: Visit) -> None:
    bob_id = enrol(server, "bob", "Bob")
    bob = visit()
    bob.log_in("bob", PASSWORD)
    page = appoint("admin").page
    show(page, f"#/admin/users/{bob_id}")
    bob.allow_errors(ATTEMPT_REFUSED)
    page.get_by_role("button", name="Disable").click()
    dialog = page.get_by_role("dialog", name="Disable Bob?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Disable")).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Disable")).to_be_focused()
    expect(bob.chats).to_be_visible()
    page.get_by_role("button", name="Disable").click()
    dialog.get_by_role("button", name="Disable").click()
    expect(bob.page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("button", name="Enable").click()
    expect(page.get_by_role("button", name="Disable")).to_be_visible()
    bob.log_in("bob", PASSWORD)


@pytest.mark.parametrize("role", ["owner", "member"])
def test_who_may_invite_people_is_led_there_as_long_as_there_is_nobody(appoint: Visit, role: str) -> None:
    page = appoint(role).page
    invite = page.get_by_role("link", name="Invite people")
    for path, words in (("#/new", "Nobody else is here yet."), ("#/", "No chats yet")):
        show(page, path)
        expect(page.get_by_text(words)).to_be_visible()
        expect(invite).to_have_count(1 if role == "owner" else 0)
    if role == "owner":
        invite.click()
        expect(page.get_by_role("heading", name="Invites", level=1)).to_be_visible()


def test_a_question_that_is_left_and_asked_again_at_once_is_asked(server: Server, appoint: Visit) -> None:
    bob_id = enrol(server, "bob", "Bob")
    page = appoint("admin").page
    show(page, f"#/admin/users/{bob_id}")
    button = page.get_by_role("button", name="Disable")
    button.click()
    dialog = page.get_by_role("dialog", name="Disable Bob?")
    expect(dialog).to_be_visible()
    button = page.get_by_role("button", name="Disable", include_hidden=True).first
    button.evaluate("(button) => { document.querySelector('dialog').requestClose(); button.click(); }")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)


LATE_TIMERS = """() => {
  const { setTimeout: after } = globalThis;
  globalThis.setTimeout = (act, ms, ...rest) => after(act, ms || 300, ...rest);
}"""
"""As on a busy device."""


def test_a_question_that_was_answered_stays_until_it_is_done(server: Server, appoint: Visit) -> None:
    bob_id = enrol(server, "bob", "Bob")
    page = appoint("admin").page
    page.evaluate(LATE_TIMERS)
    held: list[Route] = []
    page.route(
        f"**/admin/users/{bob_id}",
        lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_(),
    )

    def let_pass() -> None:
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()

    show(page, f"#/admin/users/{bob_id}")
    page.get_by_role("button", name="Disable").click()
    dialog = page.get_by_role("dialog", name="Disable Bob?")
    dialog.get_by_role("button", name="Disable").click()
    expect(dialog.get_by_role("button", name="Cancel")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    let_pass()
    enable = page.get_by_role("button", name="Enable")
    expect(enable).to_be_visible()
    expect(dialog).to_have_count(0)
    enable.press("Enter")
    let_pass()
    expect(page.get_by_role("button", name="Disable")).to_be_focused()


def test_roles_names_and_removal(server: Server, appoint: Visit) -> None:
    bob_id = enrol(server, "bob", "Bob")
    page = appoint("owner").page
    show(page, f"#/admin/users/{bob_id}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.get_by_role("radio", name="Admin").check()
    expect(page.get_by_text("Can’t change owners")).to_be_visible()
    assert "PATCH" not in asked, "choosing a role mustn't give it"
    page.get_by_role("button", name="Save role").click()
    expect(page.get_by_role("button", name="Save role")).to_be_disabled()
    assert "PATCH" in asked
    expect(page.get_by_role("definition").filter(has_text="Admin")).to_be_visible()
    page.get_by_role("textbox", name="What others see").fill("Robert")
    page.get_by_role("button", name="Save name").click()
    heading(page, "Robert")
    shown = server.admin.get(f"{ADMIN}/users/bob").json()
    assert (shown["role"], shown["name"]) == ("admin", "Robert")
    page.get_by_role("button", name="New password link").click()
    expect(page.locator(".issued-link input")).to_have_value(re.compile(r"/#/link/\S+"))
    page.get_by_role("button", name="Remove account").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove account").click()
    heading(page, "People")
    expect(page.get_by_text("@ann")).to_be_visible()
    expect(page.get_by_text("@bob")).to_have_count(0)
    page.go_back()
    expect(page.get_by_text("@ann")).to_have_count(0)
    assert bob_id not in page.url, "the account that is gone was come back to"


def test_it_works_by_keyboard(server: Server, appoint: Visit) -> None:
    enrol(server, "bob", "Bob")
    page = appoint("owner").page
    keys = page.keyboard

    def reach(role: Literal["link", "radio", "button"], name: str) -> None:
        """Tab until it has the focus."""
        wanted = page.get_by_role(role, name=name)
        expect(wanted).to_be_visible()
        for _ in range(40):
            if wanted.evaluate("(element) => element === document.activeElement"):
                return
            keys.press("Tab")
        pytest.fail(f"{name} is never reached")

    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("link", name="Back to chats").focus()
    reach("link", "People")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="People")).to_be_focused()
    reach("link", "Bob")
    keys.press("Enter")
    heading(page, "Bob")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    reach("radio", "Member")
    keys.press("ArrowRight")
    reach("button", "Save role")
    assert "PATCH" not in asked, "passing a role mustn't give it"
    keys.press("Enter")
    expect(page.get_by_role("definition").filter(has_text="Admin")).to_be_visible()
    reach("button", "Remove account")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove account")).to_be_focused()
    assert server.admin.get(f"{ADMIN}/users/bob").json()["role"] == "admin"


def test_an_admin_can_t_touch_owners_nor_make_any(server: Server, appoint: Visit) -> None:
    boss_id, bob_id = enrol(server, "boss", "Boss", "owner"), enrol(server, "bob", "Bob")
    person = appoint("admin")
    page = person.page
    show(page, f"#/admin/users/{boss_id}")
    heading(page, "Boss")
    expect(page.get_by_text("Only an owner can change an owner’s account.")).to_be_visible()
    expect(page.get_by_role("button", name="Disable")).to_have_count(0)
    show(page, f"#/admin/users/{bob_id}")
    heading(page, "Bob")
    expect(page.get_by_role("radio", name="Admin")).to_be_visible()
    expect(page.get_by_role("radio", name="Owner")).to_have_count(0)


def test_a_class_list_is_looked_at_then_imported(server: Server, appoint: Visit, visit: Visit, tmp_path: Path) -> None:
    page = appoint("owner").page
    enrol(server, "taken", "There")
    show(page, "#/admin/users/import")
    good = "".join(f"pupil{number},学生{number},\n" for number in range(45))
    upload(page, f"login,name,role\n{good}bad one,X,\ntaken,Y,\nz,Z,king\n".encode("gb18030"))
    expect(page.get_by_text("45 accounts can be created. 3 lines have problems and are skipped.")).to_be_visible()
    expect(page.get_by_role("cell", name="学生44")).to_be_visible()
    problems = page.get_by_role("region", name="Lines with problems").get_by_role("listitem")
    expect(problems).to_have_count(3)
    expect(problems.nth(1)).to_have_text(re.compile("Line 48.*taken.*belongs to There"))
    assert server.admin.get(f"{ADMIN}/users/pupil0").status_code == 404
    page.get_by_role("button", name="Create the 45 valid accounts").click()
    expect(page.get_by_role("heading", name="Import finished")).to_be_visible()
    expect(page.get_by_text("45 accounts were created.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Links to hand out")).to_be_visible()
    expect(page.get_by_role("heading", name="Lines with problems")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.get_by_role("heading", name="Lines with problems")).to_be_visible()
    page.get_by_role("link", name="View people").click()
    heading(page, "People")
    expect(page.get_by_text("The links of your import aren’t saved yet.")).to_be_visible()
    page.get_by_role("link", name="Back to the import").click()
    page.get_by_role("button", name="Import another list").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save links as CSV").click()
    show(page, "#/admin/users")
    heading(page, "People")
    expect(page.get_by_text("aren’t saved yet")).to_have_count(0)
    saved = tmp_path / "links.csv"
    download.value.save_as(saved)
    with saved.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["login"], row["name"]) for row in rows] == [(f"pupil{n}", f"学生{n}") for n in range(45)]
    show(page, "#/admin/users/import")
    upload(page, "login,name\npupil3,学生3\ntaken,There\npupil4,Somebody Else\n".encode())
    expect(page.get_by_role("heading", name="2 people already have an account")).to_be_visible()
    expect(page.get_by_text("These accounts already match their lines: pupil3, taken")).to_be_visible()
    problems = page.get_by_role("region", name="Lines with problems").get_by_role("listitem")
    expect(problems).to_have_text([re.compile("The login “pupil4” belongs to 学生4")])
    page.get_by_role("button", name="Create new links").click()
    expect(page.get_by_text("1 new link was created. The others need none.")).to_be_visible()
    expect(page.locator(".roster .url")).to_have_count(1)
    pupil = visit(url=rows[7]["link"])
    expect(pupil.page.get_by_text("pupil7")).to_be_visible()


def test_a_file_that_is_no_list_is_refused_in_plain_words(appoint: Visit) -> None:
    person = appoint("admin")
    person.allow_errors(ATTEMPT_REFUSED)
    page = person.page
    show(page, "#/admin/users/import")
    upload(page, b"name,age\nX,3\n")
    expect(page.get_by_role("alert")).to_contain_text("'age'")
    upload(page, b"login\nok\n")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("button", name="Create 1 account")).to_be_visible()
    upload(page, "login,name,class\nmax,Max Müller,3b\n".encode("cp1252"))
    for text in ("Max Müller", "3b"):
        expect(page.get_by_role("cell", name=text)).to_be_visible()
    expect(page.get_by_text("Read as Windows-1252, which is a guess.")).to_be_visible()
    page.get_by_role("combobox", name="Encoding").select_option("cp1251")
    expect(page.get_by_role("cell", name="Max Mьller")).to_be_visible()
    page.get_by_role("combobox", name="Encoding").select_option("utf-8")
    upload(page, "login,name\nx,王\n".encode("gb18030"), "other.csv")
    expect(page.get_by_role("alert")).to_contain_text("isn’t in this encoding")


def test_an_import_that_is_cut_off_goes_on(server: Server, appoint: Visit) -> None:
    person = appoint("admin")
    page = person.page
    show(page, "#/admin/users/import")
    upload(page, ("login\n" + "".join(f"p{number}\n" for number in range(50))).encode())
    expect(page.get_by_role("button", name="Create 50 accounts")).to_be_visible()
    answered: list[int] = []

    def cut(route: Route) -> None:
        """The second chunk is made, and its answer lost."""
        answered.append(1)
        if len(answered) == 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/users/import", cut)
    person.allow_errors(re.compile("net::ERR_FAILED"))
    page.get_by_role("button", name="Create 50 accounts").click()
    expect(page.get_by_text("20 accounts were created.")).to_be_visible()
    page.get_by_role("button", name="Continue with the other 30").click()
    expect(page.get_by_text("50 accounts were created.")).to_be_visible()
    expect(page.get_by_role("heading", name="Import finished")).to_be_visible()
    expect(page.get_by_role("region", name="Lines with problems")).to_have_count(0)
    links = page.locator(".roster .url")
    expect(links).to_have_count(50)
    link = page.get_by_role("row").filter(has=page.get_by_role("cell", name="p25", exact=True).first).locator(".url")
    code = link.inner_text().rpartition("/")[2]
    assert server.admin.get(f"/api/v1/links/{code}").json()["login"] == "p25"


def test_an_import_that_broke_off_is_completed(server: Server, appoint: Visit) -> None:
    rows = [{"login": "half1", "name": "Half One"}, {"login": "half2", "name": "Half Two"}]
    server.admin.post(f"{ADMIN}/users/import", json={"rows": rows}).raise_for_status()
    page = appoint("admin").page
    show(page, "#/admin/users/import")
    lines = ["login,name,group", "half1,Half One,Halves", "half2,Somebody Else,Halves", "half3,Half Three,Halves"]
    page.locator("input[type=file]").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    problems = page.get_by_role("region", name="Lines with problems").get_by_role("listitem")
    expect(problems).to_have_text([re.compile("The login “half2” belongs to Half Two")])
    page.get_by_role("button", name="Complete import").click()
    expect(page.get_by_text("2 accounts are complete. 1 line has a problem and is skipped.")).to_be_visible()
    expect(page.get_by_text("The login “half2” belongs to Half Two")).to_be_visible()
    expect(page.locator(".roster .url")).to_have_count(2)
    (group,) = server.admin.get(f"{ADMIN}/groups?q=halves").json()["groups"]
    members = server.admin.get(f"{ADMIN}/groups/{group['id']}").json()["members"]
    assert {member["login"] for member in members} == {"ann", "half1", "half3"}


def test_invites_are_made_used_and_revoked(server: Server, appoint: Visit, visit: Visit) -> None:
    admin = appoint("admin")
    admin.allow_errors(ATTEMPT_REFUSED)
    page = admin.page
    server.admin.post(f"{ADMIN}/invites", json={}).raise_for_status()
    show(page, "#/admin/invites")
    expect(page.get_by_text("by someone at the server, with imctl")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    expect(page.get_by_text("There are no open invites.")).to_be_visible()
    page.get_by_role("spinbutton", name="Number of people").fill("0")
    page.get_by_role("spinbutton", name="Days until it expires").fill("")
    page.get_by_role("button", name="Create link").click()
    expect(page.get_by_text("Enter a number from 1 to 10,000.")).to_be_visible()
    expect(page.get_by_text("Enter a number from 1 to 365.")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Number of people")).to_be_focused()
    page.get_by_role("spinbutton", name="Number of people").fill("2")
    page.get_by_role("spinbutton", name="Days until it expires").fill("7")
    page.get_by_role("button", name="Create link").click()
    link = page.locator(".issued-link input").input_value()
    expect(page.get_by_role("textbox", name="Invitation with the link")).to_have_value(re.compile(re.escape(link)))
    expect(page.get_by_text("2 uses left")).to_be_visible()
    guest = visit(url=link)
    guest.allow_errors(ATTEMPT_REFUSED)
    expect(guest.page.get_by_role("heading", name="You’re invited to")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    expect(page.get_by_text("There are no open invites.")).to_be_visible()
    guest.reload()
    expect(guest.page.get_by_role("heading", name="This link isn’t valid")).to_be_visible()


def test_nothing_is_cut_off_on_a_phone(appoint: Visit) -> None:
    page = appoint("admin", screen=PHONE, language="zh-CN").page
    show(page, "#/admin/invites")
    page.get_by_role("button", name="生成链接").click()
    words = page.get_by_role("textbox", name="带链接的邀请文字")
    expect(words).to_be_visible()
    assert words.evaluate("box => box.scrollHeight <= box.clientHeight")
    show(page, "#/admin/users/import")
    rows = ["账号;姓名;班级", "ouyangnn;欧阳娜娜;三年二班、7b, 8a"]
    page.locator("input[type=file]").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    expect(page.get_by_role("cell", name="三年二班; 7b, 8a", exact=True)).to_be_visible()
    role = page.get_by_role("cell", name="成员", exact=True)
    expect(role).to_be_visible()
    assert role.evaluate(LINES) == 1


def test_groups_are_made_kept_and_deleted(server: Server, appoint: Visit) -> None:
    for login in ("bob", "cara"):
        enrol(server, login, login.title())
    page = appoint("admin").page
    show(page, "#/admin/groups/new")
    page.get_by_role("textbox", name="Group name").fill("Choir")
    page.get_by_role("button", name="Bob").click()
    page.get_by_role("button", name="Create group with 1 person").click()
    heading(page, "Choir")
    page.get_by_role("button", name="Add members").click()
    page.get_by_role("button", name="Cara").click()
    expect(page.get_by_role("heading", name="2 members")).to_be_visible()
    page.get_by_role("combobox", name="Role of Cara").select_option("admin")
    expect(page.get_by_role("combobox", name="Role of Cara")).to_have_value("admin")
    expect(page.get_by_role("button", name="Remove Cara")).to_be_enabled()
    [group] = server.admin.get(f"{ADMIN}/groups").json()["groups"]
    members = server.admin.get(f"{ADMIN}/groups/{group['id']}").json()["members"]
    assert [(member["login"], member["role"]) for member in members] == [("bob", "owner"), ("cara", "admin")]
    page.get_by_role("button", name="Remove Cara").click()
    expect(page.get_by_role("heading", name="1 member")).to_be_visible()
    page.get_by_role("button", name="Delete group").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete group").click()
    expect(page.get_by_text("There are no groups yet.")).to_be_visible()


@pytest.mark.usefixtures("alone")
def test_what_happens_on_the_node_moves_the_charts(server: Server, appoint: Visit) -> None:
    enrol(server, "bob", "Bob")
    enrol(server, "cara", "Cara")
    page = appoint("admin").page
    tile = page.get_by_role("listitem").filter(has_text="Connections")
    expect(tile.locator(".tile-value")).to_have_text("1")
    bob, cara = Member(server.url, "bob", PASSWORD), Member(server.url, "cara", PASSWORD)
    conv = bob.direct(cara.id)
    bob.say(conv, ["hello"] * 200)
    chart = page.get_by_role("img", name=re.compile("Messages per second"))
    expect(chart).to_have_accessible_name(re.compile(r"and [1-9]"), timeout=60_000)
    bob.close()
    cara.close()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_board_in_trouble_says_so(appoint: Visit, screen: Screen) -> None:
    """The board is played: no Raspberry Pi is at hand to be overheated."""

    def overheat(route: Route) -> None:
        answer = route.fetch()
        health = answer.json()
        health["model"] = "Raspberry Pi 4 Model B Rev 1.5"
        health["throttling"] = {"now": ["throttled", "heat"], "since_start": ["voltage", "throttled", "heat"]}
        for sample in health["samples"]:
            sample |= {"temperature": 83.4, "disk_free": health["disk_total"] // 20, "cpu": None, "memory": None}
        route.fulfill(response=answer, json=health)

    def age(route: Route) -> None:
        answer = route.fetch()
        period = {"begins": 1_795_000_000_000, "ends": 1_795_500_000_000, "state": "urgent"}
        route.fulfill(response=answer, json=answer.json() | {"certificate": period})

    person = appoint("admin", screen=screen)
    page = person.page
    page.route("**/admin/health*", overheat)
    page.route("**/admin/status", age)
    page.reload()
    alerts = page.get_by_role("alert")
    expect(alerts).to_have_text(
        [
            re.compile(text)
            for text in ("certificate expires on .*2026", "disk is almost full", "board is throttled", "heat sink")
        ]
    )
    expect(page.get_by_text("The voltage was too low at some point since startup.")).to_be_visible()
    tile = page.get_by_role("listitem").filter(has_text="Temperature")
    expect(tile).to_contain_text("83 °C")
    expect(tile).to_contain_text("Throttled now")
    expect(page.get_by_text("Raspberry Pi 4 Model B Rev 1.5")).to_be_visible()
    expect(page.get_by_text("Not available here")).to_have_count(2)
    assert faults(page) == []
    assert violations(page) == []
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.usefixtures("alone")
def test_what_is_done_stands_in_the_audit_log(server: Server, appoint: Visit) -> None:
    bob_id = enrol(server, "bob", "Bob")
    page = appoint("owner").page
    show(page, f"#/admin/users/{bob_id}")
    page.get_by_role("radio", name="Admin").check()
    page.get_by_role("button", name="Save role").click()
    expect(page.get_by_role("definition").filter(has_text="Admin")).to_be_visible()
    page.get_by_role("link", name="Audit log").click()
    entries = page.get_by_role("listitem").filter(has=page.get_by_role("time"))
    expect(entries.first).to_contain_text("ann changed the role of bob")
    expect(entries.first).to_contain_text("Member → Admin")
    expect(entries.first).to_contain_text("127.0.0.1")
    expect(entries.last).to_contain_text("Someone at the server added bob")
    page.get_by_role("searchbox").fill("role")
    expect(entries).to_have_count(1)


def test_tuning_is_shown_and_what_differs_stands_out(appoint: Visit) -> None:
    page = appoint("admin").page
    show(page, "#/admin/tuning")
    expect(page.get_by_text("Raspberry Pi 4 Model B Rev 1.5")).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text="net.core.somaxconn")
    expect(row).to_contain_text("128")
    expect(row).to_contain_text("expected: 4096")
    expect(row).to_contain_text("differs")
    expect(page.get_by_text("cpu.governor")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)


def test_markup_in_names_stays_text(server: Server, appoint: Visit) -> None:
    hostile = "<img src=x onerror=window.hacked=1>"
    made = enrol(server, "eve", hostile)
    server.admin.post(f"{ADMIN}/groups", json={"title": hostile, "members": ["eve"]}).raise_for_status()
    page = appoint("owner").page
    for path in ("#/admin/users", f"#/admin/users/{made}", "#/admin/groups", "#/admin/audit"):
        show(page, path)
        expect(page.get_by_text(hostile if "audit" not in path else "eve").first).to_be_visible()
    assert page.evaluate("window.hacked") is None

"""Every screen of the page, once, and how one gets there. Nothing that a tour does can be seen on another one."""

from __future__ import annotations

import contextlib
import re
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.browser.person import ATTEMPT_REFUSED, NETWORK_ERROR, WAIT, Person, Screen
from tests.browser.population import ADMIN, LONG_NAME, PASSWORD, Population, enrol, picture, populate, tuning_record
from tests.server import Server, running

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")


@dataclass(frozen=True)
class Stop:
    """A screen that one looks at now."""

    name: str
    person: Person
    heading: bool = True
    """Whether it has one."""
    at_end: bool = True
    """Whether messages are shown from their end."""

    @property
    def page(self) -> Page:
        return self.person.page


class World:
    """A server that nobody owns yet, and one on which people talk."""

    def __init__(self, fresh: Server, busy: Server) -> None:
        self.fresh, self.busy = fresh, busy
        for login, name, role in (("maria", "María", "admin"), ("nora", "Nora", "member")):
            enrol(self.fresh, login, name, role)
        self.people: Population = populate(self.busy)
        enrol(self.busy, "olga", "Olga", "owner")
        enrol(self.busy, "wangfang", LONG_NAME)
        enrol(self.busy, "finn", "Finn")
        self.busy.admin.patch(f"{ADMIN}/users/finn", json={"disabled": True}).raise_for_status()
        self.busy.admin.post(f"{ADMIN}/invites", json={"uses": 30, "days": 7}).raise_for_status()


@contextlib.contextmanager
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="imnode-tour-") as name:
        folder = Path(name)
        tuned = {"IM_TUNING_RECORD": str(tuning_record(folder / "tuning.json"))}
        with running(folder / "fresh") as fresh, running(folder / "busy", tuned) as busy:
            yield World(fresh, busy)


class Guide:
    """Leads through the screens at one size and in one language.

    `anew`: whether a screen with an address of its own is opened by it, in a page that showed nothing before, as by
    people who follow a link. That takes several times as long. One-time links always are.
    """

    def __init__(
        self,
        browser: Browser,
        world: World,
        screen: Screen,
        language: Language,
        *,
        anew: bool,
        scale: int | None = None,
    ) -> None:
        self.world = world
        self._anew = anew
        self.people: list[Person] = []
        self._browser = browser
        self._screen = screen
        self._language = language
        self._scale = scale

    def visit(self, url: str, *, kept: bool = False) -> Person:
        """In a browser that has seen nothing of the page yet."""
        language = {"en": "en-GB", "zh": "zh-CN"}[self._language]
        person = Person(self._browser, url, screen=self._screen, language=language, kept=kept, scale=self._scale)
        self.people.append(person)
        return person

    def sign_in(self, server: Server, login: str, *, kept: bool = False) -> Person:
        person = self.visit(server.url, kept=kept)
        person.log_in(login, PASSWORD)
        return person

    def show(self, person: Person, path: str) -> None:
        if self._anew:
            person.arrive(path)
        else:
            person.page.evaluate("(path) => { location.hash = path; }", path)

    def say(self, english: str, chinese: str) -> str:
        return {"en": english, "zh": chinese}[self._language]

    def end(self) -> None:
        for person in self.people:
            person.leave()


def entry(guide: Guide) -> Iterator[Stop]:
    """Before one is signed in."""
    say, fresh = guide.say, guide.world.fresh
    busy = guide.world.busy

    newcomer = guide.visit(busy.url)
    form(newcomer, 2)
    yield Stop("sign-in", newcomer)
    newcomer.allow_errors(ATTEMPT_REFUSED)
    for login, name in (("ann", "sign-in-refused"), ("finn", "sign-in-disabled")):
        newcomer.page.get_by_role("textbox").first.fill(login)
        newcomer.page.locator("input[type=password]").fill(PASSWORD if login == "finn" else "wrong")
        newcomer.page.locator("form .button.primary").click()
        texts = {"ann": say("is wrong", "错误"), "finn": say("is disabled", "停用")}
        expect(newcomer.page.get_by_role("alert")).to_contain_text(texts[login])
        yield Stop(name, newcomer)
    newcomer.leave()

    invitation = fresh.admin.post(f"{ADMIN}/invites", json={}).raise_for_status().json()
    reset = fresh.admin.post(f"{ADMIN}/users/nora/link").raise_for_status().json()
    for name, url, fields in (
        ("link-owner", fresh.setup_link, 3),
        ("link-invite", invitation["url"], 3),
        ("link-password", reset["url"], 1),
    ):
        guest = guide.visit(url)
        form(guest, fields)
        yield Stop(name, guest)
        if name == "link-invite":
            guest.allow_errors(ATTEMPT_REFUSED)
            guest.page.get_by_role("textbox").first.fill("nora")
            guest.page.locator("input[type=password]").fill(PASSWORD)
            guest.page.locator("form .button.primary").click()
            expect(guest.page.locator(".note.error")).to_be_visible()
            yield Stop("link-invite-refused", guest)
        guest.leave()
    revoke_invites(fresh, but=set())

    late = guide.visit("about:blank")
    late.allow_errors(ATTEMPT_REFUSED)
    late.page.goto(f"{fresh.url}/#/link/no-such-code")
    expect(late.page.get_by_role("link")).to_be_visible()
    yield Stop("link-invalid", late)
    late.leave()

    cut_off = guide.visit("about:blank")
    cut_off.allow_errors(NETWORK_ERROR)
    held: list[Route] = []
    cut_off.page.route("**/app/link.js", lambda route: held.append(route))
    cut_off.page.goto(reset["url"], wait_until="commit")
    expect(cut_off.page.locator(".starting .spinner")).to_be_visible()
    yield Stop("link-fetched", cut_off, heading=False)
    until_held(cut_off, held)
    held.pop().abort()
    expect(cut_off.page.get_by_role("alert")).to_be_visible()
    yield Stop("link-not-fetched", cut_off)
    cut_off.page.get_by_role("button").click()
    until_held(cut_off, held)
    held.pop().continue_()
    form(cut_off, 1)
    cut_off.leave()


def form(person: Person, fields: int) -> None:
    expect(person.page.locator("form input:visible")).to_have_count(fields)


def until_held(person: Person, held: list[Route]) -> None:
    deadline = time.monotonic() + WAIT / 1000
    while not held:
        assert time.monotonic() < deadline, "it was never asked for"
        person.page.wait_for_timeout(20)


def beginning(guide: Guide) -> Iterator[Stop]:
    """When there is nothing yet."""
    say, fresh = guide.say, guide.world.fresh
    person = guide.sign_in(fresh, "maria")
    page = person.page
    person.is_connected()
    yield Stop("first-run", person)
    guide.show(person, "#/c/no-such-conversation")
    expect(page.locator(".pane-empty").get_by_role("link")).to_be_visible()
    yield Stop("no-such-conversation", person)
    guide.show(person, "#/new")
    expect(page.get_by_text("@nora")).to_be_visible()
    page.get_by_role("searchbox").fill("zzz")
    expect(page.locator(".empty-note")).to_be_visible()
    yield Stop("new-chat-nobody", person)
    for section in ("invites", "groups", "tuning"):
        guide.show(person, f"#/admin/{section}")
        settled(page)
        expect(
            page.get_by_role("main").get_by_text(re.compile("no open|no groups|tuned|没有|尚未")).first
        ).to_be_visible()
        yield Stop(f"admin-{section}-empty", person)
    guide.show(person, "#/admin/users")
    settled(page)
    page.get_by_role("searchbox").fill("zzz")
    expect(page.get_by_text(say("Nobody is called that.", "没有找到"))).to_be_visible()
    yield Stop("admin-users-nobody", person)
    person.leave()

    member = guide.sign_in(fresh, "nora")
    guide.show(member, "#/admin")
    expect(member.page.get_by_role("heading", level=1)).to_be_visible()
    yield Stop("admin-not-yours", member)
    member.leave()


def chat(guide: Guide) -> Iterator[Stop]:
    """What Ann sees, who has talked for a while."""
    say, people = guide.say, guide.world.people
    person = guide.sign_in(guide.world.busy, "ann", kept=True)
    page = person.page
    dialog = page.get_by_role("dialog")
    search = say("Search chats and messages", "搜索会话和消息")

    def choose(english: str, chinese: str) -> None:
        dialog.get_by_role("button", name=re.compile("^" + say(english, chinese))).click()

    def close() -> None:
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    expect(person.row("Garden club 🌿")).to_be_visible()
    person.is_kept()
    guide.show(person, "#/")
    expect(person.row("Garden club 🌿")).to_be_visible()
    yield Stop("chats", person)
    person.row("Garden club 🌿").click(button="right")
    expect(dialog.get_by_role("button").first).to_be_visible()
    yield Stop("chats-menu", person)
    close()
    page.get_by_role("searchbox", name=search).fill("hose")
    expect(
        page.get_by_role("region", name=say("Messages", "消息"), exact=True).get_by_role("link").first
    ).to_be_visible()
    yield Stop("search", person)
    page.get_by_role("searchbox", name=search).fill("zzzz")
    expect(page.get_by_text(say("Nothing is called that", "没有找到"))).to_be_visible()
    yield Stop("search-nothing", person)
    page.get_by_role("searchbox", name=search).fill("")

    guide.show(person, f"#/c/{people.garden}")
    person.sees_sent("See you on Saturday! 👋")
    expect(person.messages.locator("pre")).to_be_visible()
    expect(page.locator(".pin-bar")).to_contain_text("I can do Saturday")
    yield Stop("group", person)
    own = person.bubble("See you on Saturday! 👋")
    own.click(button="right")
    expect(dialog.get_by_role("button").first).to_be_visible()
    yield Stop("message-menu", person)
    choose("Who has read it", "谁已读")
    expect(dialog.get_by_role("heading").first).to_be_visible()
    yield Stop("message-readers", person)
    close()
    own.click(button="right")
    choose("Recall", "撤回")
    expect(dialog.locator(".confirm")).to_be_visible()
    yield Stop("message-recall", person)
    close()
    own.click(button="right")
    choose("Edit", "编辑")
    expect(person.input).to_have_value("See you on Saturday! 👋")
    yield Stop("message-edit", person)
    page.keyboard.press("Escape")
    expect(person.input).to_have_value("")
    person.bubble("@Ann Lindqvist then let us take the nine o’clock one 🙌").click(button="right")
    choose("Reply", "回复")
    expect(page.get_by_role("group", name=say("Reply", "回复"), exact=True)).to_be_visible()
    person.input.fill("@")
    expect(page.get_by_role("listbox")).to_be_visible()
    yield Stop("message-reply-mention", person)
    person.input.fill("")
    page.get_by_role("button", name=say("Emoji", "表情"), exact=True).click()
    expect(dialog.get_by_role("button").nth(12)).to_be_visible()
    yield Stop("emoji", person)
    close()
    page.get_by_role("button", name=say("Cancel", "取消"), exact=True).click()
    find = say("Search this conversation", "搜索此会话")
    page.get_by_role("button", name=find).click()
    page.get_by_role("searchbox", name=find).fill("hose")
    expect(person.messages.locator("mark").first).to_be_visible()
    yield Stop("find", person, at_end=False)
    page.get_by_role("searchbox", name=find).fill("zzzz")
    expect(page.locator(".find-status")).to_have_text(say("Nothing found", "未找到"))
    expect(person.messages.locator("mark")).to_have_count(0)
    yield Stop("find-nothing", person, at_end=False)

    guide.show(person, f"#/c/{people.garden}/people")
    expect(page.get_by_text("@dana")).to_be_visible()
    yield Stop("details-group", person)
    guide.show(person, f"#/c/{people.neighbours}")
    expect(person.messages).to_be_visible()
    expect(person.input).to_be_visible()
    yield Stop("conversation-empty", person)
    guide.show(person, f"#/c/{people.neighbours}/people")
    expect(page.get_by_text("@dana")).to_be_visible()
    yield Stop("details-own-group", person)
    page.get_by_role("button", name=say("Rules of the group", "群组规则")).click()
    expect(page.get_by_role("combobox")).to_be_attached()
    to_top(page)
    yield Stop("details-rules", person)
    page.get_by_role("button", name=re.compile("Dana")).click()
    expect(dialog.get_by_role("button").first).to_be_visible()
    to_top(page)
    yield Stop("member-menu", person)
    dialog.locator(".danger").last.click()
    expect(dialog.locator(".confirm")).to_be_visible()
    to_top(page)
    yield Stop("member-confirm", person)
    close()

    guide.show(person, f"#/c/{people.chen}")
    person.sees("好的，收到。谢谢！")
    yield Stop("direct", person)
    guide.show(person, f"#/c/{people.chen}/people")
    expect(page.get_by_role("main").get_by_text("@chen")).to_be_visible()
    yield Stop("details-direct", person)
    guide.show(person, f"#/c/{people.dana}")
    expect(page.locator(".no-composer")).to_be_visible()
    yield Stop("direct-blocked", person)
    yield from files(guide, person)

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

    guide.show(person, "#/settings")
    expect(page.get_by_role("radio", checked=True)).to_have_count(3)
    yield Stop("settings", person)
    page.get_by_role("button", name=say("Keys and formatting", "快捷键与格式")).click()
    expect(dialog.get_by_role("heading", level=1)).to_be_visible()
    yield Stop("help", person)
    close()
    guide.show(person, "#/settings/name")
    expect(page.locator("form .button.primary")).to_be_visible()
    yield Stop("settings-name", person)
    guide.show(person, "#/settings/password")
    expect(page.locator("form .button.primary")).to_be_visible()
    yield Stop("settings-password", person)
    guide.show(person, "#/settings/devices")
    expect(page.get_by_text(re.compile("^(This device|当前设备)$"))).to_be_visible()
    yield Stop("settings-devices", person)

    person.allow_errors(NETWORK_ERROR)
    guide.show(person, "#/")
    expect(person.row("Garden club 🌿")).to_be_visible()
    person.go_offline(True)
    page.reload()
    expect(page.locator(".connection:visible p").first).to_be_visible()
    yield Stop("chats-offline", person)
    person.row("Garden club 🌿").click()
    person.sees("See you on Saturday! 👋")
    yield Stop("group-offline", person)
    person.leave()


def files(guide: Guide, person: Person) -> Iterator[Stop]:
    say, page = guide.say, person.page
    guide.show(person, f"#/c/{guide.world.people.bob}")
    shown = person.messages.get_by_role("button", name=re.compile("tomatoes.png"))
    expect(shown.locator("img")).to_be_visible()
    expect(person.messages.locator(".file-name").last).to_be_visible()
    yield Stop("files", person)
    shown.click()
    expect(page.get_by_role("dialog").get_by_role("img", name="tomatoes.png")).to_be_visible()
    expect(page.locator(".viewer-picture.coming")).to_have_count(0)
    yield Stop("picture", person)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
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


def settled(page: Page) -> None:
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.locator(".spinner")).to_have_count(0)


def administration(guide: Guide) -> Iterator[Stop]:
    """What the owner sees, besides the chat."""
    busy = guide.world.busy
    bob = busy.admin.get(f"{ADMIN}/users/bob").json()["id"]
    person = guide.sign_in(busy, "olga")
    page = person.page
    page.route("**/admin/health*", play_board)
    guide.show(person, "#/admin")
    expect(page.get_by_role("list").get_by_role("img")).to_have_count(6)
    settled(page)
    yield Stop("admin-overview", person)
    guide.show(person, "#/admin/users")
    expect(page.get_by_text("@wangfang")).to_be_visible()
    yield Stop("admin-users", person)
    guide.show(person, f"#/admin/users/{bob}")
    expect(page.get_by_text("@bob")).to_be_visible()
    settled(page)
    yield Stop("admin-user", person)
    for name, kind in (("admin-user-disable", "first"), ("admin-user-remove", "last")):
        button = page.locator("main button.danger")
        (button.first if kind == "first" else button.last).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        to_top(page)
        yield Stop(name, person)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    guide.show(person, "#/admin/users/new")
    expect(page.get_by_role("textbox").first).to_be_visible()
    yield Stop("admin-new-user", person)
    login = f"new-{uuid.uuid4().hex[:8]}"
    page.get_by_role("textbox").first.fill(login)
    page.locator("form button.primary").click()
    expect(page.locator(".issued-link")).to_be_visible()
    to_top(page)
    yield Stop("admin-new-user-link", person)
    busy.admin.delete(f"{ADMIN}/users/{login}").raise_for_status()
    yield from importing(guide, person)
    guide.show(person, "#/admin/invites")
    expect(page.locator("form button.primary")).to_be_visible()
    settled(page)
    yield Stop("admin-invites", person)
    before = invites(busy)
    page.locator("form button.primary").click()
    expect(page.locator(".issued-link")).to_be_visible()
    to_top(page)
    yield Stop("admin-invites-link", person)
    revoke_invites(busy, but=before)
    guide.show(person, "#/admin/groups")
    expect(page.get_by_text("Garden club 🌿")).to_be_visible()
    yield Stop("admin-groups", person)
    guide.show(person, f"#/admin/groups/{guide.world.people.garden}")
    expect(page.get_by_text("@dana")).to_be_visible()
    yield Stop("admin-group", person)
    guide.show(person, "#/admin/groups/new")
    expect(page.get_by_text("@bob")).to_be_visible()
    yield Stop("admin-new-group", person)
    guide.show(person, "#/admin/tuning")
    expect(page.get_by_text("vm.swappiness")).to_be_visible()
    yield Stop("admin-tuning", person)
    guide.show(person, "#/admin/audit")
    expect(page.get_by_text("finn").first).to_be_visible()
    yield Stop("admin-audit", person)
    page.unroute_all(behavior="ignoreErrors")
    person.leave()


def invites(server: Server) -> set[str]:
    return {str(invite["id"]) for invite in server.admin.get(f"{ADMIN}/invites").json()["invites"]}


def revoke_invites(server: Server, *, but: set[str]) -> None:
    for invite in invites(server) - but:
        server.admin.delete(f"{ADMIN}/invites/{invite}").raise_for_status()


def importing(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    names = [f"{name}-{uuid.uuid4().hex[:6]}" for name in ("cara", "dan")]
    rows = f"login,name,role\n{names[0]},Cara,\nno good,X,\n{names[1]},丹,admin\nbob,Bob,\n"
    guide.show(person, "#/admin/users/import")
    expect(page.locator("input[type=file]")).to_be_attached()
    settled(page)
    yield Stop("admin-import", person)
    page.locator("input[type=file]").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(page.get_by_role("table")).to_be_visible()
    to_top(page)
    yield Stop("admin-import-preview", person)
    page.locator(".import-begin button").click()
    expect(page.locator(".roster .url")).to_have_count(2)
    to_top(page)
    yield Stop("admin-import-done", person)
    for name in names:
        guide.world.busy.admin.delete(f"{ADMIN}/users/{name}").raise_for_status()


def to_top(page: Page) -> None:
    """Playwright scrolls to what it clicks."""
    page.evaluate("document.querySelectorAll('.admin-main, .panel-body').forEach((box) => { box.scrollTop = 0; })")


def play_board(route: Route) -> None:
    """A Raspberry Pi in the middle of a school day: none is at hand."""
    answer = route.fetch()
    health = answer.json()
    newest = health["samples"][-1]
    every = round(health["every_s"] * 1000)
    size = 64 * 10**9
    waves = [(number % 17) + 2 * (number % 5) for number in range(120)]
    health["model"], health["cpus"], health["disk_total"] = "Raspberry Pi 4 Model B Rev 1.5", 4, size
    health["throttling"] = {"now": [], "since_start": []}
    health["samples"] = [
        newest
        | {
            "at": newest["at"] - every * (len(waves) - 1 - number),
            "connections": 180 + number // 2 + wave,
            "online": 164 + number // 2,
            "messages": 2 + wave / 6,
            "cpu": 14 + wave,
            "server_cpu": 9 + wave / 2,
            "memory": {"total": 4 * 10**9, "available": 31 * 10**8 - wave * 10**6},
            "server_memory": 124 * 10**6 + wave * 10**5,
            "disk_free": size * 7 // 10,
            "temperature": 51 + wave / 4,
        }
        for number, wave in enumerate(waves)
    ]
    route.fulfill(response=answer, json=health)


PARTS: Final[dict[str, Callable[[Guide], Iterator[Stop]]]] = {
    "entry": entry,
    "beginning": beginning,
    "chat": chat,
    "administration": administration,
}

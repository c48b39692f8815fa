"""The screens of an owner."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from playwright.sync_api import Route, expect

from tests.browser.person import Person
from tests.browser.population import ADMIN, invites, revoke_invites
from tests.browser.tour.guide import Guide, Stop, settled, to_top


def administration(guide: Guide) -> Iterator[Stop]:
    """What the owner sees, besides the chat."""
    person = guide.sign_in(guide.world.busy, "olga")
    for part in (_overview, _users, _new_user, _import, _invites, _groups, _records):
        yield from part(guide, person)
    person.leave()


def _overview(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    page.route("**/admin/health*", play_board)
    guide.show(person, "#/admin")
    expect(page.get_by_role("list").get_by_role("img")).to_have_count(6)
    settled(page)
    yield Stop("admin-overview", person)
    for name, played, count in (("admin-overview-gap", play_gap, 5), ("admin-overview-unmeasured", play_nothing, 0)):
        guide.show(person, "#/admin/users")
        settled(page)
        page.unroute_all(behavior="ignoreErrors")
        page.route("**/admin/health*", played)
        guide.show(person, "#/admin")
        expect(page.locator(".tile")).to_have_count(5)
        expect(page.get_by_role("list").get_by_role("img")).to_have_count(count)
        settled(page)
        yield Stop(name, person)
    page.unroute_all(behavior="ignoreErrors")


def _users(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    bob = guide.world.busy.admin.get(f"{ADMIN}/users/bob").json()["id"]
    guide.show(person, "#/admin/users")
    expect(page.get_by_text("@wangfang")).to_be_visible()
    yield Stop("admin-users", person)
    guide.show(person, f"#/admin/users/{bob}")
    expect(page.get_by_text("@bob")).to_be_visible()
    settled(page)
    yield Stop("admin-user", person)
    buttons = page.locator("main button.danger")
    expect(page.locator(".admin-profile .avatar img")).to_be_visible()
    places = (("admin-user-avatar", 0), ("admin-user-disable", 1), ("admin-user-remove", 2))
    for name, button in ((name, buttons.nth(place)) for name, place in places):
        button.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        to_top(page)
        yield Stop(name, person)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def _new_user(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    guide.show(person, "#/admin/users/new")
    expect(page.get_by_role("textbox").first).to_be_visible()
    yield Stop("admin-new-user", person)
    login = f"new-{uuid.uuid4().hex[:8]}"
    page.get_by_role("textbox").first.fill(login)
    page.locator("form button.primary").click()
    expect(page.locator(".issued-link")).to_be_visible()
    to_top(page)
    yield Stop("admin-new-user-link", person)
    guide.world.busy.admin.delete(f"{ADMIN}/users/{login}").raise_for_status()


def _import(guide: Guide, person: Person) -> Iterator[Stop]:
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
    page.locator(".import-begin button.primary").click()
    expect(page.locator(".roster .url")).to_have_count(2)
    to_top(page)
    yield Stop("admin-import-done", person)
    for name in names:
        guide.world.busy.admin.delete(f"{ADMIN}/users/{name}").raise_for_status()


def _invites(guide: Guide, person: Person) -> Iterator[Stop]:
    page, busy = person.page, guide.world.busy
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


def _groups(guide: Guide, person: Person) -> Iterator[Stop]:
    page = person.page
    guide.show(person, "#/admin/groups")
    expect(page.get_by_text("Garden club 🌿")).to_be_visible()
    yield Stop("admin-groups", person)
    guide.show(person, f"#/admin/groups/{guide.world.people.garden}")
    expect(page.get_by_text("@dana")).to_be_visible()
    yield Stop("admin-group", person)
    guide.show(person, "#/admin/groups/new")
    expect(page.get_by_text("@bob")).to_be_visible()
    yield Stop("admin-new-group", person)


def _records(guide: Guide, person: Person) -> Iterator[Stop]:
    """Of the tuning, and of what owners did."""
    page = person.page
    guide.show(person, "#/admin/tuning")
    expect(page.get_by_text("vm.swappiness")).to_be_visible()
    yield Stop("admin-tuning", person)
    guide.show(person, "#/admin/audit")
    expect(page.get_by_text("finn").first).to_be_visible()
    yield Stop("admin-audit", person)


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


def play_gap(route: Route) -> None:
    """No Raspberry Pi, so that there is no temperature; and for a while the server was away."""
    answer = route.fetch()
    health = answer.json()
    newest = health["samples"][-1]
    every = round(health["every_s"] * 1000)
    health["samples"] = [
        newest | {"at": newest["at"] - every * age, "connections": 40 + age % 7, "temperature": None}
        for age in reversed(range(100))
        if not 30 < age < 60
    ]
    route.fulfill(response=answer, json=health)


def play_nothing(route: Route) -> None:
    """The server has just started."""
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"samples": []})

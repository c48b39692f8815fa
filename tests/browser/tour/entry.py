"""Signing in, and what one-time links open."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Route, expect

from tests.browser.person import ATTEMPT_REFUSED, NETWORK_ERROR, WAIT, Person
from tests.browser.population import ADMIN, PASSWORD, revoke_invites
from tests.browser.tour.guide import Guide, Stop

LINK_SCREEN: Final = re.compile(r"/(app/sign-in/one-time-link|bundle-[^/]+/later)\.js$")
"""What its screen is fetched with."""


def entry(guide: Guide) -> Iterator[Stop]:
    """Before one is signed in."""
    yield from _new_server(guide)
    yield from _sign_in(guide)
    yield from _links(guide)
    yield from _invalid_link(guide)
    yield from _cut_off_link(guide)


def _new_server(guide: Guide) -> Iterator[Stop]:
    """As the page shows it before there is an account; the servers of the tour have some."""
    first = guide.visit("about:blank")
    facts = {"name": "", "owned": False, "peopled": False}
    first.page.route("**/api/v1/server", lambda route: route.fulfill(json=facts))
    first.page.goto(guide.world.fresh.url)
    form(first, 1)
    yield Stop("new-server", first)
    first.page.get_by_role("textbox").fill("what is this?")
    first.page.locator("form .button.primary").click()
    expect(first.page.locator(".note.error")).to_be_visible()
    yield Stop("new-server-refused", first)
    first.leave()


def _sign_in(guide: Guide) -> Iterator[Stop]:
    say = guide.say
    newcomer = guide.visit(guide.world.busy.url)
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


def _links(guide: Guide) -> Iterator[Stop]:
    fresh = guide.world.fresh
    invitation = fresh.admin.post(f"{ADMIN}/invites", json={}).raise_for_status().json()
    reset = fresh.admin.post(f"{ADMIN}/users/nora/link").raise_for_status().json()
    for name, url, fields in (
        ("link-owner", fresh.setup_link, 4),
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
        if name == "link-owner":
            guest.allow_errors(ATTEMPT_REFUSED)
            guest.page.locator("form .button.primary").click()
            expect(guest.page.locator(".note.error")).to_have_count(2)
            # On a low screen the first wrong field takes the heading's place.
            guest.page.locator("h1").evaluate("heading => heading.scrollIntoView({ block: 'center' })")
            yield Stop("link-owner-refused", guest)
        guest.leave()
    revoke_invites(fresh, but=set())


def _invalid_link(guide: Guide) -> Iterator[Stop]:
    late = guide.visit("about:blank")
    late.allow_errors(ATTEMPT_REFUSED)
    late.page.goto(f"{guide.world.fresh.url}/#/link/no-such-code")
    expect(late.page.get_by_role("link")).to_be_visible()
    yield Stop("link-invalid", late)
    late.leave()


def _cut_off_link(guide: Guide) -> Iterator[Stop]:
    """The form comes late, then not at all, and at a second attempt."""
    reset = guide.world.fresh.admin.post(f"{ADMIN}/users/nora/link").raise_for_status().json()
    cut_off = guide.visit("about:blank")
    cut_off.allow_errors(NETWORK_ERROR)
    held: list[Route] = []
    cut_off.page.route(LINK_SCREEN, lambda route: held.append(route))
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

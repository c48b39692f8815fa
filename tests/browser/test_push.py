"""Notices that come while the page is closed, in a real Chromium before a real server, with a vendor and a desktop of
the tests.

Nothing of the browser is faked: it subscribes, opens what was sealed for it, wakes its worker and shows it on a desktop.
The vendor isn't Google (`tests/push_vendor.py`): on the way to the server, the host of the endpoint becomes the vendor's.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect, sync_playwright

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, Person
from tests.chromium import ARGUMENTS
from tests.desktop import Desktop, Shown
from tests.push_vendor import PushVendor
from tests.server import Server, running

Enrol = Callable[..., str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("site") / "data", {"IM_PUSH_PRIVATE": "1"}) as shared:
        yield shared


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    if not Desktop.is_possible():
        pytest.skip("D-Bus is missing: apt install dbus-daemon")
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[PushVendor]:
    with PushVendor(tmp_path) as vendor:
        yield vendor


@pytest.fixture
def context(tmp_path: Path, server: Server, vendor: PushVendor, desktop: Desktop) -> Iterator[BrowserContext]:
    """A whole Chromium with a profile: what is private gets no notices."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium with a browser around its pages is missing: apt install chromium")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=program,
            args=[*ARGUMENTS, *vendor.arguments],
            env={**os.environ, **desktop.environment},
            viewport={"width": DESKTOP.width, "height": DESKTOP.height},
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        context.grant_permissions(["notifications"], origin=server.url)

        def rename(route: Route) -> None:
            body = route.request.post_data_json
            body["endpoint"] = vendor.here(body["endpoint"])
            route.continue_(post_data=json.dumps(body))

        context.route("**/api/v1/push/subscriptions", rename)
        yield context
        context.close()


@pytest.fixture
def bob(server: Server, enrol: Enrol) -> Iterator[Member]:
    enrol("bob", "Bob")
    member = Member(server.url, "bob", PASSWORD)
    yield member
    member.close()


@pytest.fixture
def ann(context: BrowserContext, server: Server, bob: Member, enrol: Enrol) -> Person:
    enrol("ann", "Ann")
    person = Person(context, server.url, screen=DESKTOP, language="en-GB")
    person.log_in("ann", PASSWORD)
    person.is_kept()
    return person


def test_probe(ann: Person, bob: Member, desktop: Desktop, vendor: PushVendor, enrol: Enrol) -> None:
    ann.start_chat("bob", "Bob")
    ann.write("hello")
    offer = ann.page.get_by_role("region", name="Notifications")
    expect(offer).to_be_visible()
    ann.page.screenshot(path="/tmp/w/pushx/offer.png")
    offer.get_by_role("button", name="Turn on").click()
    expect(offer).to_have_count(0)
    ann.page.get_by_role("link", name="Back").first
    ann.page.evaluate("location.hash = '#/settings'")
    expect(ann.page.get_by_text("also while the chat is closed")).to_be_visible()
    conv = bob.http.get("/conversations").json()["conversations"][0]["id"]
    ann.page.goto("about:blank")
    bob.say(conv, ["one"])
    first = desktop.wait(lambda shown: shown)
    print(first)
    bob.say(conv, ["two"])
    print(desktop.wait(lambda shown: shown and "2 new" in shown[0].body))
    print(desktop.history)
    ctx = ann.page.context
    ctx.on("page", lambda p: print("PAGE", p.url))
    w = ctx.service_workers[0]
    w.evaluate("""() => { self.addEventListener('notificationclick', () => { self.clicked = (self.clicked ?? 0) + 1; }); const o = clients.openWindow.bind(clients); clients.openWindow = async (x) => { try { self.opened = [x, 'started']; const r = await o(x); self.opened = [x, String(r), r && r.url]; return r; } catch (e) { self.opened = [x, String(e)]; } }; }""")
    desktop.click(desktop.wait(lambda shown: shown)[0])
    for _ in range(8):
        ann.page.wait_for_timeout(500)
        print(w.evaluate("[self.clicked, self.opened]"), [p.url for p in ctx.pages])

"""The screens of a server on which nobody has talked yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser.tour.guide import Guide, Stop, settled


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
    expect(page.get_by_text(say("No one found.", "没有找到"))).to_be_visible()
    yield Stop("admin-users-nobody", person)
    person.leave()

    member = guide.sign_in(fresh, "nora")
    guide.show(member, "#/admin")
    expect(member.page.get_by_role("heading", level=1)).to_be_visible()
    yield Stop("admin-not-yours", member)
    member.leave()

"""Who was away is told what is so now, however often it changed meanwhile."""

from __future__ import annotations

from collections import Counter

import pytest

from imserver.core.conversation import GroupSettings, MemberRole, Preferences
from imserver.store.sqlite import stream
from tests.contract.test_annotations import say, trio
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio

TIMES = 30


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that missed more events than this begins anew."""
    monkeypatch.setattr(stream, "MAX_MISSED", 20)


async def test_a_storm_of_changes_is_one_event_of_each_kind(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    since = town.token
    store = town.store
    for number in range(TIMES):
        on = number % 2 == 0
        await store.accounts.set_name(ben, f"Ben {number}")
        await store.conversations.change(conv, anna, f"Title {number}", None)
        await store.annotations.react(conv, ben, seq, "👍", on)
        await store.annotations.pin(conv, anna, seq, on)
        await store.annotations.edit(conv, ben, seq, f"text {number}", (), NOW)
        await store.conversations.silence(conv, anna, carl, on)
        await store.conversations.add_members(conv, anna, [ben], MemberRole.ADMIN if on else MemberRole.MEMBER)
        await store.conversations.set_preferences(conv, carl, Preferences(pinned=on))
        await store.blocks.set(carl, anna, on)
    missed = await town.missed(carl, since)
    kinds = Counter(frame.get("change", frame["t"]) for frame in missed)
    assert set(kinds.values()) == {1}, kinds
    newest = {frame["t"]: frame for frame in missed}
    assert newest["profile"]["user"]["name"] == f"Ben {TIMES - 1}"
    assert newest["group"]["title"] == f"Title {TIMES - 1}"
    assert newest["edited"]["text"] == f"text {TIMES - 1}"
    assert (newest["reaction"]["on"], newest["pinned"]["on"], newest["block"]["on"]) == (False, False, False)


async def test_what_is_another_matter_counts_beside_it(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    other = await town.group(anna, carl)
    first, second = await say(town, conv, ben), await say(town, conv, ben)
    since = town.token
    for seq in (first, second):
        for emoji in ("👍", "🎉"):
            await town.store.annotations.react(conv, ben, seq, emoji, on=True)
            await town.store.annotations.react(conv, anna, seq, emoji, on=True)
    for group in (conv, other):
        await town.store.conversations.change(group, anna, "New", GroupSettings(posting="admins"))
    for user in (anna, ben):
        await town.store.accounts.set_name(user, "Somebody")
    for user in (anna, carl):
        await town.store.conversations.set_preferences(conv, user, Preferences(pinned=True))
    kinds = Counter(frame["t"] for frame in await town.missed(carl, since))
    assert kinds == {"reaction": 8, "group": 2, "profile": 2, "preferences": 1}


async def test_every_coming_and_going_is_told(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    since = town.token
    for _ in range(3):
        await town.store.conversations.remove_member(conv, anna, ben)
        await town.store.conversations.add_members(conv, anna, [ben], None)
    assert [frame["change"] for frame in await town.missed(carl, since)] == ["left", "joined"] * 3

"""The members at hand are those of the store, whatever changes meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import GroupSettings, MemberRole, Visibility
from imserver.core.errors import ImError
from imserver.core.event import BlockChanged, Delivery, Event, GroupChanged, MemberChanged, Removed
from imserver.edge import member_cache
from imserver.edge.member_cache import MemberCache

pytestmark = pytest.mark.anyio


class Members:
    """A store: who is in which conversation, and how often it was asked."""

    def __init__(self) -> None:
        self.of = {"c1": ("ann", "bob"), "c2": ("ann",)}
        self.apart: dict[str, tuple[str, ...]] = {}
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def load(self, conv: str, user: str) -> Visibility:
        self.asked.append(conv)
        members, apart = self.of[conv], dict(self.apart)
        await self.gate.wait()
        if user not in members:
            raise ImError(errors.NOT_MEMBER, "")
        return Visibility(members, apart)


def told(event: Event) -> list[Delivery]:
    return [Delivery(1, event, None)]


LEFT = MemberChanged("c1", Profile("bob", "bob", "Bob"), "left", MemberRole.MEMBER)


async def test_the_store_is_asked_once() -> None:
    members = Members()
    cache = MemberCache(members.load)
    for _ in range(3):
        assert (await cache.get("c1", "ann")).members == ("ann", "bob")
    assert members.asked == ["c1"]
    with pytest.raises(ImError):
        await cache.get("c1", "cara")


@pytest.mark.parametrize("event", [LEFT, Removed("c1"), GroupChanged("c1", "", GroupSettings())])
async def test_a_change_is_seen_at_once(event: Event) -> None:
    members = Members()
    cache = MemberCache(members.load)
    await cache.get("c1", "ann")
    members.of["c1"] = ("ann",)
    cache.note(told(event))
    assert (await cache.get("c1", "ann")).members == ("ann",)


async def test_a_change_while_the_store_is_asked_is_not_lost() -> None:
    members = Members()
    cache = MemberCache(members.load)
    members.gate.clear()
    asking = asyncio.ensure_future(cache.get("c1", "ann"))
    await asyncio.sleep(0)
    members.of["c1"] = ("ann",)
    cache.note(told(LEFT))
    members.gate.set()
    await asking
    assert (await cache.get("c1", "ann")).members == ("ann",)


BLOCKS = [Delivery(1, BlockChanged("bob", on=True), ("ann",))]


async def test_a_block_is_seen_at_once_and_only_where_both_are() -> None:
    members = Members()
    cache = MemberCache(members.load)
    for conv in ("c1", "c2"):
        await cache.get(conv, "ann")
    members.apart = {"ann": ("bob",), "bob": ("ann",)}
    before = cache.blocks
    cache.note(BLOCKS)
    assert cache.blocks != before
    found = await cache.get("c1", "ann")
    assert (found.seen_by("ann"), found.seen_by("bob")) == (("ann",), ("bob",))
    await cache.get("c2", "ann")
    assert members.asked == ["c1", "c2", "c1"]


async def test_a_block_while_the_store_is_asked_is_not_lost() -> None:
    members = Members()
    cache = MemberCache(members.load)
    members.gate.clear()
    asking = asyncio.ensure_future(cache.get("c1", "ann"))
    await asyncio.sleep(0)
    members.apart = {"ann": ("bob",), "bob": ("ann",)}
    cache.note(BLOCKS)
    members.gate.set()
    await asking
    assert (await cache.get("c1", "bob")).seen_by("bob") == ("bob",)


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_cache, "MAX_ENTRIES", 1)
    members = Members()
    cache = MemberCache(members.load)
    for conv in ("c1", "c2", "c1", "c1"):
        await cache.get(conv, "ann")
    assert members.asked == ["c1", "c2", "c1"]

"""One-time links: found until spent or too old, and replaced by newer ones."""

from __future__ import annotations

import pytest

from imserver.core.account import Role
from imserver.store.base import LOCAL
from imserver.store.records import Link
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio


def _link(code: bytes, kind: str, user: str | None = None, *, created_at: int = NOW, lives: int = 1000) -> Link:
    return Link(
        code_hash=code,
        hint="ab…",
        kind=kind,
        user=user,
        role=Role.ADMIN,
        uses_left=1,
        expires_at=created_at + lives,
        created_by="ann",
        issuer=LOCAL,
        created_at=created_at,
    )


async def test_a_link_is_found_until_it_expires(town: Town) -> None:
    link = _link(b"one", "invite")
    await town.store.links.add(link)
    await town.restart()
    assert await town.store.links.find(b"one", NOW) == link
    assert await town.store.links.find(b"one", NOW + 999) == link
    assert await town.store.links.find(b"one", NOW + 1000) is None
    assert await town.store.links.find(b"other", NOW) is None


async def test_a_spent_link_is_found_no_more(town: Town) -> None:
    await town.store.links.add(_link(b"one", "invite"))
    await town.store.accounts.create([town.somebody("anna")], b"one", NOW)
    assert await town.store.links.find(b"one", NOW) is None
    assert await town.store.links.invites(NOW) == []


async def test_invitations_stand_side_by_side(town: Town) -> None:
    links = [_link(bytes([number]), "invite", created_at=NOW + number) for number in (3, 1, 2)]
    for link in links:
        await town.store.links.add(link)
    await town.store.links.add(_link(b"setup", "setup"))
    listed = await town.store.links.invites(NOW + 3)
    assert [link.code_hash for link in listed] == [b"\1", b"\2", b"\3"]
    assert [link.code_hash for link in await town.store.links.invites(NOW + 1002)] == [b"\3"]


async def test_a_new_password_link_replaces_the_users_older_one(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    await town.store.links.add(_link(b"old", "password", anna))
    await town.store.links.add(_link(b"bens", "password", ben))
    await town.store.links.add(_link(b"new", "password", anna))
    assert await town.store.links.find(b"old", NOW) is None
    for code, user in ((b"bens", ben), (b"new", anna)):
        link = await town.store.links.find(code, NOW)
        assert link is not None
        assert link.user == user


async def test_a_new_setup_link_replaces_the_older_one(town: Town) -> None:
    await town.store.links.add(_link(b"old", "setup"))
    await town.store.links.add(_link(b"invite", "invite"))
    await town.store.links.add(_link(b"new", "setup"))
    assert await town.store.links.find(b"old", NOW) is None
    assert await town.store.links.find(b"new", NOW) is not None
    assert await town.store.links.find(b"invite", NOW) is not None


async def test_a_revoked_link_is_gone(town: Town) -> None:
    await town.store.links.add(_link(b"one", "invite"))
    await town.store.links.add(_link(b"two", "invite"))
    assert await town.store.links.revoke(b"one")
    assert not await town.store.links.revoke(b"one")
    assert [link.code_hash for link in await town.store.links.invites(NOW)] == [b"two"]

"""The audit log: kept in order, found by what it names, bounded."""

from __future__ import annotations

import msgspec
import pytest

from imserver.core.audit import AuditAction, AuditEntry, Means
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio


def entry(
    number: int, *, name: str = "ann", target: str = "bob", action: AuditAction = AuditAction.USER_ROLE
) -> AuditEntry:
    return AuditEntry(
        at=NOW + number,
        means=Means.PERSON,
        actor=f"u-{name}",
        actor_name=name,
        action=action,
        target=f"u-{target}",
        target_name=target,
        details={"from": "member", "to": "admin", "uses": 3, "on": True},
        address="192.0.2.7",
    )


async def numbers(town: Town, query: str = "", before: int | None = None, limit: int = 100) -> list[int]:
    return [found.at - NOW for found in await town.store.audit.page(query, before, limit)]


async def test_entries_come_back_whole_the_newest_first(town: Town) -> None:
    assert await town.store.audit.page("", None, 10) == []
    await town.store.audit.add([entry(1), entry(2)])
    await town.store.audit.add([entry(3)])
    await town.restart()
    found = await town.store.audit.page("", None, 10)
    assert [each.at - NOW for each in found] == [3, 2, 1]
    assert [each.id for each in found] == sorted({each.id for each in found}, reverse=True)
    [first] = await town.store.audit.page("", found[1].id, 10)
    assert first.details == {"from": "member", "to": "admin", "uses": 3, "on": True}
    assert (first.means, first.action, first.address) == (Means.PERSON, AuditAction.USER_ROLE, "192.0.2.7")


async def test_pages_follow_each_other(town: Town) -> None:
    await town.store.audit.add([entry(number) for number in range(10)])
    seen: list[int] = []
    before = None
    while page := await town.store.audit.page("", before, 3):
        assert len(page) <= 3
        seen += [each.at - NOW for each in page]
        before = page[-1].id
    assert seen == list(range(9, -1, -1))


async def test_it_is_searched_by_names_actions_ids_and_addresses(town: Town) -> None:
    await town.store.audit.add(
        [entry(1, name="Zoë"), entry(2, target="王芳"), entry(3, action=AuditAction.INVITE_CREATED), entry(4)]
    )
    assert await numbers(town, "ZOË") == [1]
    assert await numbers(town, "王") == [2]
    assert await numbers(town, "invite") == [3]
    assert await numbers(town, "u-王芳") == [2]
    assert await numbers(town, "192.0.2.7") == [4, 3, 2, 1]
    assert await numbers(town, "192.0.2") == []
    assert await numbers(town, "%") == []
    assert await numbers(town, "carl") == []
    await town.store.audit.add([msgspec.structs.replace(entry(5), details={"user": "Carlotta", "role": "owner"})])
    assert await numbers(town, "carl") == [5]
    assert await numbers(town, "owner") == []


async def test_what_is_old_or_too_much_goes_and_ids_are_never_used_again(town: Town) -> None:
    await town.store.audit.add([entry(number) for number in range(10)])
    assert await town.store.audit.trim(NOW + 10, 8, 100) == 2
    assert await numbers(town) == [9, 8, 7, 6, 5, 4, 3, 2]
    assert await town.store.audit.trim(NOW + 10, 1000, 3) == 5
    assert await numbers(town) == [9, 8, 7]
    newest = (await town.store.audit.page("", None, 1))[0].id
    assert await town.store.audit.trim(NOW + 1000, 0, 100) == 3
    await town.restart()
    await town.store.audit.add([entry(11)])
    assert (await town.store.audit.page("", None, 1))[0].id > newest

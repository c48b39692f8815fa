"""History by pages: every page a client can ask for, against a list."""

from __future__ import annotations

from uuid import uuid4

import pytest

from imserver.core import errors
from imserver.core.conversation import GroupSettings, MemberRole
from imserver.core.message import Draft, Page
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

LENGTH = 7


@pytest.fixture
async def talk(town: Town) -> tuple[str, str]:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    noise = await town.direct(anna, ben)
    for number in range(1, LENGTH + 1):
        await town.post(conv, anna if number % 2 else ben, f"text {number}")
        await town.post(noise, ben, "something else")
    return conv, anna


async def test_every_page_backwards(town: Town, talk: tuple[str, str]) -> None:
    conv, anna = talk
    for before in (None, *range(LENGTH + 3), 1 << 40):
        for limit in range(1, LENGTH + 2):
            end = LENGTH if before is None else min(before - 1, LENGTH)
            expected = list(range(max(1, end - limit + 1), end + 1))
            page = await town.store.messages.page(conv, anna, before, None, limit)
            assert _numbers(page) == expected, (before, limit)
            assert page.more is (end - limit > 0), (before, limit)


async def test_every_page_forwards(town: Town, talk: tuple[str, str]) -> None:
    conv, anna = talk
    for after in (*range(LENGTH + 3), 1 << 40):
        for limit in range(1, LENGTH + 2):
            page = await town.store.messages.page(conv, anna, None, after, limit)
            assert _numbers(page) == list(range(after + 1, min(after + limit, LENGTH) + 1)), (after, limit)
            assert page.more is (after + limit < LENGTH), (after, limit)


async def test_the_largest_numbers_of_the_protocol(town: Town, talk: tuple[str, str]) -> None:
    conv, anna = talk
    largest = (1 << 53) - 1
    assert len((await town.store.messages.page(conv, anna, largest, None, 200)).messages) == LENGTH
    assert await town.store.messages.page(conv, anna, None, largest, 200) == Page([], False)


async def test_an_empty_conversation(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    for before, after in ((None, None), (1, None), (None, 0), (0, None), (None, 5)):
        assert await town.store.messages.page(conv, anna, before, after, 50) == Page([], False)


async def test_pages_join_without_gap_or_overlap_while_others_write(town: Town, talk: tuple[str, str]) -> None:
    conv, anna = talk
    seen: list[int] = []
    before: int | None = None
    more = True
    while more:
        page = await town.store.messages.page(conv, anna, before, None, 2)
        seen = _numbers(page) + seen
        before, more = page.messages[0].seq, page.more
        await town.post(conv, anna, "meanwhile")
    assert seen == list(range(1, LENGTH + 1))


async def test_how_far_history_reaches(town: Town, talk: tuple[str, str]) -> None:
    conv, anna = talk
    assert await town.store.messages.extent(conv, anna) == (1, LENGTH)
    (carl,) = await town.people("carl")
    with refused(errors.NOT_MEMBER):
        await town.store.messages.extent(conv, carl)
    with refused(errors.UNKNOWN_CONVERSATION):
        await town.store.messages.extent("c_none", carl)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    await town.store.conversations.add_members(conv, anna, [carl], MemberRole.MEMBER)
    assert await town.store.messages.extent(conv, carl) == (LENGTH + 1, LENGTH)
    assert await town.store.messages.extent(await town.direct(anna, carl), carl) == (1, 0)


async def test_who_leaves_reads_no_more_and_who_returns_reads_all(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await town.post(conv, anna, "one")
    await town.store.conversations.remove_member(conv, ben, ben)
    await town.post(conv, anna, "two")
    with refused(errors.NOT_MEMBER):
        await town.history(conv, ben)
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.MEMBER)
    assert [message.text for message in await town.history(conv, ben)] == ["one", "two"]


def _numbers(page: Page) -> list[int]:
    return [message.seq for message in page.messages]


async def test_a_time_is_found_among_the_numbers(town: Town) -> None:
    anna, ben, cara = await town.people("anna", "ben", "cara")
    conv = await town.group(anna, ben)
    assert await town.store.messages.last_before(conv, anna, NOW) == 0
    for number in range(1, LENGTH + 1):
        draft = Draft(conv, ben, uuid4(), f"text {number}", "", NOW + 1000 * number)
        await town.store.messages.append(draft)
    for number in range(1, LENGTH + 1):
        assert await town.store.messages.last_before(conv, anna, NOW + 1000 * number) == number - 1
        assert await town.store.messages.last_before(conv, anna, NOW + 1000 * number + 1) == number
    assert await town.store.messages.last_before(conv, anna, 0) == 0
    assert await town.store.messages.last_before(conv, anna, (1 << 53) - 1) == LENGTH
    with refused(errors.NOT_MEMBER):
        await town.store.messages.last_before(conv, cara, NOW)

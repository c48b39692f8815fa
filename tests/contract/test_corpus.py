"""The messages as a search reads them: each once, by position, and to nobody who can't see it."""

from __future__ import annotations

import pytest

from imserver.core.conversation import GroupSettings, MemberRole
from imserver.store.records import StreamEntry, StreamPlace
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio


async def _everything(town: Town, since: int, limit: int = 3) -> list[StreamEntry]:
    """What an index reads that knows everything up to `since`, by position."""
    found: list[StreamEntry] = []
    for conv, after in await town.store.corpus.changed_since(since):
        while entries := await town.store.corpus.entries(conv, after, limit):
            found += entries
            after = entries[-1].seq
    return sorted(found, key=lambda entry: entry.position)


async def test_every_message_is_read_once_from_any_position_on(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    convs = [await town.direct(anna, ben), await town.group(anna, ben), await town.group(ben)]
    told = []
    for number in range(20):
        conv = convs[number % 3]
        posted = await town.post(conv, ben, f"text {number}")
        told.append(StreamEntry(town.token.position, conv, posted.seq, f"text {number}"))
    assert await _everything(town, 0) == told
    for index in (0, 7, 19):
        assert await _everything(town, told[index].position) == told[index + 1 :]
    assert town.store.corpus.token == town.token


async def test_what_is_gone_is_not_read_and_what_was_edited_is_read_as_it_is(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    for text in ("first", "second", "third"):
        await town.post(conv, anna, text)
    since = town.token.position
    await town.store.annotations.edit(conv, anna, 1, "the first", (), NOW)
    edited_at = town.token.position
    await town.store.annotations.edit(conv, anna, 2, "in between", (), NOW)
    await town.store.annotations.recall(conv, anna, 2, NOW, 60_000)
    assert [entry.text for entry in await _everything(town, 0)] == ["the first", "third"]
    assert await town.store.corpus.edited_since(since) == [StreamEntry(edited_at, conv, 1, "the first")]
    assert await town.store.corpus.edited_since(edited_at) == []


async def test_only_who_can_see_a_message_is_shown_it(town: Town) -> None:
    anna, ben, carl, dora = await town.people("anna", "ben", "carl", "dora")
    conv = await town.group(anna, ben)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    for text in ("one", "two"):
        await town.post(conv, anna, text)
    await town.store.conversations.add_members(conv, anna, [carl], MemberRole.MEMBER)
    await town.post(conv, anna, "three")
    await town.store.annotations.recall(conv, anna, 2, NOW, 60_000)
    places = [StreamPlace(entry, conv, seq) for entry, seq in ((13, 3), (12, 2), (11, 1), (10, 9))]

    async def seen(user: str) -> list[tuple[int, str]]:
        return [(place.seq, message.text) for place, message in await town.store.corpus.visible(user, places)]

    assert await seen(ben) == [(3, "three"), (1, "one")]
    assert await seen(carl) == [(3, "three")]
    assert await seen(dora) == []
    await town.store.conversations.remove_member(conv, ben, ben)
    assert await seen(ben) == []


async def test_ones_conversations_come_with_the_newest_first(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    convs = [await town.group(anna, ben) for _ in range(3)]
    foreign = await town.group(ben)
    for conv in (convs[1], convs[0], foreign, convs[2]):
        await town.post(conv, ben)
    assert await town.store.corpus.conversations(anna, 10) == [convs[2], convs[0], convs[1]]
    assert await town.store.corpus.conversations(anna, 2) == [convs[2], convs[0]]

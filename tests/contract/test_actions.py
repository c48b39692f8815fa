"""Lines that say what was done in a conversation: in their place for all, and quiet."""

from __future__ import annotations

import pytest

from imserver.core import errors
from imserver.core.action import Action
from imserver.core.conversation import GroupSettings
from imserver.core.event import MessageAdded
from imserver.core.message import Message
from imserver.core.note import NAMED
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio


async def written(town: Town, conv: str, user: str) -> list[tuple[str, Action]]:
    """Who did what."""
    history = await town.history(conv, user)
    return [(message.sender, message.action) for message in history if message.action]


async def newest(town: Town, conv: str, user: str) -> Message:
    return (await town.history(conv, user))[-1]


async def test_who_comes_goes_or_is_sent_away_is_written_down(town: Town) -> None:
    anna, ben, carl, dora = await town.people("anna", "ben", "carl", "dora")
    conv = await town.group(anna, ben)
    groups = town.store.conversations
    for _ in range(2):
        await groups.add_members(conv, anna, [carl], None, now=NOW)
    await groups.add_members(conv, anna, [dora], None, now=NOW)
    for _ in range(2):
        await groups.remove_member(conv, ben, ben, now=NOW)
        await groups.remove_member(conv, anna, carl, now=NOW)
        await groups.ban(conv, anna, dora, NOW)
    assert await written(town, conv, anna) == [
        (anna, Action("added", (carl,))),
        (anna, Action("added", (dora,))),
        (ben, Action("left")),
        (anna, Action("removed", (carl,))),
        (anna, Action("removed", (dora,))),
    ]
    await groups.remove_member(conv, anna, anna, now=NOW)
    assert not await town.store.conversations.of_user(anna)


async def test_other_titles_and_pins_are_written_down(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben, title="Class 3b")
    seq = (await town.post(conv, ben)).seq
    groups, annotations = town.store.conversations, town.store.annotations
    for _ in range(2):
        await groups.change(conv, anna, "Class 4b", None, NOW)
        await groups.change(conv, anna, None, GroupSettings(mention_all="everybody"), NOW)
        await annotations.pin(conv, anna, seq, on=True, now=NOW)
    for _ in range(2):
        await annotations.pin(conv, anna, seq, on=False, now=NOW)
    expected = [
        (anna, Action("renamed", title="Class 4b")),
        (anna, Action("pinned", seq=seq)),
        (anna, Action("unpinned", seq=seq)),
    ]
    assert await written(town, conv, ben) == expected
    await town.restart()
    assert await written(town, conv, ben) == expected
    texts = [message.text for message in await town.history(conv, ben) if message.action]
    assert texts[0] == "Anna named the group “Class 4b”.\nAnna 将群名改为“Class 4b”。"


async def test_they_are_told_at_once_and_later(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    await town.store.conversations.change(conv, anna, "Garden", None, NOW + 5)
    event = town.heard[-1].event
    assert isinstance(event, MessageAdded)
    assert {*(town.heard[-1].audience or ())} == {anna, ben}
    assert (event.message.seq, event.message.ts, event.message.action) == (
        1,
        NOW + 5,
        Action("renamed", title="Garden"),
    )
    missed = [frame for frame in await town.missed(ben, since) if frame["t"] == "message"]
    assert [frame["action"] for frame in missed] == [{"did": "renamed", "title": "Garden"}]


async def test_they_are_quiet(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(anna, ben)
    await town.post(conv, anna)
    await town.store.conversations.add_members(conv, anna, [carl], None, now=NOW)
    await town.store.annotations.pin(conv, anna, 1, on=True, now=NOW)
    view = await town.store.conversations.get(conv, ben)
    assert (view.unread, view.last_seq) == (1, 3)
    assert (await town.store.conversations.get(conv, carl)).unread == 0
    found = await town.store.corpus.entries(conv, 0, 10)
    assert [entry.seq for entry in found] == [1]


async def test_nobody_takes_them_away(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await town.store.conversations.change(conv, anna, "Garden", None, NOW)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.edit(conv, anna, 1, "nothing happened", (), NOW)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.recall(conv, anna, 1, NOW, 60_000)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.pin(conv, anna, 1, on=True, now=NOW)


async def test_newcomers_see_that_they_were_added_also_without_what_was_before(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    await town.post(conv, anna)
    await town.store.conversations.add_members(conv, anna, [ben], None, now=NOW)
    assert (await newest(town, conv, ben)).action == Action("added", (ben,))
    assert len(await town.history(conv, ben)) == 1


async def test_of_many_the_first_are_named(town: Town) -> None:
    anna, *people = await town.people("anna", *(f"user{number}" for number in range(NAMED + 2)))
    conv = await town.group(anna)
    await town.store.conversations.add_members(conv, anna, people, None, now=NOW)
    english, chinese = (await newest(town, conv, anna)).text.split("\n")
    assert english == "Anna added User0, User1, User2, User3, User4 and 2 more."
    assert chinese == f"Anna 邀请 User0、User1、User2、User3、User4 等 {NAMED + 2} 人 加入了群聊。"

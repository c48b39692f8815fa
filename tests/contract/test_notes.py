"""What an administrator of the server does to a group is read by those who are in it: at once, later, and for good."""

from __future__ import annotations

from uuid import uuid4

import pytest

from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import GroupSettings, MemberRole
from imserver.core.event import MessageAdded
from imserver.core.message import Draft, Message
from imserver.core.note import NAMED, Note
from imserver.store.records import Unseen
from tests.contract.test_blocks import subscribe
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

TOKEN = Profile("", "", "backup\nscript")


async def newest(town: Town, conv: str, user: str) -> Message:
    return (await town.history(conv, user))[-1]


async def test_who_comes_in_as_an_administrator_is_seen_by_all(town: Town) -> None:
    anna, ben, root = await town.people("anna", "ben", "root")
    conv = await town.group(anna, ben)
    await town.post(conv, anna)
    await subscribe(town, ben)
    since = town.token
    by = Profile(root, "root", "Root")
    assert await town.store.conversations.add_members(conv, None, [root], None, by, NOW + 5)
    event = town.heard[-1].event
    assert isinstance(event, MessageAdded)
    assert {*(town.heard[-1].audience or ())} == {anna, ben, root}
    assert (event.message.note, event.message.ts) == (Note("added", (root,), root), NOW + 5)
    english, chinese = event.message.text.split("\n")
    assert english == "Root joined this group as an administrator of the server."
    assert chinese == "Root 以服务器管理员的身份加入了本群。"
    missed = [frame for frame in await town.missed(ben, since) if frame["t"] == "message"]
    assert [frame["note"]["did"] for frame in missed] == ["added"]
    await town.restart()
    assert await newest(town, conv, ben) == event.message
    view = await town.store.conversations.get(conv, ben)
    assert (view.last, view.last_seq, view.unread) == (event.message, 2, 2)
    assert await town.store.push.enqueue([Unseen(ben, conv, 2, 2)], 1, NOW) == 1
    assert (await town.post(conv, ben)).seq == 3


async def test_the_times_of_a_conversation_never_go_back_over_a_note(town: Town) -> None:
    anna, root = await town.people("anna", "root")
    conv = await town.group(anna)
    by = Profile(root, "root", "Root")
    for now in (NOW + 5, NOW + 2, NOW + 9, NOW + 3):
        if now in (NOW + 2, NOW + 9):
            await town.store.conversations.add_members(conv, None, [root], None, by, now)
            await town.store.conversations.remove_member(conv, None, root, by, now)
        else:
            await town.store.messages.append(Draft(conv, anna, uuid4(), "hello", "", now))
    times = [message.ts for message in await town.history(conv, anna)]
    assert times == sorted(times)
    assert times[-1] == NOW + 9


async def test_also_where_newcomers_see_nothing_of_before(town: Town) -> None:
    anna, root = await town.people("anna", "root")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    await town.post(conv, anna)
    await town.store.conversations.add_members(conv, None, [root], None, TOKEN, NOW)
    assert [message.seq for message in await town.history(conv, root)] == [2]
    assert (await newest(town, conv, anna)).note is not None


async def test_every_deed_is_written_down_once(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(anna, ben)

    async def notes() -> list[Note | None]:
        return [message.note for message in await town.history(conv, anna)]

    for _ in range(2):
        await town.store.conversations.add_members(conv, None, [carl, ben], MemberRole.OWNER, TOKEN, NOW)
    expected = [Note("added", (carl,), "", "owner"), Note("role", (carl, ben), "", "owner")]
    assert await notes() == expected
    await town.store.conversations.remove_member(conv, None, carl, TOKEN, NOW)
    assert await notes() == [*expected, Note("removed", (carl,), "", "owner")]
    with refused(errors.UNKNOWN_USER):
        await town.store.conversations.remove_member(conv, None, carl, TOKEN, NOW)
    await town.store.conversations.add_members(conv, anna, [carl], None)
    assert len(await notes()) == 3
    assert all(message.text.count("\n") == 1 for message in await town.history(conv, anna))


async def test_nobody_takes_it_away(town: Town) -> None:
    anna, ben, root = await town.people("anna", "ben", "root")
    conv = await town.group(anna, ben)
    await town.store.conversations.add_members(conv, None, [root], MemberRole.OWNER, Profile(root, "root", "Root"), NOW)
    for note in await town.history(conv, anna):
        for user in (root, anna, ben):
            with refused(errors.FORBIDDEN):
                await town.store.annotations.edit(conv, user, note.seq, "nothing happened", (), NOW)
            with refused(errors.FORBIDDEN):
                await town.store.annotations.recall(conv, user, note.seq, NOW, 60_000)
    await town.store.conversations.remove_member(conv, root, root)
    await town.store.accounts.remove(root, NOW)
    assert (await town.history(conv, ben))[0].note == Note("added", (root,), root, "owner")


async def test_of_many_the_first_are_named(town: Town) -> None:
    anna, *people = await town.people("anna", *(f"user{number}" for number in range(NAMED + 2)))
    conv = await town.group(anna)
    await town.store.conversations.add_members(conv, None, people, None, TOKEN, NOW)
    english, chinese = (await newest(town, conv, anna)).text.split("\n")
    assert english.startswith("The program “backup script” added User0, ")
    assert "and 2 more" in english
    assert f"等 {NAMED + 2} 人" in chinese


async def test_the_last_member_who_is_removed_leaves_nobody_to_tell(town: Town) -> None:
    anna = await town.person("anna")
    conv = await town.group(anna)
    await town.store.conversations.remove_member(conv, None, anna, TOKEN, NOW)
    assert (await town.store.conversations.group(conv)).last_seq == 0

"""Who has blocked somebody is left alone by them: in their direct conversation, and in the groups that both are in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from imserver.core import errors
from imserver.core.conversation import GroupSettings, MemberRole
from imserver.core.event import BlockChanged
from imserver.core.message import Draft
from imserver.store.records import DeviceSession, PushSubscription, Unseen
from tests.contract.test_annotations import message, say
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

WINDOW = 60_000
Change = Callable[[Town, str, str, int], Awaitable[object]]

REFUSED: dict[str, Change] = {
    "message": lambda town, conv, user, seq: say(town, conv, user),
    "answer": lambda town, conv, user, seq: say(town, conv, user, reply_to=seq),
    "in a thread": lambda town, conv, user, seq: say(town, conv, user, thread=seq),
    "edit": lambda town, conv, user, seq: town.store.annotations.edit(conv, user, seq, "look here", (), NOW),
    "reaction": lambda town, conv, user, seq: town.store.annotations.react(conv, user, seq, "🎉", on=True),
    "pin": lambda town, conv, user, seq: town.store.annotations.pin(conv, user, seq, on=True),
    "no pin": lambda town, conv, user, seq: town.store.annotations.pin(conv, user, seq, on=False),
}


async def pair(town: Town) -> tuple[str, str, str]:
    """The direct conversation of Anna and of Ben."""
    anna, ben = await town.people("anna", "ben")
    return await town.direct(anna, ben), anna, ben


@pytest.mark.parametrize("change", REFUSED)
async def test_nothing_is_said_in_their_direct_conversation(town: Town, change: str) -> None:
    conv, anna, ben = await pair(town)
    said = {user: await say(town, conv, user) for user in (anna, ben)}
    await town.store.annotations.pin(conv, anna, said[anna], on=True)
    await town.store.blocks.set(anna, ben, on=True)
    before = len(town.heard)
    for user in (anna, ben):
        with refused(errors.BLOCKED):
            await REFUSED[change](town, conv, user, said[user])
    assert len(town.heard) == before
    assert (await town.store.conversations.get(conv, anna)).pins == (said[anna],)
    await town.store.blocks.set(anna, ben, on=False)
    await REFUSED[change](town, conv, ben, said[ben])


async def test_what_is_ones_own_can_be_taken_back(town: Town) -> None:
    conv, anna, ben = await pair(town)
    seq = await say(town, conv, ben)
    theirs = await say(town, conv, anna)
    await town.store.annotations.react(conv, ben, theirs, "👍", on=True)
    await town.store.blocks.set(anna, ben, on=True)
    await town.store.annotations.react(conv, ben, theirs, "👍", on=False)
    await town.store.annotations.recall(conv, ben, seq, NOW, WINDOW)
    assert (await message(town, conv, anna, theirs)).reactions == {}
    assert (await message(town, conv, anna, seq)).gone == "recalled"


@pytest.mark.parametrize("in_group", [False, True])
async def test_neither_learns_what_the_other_has_read(town: Town, in_group: bool) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await (town.group(carl, anna, ben) if in_group else town.direct(anna, ben))
    seq = await say(town, conv, anna)
    await town.store.blocks.set(anna, ben, on=True)
    since = town.token
    for user, other in ((anna, ben), (ben, anna)):
        await town.store.annotations.mark(conv, user, seq, 0)
        assert other not in (town.heard[-1].audience or ())
        assert user in (town.heard[-1].audience or ())
    for user, other in ((anna, ben), (ben, anna)):
        told = [frame["user"] for frame in await town.missed(user, since) if frame["t"] == "receipt"]
        assert told == [user]
        view = await town.store.conversations.get(conv, user)
        assert {member.id: member.read for member in view.members if member.id != carl} == {user: seq, other: 0}
        (listed,) = await town.store.conversations.of_user(user)
        assert listed.members == view.members
    if in_group:
        assert len([frame for frame in await town.missed(carl, since) if frame["t"] == "receipt"]) == 2
    await town.store.blocks.set(anna, ben, on=False)
    view = await town.store.conversations.get(conv, anna)
    assert {member.read for member in view.members if member.id != carl} == {seq}


async def test_in_a_group_they_read_one_another_and_do_not_react(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    said = {user: await say(town, conv, user) for user in (anna, ben, carl)}
    await town.store.blocks.set(anna, ben, on=True)
    for user, other in ((anna, ben), (ben, anna)):
        with refused(errors.BLOCKED):
            await town.store.annotations.react(conv, user, said[other], "👍", on=True)
        for seq in (said[user], said[carl]):
            await town.store.annotations.react(conv, user, seq, "👍", on=True)
    seq = await say(town, conv, ben, "to all")
    assert anna in (town.heard[-1].audience or ())
    assert (await message(town, conv, anna, seq)).text == "to all"


async def test_newcomers_are_shown_no_positions_of_those_they_are_apart_from(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(ben)
    seq = await say(town, conv, ben)
    await town.store.annotations.mark(conv, ben, seq, 0)
    await town.store.blocks.set(anna, ben, on=True)
    await town.store.conversations.add_members(conv, None, [carl, anna], None)
    shown = {
        (delivery.audience or ("",))[0]: [member.read for member in event.conversation.members if member.id == ben]
        for delivery in town.heard
        if hasattr(event := delivery.event, "conversation") and event.conversation.id == conv
    }
    assert (shown[carl], shown[anna]) == ([seq], [0])


async def test_who_sees_whom_follows_blocks_roles_and_settings(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    see = town.store.conversations.visibility
    found = await see(conv, anna)
    assert {*found.members} == {*found.seen_by(ben)} == {anna, ben, carl}
    assert found.mute == ()
    await town.store.blocks.set(anna, ben, on=True)
    found = await see(conv, ben)
    assert ({*found.seen_by(anna)}, {*found.seen_by(ben)}) == ({anna, carl}, {ben, carl})
    assert {*found.seen_by(carl)} == {anna, ben, carl}
    await town.store.blocks.set(ben, anna, on=True)
    await town.store.blocks.set(anna, ben, on=False)
    assert ben not in (await see(conv, anna)).seen_by(anna)
    await town.store.blocks.set(ben, anna, on=False)
    assert ben in (await see(conv, anna)).seen_by(anna)
    await town.store.conversations.silence(conv, carl, ben, on=True)
    assert (await see(conv, anna)).mute == (ben,)
    await town.store.conversations.change(conv, carl, None, GroupSettings(posting="admins"))
    assert {*(await see(conv, anna)).mute} == {anna, ben}
    dora = await town.person("dora")
    with refused(errors.NOT_MEMBER):
        await see(conv, dora)
    with refused(errors.UNKNOWN_CONVERSATION):
        await see("nowhere", dora)


async def test_of_who_is_blocked_there_is_neither_a_notice_nor_a_mention(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    friendly = await say(town, conv, carl, mentions=(anna,))
    await subscribe(town, anna)
    await town.store.blocks.set(anna, ben, on=True)
    seq = await say(town, conv, ben, mentions=(anna,))
    assert (await town.store.conversations.get(conv, anna)).mentioned == 1
    enqueue = town.store.push.enqueue
    assert await enqueue([Unseen(anna, conv, seq, seq)], 1, NOW) == 0
    assert await enqueue([Unseen(anna, conv, seq, friendly)], 1, NOW) == 1
    (notice,), _ = await town.store.push.due(NOW, 5)
    assert notice.seq == friendly, "the notice says who wrote"
    await town.store.blocks.set(anna, ben, on=False)
    assert (await town.store.conversations.get(conv, anna)).mentioned == 2
    assert await enqueue([Unseen(anna, conv, seq, seq)], 1, NOW) == 1


async def test_nor_is_there_one_of_what_somebody_did_between_their_messages(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    await subscribe(town, anna)
    await town.store.blocks.set(anna, ben, on=True)
    first = await say(town, conv, ben)
    await town.store.conversations.change(conv, carl, "Garden", None, NOW)
    last = await say(town, conv, ben)
    assert last == first + 2
    assert await town.store.push.enqueue([Unseen(anna, conv, last, first)], 1, NOW) == 0


async def subscribe(town: Town, user: str) -> None:
    session = DeviceSession(id="s1", user=user, device="phone", created_at=NOW, refreshed_at=NOW, expires_at=NOW * 2)
    await town.store.sessions.add(session)
    subscription = PushSubscription(
        id="p1", user=user, session="s1", endpoint="https://push", p256dh=b"", auth=b"", created_at=NOW
    )
    await town.store.push.subscribe(subscription, 5)


async def test_a_block_outlives_a_restart_and_is_told_to_its_maker_only(town: Town) -> None:
    conv, anna, ben = await pair(town)
    seq = await say(town, conv, ben)
    since = town.token
    await town.store.blocks.set(anna, ben, on=True)
    assert (town.heard[-1].event, town.heard[-1].audience) == (BlockChanged(ben, True), (anna,))
    assert await town.missed(ben, since) == []
    await town.restart()
    with refused(errors.BLOCKED):
        await town.store.annotations.edit(conv, ben, seq, "here I am", (), NOW)


async def test_an_office_in_a_group_is_held_towards_everybody(town: Town) -> None:
    """Who runs a group does so also for those who blocked them."""
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(ben, anna)
    seq = await say(town, conv, anna)
    await town.store.blocks.set(anna, ben, on=True)
    await town.store.annotations.pin(conv, ben, seq, on=True)
    await town.store.annotations.recall(conv, ben, seq, NOW, WINDOW)
    await town.store.conversations.add_members(conv, ben, [anna], MemberRole.ADMIN)
    await town.store.conversations.remove_member(conv, ben, anna)
    with refused(errors.BLOCKED):
        await town.store.conversations.add_members(conv, ben, [anna], None)


async def test_a_draft_from_before_the_block_is_answered_as_it_was(town: Town) -> None:
    conv, anna, ben = await pair(town)
    first = await say(town, conv, ben)
    stored = await message(town, conv, anna, first)
    await town.store.blocks.set(anna, ben, on=True)
    again = await town.store.messages.append(Draft(conv, ben, stored.client_id, "hello", "", NOW))
    assert again.seq == first

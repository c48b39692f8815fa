"""The change stream: what a user missed, whole and in order, and nothing of others."""

from __future__ import annotations

import asyncio

import pytest

from imserver.core.conversation import MemberRole
from imserver.core.event import ConversationAdded, Delivery, MessageAdded, ReceiptMoved, subject_of
from imserver.core.sync import SyncToken
from tests.contract.replica import Replica
from tests.contract.town import NOW, Frame, Town, frame_of

pytestmark = pytest.mark.anyio


def _kinds(frames: list[Frame]) -> list[str]:
    return [f"{frame['t']} {frame['change']}" if "change" in frame else frame["t"] for frame in frames]


async def test_a_first_visit_starts_from_all_conversations(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    await town.post(conv, ben, "hello")
    resumption = await town.store.stream.resume(anna, None)
    assert (resumption.mode, resumption.token, resumption.events) == ("fresh", town.token, [])
    assert resumption.conversations == [await town.store.conversations.get(conv, anna)]


async def test_what_was_missed_is_what_was_told_meanwhile(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(anna, ben)
    tokens = [town.token]
    for step in range(12):
        if step % 4 == 3:
            await town.store.conversations.change(conv, anna, f"title {step}", None)
        elif step % 4 == 2:
            await town.store.accounts.set_name(carl, f"Carl {step}")
        else:
            await town.post(conv, ben, f"text {step}")
        tokens.append(town.token)
    for user in (anna, ben, carl):
        for since in tokens:
            heard = [each for each in town.heard_by(user) if each.position > since.position]
            newest = {_subject(each): each.position for each in heard}
            expected = [each.position for each in heard if newest[_subject(each)] == each.position]
            missed = await town.missed(user, since)
            assert [frame["sync"] for frame in missed] == [str(SyncToken(since.epoch, each)) for each in expected]


def _subject(delivery: Delivery) -> str | int:
    """Of events with the same subject the newest is told to who was away, of others each."""
    event = delivery.event
    logged = None if isinstance(event, MessageAdded | ConversationAdded | ReceiptMoved) else subject_of(event)
    return logged or delivery.position


async def test_an_event_is_told_the_same_live_and_later(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    town.heard.clear()
    await town.post(conv, ben, "hello")
    await town.store.conversations.change(conv, anna, "New", None)
    await town.store.conversations.add_members(conv, anna, [await town.person("carl")], MemberRole.MEMBER)
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.ADMIN)
    await town.store.accounts.set_name(anna, "Anna B.")
    live = [frame_of(SyncToken(since.epoch, each.position), each.event) for each in town.heard_by(ben)]
    assert await town.missed(ben, since) == live
    assert _kinds(live) == ["message", "group", "member joined", "member role", "profile"]


async def test_nothing_missed_is_nothing_told(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    since = town.token
    conv = await town.direct(anna, ben)
    await town.post(conv, anna)
    resumption = await town.store.stream.resume(carl, since)
    assert (resumption.mode, resumption.events) == ("resumed", [])
    assert resumption.token == town.token
    assert await town.missed(anna, town.token) == []


async def test_who_joins_is_shown_the_conversation_and_what_comes_after(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    since = town.token
    conv = await town.group(anna)
    await town.post(conv, anna, "before ben")
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.MEMBER)
    await town.post(conv, anna, "after")
    missed = await town.missed(ben, since)
    assert _kinds(missed) == ["conversation", "message"]
    assert missed[0]["conversation"]["id"] == conv
    assert missed[1]["text"] == "after"
    assert _kinds(await town.missed(anna, since)) == ["conversation", "message", "member joined", "message"]


async def test_who_was_taken_out_is_told_so_and_nothing_more(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    await town.store.conversations.remove_member(conv, anna, ben)
    await town.post(conv, anna, "without ben")
    await town.store.conversations.change(conv, anna, "Without Ben", None)
    assert _kinds(await town.missed(ben, since)) == ["removed"]
    assert [type(each.event).__name__ for each in town.heard_by(ben)][-1] == "Removed"
    assert _kinds(await town.missed(anna, since)) == ["member left", "message", "group"]


async def test_who_left_and_returned_sees_the_conversation_anew(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    await town.store.conversations.remove_member(conv, ben, ben)
    await town.post(conv, anna, "while away")
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.MEMBER)
    await town.post(conv, anna, "back")
    assert _kinds(await town.missed(ben, since)) == ["removed", "conversation", "message"]


async def test_a_conversation_that_was_removed(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    await town.post(conv, ben, "soon gone")
    await town.store.conversations.remove(conv)
    for user in (anna, ben):
        missed = await town.missed(user, since)
        assert [(frame["t"], frame["conv"]) for frame in missed] == [("removed", conv)]


async def test_a_restart_keeps_tokens_good_and_positions_growing(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    await town.post(conv, anna, "one")
    since = town.token
    await town.post(conv, anna, "two")
    last = town.heard[-1].position
    for _ in range(3):
        await town.restart()
        assert town.token.position >= last
        assert town.token.epoch == since.epoch
        await town.post(conv, anna, "again")
        assert town.heard[-1].position > last
        last = town.heard[-1].position
    assert [frame["text"] for frame in await town.missed(ben, since)] == ["two", "again", "again", "again"]


@pytest.mark.parametrize("behind", [False, True])
async def test_a_token_of_another_life_of_the_store(town: Town, behind: bool) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    token = town.token
    foreign = SyncToken("other", token.position) if behind else SyncToken(token.epoch, token.position + 1)
    resumption = await town.store.stream.resume(anna, foreign)
    assert (resumption.mode, resumption.token, resumption.events) == ("reset", token, [])
    assert [each.id for each in resumption.conversations or []] == [conv]


async def test_too_much_to_tell_starts_from_the_newest_state(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    since = town.token
    await asyncio.gather(*(town.post(conv, ben, f"text {number}") for number in range(1000)))
    assert len(await town.missed(anna, since)) == 1000
    await town.post(conv, ben, "one more")
    resumption = await town.store.stream.resume(anna, since)
    assert (resumption.mode, resumption.token, resumption.events) == ("limited", town.token, [])
    assert resumption.conversations is not None
    assert [each.last_seq for each in resumption.conversations] == [1001]


async def test_too_much_in_many_conversations(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    convs = [await town.group(anna, ben) for _ in range(3)]
    since = town.token
    await asyncio.gather(*(town.post(convs[number % 3], ben) for number in range(1001)))
    assert (await town.store.stream.resume(anna, since)).mode == "limited"


@pytest.mark.parametrize("in_a_conversation", [False, True])
async def test_too_many_events_are_never_cut_silently(town: Town, in_a_conversation: bool) -> None:
    """Also for who is in no conversation: a thousand others changed their names."""
    anna, ben, *crowd = await town.people("anna", "ben", *(f"user{number}" for number in range(999)))
    if in_a_conversation:
        await town.direct(anna, ben)
    since = town.token
    await asyncio.gather(*(town.store.accounts.set_name(user, "New") for user in (ben, *crowd)))
    assert len(await town.missed(anna, since)) == 1000
    await town.store.accounts.set_name(anna, "Anna the last")
    assert (await town.store.stream.resume(anna, since)).mode == "limited"


async def test_resuming_in_the_midst_of_posts_loses_and_repeats_nothing(town: Town) -> None:
    """Attach, read, then go on live: what is told from the resumption on joins what was read."""
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    start = town.token
    posting = [asyncio.ensure_future(town.post(conv, ben, f"text {number}")) for number in range(300)]
    resumptions = []
    for _ in range(20):
        attached_at = len(town.heard)
        resumptions.append((attached_at, await town.store.stream.resume(anna, start)))
    await asyncio.gather(*posting)
    for attached_at, resumption in resumptions:
        live = [each.position for each in town.heard[attached_at:] if each.position > resumption.token.position]
        told = [position for position, _ in resumption.events] + live
        assert told == [each.position for each in town.heard if each.position > start.position]
        assert all(position <= resumption.token.position for position, _ in resumption.events)


async def test_a_resumption_stands_where_the_listener_stands(town: Town) -> None:
    """What is told live after it is newer than all it holds: a client's token never goes backwards."""
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    start = town.token
    posting = [asyncio.ensure_future(town.post(conv, ben)) for _ in range(400)]
    while not all(task.done() for task in posting):
        resumption = await town.store.stream.resume(anna, start)
        assert resumption.token.position <= town.token.position
    await asyncio.gather(*posting)


async def test_a_client_that_comes_and_goes_knows_what_a_newcomer_is_told(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    replica = Replica(anna)
    replica.resume(await town.store.stream.resume(anna, None))
    conv = await town.group(ben, anna, title="One")
    await town.post(conv, ben, "hello")
    replica.resume(await town.store.stream.resume(anna, replica.token))
    await town.store.conversations.add_members(conv, ben, [anna], MemberRole.OWNER)
    await town.store.conversations.remove_member(conv, ben, ben)
    await town.store.conversations.add_members(conv, anna, [carl], MemberRole.MEMBER)
    await town.store.accounts.remove(carl, NOW)
    await town.store.accounts.set_name(anna, "Anna B.")
    replica.resume(await town.store.stream.resume(anna, replica.token))
    texts = {conv: {message.seq: message.text for message in await town.history(conv, anna)}}
    replica.check(await town.store.conversations.of_user(anna), texts, {conv: {}})


async def test_events_that_are_told_no_more_count_as_missed(town: Town) -> None:
    """What is left out of an answer, because its message is gone, must not hide that the answer was cut."""
    anna, ben, *crowd = await town.people("anna", "ben", *(f"user{number}" for number in range(999)))
    conv = await town.group(anna, ben)
    await town.post(conv, anna)
    since = town.token
    await town.store.annotations.edit(conv, anna, 1, "secret", (), NOW)
    await town.store.annotations.recall(conv, anna, 1, NOW, 60_000)
    await asyncio.gather(*(town.store.accounts.set_name(user, "New") for user in crowd))
    assert (await town.store.stream.resume(ben, since)).mode == "limited"

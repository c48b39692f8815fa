"""Conversations: who is in them, who may change that, and who is told."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from imserver.core import errors, ids
from imserver.core.conversation import MAX_MEMBERS, MEMBERS_SHOWN, Conversation, GroupSettings, Kind, Member, MemberRole
from imserver.core.event import ConversationAdded, GroupChanged
from imserver.core.message import Draft
from imserver.store.records import MakerKey
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

OWNER, ADMIN, MEMBER = MemberRole


@pytest.fixture
async def people(town: Town) -> list[str]:
    return await town.people("anna", "ben", "carl", "dora")


async def _roles(town: Town, conv: str, viewer: str) -> dict[str, MemberRole]:
    conversation = await town.store.conversations.get(conv, viewer)
    return {member.id: member.role for member in conversation.members}


# direct


async def test_a_group_that_is_asked_for_again_is_the_same(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    key = MakerKey(anna, uuid4())

    async def make(title: str = "Garden", members: tuple[str, ...] = (ben, carl), key: MakerKey = key) -> str:
        conv = town.new_id(ids.CONVERSATION)
        return (await town.store.conversations.create_group(conv, title, anna, members, NOW, key)).id

    group = await make()
    heard = len(town.heard)
    assert await make() == await make(members=(carl, ben, anna)) == group
    assert len(town.heard) == heard, "nobody is told again"
    for changed in (make("Gardens"), make(members=(ben,))):
        with refused(errors.CLIENT_ID_CONFLICT):
            await changed
    assert await make(key=MakerKey(anna, uuid4())) != group
    assert await make(key=MakerKey(f"admin {anna}", key.client_id)) != group
    await town.store.conversations.change(group, anna, "Gardeners", None)
    await town.restart()
    assert await make() == group


async def test_a_direct_conversation_is_one_from_both_sides(town: Town, people: list[str]) -> None:
    anna, ben, *_ = people
    conv = await town.direct(anna, ben)
    assert await town.direct(ben, anna) == conv
    assert await town.direct(anna, ben) == conv
    for viewer in (anna, ben):
        assert await town.store.conversations.get(conv, viewer) == Conversation(
            id=conv,
            kind=Kind.DIRECT,
            title="",
            role=MEMBER,
            created_at=NOW,
            last_seq=0,
            member_count=2,
            members=(Member(anna, "anna", "Anna", MEMBER), Member(ben, "ben", "Ben", MEMBER)),
        )


async def test_opening_it_at_once_from_both_sides_makes_one(town: Town, people: list[str]) -> None:
    anna, ben, *_ = people
    made = await asyncio.gather(*(town.direct(*pair) for pair in ((anna, ben), (ben, anna)) * 10))
    assert len(set(made)) == 1
    assert len([each for each in town.heard_by(anna) if isinstance(each.event, ConversationAdded)]) == 1


async def test_one_may_write_to_oneself(town: Town, people: list[str]) -> None:
    anna = people[0]
    conv = await town.direct(anna, anna)
    assert await town.direct(anna, anna) == conv
    await town.post(conv, anna, "note to self")
    conversation = await town.store.conversations.get(conv, anna)
    assert (conversation.member_count, conversation.last_seq) == (1, 1)


async def test_a_direct_conversation_keeps_its_two(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    conv = await town.direct(anna, ben)
    conversations = town.store.conversations
    for actor in (anna, None):
        with refused(errors.FORBIDDEN):
            await conversations.add_members(conv, actor, [carl], MEMBER)
        with refused(errors.FORBIDDEN):
            await conversations.remove_member(conv, actor, ben)
    with refused(errors.FORBIDDEN):
        await conversations.remove_member(conv, anna, anna)
    with refused(errors.FORBIDDEN):
        await conversations.change(conv, anna, "Us", None)


@pytest.mark.parametrize("removed", [False, True])
async def test_nobody_can_be_written_to(town: Town, people: list[str], removed: bool) -> None:
    anna, ben, *_ = people
    if removed:
        await town.post(await town.group(ben, anna), ben, "so that ben is remembered")
        await town.store.accounts.remove(ben, NOW)
    target = ben if removed else "u" + "0" * 15
    with refused(errors.UNKNOWN_USER):
        await town.direct(anna, target)
    with refused(errors.UNKNOWN_USER):
        await town.direct(target, anna)
    with refused(errors.UNKNOWN_USER):
        await town.group(anna, target)
    conv = await town.group(anna)
    with refused(errors.UNKNOWN_USER):
        await town.store.conversations.add_members(conv, anna, [people[2], target], MEMBER)
    assert await _roles(town, conv, anna) == {anna: OWNER}, "all or none"


async def test_a_direct_conversation_with_somebody_who_is_gone_stays_readable(town: Town, people: list[str]) -> None:
    anna, ben, *_ = people
    conv = await town.direct(anna, ben)
    await town.post(conv, ben, "hello")
    await town.store.accounts.remove(ben, NOW)
    conversation = await town.store.conversations.get(conv, anna)
    assert [(member.id, member.login, member.name) for member in conversation.members] == [
        (anna, "anna", "Anna"),
        (ben, "", "Ben"),
    ]
    assert [message.text for message in await town.history(conv, anna)] == ["hello"]


# groups


async def test_a_group_as_its_owner_sees_it(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    conversation = await town.store.conversations.create_group("c1", "Class 3b", anna, [ben, carl, ben, anna], NOW)
    assert (conversation.kind, conversation.title, conversation.role) == (Kind.GROUP, "Class 3b", OWNER)
    assert {member.id: member.role for member in conversation.members} == {anna: OWNER, ben: MEMBER, carl: MEMBER}
    assert conversation.members[0].id == anna, "owners first"
    assert (await town.store.conversations.get("c1", ben)).role is MEMBER


async def test_each_member_is_shown_the_new_group(town: Town, people: list[str]) -> None:
    anna, ben, carl, dora = people
    town.heard.clear()
    conv = await town.group(anna, ben, carl)
    shown = {each.audience: each.event.conversation for each in town.heard if isinstance(each.event, ConversationAdded)}
    assert shown == {(user,): await town.store.conversations.get(conv, user) for user in (anna, ben, carl)}
    assert town.heard_by(dora) == []


async def test_a_group_has_a_size(town: Town) -> None:
    logins = [f"user{number:04}" for number in range(MAX_MEMBERS + 1)]
    anna, *others = await town.people(*logins)
    with refused(errors.TOO_MANY):
        await town.group(anna, *others)
    conv = await town.group(anna, *others[:-1])
    with refused(errors.TOO_MANY):
        await town.store.conversations.add_members(conv, anna, [others[-1]], MEMBER)
    await town.store.conversations.add_members(conv, anna, [others[-2]], ADMIN)
    conversation = await town.store.conversations.get(conv, others[5])
    assert conversation.member_count == MAX_MEMBERS
    assert len(conversation.members) == MEMBERS_SHOWN
    assert [member.role for member in conversation.members[:3]] == [OWNER, ADMIN, MEMBER]


async def test_of_user_lists_the_liveliest_first(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    convs = [await town.group(anna, ben, title=f"{number}") for number in range(3)]
    await town.group(ben, carl)
    listed = await town.store.conversations.of_user(anna)
    assert {each.id for each in listed} == set(convs)
    assert listed == [await town.store.conversations.get(each.id, anna) for each in listed]
    await town.store.messages.append(Draft(convs[1], ben, uuid4(), "newest", "", NOW + 10))
    assert (await town.store.conversations.of_user(anna))[0].id == convs[1]
    assert await town.store.conversations.of_user("u" + "0" * 15) == []


async def test_strangers_see_nothing(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    conv = await town.group(anna, ben)
    conversations = town.store.conversations
    with refused(errors.NOT_MEMBER):
        await conversations.get(conv, carl)
    with refused(errors.NOT_MEMBER):
        await conversations.change(conv, carl, "Mine", None)
    with refused(errors.NOT_MEMBER):
        await conversations.add_members(conv, carl, [carl], OWNER)
    for target in (ben, "nobody"):
        with refused(errors.NOT_MEMBER):
            await conversations.remove_member(conv, carl, target)
    heard = len(town.heard)
    await conversations.remove_member(conv, carl, carl)
    assert len(town.heard) == heard
    with refused(errors.UNKNOWN_CONVERSATION):
        await conversations.get("nowhere", anna)
    for attempt in (
        conversations.change("nowhere", anna, "x", None),
        conversations.add_members("nowhere", None, [anna], MEMBER),
        conversations.remove_member("nowhere", None, anna),
        conversations.remove("nowhere"),
    ):
        with refused(errors.UNKNOWN_CONVERSATION):
            await attempt


async def test_renaming_is_told_to_all(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    conv = await town.group(anna, ben)
    with refused(errors.FORBIDDEN):
        await town.store.conversations.change(conv, ben, "Ben's", None)
    await town.store.conversations.add_members(conv, anna, [ben], ADMIN)
    renamed = await town.store.conversations.change(conv, ben, "Ben's", None)
    assert (renamed.title, renamed.role) == ("Ben's", ADMIN)
    assert town.heard[-1].event == GroupChanged(conv, "Ben's", GroupSettings())
    assert set(town.heard[-1].audience or ()) == {anna, ben}
    assert (await town.store.conversations.get(conv, anna)).title == "Ben's"
    with refused(errors.NOT_MEMBER):
        await town.store.conversations.get(conv, carl)


# lists


async def test_groups_are_listed_page_by_page(town: Town, people: list[str]) -> None:
    anna, ben, *_ = people
    made = [await town.group(anna, ben, title=title) for title in ("Class 3b", "Choir", "Änderungen", "3b parents")]
    await town.direct(anna, ben)
    await town.post(made[1], anna)
    groups = town.store.conversations.groups
    first = await groups("", "", 3)
    second = await groups("", first[-1].id, 3)
    assert [each.id for each in (*first, *second)] == sorted(made)
    assert {each.title for each in await groups("3B", "", 10)} == {"Class 3b", "3b parents"}
    assert [each.title for each in await groups("änder", "", 10)] == ["Änderungen"]
    (choir,) = await groups("choir", "", 10)
    assert await town.store.conversations.group(choir.id) == choir
    for missing in ("nowhere", await town.direct(anna, ben)):
        with refused(errors.UNKNOWN_CONVERSATION):
            await town.store.conversations.group(missing)
    assert (choir.member_count, choir.last_seq, choir.created_at) == (2, 1, NOW)


async def test_counts(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    await town.store.accounts.set_disabled(carl, True, NOW)
    for conv in (await town.group(anna, ben), await town.direct(anna, ben)):
        for _ in range(3):
            await town.post(conv, anna)
    counts = await town.store.counts()
    assert (counts.users, counts.disabled, counts.conversations, counts.messages) == (4, 1, 2, 6)

"""Members of a group: who adds whom as what, who takes whom out, and who owns it then."""

from __future__ import annotations

import pytest

from imserver.core import errors
from imserver.core.conversation import MemberRole
from imserver.core.event import ConversationAdded, MemberChanged, Removed
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

OWNER, ADMIN, MEMBER = MemberRole


@pytest.fixture
async def people(town: Town) -> list[str]:
    return await town.people("anna", "ben", "carl", "dora")


async def _roles(town: Town, conv: str, viewer: str) -> dict[str, MemberRole]:
    conversation = await town.store.conversations.get(conv, viewer)
    return {member.id: member.role for member in conversation.members}


async def test_who_adds_whom_as_what(town: Town, people: list[str]) -> None:
    anna, ben, carl, dora = people
    conv = await town.group(anna, ben)
    add = town.store.conversations.add_members
    with refused(errors.FORBIDDEN):
        await add(conv, ben, [carl], MEMBER)
    await add(conv, anna, [ben], ADMIN)
    await add(conv, ben, [carl], MEMBER)
    with refused(errors.FORBIDDEN):
        await add(conv, ben, [dora], ADMIN)
    with refused(errors.FORBIDDEN):
        await add(conv, ben, [ben], OWNER)
    await add(conv, anna, [dora, carl], OWNER)
    assert await _roles(town, conv, anna) == {anna: OWNER, ben: ADMIN, carl: OWNER, dora: OWNER}
    await add(conv, None, [dora], MEMBER)
    assert (await _roles(town, conv, anna))[dora] is MEMBER


async def test_adding_who_is_there_changes_nothing_for_an_admin(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    conv = await town.group(anna, ben, carl)
    await town.store.conversations.add_members(conv, anna, [ben, carl], ADMIN)
    heard = len(town.heard)
    await town.store.conversations.add_members(conv, ben, [anna, carl], MEMBER)
    assert await _roles(town, conv, anna) == {anna: OWNER, ben: ADMIN, carl: ADMIN}
    assert len(town.heard) == heard


async def test_without_a_role_the_new_become_members_and_the_others_stay_what_they_are(
    town: Town, people: list[str]
) -> None:
    anna, ben, carl, dora = people
    conv = await town.group(anna, ben)
    await town.store.conversations.add_members(conv, anna, [ben], ADMIN)
    for actor, arrival in ((None, carl), (ben, dora)):
        await town.store.conversations.add_members(conv, actor, [anna, ben, arrival], None)
    assert await _roles(town, conv, anna) == {anna: OWNER, ben: ADMIN, carl: MEMBER, dora: MEMBER}


async def test_a_group_that_all_had_left_is_owned_again(town: Town, people: list[str]) -> None:
    """The administration fills it anew; the one who ranks highest, then the first, gets it."""
    anna, ben, carl, _ = people
    conv = await town.group(anna)
    await town.store.conversations.remove_member(conv, anna, anna)
    await town.store.conversations.add_members(conv, None, [ben, carl], None)
    assert await _roles(town, conv, carl) == {ben: OWNER, carl: MEMBER}
    assert isinstance(town.heard[-1].event, MemberChanged)
    assert (town.heard[-1].event.member.id, town.heard[-1].event.role) == (ben, OWNER)


async def test_joining_is_told_to_those_who_are_there(town: Town, people: list[str]) -> None:
    anna, ben, carl, dora = people
    conv = await town.group(anna, ben)
    town.heard.clear()
    await town.store.conversations.add_members(conv, anna, [carl, dora, carl], MEMBER)
    joined = [each for each in town.heard if isinstance(each.event, MemberChanged)]
    assert [each.event.member.id for each in joined if isinstance(each.event, MemberChanged)] == [carl, dora]
    assert all(set(each.audience or ()) == {anna, ben} for each in joined)
    for arrival in (carl, dora):
        (shown,) = town.heard_by(arrival)
        assert isinstance(shown.event, ConversationAdded)
        assert shown.event.conversation == await town.store.conversations.get(conv, arrival)


async def test_who_is_new_gets_the_next_message_and_who_left_does_not(town: Town, people: list[str]) -> None:
    anna, ben, carl, _ = people
    conv = await town.group(anna, ben)
    await town.post(conv, anna)
    await town.store.conversations.add_members(conv, anna, [carl], MEMBER)
    await town.store.conversations.remove_member(conv, ben, ben)
    await town.post(conv, carl)
    assert set(town.heard[-1].audience or ()) == {anna, carl}
    with refused(errors.NOT_MEMBER):
        await town.post(conv, ben)


@pytest.mark.parametrize(
    ("actor", "target", "allowed"),
    [
        ("owner", "member", True),
        ("owner", "admin", True),
        ("owner", "other owner", True),
        ("admin", "member", True),
        ("admin", "admin", True),
        ("admin", "owner", False),
        ("member", "member", True),
        ("member", "admin", False),
        ("administration", "owner", True),
    ],
)
async def test_who_takes_whom_out(town: Town, people: list[str], actor: str, target: str, allowed: bool) -> None:
    anna, ben, carl, dora = people
    conv = await town.group(anna, carl)
    await town.store.conversations.add_members(conv, anna, [ben], ADMIN)
    await town.store.conversations.add_members(conv, anna, [dora], OWNER)
    who = {"owner": anna, "admin": ben, "member": carl, "other owner": dora, "administration": None}
    gone = who[target]
    assert gone is not None
    if not allowed:
        with refused(errors.FORBIDDEN):
            await town.store.conversations.remove_member(conv, who[actor], gone)
        assert gone in await _roles(town, conv, gone)
        return
    town.heard.clear()
    await town.store.conversations.remove_member(conv, who[actor], gone)
    stay = {anna, ben, carl, dora} - {gone}
    left, removed = town.heard
    assert isinstance(left.event, MemberChanged)
    assert (left.event.change, left.event.member.id, set(left.audience or ())) == ("left", gone, stay)
    assert (removed.event, removed.audience) == (Removed(conv), (gone,))
    assert (await _roles(town, conv, stay.pop())).keys() == {anna, ben, carl, dora} - {gone}


async def test_taking_out_who_is_not_there(town: Town, people: list[str]) -> None:
    """Whose answer was lost asks again; the administration, which names people by hand, is told."""
    anna, ben, carl, _ = people
    conv = await town.group(anna, carl)
    heard = len(town.heard)
    await town.store.conversations.remove_member(conv, anna, ben)
    assert len(town.heard) == heard
    with refused(errors.UNKNOWN_USER):
        await town.store.conversations.remove_member(conv, anna, "nobody")
    with refused(errors.FORBIDDEN):
        await town.store.conversations.remove_member(conv, carl, ben)
    with refused(errors.UNKNOWN_USER):
        await town.store.conversations.remove_member(conv, None, ben)


async def test_the_last_owner_who_leaves_hands_the_group_on(town: Town, people: list[str]) -> None:
    anna, ben, carl, dora = people
    conv = await town.group(anna, ben, carl, dora)
    await town.store.conversations.add_members(conv, anna, [carl], ADMIN)
    await town.store.conversations.remove_member(conv, anna, anna)
    assert await _roles(town, conv, ben) == {carl: OWNER, ben: MEMBER, dora: MEMBER}
    assert isinstance(town.heard[-1].event, MemberChanged)
    assert (town.heard[-1].event.change, town.heard[-1].event.member.id) == ("role", carl)
    assert set(town.heard[-1].audience or ()) == {ben, carl, dora}
    await town.store.conversations.remove_member(conv, carl, carl)
    assert list((await _roles(town, conv, dora)).values()).count(OWNER) == 1
    for user in (ben, dora):
        await town.store.conversations.remove_member(conv, user, user)
    (group,) = await town.store.conversations.groups("", "", 10)
    assert (group.id, group.member_count) == (conv, 0)


@pytest.mark.parametrize("by_administration", [False, True])
async def test_a_group_keeps_an_owner_when_roles_change(town: Town, people: list[str], by_administration: bool) -> None:
    anna, ben, carl, _ = people
    conv = await town.group(anna, ben, carl)
    actor = None if by_administration else anna
    for role in (ADMIN, MEMBER):
        with refused(errors.LAST_OWNER):
            await town.store.conversations.add_members(conv, actor, [carl, anna, ben], role)
    assert await _roles(town, conv, anna) == {anna: OWNER, ben: MEMBER, carl: MEMBER}
    await town.store.conversations.add_members(conv, actor, [ben], OWNER)
    await town.store.conversations.add_members(conv, actor, [anna, carl], ADMIN)
    assert await _roles(town, conv, anna) == {anna: ADMIN, ben: OWNER, carl: ADMIN}


async def test_a_refused_change_leaves_no_trace(town: Town, people: list[str]) -> None:
    """Also not in what the engine remembers of the conversation."""
    anna, ben, carl, _ = people
    conv = await town.group(anna, ben)
    heard = len(town.heard)
    with refused(errors.UNKNOWN_USER):
        await town.store.conversations.add_members(conv, anna, [carl, "nobody"], MEMBER)
    await town.post(conv, anna)
    assert set(town.heard[-1].audience or ()) == {anna, ben}
    assert len(town.heard) == heard + 1
    with refused(errors.NOT_MEMBER):
        await town.post(conv, carl)


async def test_a_removed_group_is_gone_for_all(town: Town, people: list[str]) -> None:
    anna, ben, *_ = people
    conv = await town.group(anna, ben)
    await town.post(conv, anna)
    town.heard.clear()
    await town.store.conversations.remove(conv)
    assert sorted((each.audience or ())[0] for each in town.heard) == sorted((anna, ben))
    assert all(each.event == Removed(conv) for each in town.heard)
    with refused(errors.UNKNOWN_CONVERSATION):
        await town.post(conv, anna)
    assert await town.store.conversations.of_user(anna) == []
    counts = await town.store.counts()
    assert (counts.conversations, counts.messages) == (0, 0)


async def test_members_are_listed_by_login_and_by_pages(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    everybody = await town.store.conversations.members(conv, "", 10)
    assert [(profile.id, role) for profile, role in everybody] == [
        (anna, MemberRole.MEMBER),
        (ben, MemberRole.MEMBER),
        (carl, MemberRole.OWNER),
    ]
    assert [profile.login for profile, _ in await town.store.conversations.members(conv, "anna", 1)] == ["ben"]
    await town.store.accounts.remove(ben, NOW)
    assert [profile.login for profile, _ in await town.store.conversations.members(conv, "", 10)] == ["anna", "carl"]
    assert await town.store.conversations.members("c-none", "", 10) == []

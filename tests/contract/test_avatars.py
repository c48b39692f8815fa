"""Pictures of people and groups: who is told, who may see them, and when they are gone."""

from __future__ import annotations

import pytest

from imserver.core import errors, ids
from imserver.core.account import Profile, Role
from imserver.core.conversation import GroupSettings, Kind, MemberRole
from imserver.core.errors import ImError
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio


async def picture(town: Town, user: str) -> str:
    """Give somebody a new one."""
    avatar = town.new_id(ids.AVATAR)
    assert (await town.store.accounts.set_avatar(user, avatar)).avatar == avatar
    return avatar


async def group_picture(town: Town, conv: str, actor: str, now: int = NOW) -> str:
    avatar = town.new_id(ids.AVATAR)
    await town.store.conversations.set_avatar(conv, actor, avatar, now)
    return avatar


async def is_seen(town: Town, avatar: str, user: str) -> bool:
    try:
        await town.store.media.check_avatar(avatar, user)
    except ImError as refusal:
        if refusal.code is not errors.UNKNOWN_FILE:
            raise
        return False
    return True


async def test_everybody_is_told_of_a_picture_and_finds_it_wherever_the_person_stands(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    await town.store.accounts.get(anna)  # what is kept of it is old by then
    avatar = await picture(town, anna)
    shown = {"id": anna, "login": "anna", "name": "Anna", "avatar": avatar}
    (frame,) = await town.missed(ben, since)
    assert (frame["t"], frame["user"]) == ("profile", shown)
    assert town.heard[-1].audience is None
    profile = Profile(anna, "anna", "Anna", avatar)
    assert await town.store.directory("anna", "", 10) == [profile]
    assert (await town.store.accounts.get(anna)).profile == profile
    assert (await town.store.accounts.get("anna")).avatar == avatar
    assert (await town.store.accounts.search("anna", "", 10))[0].avatar == avatar
    found = await town.store.accounts.credentials("anna")
    assert found is not None
    assert found[0].avatar == avatar
    view = await town.store.conversations.get(conv, ben)
    assert {member.id: member.avatar for member in view.members} == {anna: avatar, ben: ""}
    assert (profile, MemberRole.OWNER) in await town.store.conversations.members(conv, "", 10)
    await town.store.accounts.set_name(anna, "Anna B.")
    assert (await town.missed(ben, since))[-1]["user"] == shown | {"name": "Anna B."}, "a name takes no picture away"
    other = await town.group(ben)
    since = town.token
    await town.store.conversations.add_members(other, ben, [anna], None)
    (joined,) = [frame for frame in await town.missed(ben, since) if frame["t"] == "member"]
    assert joined["user"]["avatar"] == avatar
    await town.store.conversations.ban(other, ben, anna)
    assert [person.avatar for person in await town.store.conversations.bans(other, ben)] == [avatar]


async def test_the_same_again_tells_nobody_and_none_is_told_as_none(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    avatar = await picture(town, anna)
    heard = len(town.heard)
    await town.store.accounts.set_avatar(anna, avatar)
    await town.store.accounts.set_avatar(ben, "")
    assert len(town.heard) == heard
    assert await town.store.media.gone(10) == []
    since = town.token
    await town.store.accounts.set_avatar(anna, "")
    (frame,) = await town.missed(ben, since)
    assert frame["user"] == {"id": anna, "login": "anna", "name": "Anna"}


async def test_a_picture_is_gone_with_the_next_one_and_with_the_account(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    await town.post(await town.group(anna, ben), anna)  # so that the account is remembered
    first, second, other = await picture(town, anna), await picture(town, anna), await picture(town, carl)
    assert [await is_seen(town, each, ben) for each in (first, second)] == [False, True]
    assert await town.store.media.gone(10) == [first]
    assert await town.store.media.known([first, second, town.new_id(ids.AVATAR)]) == {first, second}
    for user in (anna, carl):
        await town.store.accounts.remove(user, NOW)
    assert await town.store.media.gone(10) == sorted([first, second, other])
    assert [await is_seen(town, each, ben) for each in (second, other)] == [False, False]
    assert await town.store.media.gone(1, first) == [second]
    await town.store.media.forget([first])
    assert await town.store.media.known([first, second]) == {second}
    await town.restart()
    assert await town.store.media.gone(10) == sorted([second, other])


async def test_a_picture_in_use_is_neither_gone_nor_forgotten(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna)
    kept = [await picture(town, ben), await group_picture(town, conv, anna)]
    assert await town.store.media.gone(10) == []
    await town.store.media.forget(kept)
    await town.store.media.expire(NOW * 2)
    assert await town.store.media.known(kept) == set(kept)


async def test_a_group_is_told_of_its_picture_and_reads_who_changed_it(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    since = town.token
    avatar = await group_picture(town, conv, anna)
    told, line = await town.missed(ben, since)
    assert told == {
        **{"t": "group", "sync": told["sync"], "conv": conv, "title": "Class 3b", "settings": {}},
        "avatar": avatar,
    }
    assert (line["action"], line["sender"]) == ({"did": "pictured"}, anna)
    assert (await town.store.conversations.get(conv, ben)).avatar == avatar
    assert (await town.store.conversations.group(conv)).avatar == avatar
    assert [group.avatar for group in await town.store.conversations.groups("", "", 10)] == [avatar]
    for title, settings in (("Choir", None), (None, GroupSettings(posting="admins"))):
        since = town.token
        await town.store.conversations.change(conv, anna, title, settings)
        (told,) = await town.missed(ben, since)
        assert told["avatar"] == avatar
    await town.restart()
    await town.store.conversations.change(conv, anna, "Band", None)
    assert (await town.missed(ben, since))[-1]["avatar"] == avatar
    since = town.token
    await town.store.conversations.set_avatar(conv, anna, "", NOW)
    await town.store.conversations.set_avatar(conv, anna, "", NOW)
    told, line = await town.missed(ben, since)
    assert "avatar" not in told
    assert line["action"] == {"did": "unpictured"}
    assert (await town.store.conversations.get(conv, ben)).unread == 0, "the lines are quiet"
    assert await town.store.media.gone(10) == [avatar]


async def test_who_runs_a_group_gives_it_a_picture_and_nobody_else_does(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv, direct = await town.group(anna, ben), await town.direct(anna, ben)
    for actor, where, refusal in (
        (ben, conv, errors.FORBIDDEN),
        (carl, conv, errors.NOT_MEMBER),
        (anna, direct, errors.FORBIDDEN),
        (None, direct, errors.FORBIDDEN),
        (anna, "c000000000000000", errors.UNKNOWN_CONVERSATION),
    ):
        with refused(refusal):
            await town.store.conversations.set_avatar(where, actor, town.new_id(ids.AVATAR), NOW)
    avatar = await group_picture(town, conv, anna)
    since = town.token
    by = Profile("", "", "a script")
    for _ in range(2):
        await town.store.conversations.set_avatar(conv, None, "", NOW, by)
    told, line = await town.missed(ben, since)
    assert (told["t"], "avatar" in told) == ("group", False)
    assert line["note"] == {"did": "unpictured", "people": [], "by": ""}
    assert line["text"] == "The program “a script” removed the picture of this group.\n程序“a script”移除了本群的头像。"
    assert line["sender"] in (anna, ben), "a client may not know notes"
    assert await town.store.media.gone(10) == [avatar]
    assert (await town.store.conversations.get(direct, anna)).kind is Kind.DIRECT


async def test_a_groups_picture_is_for_its_members_and_administrators(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    boss, former = await town.person("boss", Role.ADMIN), await town.person("former", Role.ADMIN)
    await town.store.accounts.set_disabled(former, True, NOW)
    conv = await town.group(anna, ben)
    avatar = await group_picture(town, conv, anna)
    seen = {user: await is_seen(town, avatar, user) for user in (anna, ben, carl, boss, former)}
    assert seen == {anna: True, ben: True, carl: False, boss: True, former: False}
    await town.store.conversations.remove_member(conv, anna, ben)
    assert not await is_seen(town, avatar, ben)
    for other in ("", anna, conv, "a000000000000000"):
        assert not await is_seen(town, other, anna)
    await town.store.conversations.remove(conv)
    assert not await is_seen(town, avatar, anna)
    assert await town.store.media.gone(10) == [avatar]


async def test_whoever_may_change_somebody_may_take_their_picture(town: Town) -> None:
    owner, admin = await town.person("owner", Role.OWNER), await town.person("admin", Role.ADMIN)
    anna = await town.person("anna")
    for user in (owner, anna):
        await picture(town, user)
    with refused(errors.FORBIDDEN):
        await town.store.accounts.set_avatar(owner, "", admin)
    with refused(errors.FORBIDDEN):
        await town.store.accounts.set_avatar(admin, "", anna)
    with refused(errors.UNKNOWN_USER):
        await town.store.accounts.set_avatar("u000000000000000", "")
    assert (await town.store.accounts.set_avatar(anna, "", admin)).avatar == ""
    assert (await town.store.accounts.set_avatar(owner, "", owner)).avatar == ""


async def test_a_picture_is_no_file_of_a_message(town: Town) -> None:
    anna = await town.person("anna")
    avatar = await picture(town, anna)
    with refused(errors.UNKNOWN_FILE):
        await town.store.media.get(avatar, anna)
    assert await town.store.media.used(anna) == 0
    assert await town.store.media.of_user(anna) == []

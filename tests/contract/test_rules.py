"""What groups decide, and what people decide of one another."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from imserver.core import errors
from imserver.core.conversation import GroupSettings, MemberRole, Preferences
from imserver.core.event import BlockChanged, Expired, GroupChanged, MemberChanged, Pinned, PreferencesChanged
from tests.contract.test_annotations import say, trio
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

DAY_S = 86_400


async def test_settings_are_told_kept_and_changed_by_who_runs_the_group(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    since = town.token
    settings = GroupSettings(posting="admins", history="joining", retention_s=DAY_S)
    changed = await town.store.conversations.change(conv, anna, None, settings)
    assert (changed.title, changed.settings) == ("Class 3b", settings)
    assert town.heard[-1].event == GroupChanged(conv, "Class 3b", settings)
    before = len(town.heard)
    await town.store.conversations.change(conv, anna, "Class 3b", settings)
    assert len(town.heard) == before
    with refused(errors.FORBIDDEN):
        await town.store.conversations.change(conv, ben, None, GroupSettings())
    await town.restart()
    assert (await town.store.conversations.get(conv, ben)).settings == settings
    assert [frame["t"] for frame in await town.missed(ben, since)] == ["group"]


async def test_in_an_announcement_channel_only_those_who_run_it_write(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    await town.store.conversations.change(conv, anna, None, GroupSettings(posting="admins"))
    await say(town, conv, anna)
    with refused(errors.FORBIDDEN):
        await say(town, conv, ben)
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.ADMIN)
    await say(town, conv, ben)


async def test_a_silenced_member_reads_and_reacts_but_does_not_write(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    with refused(errors.FORBIDDEN):
        await town.store.conversations.silence(conv, carl, ben, on=True)
    with refused(errors.FORBIDDEN):
        await town.store.conversations.silence(conv, anna, anna, on=True)
    await town.store.conversations.silence(conv, anna, ben, on=True)
    assert isinstance(event := town.heard[-1].event, MemberChanged)
    assert (event.member.id, event.change) == (ben, "silenced")
    for attempt in (say(town, conv, ben), town.store.annotations.edit(conv, ben, seq, "other", (), NOW)):
        with refused(errors.FORBIDDEN):
            await attempt
    await town.store.annotations.react(conv, ben, seq, "👍", on=True)
    assert [each.silenced for each in (await town.store.conversations.get(conv, ben)).members if each.id == ben] == [
        True
    ]
    await town.store.conversations.silence(conv, anna, ben, on=False)
    await say(town, conv, ben)


async def test_who_becomes_an_admin_has_the_word_again(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    await town.store.conversations.silence(conv, anna, ben, on=True)
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.ADMIN)
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.MEMBER)
    await say(town, conv, ben)


async def test_what_ends_with_something_else_is_told_too(town: Town) -> None:
    """The word that was taken, with another role; a pin, with its message's age; a block, with the account."""
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv, direct = await town.group(anna, ben), await town.direct(ben, carl)
    await town.store.conversations.silence(conv, anna, ben, on=True)
    await town.store.conversations.add_members(conv, anna, [ben], MemberRole.ADMIN)
    changes = [each.event.change for each in town.heard if isinstance(each.event, MemberChanged)]
    assert changes[-3:] == ["silenced", "unsilenced", "role"]
    seq = (await town.post(conv, anna)).seq
    await town.store.annotations.pin(conv, anna, seq, on=True)
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=60))
    await town.store.retention.expire(NOW + 120_000)
    assert [each.event for each in town.heard[-2:]] == [Pinned(conv, seq, "", False), Expired(conv, seq)]
    await town.store.blocks.set(ben, carl, True)
    await town.store.accounts.remove(carl, NOW)
    assert BlockChanged(carl, False) in [each.event for each in town.heard_by(ben)]
    assert await town.store.blocks.of_user(ben) == []
    assert (await town.post(direct, ben)).seq == 1, "nobody is blocked any more"


async def test_a_ban_removes_and_keeps_out(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    with refused(errors.FORBIDDEN):
        await town.store.conversations.ban(conv, carl, ben)
    with refused(errors.FORBIDDEN):
        await town.store.conversations.ban(conv, anna, anna)
    await town.store.conversations.ban(conv, anna, ben)
    with refused(errors.NOT_MEMBER):
        await say(town, conv, ben)
    with refused(errors.BANNED):
        await town.store.conversations.add_members(conv, anna, [ben], None)
    assert [each.login for each in await town.store.conversations.bans(conv, anna)] == ["ben"]
    with refused(errors.FORBIDDEN):
        await town.store.conversations.bans(conv, carl)
    await town.store.conversations.unban(conv, anna, ben)
    await town.store.conversations.add_members(conv, anna, [ben], None)
    assert await town.store.conversations.bans(conv, anna) == []


async def test_who_blocks_somebody_has_no_direct_conversation_with_them(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    await say(town, conv, ben)
    since = town.token
    await town.store.blocks.set(anna, ben, on=True)
    assert (town.heard[-1].event, town.heard[-1].audience) == (BlockChanged(ben, True), (anna,))
    assert await town.store.blocks.of_user(anna) == [ben]
    assert await town.missed(ben, since) == []
    for sender in (anna, ben):
        with refused(errors.BLOCKED):
            await say(town, conv, sender)
    assert len(await town.history(conv, anna)) == 1
    await town.store.blocks.set(anna, ben, on=False)
    await say(town, conv, ben)


async def test_who_is_blocked_begins_no_conversation_and_brings_nobody_in(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    await town.store.blocks.set(anna, ben, on=True)
    with refused(errors.BLOCKED):
        await town.direct(ben, anna)
    with refused(errors.BLOCKED):
        await town.group(ben, anna)
    conv = await town.group(ben, carl)
    with refused(errors.BLOCKED):
        await town.store.conversations.add_members(conv, ben, [anna], None)
    await town.store.conversations.add_members(conv, None, [anna], None)
    await say(town, conv, ben)
    with refused(errors.UNKNOWN_USER):
        await town.store.blocks.set(anna, "nobody", on=True)


async def test_preferences_are_ones_own(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    since = town.token
    wanted = Preferences(notify="mentions", muted_until=NOW + 1000)
    await town.store.conversations.set_preferences(conv, ben, wanted)
    assert (town.heard[-1].event, town.heard[-1].audience) == (PreferencesChanged(conv, wanted), (ben,))
    assert (await town.store.conversations.get(conv, ben)).preferences == wanted
    assert (await town.store.conversations.get(conv, anna)).preferences == Preferences()
    assert [frame["t"] for frame in await town.missed(ben, since)] == ["preferences"]
    assert await town.missed(anna, since) == []
    dora = await town.person("dora")
    with refused(errors.NOT_MEMBER):
        await town.store.conversations.set_preferences(conv, dora, wanted)


async def test_messages_older_than_a_group_keeps_are_erased(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    other = await town.direct(anna, ben)
    await say(town, other, anna)
    for _ in range(3):
        await say(town, conv, ben, "old")
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=DAY_S))
    assert await town.store.retention.expire(NOW + DAY_S * 1000) == 0
    since = town.token
    assert await town.store.retention.expire(NOW + DAY_S * 1000 + 1) == 3
    assert await town.store.retention.expire(NOW + DAY_S * 1000 + 1) == 0
    assert town.heard[-1].event == Expired(conv, 3)
    assert await town.history(conv, anna) == []
    view = await town.store.conversations.get(conv, ben)
    assert (view.first_seq, view.last_seq, view.last, view.unread) == (4, 3, None, 0)
    assert [frame["t"] for frame in await town.missed(ben, since)] == ["expired"]
    assert len(await town.history(other, anna)) == 1
    assert await say(town, conv, ben, "new") == 4
    assert [each.text for each in await town.history(conv, anna)] == ["new"]


async def test_who_was_away_before_messages_expired_is_not_told_of_them(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    since = town.token
    await say(town, conv, ben, "old")
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=1))
    await town.store.retention.expire(NOW + 2000)
    assert [frame["t"] for frame in await town.missed(anna, since)] == ["group", "expired"]


async def test_old_events_are_trimmed_and_who_needs_them_starts_anew(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    since = town.token
    seq = await say(town, conv, ben)
    for emoji in "👍🎉🙏😊😍😅😢😭😎🤔":
        await town.store.annotations.react(conv, anna, seq, emoji, on=True)
    late = town.token
    await town.store.conversations.change(conv, anna, "last", None)
    while await town.store.stream.trim(1):
        pass
    assert (await town.store.stream.resume(ben, since)).mode == "limited"
    assert [frame["title"] for frame in await town.missed(ben, late)] == ["last"]
    assert await town.store.stream.trim(1) == 0


async def test_a_removed_group_leaves_nothing(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    seq = await say(town, conv, ben, mentions=(anna,))
    await town.store.annotations.react(conv, ben, seq, "👍", on=True)
    await town.store.annotations.pin(conv, anna, seq, on=True)
    await town.store.conversations.ban(conv, anna, ben)
    await town.store.conversations.remove(conv)
    assert await town.store.conversations.of_user(anna) == []


async def test_a_conversation_that_can_t_be_judged_keeps_no_other_one_s_messages(town: Town) -> None:
    anna = await town.person("anna")
    convs = [await town.group(anna) for _ in range(3)]
    for conv in convs:
        await town.post(conv, anna)
        await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=1))
    with closing(sqlite3.connect(town.directory / "messages.db")) as database, database:
        for conv, settings in zip(convs, ('{"retention_s": "soon"}', "{"), strict=False):
            database.execute("UPDATE conversations SET settings = ? WHERE id = ?", (settings, conv))
    assert await town.store.retention.expire(NOW + 2000) == 1
    assert town.heard[-1].event == Expired(convs[2], 1)

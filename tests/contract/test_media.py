"""Files: who may read and send them, how much they take, and when they are gone."""

from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest

from imserver.core import errors, ids
from imserver.core.attachment import Attachment
from imserver.core.conversation import GroupSettings
from imserver.core.event import MessageAdded
from imserver.core.message import Draft, Posted
from imserver.store.records import Upload
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio


async def bring(town: Town, user: str, conv: str, size: int = 100, at: int = NOW, quota: int = 0) -> Attachment:
    file = Attachment(town.new_id(ids.FILE), "照片.jpg", "image/jpeg", size, 40, 30, True)
    await town.store.media.add(Upload(file, user, at), conv, quota)
    return file


async def say(town: Town, conv: str, sender: str, *files: Attachment, text: str = "") -> Posted:
    draft = Draft(conv, sender, uuid4(), text, "", NOW, attachments=tuple(file.id for file in files))
    return await town.store.messages.append(draft)


async def test_a_message_carries_its_files_live_and_later(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    one, two = await bring(town, anna, conv), await bring(town, anna, conv)
    since = town.token
    await say(town, conv, anna, two, one)
    event = town.heard[-1].event
    assert isinstance(event, MessageAdded)
    assert event.message.attachments == (two, one)
    await town.restart()
    (message,) = await town.history(conv, ben)
    assert message.attachments == (two, one)
    (frame,) = await town.missed(ben, since)
    assert frame["attachments"][0] == {
        **{"id": two.id, "name": "照片.jpg", "type": "image/jpeg", "size": 100},
        **{"width": 40, "height": 30, "thumbnail": True},
    }


async def test_files_that_messages_carry_are_counted_once(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv, other = await town.group(anna, ben), await town.group(anna)
    sent, _unsent = await bring(town, anna, conv), await bring(town, anna, conv)
    await say(town, conv, anna, sent)
    await say(town, other, anna, sent)
    assert (await town.store.counts()).files == 1
    for each in (conv, other):
        await town.store.conversations.remove(each)
    assert (await town.store.counts()).files == 0


async def test_a_file_is_its_uploaders_until_it_is_sent(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(anna, ben)
    file = await bring(town, anna, conv)
    assert await town.store.media.get(file.id, anna) == file
    for other in (ben, carl):
        with refused(errors.UNKNOWN_FILE):
            await town.store.media.get(file.id, other)
        with refused(errors.UNKNOWN_FILE):
            await say(town, await town.group(other), other, file)
    await say(town, conv, anna, file)
    assert await town.store.media.get(file.id, ben) == file
    with refused(errors.UNKNOWN_FILE):
        await town.store.media.get(file.id, carl)
    await town.store.conversations.remove_member(conv, anna, ben)
    with refused(errors.UNKNOWN_FILE):
        await town.store.media.get(file.id, ben)


async def test_newcomers_see_files_as_they_see_messages(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    before = await bring(town, anna, conv)
    await say(town, conv, anna, before)
    await town.store.conversations.add_members(conv, anna, [ben], None)
    with refused(errors.UNKNOWN_FILE):
        await town.store.media.get(before.id, ben)
    await say(town, conv, anna, before)
    assert await town.store.media.get(before.id, ben) == before


async def test_only_members_bring_files(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    with refused(errors.NOT_MEMBER):
        await bring(town, ben, await town.group(anna))
    with refused(errors.UNKNOWN_CONVERSATION):
        await bring(town, ben, "c000")


async def test_files_may_take_so_much_together(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await bring(town, anna, conv, 60, quota=100)
    file = await bring(town, anna, conv, 40, quota=100)
    with refused(errors.QUOTA_FULL):
        await bring(town, anna, conv, 1, quota=100)
    await bring(town, ben, conv, 100, quota=100)
    assert await town.store.media.used(anna) == 100
    assert [each.attachment.size for each in await town.store.media.of_user(anna)] == [60, 40]
    seq = (await say(town, conv, anna, file)).seq
    await town.store.annotations.recall(conv, anna, seq, NOW, 1000)
    assert await town.store.media.used(anna) == 60
    await bring(town, anna, conv, 40, quota=100)


async def test_a_file_is_gone_with_the_last_message_that_carries_it(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv, other = await town.group(anna, ben), await town.group(anna)
    file, kept = await bring(town, anna, conv), await bring(town, anna, conv)
    seq = (await say(town, conv, anna, file, kept)).seq
    again = (await say(town, other, anna, file)).seq
    await say(town, other, anna, kept)
    await town.store.annotations.recall(conv, anna, seq, NOW, 1000)
    assert await town.store.media.gone(10) == []
    await town.store.annotations.recall(other, anna, again, NOW, 1000)
    assert await town.store.media.gone(10) == [file.id]
    for user in (anna, ben):
        with refused(errors.UNKNOWN_FILE):
            await town.store.media.get(file.id, user)
    with refused(errors.UNKNOWN_FILE):
        await say(town, conv, anna, file)
    assert await town.store.media.known([file.id, kept.id, "f0"]) == {file.id, kept.id}
    await town.store.media.forget([file.id, kept.id])
    assert await town.store.media.gone(10) == []
    assert await town.store.media.known([file.id, kept.id]) == {kept.id}, "what isn't gone can't be forgotten"


async def test_age_and_removal_take_files_along(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv, other = await town.group(anna, ben), await town.group(anna)
    old, young, removed = [await bring(town, anna, conv) for _ in range(3)]
    await say(town, conv, anna, old)
    await say(town, other, anna, removed)
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=10))
    assert await town.store.retention.expire(NOW + 11_000) == 1
    draft = Draft(conv, anna, uuid4(), "", "", NOW + 20_000, attachments=(young.id,))
    await town.store.messages.append(draft)
    await town.store.retention.expire(NOW + 21_000)
    await town.store.conversations.remove(other)
    assert set(await town.store.media.gone(10)) == {old.id, removed.id}


async def test_what_is_not_sent_in_time_is_gone(town: Town) -> None:
    anna = await town.person("anna")
    conv = await town.group(anna)
    old, sent, young = [await bring(town, anna, conv, at=at) for at in (NOW, NOW, NOW + 10)]
    await say(town, conv, anna, sent)
    assert await town.store.media.expire(NOW + 10) == 1
    assert await town.store.media.gone(10) == [old.id]
    assert await town.store.media.get(young.id, anna) == young


async def test_the_same_message_means_the_same_files(town: Town) -> None:
    anna = await town.person("anna")
    conv = await town.group(anna)
    one, two = await bring(town, anna, conv), await bring(town, anna, conv)
    draft = Draft(conv, anna, uuid4(), "hello", "", NOW, attachments=(one.id, two.id))
    first = await town.store.messages.append(draft)
    assert await town.store.messages.append(draft) == first
    for files in ((), (one.id,), (two.id, one.id)):
        with refused(errors.CLIENT_ID_CONFLICT):
            await town.store.messages.append(msgspec.structs.replace(draft, attachments=files))

"""Steps of server time: what had so long left has so long left, and what was so old is so old."""

from __future__ import annotations

from uuid import uuid4

import pytest

from imserver.core import errors
from imserver.core.account import Role
from imserver.core.conversation import GroupSettings
from imserver.core.discipline import Checkpoint, Step
from imserver.core.message import Draft
from imserver.store.base import LOCAL
from imserver.store.records import ApiToken, DeviceSession, Link, Presented
from tests.contract import test_audit, test_media, test_programs, test_push
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

HOUR = 3_600_000
DAY = 24 * HOUR
MONTH = 30 * DAY


async def make_step(town: Town, at: int, by: int, since: int = 0) -> int:
    """Server time after it."""
    await town.store.timeline.shift(Step(at, by, since), Checkpoint(time=at + by, boot="b"))
    return at + by


async def say(town: Town, conv: str, user: str, ts: int) -> int:
    return (await town.store.messages.append(Draft(conv, user, uuid4(), "hello", "", ts))).ts


def invite(code: bytes, set_at: int, lives: int) -> Link:
    return Link(
        code_hash=code,
        hint="ab",
        kind="invite",
        user=None,
        role=Role.MEMBER,
        uses_left=1,
        expires_at=set_at + lives,
        created_by="u9",
        issuer=LOCAL,
        created_at=set_at,
    )


def session(user: str, id: str) -> DeviceSession:
    return DeviceSession(
        id=id,
        user=user,
        device="phone",
        created_at=NOW,
        refreshed_at=NOW,
        expires_at=NOW + 3 * MONTH,
    )


async def mark(town: Town, time: int) -> None:
    await town.store.timeline.keep(Checkpoint(time=time, boot="b"), mark=True)


async def test_a_checkpoint_is_kept(town: Town) -> None:
    assert await town.store.timeline.last() == Checkpoint(time=0)
    kept = Checkpoint(time=NOW, boot="b", uptime=7, agreed=True, synchronised=True, last=True)
    await town.store.timeline.keep(kept)
    await town.restart()
    assert await town.store.timeline.last() == kept
    await make_step(town, NOW, DAY)
    assert await town.store.timeline.last() == Checkpoint(time=NOW + DAY, boot="b")


async def test_a_store_without_a_checkpoint_knows_when_the_newest_message_was_written(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    await say(town, await town.group(anna), anna, NOW + 9)
    await say(town, await town.direct(anna, ben), ben, NOW + 4)
    assert await town.store.timeline.last() == Checkpoint(time=NOW + 9)


async def test_the_times_of_a_conversation_never_go_back(town: Town) -> None:
    anna = await town.person("anna")
    conv, other = await town.group(anna), await town.group(anna)
    assert await say(town, conv, anna, NOW + DAY) == NOW + DAY
    await town.restart()
    assert await say(town, conv, anna, NOW) == NOW + DAY
    assert await say(town, conv, anna, NOW + DAY + 1) == NOW + DAY + 1
    assert await say(town, other, anna, NOW) == NOW
    assert [message.ts for message in await town.history(conv, anna)] == [NOW + DAY, NOW + DAY, NOW + DAY + 1]


@pytest.mark.parametrize("by", [MONTH, -MONTH])
async def test_messages_get_no_older_by_a_step(town: Town, by: int) -> None:
    anna = await town.person("anna")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=DAY // 1000))
    await say(town, conv, anna, NOW)
    now = await make_step(town, NOW + HOUR, by)
    await say(town, conv, anna, now)
    assert await town.store.retention.expire(now) == 0
    assert await town.store.retention.expire(now + 23 * HOUR) == 0
    assert await town.store.retention.expire(now + 23 * HOUR + 1) == 1, "it was an hour old when the step was made"
    assert await town.store.retention.expire(now + DAY) == 0


async def test_messages_whose_times_were_held_up_go_in_the_end(town: Town) -> None:
    """A clock that was believed though it was a month ahead, and came right: what is told is a month ahead since."""
    anna = await town.person("anna")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=DAY // 1000))
    now = await make_step(town, NOW, MONTH)
    await say(town, conv, anna, now)
    now = await make_step(town, now + HOUR, -MONTH)
    assert await say(town, conv, anna, now) == NOW + MONTH
    await town.store.timeline.keep(Checkpoint(time=now + DAY, boot="b"))
    assert await town.store.retention.expire(now + DAY - 1) == 1, "what was said before the step has its own time"
    assert await town.store.retention.expire(now + 2 * DAY) == 0
    assert await town.store.retention.expire(now + 2 * DAY + 1) == 1


async def test_a_pause_that_is_vouched_for_makes_older_what_was_before_it(town: Town) -> None:
    anna = await town.person("anna")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=DAY // 1000))
    await say(town, conv, anna, NOW)
    await mark(town, NOW + HOUR)
    await say(town, conv, anna, NOW + HOUR + 2)
    now = await make_step(town, NOW + 2 * HOUR, MONTH, since=NOW + HOUR + 1)
    assert await town.store.retention.expire(now) == 1
    assert await town.store.retention.expire(now + 23 * HOUR) == 0
    assert await town.store.retention.expire(now + 23 * HOUR + 3) == 1


@pytest.mark.parametrize("by", [MONTH, -MONTH])
async def test_the_time_to_recall_a_message_ends_when_it_would_have_without_the_step(town: Town, by: int) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    annotations = town.store.annotations
    for sent in (NOW, NOW + 50_000):
        await say(town, conv, ben, sent)
    now = await make_step(town, NOW + 60_000, by)
    with refused(errors.TOO_LATE):
        await annotations.recall(conv, ben, 1, now, 59_999)
    await annotations.recall(conv, ben, 2, now, 10_000)
    await annotations.recall(conv, ben, 1, now, 60_000)


async def test_what_was_held_up_by_a_step_back_can_be_recalled_for_a_day_and_no_longer(town: Town) -> None:
    """Its own time is ahead; when it was really written is known to the day."""
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await say(town, conv, ben, NOW)
    now = await make_step(town, NOW + HOUR, -MONTH)
    await mark(town, now)
    assert await say(town, conv, ben, now + HOUR) == NOW
    await mark(town, now + DAY)
    with refused(errors.TOO_LATE):
        await town.store.annotations.recall(conv, ben, 2, now + DAY + HOUR, HOUR - 1)
    await town.store.annotations.recall(conv, ben, 2, now + DAY + HOUR, HOUR)


@pytest.mark.parametrize("by", [MONTH, -MONTH])
async def test_the_audit_log_gets_no_older_by_a_step_and_says_what_it_said(town: Town, by: int) -> None:
    await town.store.audit.add([test_audit.entry(0)])
    now = await make_step(town, NOW + HOUR, by)
    await town.store.audit.add([test_audit.entry(by + HOUR)])
    assert await test_audit.numbers(town) == [by + HOUR, 0]
    assert await town.store.audit.trim(now, HOUR, 100) == 0
    assert await town.store.audit.trim(now, HOUR - 1, 100) == 1
    assert await town.store.audit.trim(now + 1, 0, 100) == 1


@pytest.mark.parametrize("by", [MONTH, -MONTH])
async def test_no_deadline_comes_nearer_by_a_step(town: Town, by: int) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    store = town.store
    await store.links.add(invite(b"one", NOW, HOUR))
    await store.sessions.add(session(anna, "s1"))
    await store.sessions.add(session(anna, "s2"))
    await store.sessions.end("s2", NOW)
    robot = ApiToken(id="t1", name="robot", token_hash=b"t", issuer=LOCAL, created_at=NOW, expires_at=NOW + HOUR)
    await store.api_tokens.add(robot)
    unsent = await test_media.bring(town, anna, conv)
    hook = test_programs.webhook(town)
    await store.webhooks.add(hook, 10)
    await store.webhooks.fail(hook.id, "status 500", NOW, disable=False)
    await test_push.subscribe(town, ben)
    await town.post(conv, anna)
    await test_push.enqueue(town, ben, conv, 1)

    now = await make_step(town, NOW + 60_000, by)
    assert await store.links.find(b"one", now)
    assert not await store.links.find(b"one", now + HOUR), "it doesn't live on either"
    assert await store.api_tokens.find(b"t", now)
    assert not await store.api_tokens.find(b"t", now + HOUR)
    assert await store.sessions.ended_since(now - 60_001) == ["s2"]
    assert await store.sessions.ended_since(now - 60_000) == []
    assert await store.media.expire(now - 60_000) == 0
    assert await store.media.get(unsent.id, anna) == unsent
    assert await store.media.expire(now - 59_999) == 1
    assert (await store.webhooks.get(hook.id)).failing_since == now - 60_000
    [notice] = (await store.push.due(now, 10))[0]
    assert notice.since == now - 60_000
    [device] = await store.sessions.of_user(anna, now)
    assert (device.refreshed_at, device.expires_at) == (now - 60_000, now - 60_000 + 3 * MONTH)
    assert await store.sessions.exchange(Presented(b"t0", "s1", 0), now, now + 3 * MONTH)


async def test_only_what_was_set_after_a_pause_moves(town: Town) -> None:
    await town.store.links.add(invite(b"before", NOW, DAY))
    await town.store.links.add(invite(b"after", NOW + HOUR, DAY))
    now = await make_step(town, NOW + 2 * HOUR, MONTH, since=NOW + HOUR)
    assert not await town.store.links.find(b"before", now)
    assert await town.store.links.find(b"after", now)
    hook = test_programs.webhook(town)
    await town.store.webhooks.add(hook, 10)
    await make_step(town, now, MONTH)
    assert (await town.store.webhooks.get(hook.id)) == hook, "what isn't set stays so"

"""Who is told what of messages, and the queue of what is on its way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import uuid4

import msgspec
import pytest

from imserver.core import errors, ids
from imserver.core.conversation import Preferences
from imserver.core.event import GroupChanged
from imserver.core.message import Draft
from imserver.core.sync import SyncToken
from imserver.store.records import Busy, DeviceSession, PushNotice, PushSubscription, Unseen
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio
LATER = NOW + 1000


async def subscribe(town: Town, user: str, endpoint: str = "", limit: int = 20, at: int = NOW) -> PushSubscription:
    session = DeviceSession(
        id=town.new_id(ids.SESSION),
        user=user,
        device="phone",
        created_at=NOW,
        refreshed_at=NOW,
        expires_at=NOW + 1_000_000,
    )
    await town.store.sessions.add(session)
    subscription = PushSubscription(
        id=town.new_id(ids.PUSH),
        user=user,
        session=session.id,
        endpoint=endpoint or f"https://push.example.org/{uuid4()}",
        p256dh=b"point",
        auth=b"secret",
        created_at=at,
    )
    await town.store.push.subscribe(subscription, limit)
    return subscription


async def due(town: Town, now: int = LATER) -> list[PushNotice]:
    return (await town.store.push.due(now, 100))[0]


async def enqueue(town: Town, user: str, conv: str, seq: int, position: int = 5) -> int:
    return await town.store.push.enqueue([Unseen(user, conv, seq)], position, NOW)


async def test_a_notice_waits_until_it_is_sent(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    phone, tablet = await subscribe(town, ben), await subscribe(town, ben)
    await town.post(conv, anna)
    assert await enqueue(town, ben, conv, 1, 77) == 2
    await town.restart()
    assert await town.store.push.position() == 77
    notices = await due(town)
    assert {notice.subscription.id for notice in notices} == {phone.id, tablet.id}
    assert {notice.subscription.endpoint for notice in notices} == {phone.endpoint, tablet.endpoint}
    await town.store.push.sent(notices[0])
    assert [notice.subscription for notice in await due(town)] == [notices[1].subscription]


async def test_a_later_one_takes_the_place_of_one_that_waits(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await subscribe(town, ben)
    for _ in range(2):
        await town.post(conv, anna)
    await enqueue(town, ben, conv, 1)
    (first,) = await due(town)
    await enqueue(town, ben, conv, 2)
    await town.store.push.sent(first)
    (second,) = await due(town)
    assert second.seq == 2, "what was queued while the first one was on its way is still to be sent"
    await enqueue(town, ben, conv, 1)
    assert (await due(town))[0].seq == 2


async def test_what_failed_is_due_later(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await subscribe(town, ben)
    await town.post(conv, anna)
    await enqueue(town, ben, conv, 1)
    (notice,) = await due(town)
    await town.store.push.postpone(notice, LATER + 500)
    assert await town.store.push.due(LATER, 10) == ([], LATER + 500)
    (again,) = await due(town, LATER + 500)
    assert again == msgspec.structs.replace(notice, attempts=1)
    await town.store.push.sent(again)
    assert await town.store.push.due(LATER, 10) == ([], None)


@pytest.mark.parametrize(
    ("preferences", "mentioned", "wanted"),
    [
        (Preferences(), False, 1),
        (Preferences(notify="mentions"), False, 0),
        (Preferences(notify="mentions"), True, 1),
        (Preferences(notify="nothing"), True, 0),
        (Preferences(muted_until=NOW + 1), True, 0),
        (Preferences(muted_until=NOW), False, 1),
    ],
)
async def test_preferences_count(town: Town, preferences: Preferences, mentioned: bool, wanted: int) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await subscribe(town, ben)
    await town.store.conversations.set_preferences(conv, ben, preferences)
    mentions = (ben,) if mentioned else ()
    await town.store.messages.append(Draft(conv, anna, uuid4(), "hello", "", NOW, mentions=mentions))
    assert await enqueue(town, ben, conv, 1) == wanted


async def test_who_wants_mentions_is_told_of_those_messages_and_not_of_others_behind_them(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await subscribe(town, ben)
    await town.store.conversations.set_preferences(conv, ben, Preferences(notify="mentions"))
    for mentions in ((ben,), (), ()):
        await town.store.messages.append(Draft(conv, anna, uuid4(), "hello", "", NOW, mentions=mentions))
    await town.store.push.enqueue([Unseen(ben, conv, 2)], 5, NOW)
    (notice,) = await due(town)
    assert notice.seq == 1, "of the two, this one is meant"
    await town.store.push.sent(notice)
    assert await town.store.push.enqueue([Unseen(ben, conv, 3, 3)], 6, NOW) == 0


async def test_nobody_is_told_of_what_they_read_or_cannot_see(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(anna, ben)
    for user in (ben, carl):
        await subscribe(town, user)
    for _ in range(2):
        await town.post(conv, anna)
    await town.store.annotations.mark(conv, ben, 1, 0)
    assert await enqueue(town, ben, conv, 1) == 0
    assert await enqueue(town, ben, conv, 2) == 1
    assert await enqueue(town, carl, conv, 2) == 0


async def test_subscriptions_end_with_their_session(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    phone = await subscribe(town, ben)
    await town.post(conv, anna)
    await enqueue(town, ben, conv, 1)
    assert await town.store.push.subscribers(NOW) == {ben}
    await town.store.sessions.end(phone.session, NOW)
    assert await due(town) == []
    assert await enqueue(town, ben, conv, 1) == 0
    assert await town.store.push.subscribers(NOW) == set()
    with refused(errors.ACCOUNT_DISABLED):
        await town.store.push.subscribe(phone, 20)


async def test_an_endpoint_belongs_to_who_subscribed_last(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    first = await subscribe(town, ben, "https://push.example.org/1")
    await town.post(conv, anna)
    await enqueue(town, ben, conv, 1)
    second = await subscribe(town, anna, "https://push.example.org/1")
    assert await due(town) == [], "what waited for the one before isn't told to the other"
    assert await town.store.push.subscribers(NOW) == {anna}
    assert not await town.store.push.unsubscribe(first.session, first.endpoint)
    assert await town.store.push.unsubscribe(second.session, second.endpoint)
    assert await town.store.push.subscribers(NOW) == set()


async def test_the_oldest_subscriptions_make_room(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    made = [await subscribe(town, ben, limit=2, at=NOW + number) for number in range(3)]
    await town.post(conv, anna)
    await enqueue(town, ben, conv, 1)
    assert {notice.subscription.id for notice in await due(town)} == {made[1].id, made[2].id}
    await town.store.push.drop(made[1].id)
    assert [notice.subscription.id for notice in await due(town)] == [made[2].id]


async def test_an_endpoint_that_fails_is_tried_once_for_all_that_waits_for_it(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    phone, tablet = await subscribe(town, ben), await subscribe(town, ben)
    convs = [await town.group(anna, ben) for _ in range(3)]
    for conv in convs[:2]:
        await town.post(conv, anna)
        await enqueue(town, ben, conv, 1)
    notices = await due(town)
    assert sorted(notice.subscription.id for notice in notices) == sorted([phone.id, tablet.id])
    (failed,) = [notice for notice in notices if notice.subscription == phone]
    await town.store.push.postpone(failed, LATER + 500)
    await town.post(convs[2], anna)
    await enqueue(town, ben, convs[2], 1)
    assert {notice.subscription.id for notice in await due(town)} == {tablet.id}, "what comes meanwhile waits too"
    (again,) = [notice for notice in await due(town, LATER + 500) if notice.subscription == phone]
    assert again.attempts == 1
    await town.store.push.sent(again)
    await town.store.push.resume(phone.id, LATER)
    (other,) = [notice for notice in await due(town) if notice.subscription == phone]
    assert other.attempts == 0, "it works again"


async def test_who_is_busy_is_left_out(town: Town) -> None:
    anna, ben, carl, dora = await town.people("anna", "ben", "carl", "dora")
    conv = await town.group(anna, ben, carl, dora)
    await town.post(conv, anna)
    made = [
        await subscribe(town, ben, "https://one.example/1"),
        await subscribe(town, ben, "https://one.example:8443/2"),
        await subscribe(town, carl, "https://one.example?3"),
        await subscribe(town, dora, "https://one.example.org/4"),
    ]
    for user in (ben, carl, dora):
        await enqueue(town, user, conv, 1)

    async def found(busy: Busy) -> set[int]:
        notices, _ = await town.store.push.due(LATER, 10, busy)
        return {made.index(notice.subscription) for notice in notices}

    assert await found(Busy()) == {0, 1, 2, 3}
    assert await found(Busy(users=(ben,))) == {2, 3}
    assert await found(Busy(subscriptions=(made[0].id, made[3].id))) == {1, 2}
    assert await found(Busy(origins=("https://one.example",))) == {1, 3}
    one_each, _ = await town.store.push.due(LATER, 10, Busy(), 1)
    assert sorted(notice.subscription.user for notice in one_each) == sorted([ben, carl, dora])
    assert await found(Busy(users=(dora,), origins=("https://one.example:8443",))) == {0, 2}


async def test_what_is_too_old_is_given_up(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    await subscribe(town, ben)
    for now in (NOW, NOW + 10):
        conv = await town.group(anna, ben)
        await town.post(conv, anna)
        await town.store.push.enqueue([Unseen(ben, conv, 1)], 5, now)
    assert await town.store.push.give_up(NOW + 10) == 1
    assert [notice.since for notice in await due(town)] == [NOW + 10]


async def test_one_that_can_t_be_decided_on_keeps_nobody_else_waiting(town: Town) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(anna, ben, carl)
    for user in (ben, carl):
        await subscribe(town, user)
    await town.post(conv, anna)
    with closing(sqlite3.connect(town.directory / "messages.db")) as database, database:
        database.execute("UPDATE members SET preferences = '{\"notify\": 7}' WHERE user = ?", (ben,))
    assert await town.store.push.enqueue([Unseen(user, conv, 1) for user in (ben, carl)], 5, NOW) == 1
    assert [notice.subscription.user for notice in await due(town)] == [carl]
    assert await town.store.push.position() == 5


async def test_an_event_that_can_t_be_read_hides_none_behind_it(town: Town) -> None:
    anna = await town.person("anna")
    groups = [await town.group(anna) for _ in range(3)]
    begin = town.token.position
    for conv, title in zip(groups, ("one", "two", "three"), strict=True):
        await town.store.conversations.change(conv, anna, title, None)
    with closing(sqlite3.connect(town.directory / "messages.db")) as database, database:
        position = database.execute("SELECT min(position) FROM events WHERE position > ?", (begin,)).fetchone()[0]
        database.execute("UPDATE events SET body = ? WHERE position = ?", (b"{", position))
    resumption = await town.store.stream.resume(anna, SyncToken(town.token.epoch, begin))
    assert resumption.mode == "limited", "who was away loads all anew"
    found = [each.event for each in await town.store.changes.since(begin, 10)]
    assert [event.title for event in found if isinstance(event, GroupChanged)] == ["two", "three"]
    assert [each.event for each in await town.store.changes.since(begin, 1)] == found[:1], (
        "there is more: one was asked"
    )

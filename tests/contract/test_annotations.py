"""What happens to a message after it was sent: everybody learns it, live and later, and only those who may do it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from imserver.core import errors
from imserver.core.conversation import MAX_PINS, RECEIPTS_UP_TO, GroupSettings, MemberRole
from imserver.core.errors import ErrorCode
from imserver.core.event import Edited, Pinned, Reacted, Recalled, ReceiptMoved
from imserver.core.message import EVERYONE, MAX_MENTIONS, MAX_REACTIONS, Draft, Message
from imserver.core.span import Span
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

WINDOW = 60_000
LATER = NOW + WINDOW + 1


async def trio(town: Town) -> tuple[str, str, str, str]:
    """A group of Anna, its owner, Ben and Carl."""
    anna, ben, carl = await town.people("anna", "ben", "carl")
    return await town.group(anna, ben, carl), anna, ben, carl


async def say(town: Town, conv: str, sender: str, text: str = "hello", **fields: Any) -> int:
    posted = await town.store.messages.append(Draft(conv, sender, uuid4(), text, "", NOW, **fields))
    return posted.seq


async def message(town: Town, conv: str, user: str, seq: int) -> Message:
    (found,) = (await town.store.messages.page(conv, user, seq + 1, None, 1)).messages
    assert found.seq == seq
    return found


async def test_an_edit_is_seen_by_all_live_and_later(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben, "helo")
    since = town.token
    await town.store.annotations.edit(conv, ben, seq, "hello", (), NOW + 5)
    assert town.heard[-1].event == Edited(conv, seq, NOW + 5, "hello")
    assert set(town.heard[-1].audience or ()) == {anna, ben, carl}
    stored = await message(town, conv, carl, seq)
    assert (stored.text, stored.edited_at) == ("hello", NOW + 5)
    (frame,) = await town.missed(carl, since)
    assert (frame["t"], frame["text"], frame["ts"]) == ("edited", "hello", NOW + 5)


async def test_who_was_away_for_two_edits_and_a_recall_is_never_shown_the_text(town: Town) -> None:
    conv, _, ben, carl = await trio(town)
    seq = await say(town, conv, ben, "secret one")
    since = town.token
    await town.store.annotations.edit(conv, ben, seq, "secret two", (), NOW)
    await town.store.annotations.recall(conv, ben, seq, NOW, WINDOW)
    missed = await town.missed(carl, since)
    assert [frame["t"] for frame in missed] == ["recalled"]
    assert "secret" not in str(missed)


async def test_the_same_text_again_is_no_edit(town: Town) -> None:
    conv, _, ben, _ = await trio(town)
    seq = await say(town, conv, ben)
    before = len(town.heard)
    await town.store.annotations.edit(conv, ben, seq, "hello", (), NOW + 5)
    assert len(town.heard) == before
    assert (await message(town, conv, ben, seq)).edited_at is None


async def test_an_edited_message_still_answers_its_first_sending(town: Town) -> None:
    conv, _, ben, _ = await trio(town)
    client_id = uuid4()
    first = await town.post(conv, ben, "helo", client_id=client_id)
    await town.store.annotations.edit(conv, ben, first.seq, "hello", (), NOW)
    assert await town.post(conv, ben, "helo", client_id=client_id) == first
    await town.store.annotations.recall(conv, ben, first.seq, NOW, WINDOW)
    assert await town.post(conv, ben, "helo", client_id=client_id) == first


async def test_a_recall_leaves_the_place_and_nothing_else(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben, "oops", mentions=(carl,))
    await town.store.annotations.react(conv, carl, seq, "👍", on=True)
    await town.store.annotations.pin(conv, anna, seq, on=True)
    since = town.token
    await town.store.annotations.recall(conv, ben, seq, NOW + WINDOW, WINDOW)
    assert [each.event for each in town.heard[-2:]] == [Pinned(conv, seq, ben, False), Recalled(conv, seq, ben)]
    assert [frame["t"] for frame in await town.missed(carl, since)] == ["pinned", "recalled"]
    gone = await message(town, conv, carl, seq)
    assert (gone.gone, gone.text, gone.reactions, gone.mentions) == ("recalled", "", {}, ())
    view = await town.store.conversations.get(conv, carl)
    assert (view.pins, view.mentioned, view.last_seq) == ((), 0, seq)
    assert (await say(town, conv, ben)) == seq + 1


@pytest.mark.parametrize(
    ("actor", "now", "code"),
    [
        ("ben", LATER, errors.TOO_LATE),
        ("carl", NOW, errors.FORBIDDEN),
        ("anna", LATER, None),
    ],
)
async def test_who_may_recall(town: Town, actor: str, now: int, code: ErrorCode | None) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    who = {"anna": anna, "ben": ben, "carl": carl}[actor]
    if code is None:
        await town.store.annotations.recall(conv, who, seq, now, WINDOW)
        assert (await message(town, conv, ben, seq)).gone == "recalled"
    else:
        with refused(code):
            await town.store.annotations.recall(conv, who, seq, now, WINDOW)


async def test_only_the_sender_edits(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    seq = await say(town, conv, ben)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.edit(conv, anna, seq, "mine", (), NOW)


async def test_what_is_not_there_can_not_be_changed(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    stranger = await town.person("dora")
    seq = await say(town, conv, ben)
    await town.store.annotations.recall(conv, ben, seq, NOW, WINDOW)
    store = town.store.annotations
    for number in (seq, seq + 1):
        for change in (
            store.edit(conv, ben, number, "x", (), NOW),
            store.react(conv, ben, number, "👍", on=True),
            store.pin(conv, anna, number, on=True),
        ):
            with refused(errors.UNKNOWN_MESSAGE):
                await change
    with refused(errors.UNKNOWN_MESSAGE):
        await store.recall(conv, ben, seq + 1, NOW, WINDOW)
    for change in (store.react(conv, stranger, seq, "👍", on=True), store.mark(conv, stranger, 1, 0)):
        with refused(errors.NOT_MEMBER):
            await change
    with refused(errors.UNKNOWN_CONVERSATION):
        await store.mark("nowhere", ben, 1, 0)


async def test_a_recall_that_is_repeated_is_done(town: Town) -> None:
    """However late: the first answer may have been lost. Who may not recall it is refused as before."""
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    await town.store.annotations.recall(conv, ben, seq, NOW, WINDOW)
    heard = len(town.heard)
    for who, now in ((ben, NOW), (ben, LATER), (anna, LATER)):
        await town.store.annotations.recall(conv, who, seq, now, WINDOW)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.recall(conv, carl, seq, NOW, WINDOW)
    await town.store.annotations.react(conv, carl, seq, "👍", on=False)
    await town.store.annotations.pin(conv, anna, seq, on=False)
    assert len(town.heard) == heard


async def test_what_has_expired_needs_no_recall(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    await town.store.conversations.change(conv, anna, None, GroupSettings(retention_s=1))
    await town.store.retention.expire(NOW + 2000)
    heard = len(town.heard)
    await town.store.annotations.recall(conv, ben, seq, LATER, WINDOW)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.recall(conv, carl, seq, NOW, WINDOW)
    assert len(town.heard) == heard


async def test_reactions_are_counted_once_per_person_and_emoji(town: Town) -> None:
    conv, _, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    since = town.token
    for who, emoji, on in ((carl, "👍", True), (carl, "👍", True), (ben, "👍", True), (carl, "❤", True)):
        await town.store.annotations.react(conv, who, seq, emoji, on=on)
    await town.store.annotations.react(conv, carl, seq, "❤", on=False)
    await town.store.annotations.react(conv, carl, seq, "❤", on=False)
    told = [delivery.event for delivery in town.heard if isinstance(delivery.event, Reacted)]
    assert [(event.user, event.emoji, event.on) for event in told] == [
        (carl, "👍", True),
        (ben, "👍", True),
        (carl, "❤️", True),
        (carl, "❤️", False),
    ]
    reactions = (await message(town, conv, ben, seq)).reactions
    assert {emoji: set(users) for emoji, users in reactions.items()} == {"👍": {ben, carl}}
    assert len(await town.missed(ben, since)) == 3


async def test_an_emoji_is_one_reaction_however_it_is_spelled(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    since = town.token
    for who, emoji in ((anna, "❤"), (ben, "❤\ufe0f"), (carl, "❤\ufe0e"), (carl, "❤"), (carl, "👍🏽"), (carl, "👍")):
        await town.store.annotations.react(conv, who, seq, emoji, on=True)
    reactions = (await message(town, conv, ben, seq)).reactions
    assert {emoji: set(who) for emoji, who in reactions.items()} == {
        "❤\ufe0f": {anna, ben, carl},
        "👍🏽": {carl},
        "👍": {carl},
    }
    assert {frame["emoji"] for frame in await town.missed(anna, since)} == {"❤\ufe0f", "👍🏽", "👍"}
    await town.store.annotations.react(conv, ben, seq, "❤", on=False)
    await town.store.annotations.react(conv, carl, seq, "👍\ufe0f", on=False)
    left = (await message(town, conv, ben, seq)).reactions
    assert {emoji: set(who) for emoji, who in left.items()} == {"❤\ufe0f": {anna, carl}, "👍🏽": {carl}}


async def test_different_reactions_are_bounded(town: Town) -> None:
    conv, _, ben, carl = await trio(town)
    seq = await say(town, conv, ben)
    for number in range(MAX_REACTIONS):
        await town.store.annotations.react(conv, ben, seq, chr(0x1F600 + number), on=True)
    await town.store.annotations.react(conv, carl, seq, chr(0x1F600), on=True)
    with refused(errors.TOO_MANY):
        await town.store.annotations.react(conv, carl, seq, "🚀", on=True)


async def test_pins_stand_in_the_conversation(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    first, second = await say(town, conv, ben), await say(town, conv, ben)
    for seq in (second, first, first):
        await town.store.annotations.pin(conv, anna, seq, on=True)
    assert (await town.store.conversations.get(conv, ben)).pins == (first, second)
    await town.store.annotations.pin(conv, anna, first, on=False)
    assert town.heard[-1].event == Pinned(conv, first, anna, False)
    assert (await town.store.conversations.get(conv, ben)).pins == (second,)
    with refused(errors.FORBIDDEN):
        await town.store.annotations.pin(conv, ben, first, on=True)


async def test_pins_are_bounded(town: Town) -> None:
    conv, anna, _, _ = await trio(town)
    for _ in range(MAX_PINS):
        await town.store.annotations.pin(conv, anna, await say(town, conv, anna), on=True)
    with refused(errors.TOO_MANY):
        await town.store.annotations.pin(conv, anna, await say(town, conv, anna), on=True)


async def test_positions_only_grow_and_reading_is_being_delivered(town: Town) -> None:
    conv, _, ben, carl = await trio(town)
    for _ in range(5):
        await say(town, conv, ben)
    since = town.token
    for read, delivered in ((0, 3), (2, 0), (1, 1), (4, 0), (99, 0)):
        await town.store.annotations.mark(conv, carl, read, delivered)
    told = [delivery.event for delivery in town.heard if isinstance(delivery.event, ReceiptMoved)]
    assert [(event.read, event.delivered) for event in told] == [(0, 3), (2, 3), (4, 4), (5, 5)]
    (frame,) = await town.missed(ben, since)
    assert (frame["t"], frame["user"], frame["read"], frame["delivered"]) == ("receipt", carl, 5, 5)
    member = next(each for each in (await town.store.conversations.get(conv, ben)).members if each.id == carl)
    assert (member.read, member.delivered) == (5, 5)


async def test_who_joins_has_been_delivered_what_counts_as_read(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    for _ in range(5):
        await say(town, conv, ben)
    await town.store.conversations.remove_member(conv, anna, carl)
    await town.store.conversations.add_members(conv, anna, [carl], None)
    for who in (anna, carl):
        seen = await town.store.conversations.get(conv, who)
        member = next(each for each in seen.members if each.id == carl)
        assert (member.read, member.delivered) == (5, 5)


async def test_who_is_added_is_not_told_of_receipts_from_before(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    await say(town, conv, anna)
    since = town.token
    await town.store.conversations.remove_member(conv, anna, carl)
    await town.store.annotations.mark(conv, ben, 1, 0)
    await town.store.conversations.add_members(conv, anna, [carl], None)
    kinds = [frame["t"] for frame in await town.missed(carl, since)]
    assert "receipt" not in kinds[: kinds.index("conversation")]


async def test_in_a_large_group_a_receipt_is_for_ones_own_devices(town: Town) -> None:
    people = await town.people(*(f"user{number}" for number in range(RECEIPTS_UP_TO + 1)))
    conv = await town.group(*people)
    await say(town, conv, people[0])
    since = town.token
    await town.store.annotations.mark(conv, people[1], 1, 0)
    assert town.heard[-1].audience == (people[1],)
    assert await town.missed(people[0], since) == []
    assert len(await town.missed(people[1], since)) == 1


async def test_unread_messages_are_those_of_others_after_what_was_read(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    await say(town, conv, ben)
    await say(town, conv, carl)
    await say(town, conv, ben, mentions=(carl,))
    await say(town, conv, anna, mentions=(EVERYONE, carl))
    recalled = await say(town, conv, ben)
    await town.store.annotations.recall(conv, ben, recalled, NOW, WINDOW)
    view = await town.store.conversations.get(conv, carl)
    assert (view.read, view.unread, view.mentioned) == (0, 3, 2)
    await town.store.annotations.mark(conv, carl, 3, 0)
    view = await town.store.conversations.get(conv, carl)
    assert (view.read, view.unread, view.mentioned) == (3, 1, 1)


async def test_an_edit_can_mention_and_no_longer_mention(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben, mentions=(anna,))
    await town.store.annotations.edit(conv, ben, seq, "hello", (carl,), NOW)
    assert (await town.store.conversations.get(conv, anna)).mentioned == 0
    assert (await town.store.conversations.get(conv, carl)).mentioned == 1
    with refused(errors.FORBIDDEN):
        await town.store.annotations.edit(conv, ben, seq, "hello", (EVERYONE,), NOW)


async def test_an_edit_that_says_nothing_of_mentions_keeps_those_who_are_still_there(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben, mentions=(anna, carl))
    await town.store.annotations.edit(conv, ben, seq, "hi", None, NOW)
    assert town.heard[-1].event == Edited(conv, seq, NOW, "hi", (anna, carl))
    await town.store.conversations.remove_member(conv, anna, carl)
    await town.store.annotations.edit(conv, ben, seq, "bye", None, NOW)
    assert town.heard[-1].event == Edited(conv, seq, NOW, "bye", (anna,))
    assert (await town.store.conversations.get(conv, anna)).mentioned == 1
    await town.store.annotations.edit(conv, ben, seq, "bye", (), NOW)
    assert town.heard[-1].event == Edited(conv, seq, NOW, "bye", ())
    assert (await town.store.conversations.get(conv, anna)).mentioned == 0


async def test_where_who_is_mentioned_is_kept_with_the_text(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    since = town.token
    spans = (Span(0, 2, anna), Span(3, 5, carl))
    seq = await say(town, conv, ben, "@a @c", mentions=(anna, carl), spans=spans)
    assert (await message(town, conv, anna, seq)).spans == spans
    assert [frame["spans"] for frame in await town.missed(anna, since)][-1] == [
        {"start": 0, "end": 2, "who": anna},
        {"start": 3, "end": 5, "who": carl},
    ]
    since = town.token
    moved = (Span(1, 3, anna),)
    await town.store.annotations.edit(conv, ben, seq, " @a", (anna,), NOW + 1, moved)
    assert town.heard[-1].event == Edited(conv, seq, NOW + 1, " @a", (anna,), moved)
    assert (await message(town, conv, carl, seq)).spans == moved
    (frame,) = await town.missed(carl, since)
    assert frame["spans"] == [{"start": 1, "end": 3, "who": anna}]


async def test_an_edit_that_says_nothing_of_spans_keeps_them_with_the_text(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    spans = (Span(0, 2, anna), Span(3, 5, carl))
    seq = await say(town, conv, ben, "@a @c", mentions=(anna, carl), spans=spans)
    before = len(town.heard)
    await town.store.annotations.edit(conv, ben, seq, "@a @c", None, NOW)
    assert len(town.heard) == before
    await town.store.annotations.edit(conv, ben, seq, "@a @c", (carl,), NOW)
    assert (await message(town, conv, anna, seq)).spans == spans[1:]
    await town.store.annotations.edit(conv, ben, seq, "@a and @c", None, NOW)
    assert (await message(town, conv, anna, seq)).spans == ()


async def test_other_spans_are_an_edit_and_none_are_of_who_left(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    seq = await say(town, conv, ben, "@a @c", mentions=(anna, carl), spans=(Span(0, 2, anna),))
    await town.store.annotations.edit(conv, ben, seq, "@a @c", None, NOW, (Span(3, 5, carl),))
    assert (await message(town, conv, anna, seq)).spans == (Span(3, 5, carl),)
    await town.store.conversations.remove_member(conv, anna, carl)
    await town.store.annotations.edit(conv, ben, seq, "@a, @c", None, NOW, (Span(0, 2, anna), Span(4, 6, carl)))
    assert (await message(town, conv, anna, seq)).spans == (Span(0, 2, anna),)


async def test_a_message_sent_again_without_its_spans_is_the_same(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    draft = Draft(conv, ben, uuid4(), "@a", "", NOW, mentions=(anna,), spans=(Span(0, 2, anna),))
    posted = await town.store.messages.append(draft)
    assert await town.store.messages.append(replace(draft, spans=())) == posted


async def test_who_mentions_everybody_is_not_told_that_they_are_mentioned(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    await say(town, conv, anna, mentions=(EVERYONE, anna))
    assert (await town.store.conversations.get(conv, anna)).mentioned == 0
    assert (await town.store.conversations.get(conv, ben)).mentioned == 1


async def test_mentions_are_of_members_and_of_everyone_by_who_may(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    dora = await town.person("dora")
    with refused(errors.UNKNOWN_USER):
        await say(town, conv, ben, mentions=(dora,))
    with refused(errors.FORBIDDEN):
        await say(town, conv, ben, mentions=(EVERYONE,))
    with refused(errors.TOO_MANY):
        await say(town, conv, anna, mentions=(anna,) * (MAX_MENTIONS + 1))
    await town.store.conversations.change(conv, anna, None, GroupSettings(mention_all="everybody"))
    seq = await say(town, conv, ben, mentions=(EVERYONE,))
    assert (await message(town, conv, anna, seq)).mentions == (EVERYONE,)


async def test_replies_and_threads(town: Town) -> None:
    conv, anna, ben, carl = await trio(town)
    root = await say(town, conv, anna, "lunch?")
    aside = await say(town, conv, carl, "unrelated")
    first = await say(town, conv, ben, "yes", thread=root, reply_to=root)
    second = await say(town, conv, carl, "me too", thread=first, reply_to=first)
    thread = await town.store.messages.page(conv, ben, None, 0, 50, root)
    assert [(each.seq, each.thread, each.reply_to) for each in thread.messages] == [
        (first, root, root),
        (second, root, first),
    ]
    assert [each.seq for each in await town.history(conv, ben)] == [root, aside, first, second]
    missing: list[dict[str, Any]] = [{"reply_to": 99}, {"thread": 99}]
    for fields in missing:
        with refused(errors.UNKNOWN_MESSAGE):
            await say(town, conv, ben, **fields)


async def test_the_same_client_id_with_another_reply_is_another_message(town: Town) -> None:
    conv, _, ben, _ = await trio(town)
    seq = await say(town, conv, ben)
    draft = Draft(conv, ben, uuid4(), "yes", "", NOW, reply_to=seq)
    await town.store.messages.append(draft)
    with refused(errors.CLIENT_ID_CONFLICT):
        await town.store.messages.append(Draft(conv, ben, draft.client_id, "yes", "", NOW))


async def test_a_reader_of_the_end_gets_no_events_of_the_beginning(town: Town) -> None:
    conv, anna, ben, _ = await trio(town)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    old = await say(town, conv, ben, "before your time")
    dora = await town.person("dora")
    await town.store.conversations.add_members(conv, anna, [dora], MemberRole.MEMBER)
    since = town.token
    await town.store.annotations.edit(conv, ben, old, "still before", (), NOW)
    await town.store.annotations.react(conv, anna, old, "👍", on=True)
    assert dora not in (town.heard[-1].audience or ())
    assert await town.missed(dora, since) == []
    with refused(errors.UNKNOWN_MESSAGE):
        await town.store.annotations.react(conv, dora, old, "👍", on=True)
    new = await say(town, conv, ben, "welcome")
    assert [each.seq for each in await town.history(conv, dora)] == [new]
    view = await town.store.conversations.get(conv, dora)
    assert (view.first_seq, view.unread) == (new, 1)

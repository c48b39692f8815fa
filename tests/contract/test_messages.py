"""Messages: dense, in one order for all, stored once however often they are sent, and durable once acknowledged."""

from __future__ import annotations

import asyncio
import random
from uuid import UUID, uuid4

import pytest

from imserver.core import errors
from imserver.core.event import Delivery, MessageAdded
from imserver.core.message import Draft, Posted
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

ID = UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff")


@pytest.fixture
async def pair(town: Town) -> tuple[str, str, str]:
    anna, ben = await town.people("anna", "ben")
    return await town.direct(anna, ben), anna, ben


async def test_numbers_are_dense_and_start_at_one(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    acks = [await town.post(conv, sender, f"text {number}") for number, sender in enumerate((anna, ben, anna))]
    assert acks == [Posted(1, NOW), Posted(2, NOW), Posted(3, NOW)]
    assert [(message.seq, message.sender, message.text) for message in await town.history(conv, ben)] == [
        (1, anna, "text 0"),
        (2, ben, "text 1"),
        (3, anna, "text 2"),
    ]


async def test_each_conversation_counts_for_itself(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    other = await town.group(anna, ben)
    assert [(await town.post(each, anna)).seq for each in (conv, other, conv, other, other)] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    "text", ["a", "x" * 8000, "𝄞" * 8000, "你好，世界", "e\u0301", "\u202e\ufffe", "a\r\nb", "'; --"]
)
async def test_a_text_comes_back_as_it_was(town: Town, pair: tuple[str, str, str], text: str) -> None:
    conv, anna, _ = pair
    await town.post(conv, anna, text, client_id=ID)
    (message,) = await town.history(conv, anna)
    assert (message.text, message.client_id, message.ts) == (text, ID, NOW)


async def test_a_restart_goes_on_where_it_ended(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    await town.post(conv, anna, "before")
    await town.restart()
    assert await town.post(conv, ben, "after") == Posted(2, NOW)
    assert [message.text for message in await town.history(conv, anna)] == ["before", "after"]


# sent more than once


async def test_the_same_again_gets_the_first_answer(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    first = await town.post(conv, anna, "hello", client_id=ID)
    await town.post(conv, ben, "between")
    heard = len(town.heard)
    again = await town.store.messages.append(Draft(conv, anna, ID, "hello", "", NOW + 5000))
    assert again == first
    await town.restart()
    assert await town.post(conv, anna, "hello", client_id=ID) == first
    assert len(town.heard) == heard, "a retry is no event"
    assert await town.post(conv, anna, "next") == Posted(3, NOW)


async def test_the_same_id_with_another_text_is_a_conflict(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, _ = pair
    await town.post(conv, anna, "hello", client_id=ID)
    with refused(errors.CLIENT_ID_CONFLICT):
        await town.post(conv, anna, "hello!", client_id=ID)
    assert await town.post(conv, anna, "next") == Posted(2, NOW)
    assert [message.text for message in await town.history(conv, anna)] == ["hello", "next"]


async def test_the_same_id_in_another_conversation_is_a_conflict(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    other = await town.group(anna, ben)
    await town.post(conv, anna, "hello", client_id=ID)
    with refused(errors.CLIENT_ID_CONFLICT):
        await town.post(other, anna, "hello", client_id=ID)
    assert await town.history(other, anna) == []


async def test_ids_are_the_senders_own(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    await town.post(conv, anna, "from anna", client_id=ID)
    assert await town.post(conv, ben, "from ben", client_id=ID) == Posted(2, NOW)


async def test_a_retry_after_leaving_still_gets_its_answer(town: Town) -> None:
    """The acknowledgement was lost, and the sender was taken out meanwhile: the message does stand there."""
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    first = await town.post(conv, ben, "bye", client_id=ID)
    await town.store.conversations.remove_member(conv, anna, ben)
    assert await town.post(conv, ben, "bye", client_id=ID) == first
    with refused(errors.CLIENT_ID_CONFLICT):
        await town.post(conv, ben, "bye bye", client_id=ID)
    with refused(errors.NOT_MEMBER):
        await town.post(conv, ben, "bye")


async def test_the_same_at_once_is_stored_once(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    ids = [uuid4() for _ in range(50)]
    sends = [(sender, client_id) for client_id in ids for sender in (anna, ben) for _ in range(3)]
    random.Random(1).shuffle(sends)
    acks = await asyncio.gather(*(town.post(conv, sender, "hello", client_id=id) for sender, id in sends))
    assert len(set(zip(sends, acks, strict=True))) == 100
    assert sorted({ack.seq for ack in acks}) == list(range(1, 101))
    assert len(await town.history(conv, anna)) == 100


# refused


async def test_unknown_conversations_and_strangers(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, _ = pair
    stranger = await town.person("carl")
    with refused(errors.UNKNOWN_CONVERSATION):
        await town.post("c" + "0" * 15, anna)
    with refused(errors.NOT_MEMBER):
        await town.post(conv, stranger)
    with refused(errors.UNKNOWN_CONVERSATION):
        await town.store.messages.page("nowhere", anna, None, None, 10)
    with refused(errors.NOT_MEMBER):
        await town.store.messages.page(conv, stranger, None, None, 10)
    assert await town.post(conv, anna) == Posted(1, NOW)


async def test_refusals_cost_others_nothing(town: Town, pair: tuple[str, str, str]) -> None:
    """In one commit with good ones: each gets its own answer, and no number is lost."""
    conv, anna, ben = pair
    stranger = await town.person("carl")
    await town.post(conv, anna, "first", client_id=ID)
    answers = await asyncio.gather(
        *(
            each
            for number in range(30)
            for each in (
                town.post(conv, anna, f"a {number}"),
                town.post(conv, stranger),
                town.post("nowhere", ben),
                town.post(conv, anna, "other", client_id=ID),
                town.store.accounts.create([town.somebody("anna")]),
                town.post(conv, ben, f"b {number}"),
            )
        ),
        return_exceptions=True,
    )
    for start in range(0, len(answers), 6):
        good, *bad, also_good = answers[start : start + 6]
        assert isinstance(good, Posted)
        assert isinstance(also_good, Posted)
        assert [error.code.name for error in bad if isinstance(error, errors.ImError)] == [
            "not_member",
            "unknown_conversation",
            "client_id_conflict",
            "login_taken",
        ]
    assert [message.seq for message in await town.history(conv, anna)] == list(range(1, 62))
    assert [delivery.position for delivery in town.heard] == sorted({delivery.position for delivery in town.heard})


# many at once


async def test_many_at_once_are_dense_and_in_the_order_of_their_positions(town: Town) -> None:
    people = await town.people("anna", "ben", "carl")
    convs = [await town.group(people[0], *people[1:]) for _ in range(3)]
    town.heard.clear()
    sends = [(random.Random(number).choice(convs), people[number % 3], f"text {number}") for number in range(1500)]
    acks = await asyncio.gather(*(town.post(conv, sender, text) for conv, sender, text in sends))
    assert [event.message.text for event in map(_message, town.heard)] == [text for _, _, text in sends]
    positions = [delivery.position for delivery in town.heard]
    assert positions == sorted(set(positions))
    for conv in convs:
        assert [ack.seq for (to, _, _), ack in zip(sends, acks, strict=True) if to == conv] == [
            message.seq for message in await town.history(conv, people[0])
        ]
        seqs = [event.message.seq for event in map(_message, town.heard) if event.conv == conv]
        assert seqs == list(range(1, len(seqs) + 1))


async def test_who_gives_up_waiting_changes_nothing(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, _ = pair
    waiting = [asyncio.ensure_future(town.post(conv, anna, f"text {number}")) for number in range(100)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [answer.seq for answer in answers[1::2] if isinstance(answer, Posted)] == list(range(2, 101, 2))
    assert len(await town.history(conv, anna)) == 100


# what is told to whom


async def test_a_message_is_told_to_the_members_and_nobody_else(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, ben = pair
    await town.person("carl")
    town.heard.clear()
    ack = await town.post(conv, anna, "hello", client_id=ID, origin="connection 7")
    (delivery,) = town.heard
    assert delivery.audience is not None
    assert set(delivery.audience) == {anna, ben}
    assert delivery.origin == "connection 7"
    assert _message(delivery).message == (await town.history(conv, ben))[0]
    assert _message(delivery).message.seq == ack.seq


async def test_an_event_is_told_before_its_acknowledgement_and_after_its_commit(
    town: Town, pair: tuple[str, str, str]
) -> None:
    conv, anna, ben = pair
    order: list[str] = []
    reading: list[asyncio.Future[object]] = []
    listen = town.listen

    def overhear(deliveries: list[Delivery]) -> None:
        order.append("told")
        reading.append(asyncio.ensure_future(town.store.messages.page(conv, ben, None, None, 10)))
        assert town.token.position == deliveries[-1].position
        listen(deliveries)

    town.listen = overhear  # type: ignore[assignment,method-assign]
    await town.restart()
    await town.post(conv, anna)
    order.append("acknowledged")
    assert order == ["told", "acknowledged"]
    page = await reading[0]
    assert len(page.messages) == 1, "who is told can read it"  # type: ignore[attr-defined]


async def test_a_listener_that_fails_changes_no_acknowledgement(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, _ = pair

    def fail(deliveries: list[Delivery]) -> None:
        raise RuntimeError("no audience today")

    town.listen = fail  # type: ignore[assignment,method-assign]
    await town.restart()
    async with asyncio.timeout(10):
        assert await town.post(conv, anna, "one") == Posted(1, NOW)
        assert await town.post(conv, anna, "two") == Posted(2, NOW)


async def test_a_closed_store_refuses_instead_of_hanging(town: Town, pair: tuple[str, str, str]) -> None:
    conv, anna, _ = pair
    waiting = [asyncio.ensure_future(town.post(conv, anna)) for _ in range(20)]
    await asyncio.sleep(0)
    await town.store.close()
    assert [ack.seq for ack in await asyncio.gather(*waiting)] == list(range(1, 21)), "what was begun is finished"
    async with asyncio.timeout(10):
        with refused(errors.STORAGE_FAILED):
            await town.post(conv, anna)
    await town.store.close()


def _message(delivery: Delivery) -> MessageAdded:
    assert isinstance(delivery.event, MessageAdded)
    return delivery.event

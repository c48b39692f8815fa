"""The one writer: what waits goes together, and what breaks is undone alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from imserver.core import errors
from imserver.core.event import MessageAdded
from imserver.core.message import Posted
from imserver.store.records import Unseen
from imserver.store.sqlite import writer as writer_module
from imserver.store.sqlite.push import AT_ONCE
from imserver.store.sqlite.writer import Transaction
from tests.contract.sqlite.inside import sqlite_of, talk, traced
from tests.contract.test_push import subscribe
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio


@contextmanager
def _held_up(town: Town) -> Iterator[None]:
    """The writing thread waits, so that what is submitted meanwhile piles up."""
    holding, go_on = threading.Event(), threading.Event()

    def hold(_: Transaction) -> None:
        holding.set()
        go_on.wait(30)

    future = sqlite_of(town)._writer.submit(hold)
    try:
        assert holding.wait(10)
        yield
    finally:
        go_on.set()
        future.add_done_callback(lambda done: done.exception())


async def _submitted(attempts: list[Any]) -> list[asyncio.Future[Any]]:
    futures = [asyncio.ensure_future(attempt) for attempt in attempts]
    await asyncio.sleep(0)
    return futures


async def test_what_waits_is_committed_together(town: Town) -> None:
    conv, anna, _ = await talk(town)
    await town.post(conv, anna)
    with traced(sqlite_of(town)._writer._transaction.database) as statements:
        with _held_up(town):
            waiting = await _submitted([town.post(conv, anna, f"text {number}") for number in range(400)])
        await asyncio.gather(*waiting)
    assert statements.count("COMMIT") <= 2


async def test_too_many_who_wait_are_told_so_at_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    conv, anna, _ = await talk(town)
    monkeypatch.setattr(writer_module, "MAX_WAITING", 5)
    with _held_up(town):
        waiting = await _submitted([town.post(conv, anna, f"text {number}") for number in range(5)])
        with refused(errors.BUSY):
            await town.post(conv, anna, "one too many")
    assert [ack.seq for ack in await asyncio.gather(*waiting)] == [1, 2, 3, 4, 5]
    assert await town.post(conv, anna) == Posted(6, NOW)


async def test_an_operation_that_breaks_is_undone_alone(town: Town) -> None:
    conv, anna, _ = await talk(town)

    def broken(transaction: Transaction) -> None:
        transaction.database.execute("UPDATE conversations SET title = 'broken'")
        transaction.roster.get(conv).last_seq += 100
        raise ZeroDivisionError

    async def breaking() -> None:
        await sqlite_of(town)._writer.submit(broken)

    with _held_up(town):
        waiting = await _submitted(
            [
                town.post(conv, anna, "one"),
                breaking(),
                town.post(conv, anna, "two"),
                town.post("nowhere", anna),
                town.store.accounts.create([town.somebody("carl"), town.somebody("anna")]),
                town.post(conv, anna, "three"),
            ]
        )
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == [
        "Posted",
        "ZeroDivisionError",
        "Posted",
        "ImError",
        "ImError",
        "Posted",
    ]
    assert [(message.seq, message.text) for message in await town.history(conv, anna)] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
    assert (await town.store.conversations.get(conv, anna)).title == "Class 3b"
    told = [each.event.message.text for each in town.heard if isinstance(each.event, MessageAdded)]
    assert told == ["one", "two", "three"], "what was undone is not told"


async def test_a_resumption_tells_nothing_that_its_listener_will_tell(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that a reader sees before the listener has heard of it."""
    conv, anna, ben = await talk(town)
    since = town.token
    writer = sqlite_of(town)._writer
    committed, go_on = threading.Event(), threading.Event()
    report = writer._report

    def late(*arguments: Any) -> None:
        committed.set()
        go_on.wait(30)
        report(*arguments)

    monkeypatch.setattr(writer, "_report", late)
    posting = asyncio.ensure_future(town.post(conv, ben))
    assert await asyncio.to_thread(committed.wait, 10)
    assert len((await town.store.messages.page(conv, anna, None, None, 5)).messages) == 1
    resumption = await town.store.stream.resume(anna, since)
    assert (resumption.token, resumption.events) == (since, [])
    go_on.set()
    await posting
    assert town.heard[-1].position > resumption.token.position


async def test_positions_are_never_given_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Across blocks, rollbacks and restarts."""
    monkeypatch.setattr(writer_module, "POSITIONS_RESERVED", 3)
    conv, anna, _ = await talk(town)

    def broken(transaction: Transaction) -> None:
        for _ in range(4):
            transaction.position()
        raise ZeroDivisionError

    for number in range(4):
        for _ in range(number + 1):
            await town.post(conv, anna)
            with refused(errors.LOGIN_TAKEN):
                await town.store.accounts.create([town.somebody(f"user{number}"), town.somebody("anna")])
        with pytest.raises(ZeroDivisionError):
            await sqlite_of(town)._writer.submit(broken)
        await town.post(conv, anna)
        await town.restart()
    positions = [each.position for each in town.heard]
    assert positions == sorted(set(positions))


async def test_an_acknowledgement_does_not_wait_for_all_notices_of_a_group(town: Town) -> None:
    count = 3 * AT_ONCE + 1
    anna, *members = await town.people("anna", *(f"member{number}" for number in range(count)))
    conv = await town.group(anna, *members)
    for member in members:
        await subscribe(town, member)
    seq = (await town.post(conv, anna)).seq
    unseen = [Unseen(member, conv, seq) for member in members]
    database = sqlite_of(town)._writer._transaction.database
    with traced(database) as statements:
        with _held_up(town):
            (queueing,) = await _submitted([town.store.push.enqueue(unseen, 77, NOW)])
            (posting,) = await _submitted([town.post(conv, anna)])
        await asyncio.wait([queueing, posting], return_when=asyncio.FIRST_COMPLETED)
        assert posting.done()
        assert not queueing.done()
        assert await town.store.push.position() is None, "whoever isn't queued yet is decided on again after a kill"
        assert await queueing == count
    assert await town.store.push.position() == 77
    assert len(statements) < 2.5 * count, "where nobody is blocked, nobody is asked for"

"""No read or write on the way of messages walks through a whole table."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest

from imserver.core.conversation import MemberRole
from imserver.store.records import Presented
from imserver.store.sqlite.connection import open_database
from tests.contract.sqlite.inside import sqlite_of, talk, traced
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio


def _scans(database: sqlite3.Connection, statements: list[str]) -> list[str]:
    """Steps of the statements' plans that walk through a whole table or index."""
    steps = []
    for statement in statements:
        if statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            plan = database.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            steps += [f"{step} <- {statement}" for *_, step in plan if step.startswith("SCAN")]
    return [step for step in steps if not step.startswith(("SCAN CONSTANT ROW", "SCAN (subquery"))]


async def test_no_read_walks_through_a_table(town: Town, tmp_path: Path) -> None:
    conv, anna, ben = await talk(town)
    await town.direct(anna, ben)
    since = town.token
    for number in range(5):
        await town.post(conv, anna, f"text {number}")
    await town.store.accounts.set_name(ben, "Benjamin")
    store = sqlite_of(town)
    database = open_database(tmp_path / "messages.db", readonly=True)
    with traced(database) as statements:
        for before, after in ((None, None), (3, None), (None, 3)):
            store.messages._page(database, conv, anna, before, after, 50, None)
        store.conversations._views.view(database, conv, anna)
        for token in (None, since, town.token, since._replace(epoch="other")):
            store.stream._resume(database, anna, token, town.token)
    assert len(statements) > 10
    assert _scans(database, statements) == []
    database.close()


async def test_a_page_of_history_is_not_sorted(town: Town, tmp_path: Path) -> None:
    conv, anna, _ = await talk(town)
    database = open_database(tmp_path / "messages.db", readonly=True)
    with traced(database) as statements:
        sqlite_of(town).messages._page(database, conv, anna, 3, None, 50, None)
        sqlite_of(town).messages._page(database, conv, anna, None, 3, 50, None)
    plans = [database.execute(f"EXPLAIN QUERY PLAN {each}").fetchall() for each in statements if "LIMIT" in each]
    assert len(plans) == 2
    assert [[step for *_, step in plan] for plan in plans] == [
        ["SEARCH messages USING PRIMARY KEY (conv=? AND seq>? AND seq<?)"],
        ["SEARCH messages USING PRIMARY KEY (conv=? AND seq>?)"],
    ]
    database.close()


async def test_no_write_on_the_way_of_messages_walks_through_a_table(town: Town) -> None:
    conv, anna, ben = await talk(town)
    carl = await town.person("carl")
    database = sqlite_of(town)._writer._transaction.database
    with traced(database) as statements:
        first = uuid4()
        await town.post(conv, anna, client_id=first)
        await town.post(conv, anna, client_id=first)
        await town.store.conversations.add_members(conv, anna, [carl], MemberRole.MEMBER)
        await town.store.conversations.remove_member(conv, anna, ben)
        await town.post(conv, carl)
        await town.store.conversations.change(conv, anna, "New", None)
        await town.store.sessions.end("s1", NOW)
        await town.store.sessions.exchange(Presented(b"old"), NOW, NOW)
        await town.store.sessions.exchange(Presented(b"old", "s1", 1), NOW, NOW)
        await town.store.sessions.revoke(Presented(b"old", "s1", 1), NOW)
        await town.store.accounts.set_password(anna, "", NOW)
    assert len(statements) > 20
    assert _scans(database, statements) == []


async def test_a_message_costs_one_statement(town: Town) -> None:
    conv, anna, _ = await talk(town)
    await town.post(conv, anna)
    with traced(sqlite_of(town)._writer._transaction.database) as statements:
        await town.post(conv, anna)
    assert [statement.split()[0] for statement in statements] == ["BEGIN", "INSERT", "COMMIT"]

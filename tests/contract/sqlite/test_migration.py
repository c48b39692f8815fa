"""What was written by an earlier release still counts."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

import pytest

from imserver.store.records import Presented
from imserver.store.sqlite import schema
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio

MINUTE: Final = 60_000
SESSIONS_BEFORE: Final = 5
"""The last version whose refresh tokens were known by two hashes only."""


@pytest.fixture
async def town(tmp_path: Path) -> Town:
    """With a session of Anna's, which was refreshed a moment before the upgrade."""
    database = sqlite3.connect(tmp_path / "messages.db")
    for version, script in schema.migrations():
        if version <= SESSIONS_BEFORE:
            database.executescript(f"{script} PRAGMA user_version = {version};")
    database.execute("INSERT INTO users VALUES ('u1', 'anna', 'Anna', 'member', '', 0, ?)", (NOW,))
    database.execute(
        "INSERT INTO sessions VALUES ('s1', 'u1', 'Phone', ?, ?, ?, ?, ?, NULL)",
        (b"newest", b"before", NOW, NOW, NOW + 10 * MINUTE),
    )
    database.execute(
        "INSERT INTO sessions VALUES ('s2', 'u1', 'Old', ?, NULL, ?, ?, ?, ?)",
        (b"over", NOW, NOW, NOW + 10 * MINUTE, NOW),
    )
    database.commit()
    database.close()
    return Town(open_sqlite, tmp_path)


async def _generation(town: Town, token: Presented, now: int) -> int | None:
    exchange = await town.store.sessions.exchange(token, now, now + 10 * MINUTE)
    if exchange is None:
        return None
    return -1 if exchange.reused_at else exchange.session.generation


async def test_refresh_tokens_of_before_are_exchanged_for_signed_ones(town: Town) -> None:
    assert await _generation(town, Presented(b"over"), NOW) is None
    assert await _generation(town, Presented(b"newest"), NOW + 5 * MINUTE) == 2
    assert await _generation(town, Presented(b"newest"), NOW + 5 * MINUTE + 1) == 2, "its answer was lost"
    assert await _generation(town, Presented(b"signed", "s1", 2), NOW + 6 * MINUTE) == 3
    assert await _generation(town, Presented(b"newest"), NOW + 6 * MINUTE) is None, "nothing tells what it was"
    await town.store.close()


async def test_an_answer_that_the_upgrade_swallowed_is_given_again(town: Town) -> None:
    assert await _generation(town, Presented(b"before"), NOW + 1000) == 1
    assert await _generation(town, Presented(b"signed", "s1", 1), NOW + 2000) == 2
    assert await _generation(town, Presented(b"newest"), NOW + 3000) is None
    await town.store.close()


async def test_a_token_of_before_that_is_used_twice_ends_its_session(town: Town) -> None:
    assert await _generation(town, Presented(b"before"), NOW + 2 * MINUTE) == -1
    assert await _generation(town, Presented(b"newest"), NOW + 3 * MINUTE) == -1
    assert await town.store.sessions.ended_since(NOW) == ["s1"]
    await town.store.close()


async def test_a_token_of_before_can_sign_out(town: Town) -> None:
    assert await town.store.sessions.revoke(Presented(b"newest"), NOW + 1) == "s1"
    assert await _generation(town, Presented(b"newest"), NOW + 2) is None
    await town.store.close()

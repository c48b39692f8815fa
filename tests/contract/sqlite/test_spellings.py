"""Logins and reactions of earlier releases: whoever has one goes on with it, and nobody reacts twice by one emoji."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from imserver.core import errors
from imserver.core.message import Draft
from imserver.core.sync import SyncToken
from imserver.store.sqlite import schema
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

BEFORE: Final = 10
"""The last version that took logins and emoji as they came."""
LOGINS: Final = (".", "..", "@all", "all", "ann", "аnn", "ann\ufe0f", "асе", "ace", "аll", "u0k3v8q2m1a7rcxy")


def _as_it_was(database: sqlite3.Connection) -> None:
    """A database of today back in the form of `BEFORE`, with what that release would have stored."""
    database.executescript(
        "DROP INDEX users_by_skeleton; ALTER TABLE users DROP COLUMN skeleton; ALTER TABLE messages DROP COLUMN quiet;"
        "DROP INDEX users_by_avatar; ALTER TABLE users DROP COLUMN avatar;"
        "DROP INDEX conversations_by_avatar; ALTER TABLE conversations DROP COLUMN avatar; DROP TABLE former_avatars;"
    )
    for number, login in enumerate(LOGINS):
        database.execute(
            "INSERT INTO users VALUES (?, ?, ?, 'member', 'hash', 0, ?)", (f"u{number}", login, login, NOW)
        )
    database.execute(f"PRAGMA user_version = {BEFORE}")


@pytest.fixture
async def town(tmp_path: Path) -> Town:
    return Town(open_sqlite, tmp_path)


async def test_accounts_whose_login_could_not_be_made_any_more_go_on(town: Town, tmp_path: Path) -> None:
    await town.store.close()
    with sqlite3.connect(tmp_path / "messages.db") as database:
        _as_it_was(database)
    database.close()
    await town.restart()
    for login in LOGINS:
        found = await town.store.accounts.credentials(login)
        assert found is not None
        assert (found[0].login, found[1]) == (login, "hash")
    assert await town.store.accounts.alike(["scope", "асе", "ɑnn"]) == {"асе": "ace", "ɑnn": "ann"}
    with refused(errors.LOGIN_CONFUSABLE):
        await town.person("ɑnn")
    await town.store.accounts.set_name("u4", "Ann B.")
    await town.store.accounts.remove("u4", NOW)
    await town.store.close()


async def test_reactions_in_other_spellings_are_one(town: Town, tmp_path: Path) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    seq = (await town.store.messages.append(Draft(conv, anna, UUID(int=1), "hello", "", NOW))).seq
    since = town.token
    await town.store.annotations.react(conv, anna, seq, "❤", on=True)
    await town.store.close()
    with sqlite3.connect(tmp_path / "messages.db") as database:
        _as_it_was(database)
        database.executemany(
            "INSERT INTO reactions VALUES (?, ?, ?, ?)",
            [(conv, seq, "❤", anna), (conv, seq, "❤", ben), (conv, seq, "gut", ben), (conv, seq, "👍\ufe0f", ben)],
        )
        (body,) = database.execute("SELECT body FROM events WHERE subject LIKE 'reaction %'").fetchone()
        database.execute("UPDATE events SET body = ?", (body.replace("❤\ufe0f".encode(), "❤".encode()),))
        database.execute("INSERT INTO events VALUES (1, NULL, NULL, ?, NULL)", (b'"reaction" nobody can read',))
    database.close()
    await town.restart()
    (message,) = (await town.store.messages.page(conv, ben, seq + 1, None, 1)).messages
    reactions = {emoji: set(who) for emoji, who in message.reactions.items()}
    assert reactions == {"❤\ufe0f": {anna, ben}, "gut": {ben}, "👍": {ben}}
    assert [frame["emoji"] for frame in await town.missed(ben, SyncToken(town.token.epoch, since.position))] == [
        "❤\ufe0f"
    ]
    for emoji in ("❤", "gut", "👍\ufe0e"):
        await town.store.annotations.react(conv, ben, seq, emoji, on=False)
    (message,) = (await town.store.messages.page(conv, ben, seq + 1, None, 1)).messages
    assert message.reactions == {"❤\ufe0f": (anna,)}
    await town.store.close()


def test_what_is_no_reaction_stays_byte_for_byte() -> None:
    for body in (b"", b"\xff", b'{"type": "reaction"}', b'{"type":"edited","conv":"c1","seq":1,"ts":1}'):
        assert schema.respelled(body) == body

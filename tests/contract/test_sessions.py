"""Logged-in devices: refresh tokens that rotate, with grace for lost answers and an end for stolen ones."""

from __future__ import annotations

import asyncio

import pytest

from imserver.core import errors
from imserver.store.base import ApiToken, DeviceSession
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

MINUTE = 60_000
LIFE = 90 * 24 * 60 * MINUTE
GRACE = MINUTE


def _session(user: str, id: str = "s1", refresh: bytes = b"r1", device: str = "Firefox") -> DeviceSession:
    return DeviceSession(
        id=id,
        user=user,
        device=device,
        refresh_hash=refresh,
        created_at=NOW,
        refreshed_at=NOW,
        expires_at=NOW + LIFE,
    )


@pytest.fixture
async def anna(town: Town) -> str:
    anna = await town.person("anna")
    await town.store.sessions.add(_session(anna))
    return anna


async def _rotates(town: Town, old: bytes, new: bytes, now: int) -> bool:
    return await town.store.sessions.rotate(old, new, now, now + LIFE) is not None


async def test_a_session_is_listed_while_it_lasts(town: Town, anna: str) -> None:
    await town.store.sessions.add(_session(anna, "s2", b"other", "Phone"))
    await town.restart()
    assert await _rotates(town, b"other", b"o2", NOW + MINUTE)
    assert [each.id for each in await town.store.sessions.of_user(anna, NOW)] == ["s2", "s1"], "the last used first"
    assert [each.id for each in await town.store.sessions.of_user(anna, NOW + LIFE)] == ["s2"]
    assert await town.store.sessions.of_user("u" + "0" * 15, NOW) == []


async def test_nobody_logs_in_as_nobody(town: Town) -> None:
    with refused(errors.ACCOUNT_DISABLED):
        await town.store.sessions.add(_session("u" + "0" * 15))


async def test_a_refresh_token_is_exchanged_for_the_next(town: Town, anna: str) -> None:
    rotated = await town.store.sessions.rotate(b"r1", b"r2", NOW + MINUTE, NOW + MINUTE + LIFE)
    assert rotated is not None
    session, user = rotated
    assert user == await town.store.accounts.get(anna)
    assert session == DeviceSession(
        id="s1",
        user=anna,
        device="Firefox",
        refresh_hash=b"r2",
        created_at=NOW,
        refreshed_at=NOW + MINUTE,
        expires_at=NOW + MINUTE + LIFE,
    )
    assert [session] == await town.store.sessions.of_user(anna, NOW)
    await town.restart()
    assert await _rotates(town, b"r2", b"r3", NOW + 2 * MINUTE)


async def test_unknown_and_expired_tokens_do_nothing(town: Town, anna: str) -> None:
    assert not await _rotates(town, b"unknown", b"r2", NOW)
    assert not await _rotates(town, b"r1", b"r2", NOW + LIFE)
    assert await _rotates(town, b"r1", b"r2", NOW + LIFE - 1)


async def test_a_lost_answer_is_forgiven_within_the_grace(town: Town, anna: str) -> None:
    assert await _rotates(town, b"r1", b"r2", NOW)
    assert await _rotates(town, b"r1", b"r3", NOW + GRACE)
    assert await _rotates(town, b"r3", b"r4", NOW + 5 * MINUTE)


async def test_an_old_token_after_the_grace_ends_the_session(town: Town, anna: str) -> None:
    await town.store.sessions.add(_session(anna, "s2", b"other"))
    assert await _rotates(town, b"r1", b"r2", NOW)
    assert not await _rotates(town, b"r1", b"r3", NOW + GRACE + 1)
    assert not await _rotates(town, b"r2", b"r3", NOW + GRACE + 2), "also for who holds the newest"
    assert await town.store.sessions.ended_since(NOW) == ["s1"]
    assert [each.id for each in await town.store.sessions.of_user(anna, NOW)] == ["s2"]


async def test_the_grace_is_not_prolonged_by_using_it(town: Town, anna: str) -> None:
    """A thief with an old token can't keep it alive."""
    assert await _rotates(town, b"r1", b"r2", NOW)
    assert await _rotates(town, b"r1", b"r3", NOW + GRACE - 1)
    assert not await _rotates(town, b"r1", b"r4", NOW + GRACE + 1)
    assert await town.store.sessions.ended_since(NOW) == ["s1"]


async def test_a_token_of_two_exchanges_ago_is_unknown(town: Town, anna: str) -> None:
    assert await _rotates(town, b"r1", b"r2", NOW)
    assert await _rotates(town, b"r2", b"r3", NOW)
    assert not await _rotates(town, b"r1", b"r4", NOW)
    assert await _rotates(town, b"r3", b"r4", NOW)


async def test_two_tabs_that_refresh_at_once_both_get_an_answer(town: Town, anna: str) -> None:
    answers = await asyncio.gather(*(_rotates(town, b"r1", bytes([number]), NOW) for number in range(5)))
    assert answers == [True] * 5
    (session,) = await town.store.sessions.of_user(anna, NOW)
    assert await _rotates(town, session.refresh_hash, b"next", NOW + 10 * MINUTE)


async def test_an_ended_session_is_over(town: Town, anna: str) -> None:
    await town.store.sessions.end("s1", NOW + 5)
    await town.store.sessions.end("s1", NOW + 99)
    await town.store.sessions.end("unknown", NOW)
    assert not await _rotates(town, b"r1", b"r2", NOW + 10)
    assert await town.store.sessions.of_user(anna, NOW) == []
    assert await town.store.sessions.ended_since(NOW + 4) == ["s1"]
    assert await town.store.sessions.ended_since(NOW + 5) == []


async def test_what_is_long_over_is_swept_out_by_the_next_login(town: Town, anna: str) -> None:
    """What ended recently stays: its access tokens may still be valid, and must be refused after a restart."""
    day = 24 * 60 * MINUTE
    await town.store.sessions.add(_session(anna, "s2", b"a"))
    await town.store.sessions.add(_session(anna, "s3", b"b"))
    await town.store.sessions.end("s1", NOW)
    await town.store.sessions.end("s2", NOW + 2 * day)
    later = _session(anna, "s4", b"c")
    await town.store.sessions.add(_at(later, NOW + 2 * day))
    assert await town.store.sessions.ended_since(0) == ["s2"]
    await town.store.sessions.add(_at(_session(anna, "s5", b"d"), NOW + LIFE + 1))
    assert await town.store.sessions.ended_since(0) == []
    assert [each.id for each in await town.store.sessions.of_user(anna, 0)] == ["s5", "s4"]


def _at(session: DeviceSession, now: int) -> DeviceSession:
    return DeviceSession(
        id=session.id,
        user=session.user,
        device=session.device,
        refresh_hash=session.refresh_hash,
        created_at=now,
        refreshed_at=now,
        expires_at=now + LIFE,
    )


# tokens of programs


def _token(id: str, hash: bytes, *, created_at: int = NOW, lives: int = 1000) -> ApiToken:
    return ApiToken(id=id, name=f"Token {id}", token_hash=hash, created_at=created_at, expires_at=created_at + lives)


async def test_a_programs_token_is_found_until_it_expires_or_is_removed(town: Town) -> None:
    tokens = town.store.api_tokens
    for number in (2, 1, 3):
        await tokens.add(_token(f"t{number}", bytes([number]), created_at=NOW + number))
    await town.restart()
    tokens = town.store.api_tokens
    assert await tokens.find(b"\1", NOW) == _token("t1", b"\1", created_at=NOW + 1)
    assert await tokens.find(b"\1", NOW + 1001) is None
    assert await tokens.find(b"\7", NOW) is None
    assert [token.id for token in await tokens.all(NOW)] == ["t1", "t2", "t3"]
    assert [token.id for token in await tokens.all(NOW + 1002)] == ["t3"]
    assert await tokens.remove("t2")
    assert not await tokens.remove("t2")
    assert await tokens.find(b"\2", NOW) is None


async def test_which_sessions_are_over(town: Town, anna: str) -> None:
    boris, clara = await town.person("boris"), await town.person("clara")
    for user, id in ((anna, "s2"), (boris, "s3"), (clara, "s4")):
        await town.store.sessions.add(_session(user, id, id.encode()))
    asked = ["s1", "s2", "s3", "s4", "never"]
    assert await town.store.sessions.over([]) == ([], [])
    assert await town.store.sessions.over(asked) == (["never"], [])
    await town.store.sessions.end("s2", NOW)
    await town.store.accounts.set_disabled(boris, True, NOW)
    await town.store.accounts.remove(clara, NOW)
    ended, disabled = await town.store.sessions.over(asked)
    assert (set(ended), set(disabled)) == ({"s2", "never"}, {"s3", "s4"})

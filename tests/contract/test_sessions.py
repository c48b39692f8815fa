"""Logged-in devices: refresh tokens that rotate, with grace for lost answers and an end for stolen ones."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imserver.core import errors
from imserver.store.base import LOCAL
from imserver.store.records import ApiToken, DeviceSession, Exchange, Over, Presented, Reuse
from imserver.store.sqlite.sessions import MAX_REUSED, MAX_SESSIONS
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
LIFE = 90 * DAY
GRACE = MINUTE


def _session(user: str, id: str = "s1", device: str = "Firefox", now: int = NOW) -> DeviceSession:
    return DeviceSession(
        id=id, user=user, device=device, created_at=now, refreshed_at=now, expires_at=now + LIFE, generation=0
    )


@pytest.fixture
async def anna(town: Town) -> str:
    anna = await town.person("anna")
    await town.store.sessions.add(_session(anna))
    return anna


def _token(name: str, generation: int, session: str = "s1") -> Presented:
    """One of several that may be of the same generation."""
    return Presented(f"{session}.{generation}.{name}".encode(), session, generation)


async def _exchange(town: Town, token: Presented, now: int) -> Exchange | None:
    return await town.store.sessions.exchange(token, now, now + LIFE)


async def _rises(town: Town, token: Presented, now: int) -> int:
    """The generation of what a token is exchanged for; -1 where it is refused, -2 where it shows that it was copied."""
    exchange = await _exchange(town, token, now)
    if exchange is None:
        return -1
    return -2 if exchange.reused_at else exchange.session.generation


REFUSED = -1
COPIED = -2


async def test_a_session_is_listed_while_it_lasts(town: Town, anna: str) -> None:
    await town.store.sessions.add(_session(anna, "s2", "Phone"))
    await town.restart()
    assert await _rises(town, _token("a", 0, "s2"), NOW + MINUTE) == 1
    assert [each.id for each in await town.store.sessions.of_user(anna, NOW)] == ["s2", "s1"], "the last used first"
    assert [each.id for each in await town.store.sessions.of_user(anna, NOW + LIFE)] == ["s2"]
    assert await town.store.sessions.of_user("u" + "0" * 15, NOW) == []


async def test_nobody_logs_in_as_nobody(town: Town) -> None:
    with refused(errors.ACCOUNT_DISABLED):
        await town.store.sessions.add(_session("u" + "0" * 15))


async def test_a_refresh_token_is_exchanged_for_the_next(town: Town, anna: str) -> None:
    exchange = await _exchange(town, _token("a", 0), NOW + MINUTE)
    assert exchange is not None
    assert exchange.user == await town.store.accounts.get(anna)
    assert exchange.session == DeviceSession(
        id="s1",
        user=anna,
        device="Firefox",
        created_at=NOW,
        refreshed_at=NOW + MINUTE,
        expires_at=NOW + MINUTE + LIFE,
        generation=1,
    )
    assert [exchange.session] == await town.store.sessions.of_user(anna, NOW)
    await town.restart()
    assert await _rises(town, _token("b", 1), NOW + 2 * MINUTE) == 2


async def test_unknown_and_expired_tokens_do_nothing(town: Town, anna: str) -> None:
    assert await _rises(town, Presented(b"unknown"), NOW) == REFUSED
    assert await _rises(town, _token("a", 0, "s9"), NOW) == REFUSED
    assert await _rises(town, _token("a", 0), NOW + LIFE) == REFUSED
    assert await _rises(town, _token("a", 0), NOW + LIFE - 1) == 1


async def test_a_lost_answer_is_forgiven_within_the_grace(town: Town, anna: str) -> None:
    assert [await _rises(town, _token("a", 0), NOW + late) for late in (0, 1, GRACE)] == [1, 1, 1]
    assert await _rises(town, _token("c", 1), NOW + 5 * MINUTE) == 2


async def test_an_old_token_after_the_grace_ends_the_session(town: Town, anna: str) -> None:
    await town.store.sessions.add(_session(anna, "s2"))
    assert await _rises(town, _token("a", 0), NOW) == 1
    assert await _rises(town, _token("a", 0), NOW + GRACE + 1) == COPIED
    assert await _rises(town, _token("b", 1), NOW + GRACE + 2) == COPIED, "also for who holds the newest"
    assert await town.store.sessions.ended_since(NOW) == ["s1"]
    assert [each.id for each in await town.store.sessions.of_user(anna, NOW)] == ["s2"]


async def test_the_grace_is_not_prolonged_by_using_it(town: Town, anna: str) -> None:
    """A thief with an old token can't keep it alive."""
    assert await _rises(town, _token("a", 0), NOW) == 1
    assert await _rises(town, _token("a", 0), NOW + GRACE - 1) == 1
    assert await _rises(town, _token("a", 0), NOW + GRACE + 1) == COPIED
    assert await town.store.sessions.ended_since(NOW) == ["s1"]


async def test_of_several_answers_to_one_exchange_only_one_is_used(town: Town, anna: str) -> None:
    for _ in range(3):
        assert await _rises(town, _token("a", 0), NOW) == 1
    assert await _rises(town, _token("second", 1), NOW + 1) == 2
    assert await _rises(town, _token("first", 1), NOW + 2) == COPIED
    assert await town.store.sessions.ended_since(NOW) == ["s1"]


@pytest.mark.parametrize("exchanges", [2, 3, 40])
async def test_a_token_of_any_earlier_exchange_ends_the_session(town: Town, anna: str, exchanges: int) -> None:
    for generation in range(exchanges):
        assert await _rises(town, _token("a", generation), NOW) == generation + 1
    assert await _rises(town, _token("a", 0), NOW) == COPIED
    assert await town.store.sessions.ended_since(NOW - 1) == ["s1"]


@given(steps=st.lists(st.integers(0, 3), max_size=12), copy=st.integers(0, 11))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whoever_copies_a_token_is_noticed_when_both_have_gone_on(
    town: Town, steps: list[int], copy: int
) -> None:
    """A client that repeats each exchange some times, after lost answers, and a thief who copies one of its tokens."""
    user = await town.person(f"user{uuid4()}")
    id = f"s{uuid4()}"
    await town.store.sessions.add(_session(user, id))
    for generation, lost in enumerate(steps):
        for _ in range(1 + lost):
            assert await _rises(town, _token("mine", generation, id), NOW) == generation + 1
    copied = min(copy, len(steps))
    await _rises(town, _token("mine", copied, id), NOW + 1)
    await _rises(town, _token("theirs", copied + 1, id), NOW + 1)
    await _rises(town, _token("mine", len(steps), id), NOW + 1)
    assert await _rises(town, _token("mine", len(steps) + 1, id), NOW + 1) == COPIED
    assert await _rises(town, _token("theirs", copied + 2, id), NOW + 1) == COPIED


async def test_two_tabs_that_refresh_at_once_both_get_an_answer(town: Town, anna: str) -> None:
    answers = await asyncio.gather(*(_rises(town, _token("a", 0), NOW) for _ in range(5)))
    assert answers == [1] * 5
    assert await _rises(town, _token("b", 1), NOW + 10 * MINUTE) == 2


async def test_a_store_that_was_restored_from_an_older_copy_takes_newer_tokens(town: Town, anna: str) -> None:
    assert await _rises(town, _token("a", 7), NOW) == 8
    assert await _rises(town, _token("a", 7), NOW + 1) == 8
    assert await _rises(town, _token("a", 6), NOW + 1) == COPIED


async def test_reuse_is_told_for_a_while(town: Town, anna: str) -> None:
    ben = await town.person("ben")
    for number in range(MAX_REUSED + 2):
        id = f"r{number}"
        await town.store.sessions.add(_session(anna, id, f"Device {number}"))
        for generation in (0, 1):
            await _rises(town, _token("a", generation, id), NOW + number)
        assert await _rises(town, _token("a", 0, id), NOW + number) == COPIED
    told = await town.store.sessions.reused(anna, NOW)
    newest = MAX_REUSED + 1
    assert told[0] == Reuse(f"r{newest}", f"Device {newest}", NOW + newest)
    assert [each.at for each in told] == [NOW + number for number in range(newest, 0, -1)]
    assert await town.store.sessions.reused(ben, 0) == []
    await town.store.sessions.add(_session(ben, "sb", now=NOW + 2 * DAY))
    await town.store.sessions.add(_session(anna, "later", now=NOW + 2 * DAY))
    assert len(await town.store.sessions.reused(anna, 0)) == MAX_REUSED, "no more are kept than anybody reads"
    await town.store.sessions.add(_session(ben, "sc", now=NOW + 31 * DAY))
    assert await town.store.sessions.reused(anna, 0) == []


async def test_whoever_has_a_token_can_end_its_session(town: Town, anna: str) -> None:
    await town.store.sessions.add(_session(anna, "s2"))
    for generation in range(3):
        await _rises(town, _token("a", generation), NOW)
    assert await town.store.sessions.revoke(Presented(b"unknown"), NOW) is None
    assert await town.store.sessions.revoke(_token("a", 1), NOW + 5) == "s1"
    assert await town.store.sessions.revoke(_token("a", 1), NOW + 6) is None
    assert await town.store.sessions.ended_since(NOW) == ["s1"]
    assert await _rises(town, _token("a", 3), NOW + 7) == REFUSED
    assert await town.store.sessions.reused(anna, 0) == [], "signing out is no theft"


async def test_more_sessions_than_anybody_has_devices_end_the_longest_unused(town: Town, anna: str) -> None:
    ben = await town.person("ben")
    await town.store.sessions.add(_session(ben, "ben"))
    for number in range(2, MAX_SESSIONS + 1):
        assert await town.store.sessions.add(_session(anna, f"s{number}", now=NOW + number)) == []
    assert await _rises(town, _token("a", 0, "s1"), NOW + 100) == 1, "the oldest one is used"
    assert await town.store.sessions.add(_session(anna, "new", now=NOW + 200), online=["s2", "other"]) == ["s3"]
    assert await town.store.sessions.add(_session(anna, "newer", now=NOW + 201), online=["s2"]) == ["s4"]
    open = {each.id for each in await town.store.sessions.of_user(anna, NOW)}
    assert len(open) == MAX_SESSIONS
    assert {"s1", "s2", "new", "newer"} < open
    assert set(await town.store.sessions.ended_since(NOW)) == {"s3", "s4"}
    assert await _rises(town, _token("a", 0, "s3"), NOW + 300) == REFUSED
    assert [each.id for each in await town.store.sessions.of_user(ben, NOW)] == ["ben"]


async def test_an_ended_session_is_over(town: Town, anna: str) -> None:
    await town.store.sessions.end("s1", NOW + 5)
    await town.store.sessions.end("s1", NOW + 99)
    await town.store.sessions.end("unknown", NOW)
    assert await _rises(town, _token("a", 0), NOW + 10) == REFUSED
    assert await town.store.sessions.of_user(anna, NOW) == []
    assert await town.store.sessions.ended_since(NOW + 4) == ["s1"]
    assert await town.store.sessions.ended_since(NOW + 5) == []


async def test_what_is_long_over_is_swept_out_by_the_next_login(town: Town, anna: str) -> None:
    """What ended recently stays: its access tokens may still be valid, and must be refused after a restart."""
    await town.store.sessions.add(_session(anna, "s2"))
    await town.store.sessions.add(_session(anna, "s3"))
    await town.store.sessions.end("s1", NOW)
    await town.store.sessions.end("s2", NOW + 2 * DAY)
    await town.store.sessions.add(_session(anna, "s4", now=NOW + 2 * DAY))
    assert await town.store.sessions.ended_since(0) == ["s2"]
    await town.store.sessions.add(_session(anna, "s5", now=NOW + LIFE + 1))
    assert await town.store.sessions.ended_since(0) == []
    assert [each.id for each in await town.store.sessions.of_user(anna, 0)] == ["s5", "s4"]


# tokens of programs


def _api_token(id: str, hash: bytes, *, created_at: int = NOW, lives: int = 1000) -> ApiToken:
    return ApiToken(
        id=id,
        name=f"Token {id}",
        token_hash=hash,
        issuer=LOCAL,
        created_at=created_at,
        expires_at=created_at + lives,
    )


async def test_a_programs_token_is_found_until_it_expires_or_is_removed(town: Town) -> None:
    tokens = town.store.api_tokens
    for number in (2, 1, 3):
        await tokens.add(_api_token(f"t{number}", bytes([number]), created_at=NOW + number))
    await town.restart()
    tokens = town.store.api_tokens
    assert await tokens.find(b"\1", NOW) == _api_token("t1", b"\1", created_at=NOW + 1)
    assert await tokens.find(b"\1", NOW + 1001) is None
    assert await tokens.find(b"\7", NOW) is None
    assert [token.id for token in await tokens.all(NOW)] == ["t1", "t2", "t3"]
    assert [token.id for token in await tokens.all(NOW + 1002)] == ["t3"]
    assert await tokens.remove("t2", NOW)
    assert not await tokens.remove("t2", NOW)
    assert await tokens.find(b"\2", NOW) is None


async def test_which_sessions_are_over(town: Town, anna: str) -> None:
    boris, clara = await town.person("boris"), await town.person("clara")
    for user, id in ((anna, "s2"), (boris, "s3"), (clara, "s4"), (anna, "s5")):
        await town.store.sessions.add(_session(user, id))
    asked = ["s1", "s2", "s3", "s4", "s5", "never"]
    assert await town.store.sessions.over([]) == Over([], [], [])
    assert await town.store.sessions.over(asked) == Over(["never"], [], [])
    await town.store.sessions.end("s2", NOW)
    assert await _rises(town, _token("a", 0, "s5"), NOW) == 1
    assert await _rises(town, _token("b", 1, "s5"), NOW) == 2
    assert await _rises(town, _token("a", 0, "s5"), NOW) == COPIED
    await town.store.accounts.set_disabled(boris, True, NOW)
    await town.store.accounts.remove(clara, NOW)
    over = await town.store.sessions.over(asked)
    assert (set(over.ended), over.reused, set(over.disabled)) == ({"s2", "never"}, ["s5"], {"s3", "s4"})

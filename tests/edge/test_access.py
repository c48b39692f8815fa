"""How long an access token counts, whatever the clock does meanwhile, and how a process follows another one's time."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.services.media.tickets import Tickets
from imserver.system.clock import FOLLOWED_S, FollowedTime, wall_clock
from imserver.tokens.access import ENDED_MS, LIFETIME_MS, SLACK_MS, AccessTokens, TokenIdentity

KEY = bytes(range(32))
NOW = 1_700_000_000_000
DAY = 24 * 3_600_000
YEARS = 400 * DAY


class Clocks:
    def __init__(self) -> None:
        self.now = NOW
        self.monotonic = 0.0

    def pass_by(self, ms: int) -> None:
        self.now += ms
        self.monotonic += ms / 1000


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


Verify = Callable[[], object]


@pytest.fixture(params=["access", "ticket"])
def issued(request: pytest.FixtureRequest, clocks: Clocks) -> Callable[[], Verify]:
    access, tickets = AccessTokens(KEY, lambda: clocks.now), Tickets(KEY, lambda: clocks.now)

    def issue() -> Verify:
        if request.param == "access":
            token = access.issue("u1", "s1")[0]
            return lambda: access.verify(token)
        ticket = tickets.issue(TokenIdentity("u1", "s1"), "f1")[0]
        return lambda: tickets.verify(ticket, "f1")

    return issue


def expired(verify: Verify) -> bool:
    try:
        verify()
    except ImError as error:
        return error.code is errors.TOKEN_EXPIRED  # a client that hears it takes a new one
    return False


def test_it_counts_for_a_quarter_of_an_hour(issued: Callable[[], Verify], clocks: Clocks) -> None:
    verify = issued()
    clocks.pass_by(LIFETIME_MS - 1000)
    assert not expired(verify)
    clocks.pass_by(1000)
    assert expired(verify)


def test_what_was_issued_in_a_wrong_future_does_not_count_until_then(
    issued: Callable[[], Verify], clocks: Clocks
) -> None:
    clocks.now += YEARS
    verify = issued()
    assert not expired(verify)
    clocks.now -= YEARS
    assert expired(verify)
    assert not expired(issued())


def test_a_session_that_ended_stays_ended_when_the_clock_is_set_back(clocks: Clocks) -> None:
    access = AccessTokens(KEY, lambda: clocks.now, lambda: clocks.monotonic)
    token = access.issue("u1", "s1")[0]
    access.end(["s1"])
    clocks.now += YEARS
    access.end(["s2"])
    clocks.now -= YEARS
    with pytest.raises(ImError) as refused:
        access.verify(token)
    assert refused.value.code is errors.TOKEN_INVALID


def test_ended_sessions_are_remembered_for_as_long_as_a_token_of_theirs_can_count(clocks: Clocks) -> None:
    access = AccessTokens(KEY, lambda: clocks.now, lambda: clocks.monotonic)
    clocks.now += SLACK_MS
    token = access.issue("u1", "s1")[0]
    access.end(["s1"])
    clocks.now -= SLACK_MS
    while clocks.monotonic * 1000 < ENDED_MS + 2 * LIFETIME_MS:
        access.end(["s2"])
        with pytest.raises(ImError):
            access.verify(token)
        clocks.pass_by(LIFETIME_MS // 3)


def test_another_process_follows_and_stands_still_where_it_is_told_nothing(clocks: Clocks) -> None:
    followed = FollowedTime(lambda: clocks.monotonic)
    assert abs(followed() - wall_clock()) < 60_000
    followed.note(msgspec.Raw(msgspec.msgpack.encode(NOW)))
    clocks.monotonic += 2
    assert followed() == NOW + 2000
    clocks.monotonic += YEARS
    assert followed() == NOW + round(FOLLOWED_S * 1000)
    followed.note(msgspec.Raw(msgspec.msgpack.encode(NOW - YEARS)))
    assert followed() == NOW - YEARS

"""What is counted for whom, without a server: passwords are right or wrong as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.cache.memory import MAX_KEYS, MemoryCounters
from imserver.core import errors
from imserver.core.errors import ImError
from imserver.services.auth import throttle
from imserver.services.auth.throttle import Attempt, LoginThrottle

pytestmark = pytest.mark.anyio

MINUTES = 60.0


class Door:
    """A throttle whose clock the test sets."""

    def __init__(self, max_keys: int = MAX_KEYS) -> None:
        self.now = 0.0
        self.throttle = LoginThrottle(MemoryCounters(lambda: self.now, max_keys))
        self.looked_at = 0

    async def attempt(self, attempting: AbstractAsyncContextManager[Attempt], *, right: bool = False) -> str:
        """`ok`, `wrong`, `throttled`."""
        try:
            async with attempting as attempt:
                await asyncio.sleep(0)
                await attempt.begin()
                self.looked_at += 1
                await asyncio.sleep(0)
                if not right:
                    attempt.wrong = True
                    raise ImError(errors.CREDENTIALS_WRONG, "")
        except ImError as error:
            return {"credentials_wrong": "wrong"}.get(error.code.name, error.code.name)
        return "ok"

    async def login(self, login: str, address: str, *, right: bool = False) -> str:
        return await self.attempt(self.throttle.stranger(login, address), right=right)

    async def guess(self, login: str, address: str, times: int) -> list[str]:
        return await asyncio.gather(*(self.login(login, address) for _ in range(times)))


@pytest.fixture
def door() -> Door:
    return Door()


async def test_one_address_alone_keeps_nobody_out_elsewhere_however_long_it_tries(door: Door) -> None:
    for turn in range(3 * 12):
        await door.guess("ann", "203.0.113.1", 30)
        assert await door.login("ann", f"198.51.100.{turn}", right=True) == "ok"
        door.now += 5 * MINUTES


async def test_nor_does_one_ipv6_site_with_all_its_networks(door: Door) -> None:
    for network in range(100):
        await door.guess("ann", f"2001:db8:0:{network:x}::1", 10)
    assert await door.login("ann", "2001:db8:1::1", right=True) == "ok"


async def test_guesses_from_everywhere_are_bounded_and_keep_nobody_out_at_home(door: Door) -> None:
    assert await door.login("ann", "192.0.2.1", right=True) == "ok"
    for host in range(50):
        await door.guess("ann", f"203.0.113.{host}", 10)
    assert door.looked_at == 1 + throttle.ACCOUNT.most
    assert await door.login("ann", "198.51.100.1", right=True) == "throttled"
    assert await door.login("ann", "192.0.2.1", right=True) == "ok"
    assert await door.attempt(door.throttle.known("tablet", "ann", "198.51.100.2"), right=True) == "ok"
    assert await door.login("bob", "203.0.113.1", right=True) == "ok"
    door.now += 60 * MINUTES
    assert await door.login("ann", "198.51.100.1", right=True) == "ok"


async def test_a_whole_school_logs_in_at_the_bell(door: Door) -> None:
    """One address, and each has mistyped the password once."""
    pupils = [f"pupil{number}" for number in range(500)]
    assert await door.guess("pupil0", "192.0.2.1", 1) == ["wrong"]
    answers = [await door.login(pupil, "192.0.2.1", right=True) for pupil in pupils]
    assert set(answers) == {"ok"}


async def test_an_address_may_fail_a_hundred_times_and_its_ipv6_network_as_a_whole(door: Door) -> None:
    answers = [await door.login(f"user{number}", f"2001:db8::{number:x}") for number in range(101)]
    assert answers == ["wrong"] * 100 + ["throttled"]
    assert await door.login("user0", "2001:db8::ffff", right=True) == "throttled"
    assert await door.attempt(door.throttle.known("tablet", "user0", "2001:db8::1"), right=True) == "ok"


async def test_one_ipv6_site_sprays_no_more_passwords_from_many_networks(door: Door) -> None:
    answers = [await door.login(f"user{number}", f"2001:db8:0:{number:x}::1") for number in range(310)]
    assert answers == ["wrong"] * throttle.ADDRESS_SITE.most + ["throttled"] * 10
    assert await door.login("user0", "2001:db8:1::1", right=True) == "ok"
    assert await door.attempt(door.throttle.known("tablet", "user0", "2001:db8::1"), right=True) == "ok"
    door.now += 5 * MINUTES
    assert await door.login("user999", "2001:db8::1") == "wrong"


async def test_an_account_stays_at_home_where_it_comes_back(door: Door) -> None:
    days = 24 * 60 * MINUTES
    for _ in range(2):
        assert await door.login("ann", "192.0.2.1", right=True) == "ok"
        door.now += 29 * days
    for host in range(50):
        await door.guess("ann", f"203.0.113.{host}", 10)
    assert await door.login("ann", "198.51.100.1", right=True) == "throttled"
    assert await door.login("ann", "192.0.2.1", right=True) == "ok"


async def test_logins_that_are_made_up_begin_no_guessing_anew() -> None:
    door = Door(max_keys=16)
    assert await door.login("ann", "192.0.2.1", right=True) == "ok"
    await door.guess("ann", "203.0.113.1", 10)
    for number in range(200):
        await door.guess(f"made up {number}", f"198.51.100.{number}", 1)
    assert await door.login("ann", "203.0.113.1") == "throttled"
    for host in range(20):
        await door.guess("ann", f"203.0.114.{host}", 10)
    assert await door.login("ann", "192.0.2.1", right=True) == "ok"


async def test_what_could_not_be_looked_at_does_not_count(door: Door) -> None:
    async def fail() -> None:
        async with door.throttle.stranger("ann", "192.0.2.1"):
            raise ImError(errors.BUSY, "")

    for _ in range(30):
        with pytest.raises(ImError):
            await fail()
    assert await door.guess("ann", "192.0.2.1", 12) == ["wrong"] * 10 + ["throttled"] * 2


async def test_a_right_password_wipes_the_slate_of_who_gave_it(door: Door) -> None:
    for _ in range(5):
        await door.guess("ann", "192.0.2.1", 9)
        assert await door.login("ann", "192.0.2.1", right=True) == "ok"


async def test_it_is_told_when_the_next_attempt_may_be_made(door: Door) -> None:
    await door.guess("ann", "192.0.2.1", 10)
    door.now += 100
    with pytest.raises(ImError) as refused:
        async with door.throttle.stranger("ann", "192.0.2.1"):
            pass
    assert refused.value.retry_after_s == 200
    door.now += 200
    assert await door.login("ann", "192.0.2.1") == "wrong"


SOURCES: dict[str, Callable[[LoginThrottle], AbstractAsyncContextManager[Attempt]]] = {
    "network 1": lambda throttle: throttle.stranger("ann", "203.0.113.1"),
    "network 2": lambda throttle: throttle.stranger("ann", "2001:db8::2"),
    "tablet": lambda throttle: throttle.known("tablet", "ann", "203.0.113.1"),
    "session": lambda throttle: throttle.session("s1"),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(SOURCES)), st.integers(1, 30)), max_size=8))
def test_each_source_has_ten_however_they_come_and_none_takes_anothers(waves: list[tuple[str, int]]) -> None:
    """Each wave comes at once."""
    door = Door()

    async def run() -> None:
        wrong = dict.fromkeys(SOURCES, 0)
        for source, number in waves:
            answers = await asyncio.gather(
                *(door.attempt(SOURCES[source](door.throttle)) for _ in range(number)),
            )
            wrong[source] += answers.count("wrong")
            assert set(answers) <= {"wrong", "throttled"}
        for source, number in wrong.items():
            asked = sum(count for each, count in waves if each == source)
            assert number == min(10, asked)

    asyncio.run(run())
    assert door.looked_at == sum(min(10, sum(n for each, n in waves if each == source)) for source in SOURCES)

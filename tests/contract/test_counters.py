"""The counters port: the same tests over every engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from imserver.cache.base import Counters
from imserver.cache.memory import MemoryCounters
from imserver.cache.redis import PREFIX, RedisCounters
from imserver.redis_server import RedisServer
from tests.redis_servers import RedisOnSocket, eventually

pytestmark = pytest.mark.anyio


@pytest.fixture(
    params=["memory", *(pytest.param(each, marks=pytest.mark.packages) for each in ("redis", "cluster"))],
)
async def counters(request: pytest.FixtureRequest) -> AsyncIterator[Counters]:
    if request.param == "memory":
        yield MemoryCounters()
        return
    server = RedisServer(request.getfixturevalue(request.param).url)
    engine = RedisCounters(server)
    await server.client.flushall()
    yield engine
    await engine.close()
    await server.close()


async def test_they_count_by_key(counters: Counters) -> None:
    assert [await counters.increment("a", 60) for _ in range(3)] == [1, 2, 3]
    assert await counters.increment("b", 60) == 1
    assert (await counters.read("a"), await counters.read("b"), await counters.read("c")) == (3, 1, 0)


async def test_they_forget_when_told(counters: Counters) -> None:
    await counters.increment("a", 60)
    await counters.clear("a")
    assert await counters.read("a") == 0
    assert await counters.increment("a", 60) == 1


async def test_who_counts_at_once_gets_every_number_once(counters: Counters) -> None:
    """So that a limit holds against any number of requests at the same time."""
    counted = await asyncio.gather(*(counters.increment("a", 60) for _ in range(191)))
    assert sorted(counted) == list(range(1, 192))


async def test_one_is_taken_back_and_never_more_than_there_are(counters: Counters) -> None:
    await counters.decrement("a")
    assert await counters.increment("a", 60) == 1
    assert await counters.increment("a", 60) == 2
    await counters.decrement("a")
    assert await counters.read("a") == 1
    await counters.decrement("a")
    await counters.decrement("a")
    assert (await counters.read("a"), await counters.remaining("a", 60)) == (0, 0)
    assert await counters.increment("a", 60) == 1
    assert 59 < await counters.remaining("a", 60) <= 60


async def test_what_remains_of_a_window_is_told(counters: Counters) -> None:
    assert await counters.remaining("a", 60) == 0
    await counters.increment("a", 60)
    await counters.increment("a", 60)
    assert 59 < await counters.remaining("a", 60) <= 60


@pytest.mark.packages
async def test_a_clock_that_was_set_back_holds_nobody_up_for_longer_than_the_window(redis: RedisOnSocket) -> None:
    """Redis keeps the end of a window as a time of day: set back by a year, it comes a year later."""
    server = RedisServer(redis.url)
    await server.client.flushall()
    counters = RedisCounters(server)
    await counters.increment("a", 60)
    await server.client.expire(f"{PREFIX}a", 365 * 86400)
    assert await counters.remaining("a", 60) == 60
    assert 0 < await server.client.ttl(f"{PREFIX}a") <= 60
    await counters.close()
    await server.close()


@pytest.mark.packages
async def test_a_redis_that_hangs_is_not_asked_by_everybody(redis: RedisOnSocket) -> None:
    server = RedisServer(redis.url, timeout_s=0.2)
    counters = RedisCounters(server)
    redis.freeze()
    try:
        assert await counters.increment("a", 60) == 1
        before = time.monotonic()
        assert [await counters.increment("a", 60) for _ in range(200)] == list(range(2, 202))
        assert time.monotonic() - before < 20  # one limit each would be 40
    finally:
        redis.thaw()
    await eventually(lambda: _counts_in_redis(counters), "it never went back to Redis")
    await counters.close()
    await server.close()


async def _counts_in_redis(counters: Counters) -> bool:
    await counters.increment("b", 60)
    return counters.describe() == "redis"


async def test_they_forget_after_their_window_which_begins_with_the_first(counters: Counters) -> None:
    await counters.increment("a", 1)
    deadline = time.monotonic() + 10
    while await counters.read("a"):
        assert time.monotonic() < deadline
    assert await counters.increment("a", 60) == 1


@pytest.mark.packages
async def test_without_redis_counting_goes_on_here_and_says_so(redis: RedisOnSocket) -> None:
    server = RedisServer(redis.url)
    counters = RedisCounters(server)
    assert await counters.increment("a", 60) == 1
    assert counters.describe() == "redis"
    redis.kill()
    assert [await counters.increment("a", 60) for _ in range(2)] == [1, 2]
    assert counters.describe().startswith("memory (redis: ")
    await counters.clear("a")
    assert await counters.read("a") == 0
    redis.start()
    await eventually(lambda: _counts_in_redis(counters), "it never went back to Redis")
    assert await counters.increment("a", 60) == 1
    await counters.close()
    await server.close()

"""The counters port: the same tests over every engine."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from imserver.cache.base import Counters
from imserver.cache.memory import MemoryCounters
from imserver.cache.redis import RedisCounters
from imserver.redis_server import RedisServer
from tests.redis_servers import RedisOnSocket

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
    assert await counters.increment("a", 60) == 1
    assert counters.describe() == "redis"
    await counters.close()
    await server.close()

"""The counters port: the same tests over every engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.cache.base import Counters
from imserver.cache.memory import MemoryCounters
from imserver.cache.redis import PREFIX, RedisCounters
from imserver.redis.client import RedisServer
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
    counted = await counters.count("a", 60)
    assert counted.number == 1
    assert await counters.increment("a", 60) == 2
    await counters.take_back(counted)
    assert await counters.read("a") == 1
    await counters.take_back(counted)
    await counters.take_back(counted)
    assert (await counters.read("a"), await counters.remaining("a", 60)) == (0, 0)
    assert await counters.increment("a", 60) == 1
    assert 59 < await counters.remaining("a", 60) <= 60


async def test_what_remains_of_a_window_is_told(counters: Counters) -> None:
    assert await counters.remaining("a", 60) == 0
    await counters.increment("a", 60)
    await counters.increment("a", 60)
    assert 59 < await counters.remaining("a", 60) <= 60


async def test_a_window_begins_anew_where_that_is_asked_for(counters: Counters) -> None:
    await counters.increment("a", 60)
    await counters.renew("a", 600)
    assert 599 < await counters.remaining("a", 600) <= 600
    assert await counters.read("a") == 2
    await counters.renew("b", 60)
    assert (await counters.read("b"), 59 < await counters.remaining("b", 60) <= 60) == (1, True)


@given(
    protected=st.dictionaries(
        st.sampled_from(["login:ann", "login:bob", "account:ann", "home:ann"]), st.integers(2, 9)
    ),
    made_up=st.lists(st.sampled_from(["login", "account"]), max_size=80),
)
def test_keys_that_strangers_make_up_push_out_nothing_that_was_counted_twice(
    protected: dict[str, int], made_up: list[str]
) -> None:
    async def run() -> None:
        counters = MemoryCounters(lambda: 0.0, max_keys=8)
        for key, count in protected.items():
            for _ in range(count):
                await counters.increment(key, 60)
        invented = [f"{kind}:made up {number}" for number, kind in enumerate(made_up)]
        for key in invented:
            assert await counters.increment(key, 3600) == 1
        assert {key: await counters.read(key) for key in protected} == protected
        for kind in ("login", "account"):
            kept = [key for key in (*protected, *invented) if key.startswith(f"{kind}:") and await counters.read(key)]
            assert len(kept) <= 8

    asyncio.run(run())


async def test_nor_do_they_push_out_a_single_count_of_another_kind() -> None:
    counters = MemoryCounters(max_keys=8)
    await counters.renew("home:ann", 60)
    for number in range(100):
        await counters.increment(f"login:{number}", 3600)
        await counters.increment(f"login:{number}", 3600)
    assert await counters.read("home:ann") == 1


async def test_what_is_over_makes_room_first() -> None:
    now = 0.0
    counters = MemoryCounters(lambda: now, max_keys=8)
    for number in range(7):
        await counters.increment(f"login:{number}", 10)
        await counters.increment(f"login:{number}", 10)
    now = 9.0
    await counters.increment("login:ann", 10)
    now = 10.0
    await counters.increment("login:bob", 10)
    assert [await counters.read(f"login:{name}") for name in ("ann", "bob", "0")] == [1, 1, 0]


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
async def test_a_redis_that_hangs_is_not_asked_by_everybody(
    redis: RedisOnSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = RedisServer(redis.url, timeout_s=0.2)
    pipeline = Mock(wraps=server.client.pipeline)
    monkeypatch.setattr(server.client, "pipeline", pipeline)
    counters = RedisCounters(server)
    redis.freeze()
    try:
        assert await counters.increment("a", 60) == 1
        assert pipeline.call_count == 1
        assert [await counters.increment("a", 60) for _ in range(200)] == list(range(2, 202))
        assert pipeline.call_count < 20
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


@pytest.mark.packages
async def test_what_is_taken_back_is_taken_from_where_it_was_counted(redis: RedisOnSocket) -> None:
    """A right password takes no wrong one back that was counted elsewhere."""
    server = RedisServer(redis.url)
    await server.client.flushall()
    counters = RedisCounters(server)
    in_redis = await counters.count("a", 60)
    redis.kill()
    here = [await counters.count("a", 60) for _ in range(3)]
    await counters.take_back(in_redis)
    assert await counters.read("a") == 3
    redis.start()
    await eventually(lambda: _counts_in_redis(counters), "it never went back to Redis")
    assert [await counters.increment("a", 60) for _ in range(2)] == [1, 2]
    await counters.take_back(here[0])
    assert await counters.read("a") == 2
    redis.kill()
    assert await counters.increment("a", 60) == 3, "two of three, and this one"
    redis.start()
    await counters.close()
    await server.close()

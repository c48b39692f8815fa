"""The counters port: the same tests over every engine."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from imserver.cache.base import Counters
from imserver.cache.memory import MemoryCounters
from imserver.cache.redis import RedisCounters

pytestmark = pytest.mark.anyio


class Redis:
    """A real redis-server on a Unix socket, and nowhere else."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            pytest.skip("redis-server is missing: apt install redis-server")
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(folder)],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while not self.socket.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.packages)])
async def counters(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Counters]:
    if request.param == "memory":
        yield MemoryCounters()
        return
    redis = Redis(tmp_path)
    engine = RedisCounters(redis.url)
    yield engine
    await engine.close()
    redis.kill()


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
async def test_without_redis_counting_goes_on_here_and_says_so(tmp_path: Path) -> None:
    redis = Redis(tmp_path)
    counters = RedisCounters(redis.url)
    assert await counters.increment("a", 60) == 1
    assert counters.describe() == "redis"
    redis.kill()
    assert [await counters.increment("a", 60) for _ in range(2)] == [1, 2]
    assert counters.describe().startswith("memory (redis: ")
    await counters.clear("a")
    assert await counters.read("a") == 0
    await counters.close()

"""Counters in Redis or Valkey, shared by all processes of a node."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from imserver.cache.base import Counted
from imserver.cache.memory import MemoryCounters
from imserver.redis.client import FAILURES, RedisServer
from imserver.redis.endpoint import explain
from imserver.system.logs import get_logger

PREFIX: Final = "im:count:"
MAX_ASKING: Final = 16
"""At once; others wait. Each takes a connection, and who finds none left would be counted apart, in this process."""
AWAY_S: Final = 1.0
"""So long, give or take half of it, nobody asks a Redis that didn't answer in time."""
_DECREMENT: Final = """
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count > 1 then redis.call('DECR', KEYS[1]) elseif count == 1 then redis.call('DEL', KEYS[1]) end
"""

T = TypeVar("T")

log = get_logger("imserver.cache")


class RedisCounters:
    """Implements `imserver.cache.base.Counters`. While Redis can't be reached, counts in this process."""

    def __init__(self, server: RedisServer) -> None:
        self._redis: Any = server.client
        self._fallback = MemoryCounters()
        self._asking = asyncio.Semaphore(MAX_ASKING)
        self._away_until = 0.0
        self._trouble = ""

    async def increment(self, key: str, window_s: int) -> int:
        return (await self.count(key, window_s)).number

    async def count(self, key: str, window_s: int) -> Counted:
        async def count_here() -> Counted:
            return Counted(key, await self._fallback.increment(key, window_s), elsewhere=True)

        async def ask() -> Counted:
            return Counted(key, await self._increment(key, window_s, anew=False))

        return await self._ask(ask, count_here)

    async def take_back(self, counted: Counted) -> None:
        if counted.elsewhere:
            await self._fallback.take_back(counted)
        else:
            await self._ask(lambda: self._redis.eval(_DECREMENT, 1, PREFIX + counted.key), _nothing)

    async def renew(self, key: str, window_s: int) -> None:
        async def ask() -> None:
            await self._increment(key, window_s, anew=True)

        await self._ask(ask, lambda: self._fallback.renew(key, window_s))

    async def _increment(self, key: str, window_s: int, *, anew: bool) -> int:
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.incr(PREFIX + key)
            pipeline.expire(PREFIX + key, window_s, nx=not anew)
            return int((await pipeline.execute())[0])

    async def remaining(self, key: str, window_s: int) -> float:
        async def ask() -> float:
            left_ms = int(await self._redis.pttl(PREFIX + key))
            if left_ms > window_s * 1000:
                await self._redis.expire(PREFIX + key, window_s)  # the clock was set back
            return min(float(window_s), max(0, left_ms) / 1000)

        return await self._ask(ask, lambda: self._fallback.remaining(key, window_s))

    async def read(self, key: str) -> int:
        async def ask() -> int:
            return int(await self._redis.get(PREFIX + key) or 0)

        return await self._ask(ask, lambda: self._fallback.read(key))

    async def clear(self, key: str) -> None:
        await self._fallback.clear(key)
        await self._ask(lambda: self._redis.delete(PREFIX + key), _nothing)

    async def _ask(self, ask: Callable[[], Awaitable[T]], instead: Callable[[], Awaitable[T]]) -> T:
        async with self._asking:
            if asyncio.get_running_loop().time() < self._away_until:
                return await instead()
            try:
                answer = await ask()
            except FAILURES as error:
                self._fell_back(error)
                return await instead()
        self._trouble = ""
        return answer

    def _fell_back(self, error: Exception) -> None:
        if not self._trouble:
            log.warning("cache.redis_unreachable", error=explain(error))
        self._trouble = explain(error)
        self._away_until = asyncio.get_running_loop().time() + AWAY_S * random.uniform(0.5, 1.5)  # noqa: S311

    def describe(self) -> str:
        return f"memory (redis: {self._trouble})" if self._trouble else "redis"

    async def close(self) -> None:
        await self._fallback.close()


async def _nothing() -> None:
    """Instead of what was to be done in Redis only."""

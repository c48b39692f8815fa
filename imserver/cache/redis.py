"""Counters in Redis or Valkey, shared by all processes of a node."""

from __future__ import annotations

from typing import Final

from imserver.cache.memory import MemoryCounters
from imserver.logs import get_logger
from imserver.redis_host import explain
from imserver.redis_server import FAILURES, RedisServer

PREFIX: Final = "im:count:"

log = get_logger("imserver.cache")


class RedisCounters:
    """Implements `imserver.cache.base.Counters`. While Redis can't be reached, counts in this process."""

    def __init__(self, server: RedisServer) -> None:
        self._redis = server.client
        self._fallback = MemoryCounters()
        self._trouble = ""

    async def increment(self, key: str, window_s: int) -> int:
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.incr(PREFIX + key)
                pipeline.expire(PREFIX + key, window_s, nx=True)
                count = int((await pipeline.execute())[0])
        except FAILURES as error:
            self._fell_back(error)
            return await self._fallback.increment(key, window_s)
        self._trouble = ""
        return count

    async def read(self, key: str) -> int:
        try:
            count = int(await self._redis.get(PREFIX + key) or 0)
        except FAILURES as error:
            self._fell_back(error)
            return await self._fallback.read(key)
        self._trouble = ""
        return count

    async def clear(self, key: str) -> None:
        await self._fallback.clear(key)
        try:
            await self._redis.delete(PREFIX + key)
        except FAILURES as error:
            self._fell_back(error)

    def _fell_back(self, error: Exception) -> None:
        if not self._trouble:
            log.warning("cache.redis_unreachable", error=explain(error))
        self._trouble = explain(error)

    def describe(self) -> str:
        return f"memory (redis: {self._trouble})" if self._trouble else "redis"

    async def close(self) -> None:
        await self._fallback.close()

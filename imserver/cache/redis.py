"""Counters in Redis or Valkey, shared by all processes of a node."""

from __future__ import annotations

from typing import Final

import redis.asyncio
from redis.exceptions import RedisError

from imserver.cache.memory import MemoryCounters
from imserver.logs import get_logger

PREFIX: Final = "im:count:"
TIMEOUT_S: Final = 1.0

log = get_logger("imserver.cache")


class RedisCounters:
    """Implements `imserver.cache.base.Counters`. While Redis can't be reached, counts in this process."""

    def __init__(self, url: str) -> None:
        self._redis = redis.asyncio.Redis.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, decode_responses=True
        )
        self._fallback = MemoryCounters()
        self._trouble = ""

    async def increment(self, key: str, window_s: int) -> int:
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.incr(PREFIX + key)
                pipeline.expire(PREFIX + key, window_s, nx=True)
                count = int((await pipeline.execute())[0])
        except (RedisError, OSError) as error:
            self._fell_back(error)
            return await self._fallback.increment(key, window_s)
        self._trouble = ""
        return count

    async def read(self, key: str) -> int:
        try:
            count = int(await self._redis.get(PREFIX + key) or 0)
        except (RedisError, OSError) as error:
            self._fell_back(error)
            return await self._fallback.read(key)
        self._trouble = ""
        return count

    async def clear(self, key: str) -> None:
        await self._fallback.clear(key)
        try:
            await self._redis.delete(PREFIX + key)
        except (RedisError, OSError) as error:
            self._fell_back(error)

    def _fell_back(self, error: Exception) -> None:
        if not self._trouble:
            log.warning("cache.redis_unreachable", error=str(error))
        self._trouble = str(error) or type(error).__name__

    def describe(self) -> str:
        return f"memory (redis: {self._trouble})" if self._trouble else "redis"

    async def close(self) -> None:
        await self._redis.aclose()

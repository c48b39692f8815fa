"""What processes share besides the store: counters and a bus, in this process or in Redis."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imserver.bus.base import Bus
from imserver.bus.memory import MemoryBus
from imserver.cache.base import Cache, Counters
from imserver.cache.memory import MemoryCounters
from imserver.cache.values import MemoryCache, TieredCache
from imserver.seal.envelope import Sealer
from imserver.settings import Settings

if TYPE_CHECKING:
    from imserver.redis.client import RedisServer


@dataclass(frozen=True, slots=True)
class Engines:
    """Without `redis` everything is in this process."""

    counters: Counters
    bus: Bus
    redis: RedisServer | None = None

    def cache(self, max_bytes: int, sealer: Sealer) -> Cache:
        near = MemoryCache(max_bytes)
        if self.redis is None:
            return near
        from imserver.cache.redis_values import RedisCache

        return TieredCache(near, RedisCache(self.redis, sealer))


async def open_engines(settings: Settings, closing: AsyncExitStack) -> Engines:
    """Raises `RedisUnusableError`, `RedisUrlError`."""
    engines = Engines(MemoryCounters(), MemoryBus())
    if settings.redis_url is not None:
        engines = await _open_redis(settings.redis_url, settings.process_name, closing)
    closing.push_async_callback(engines.counters.close)
    closing.push_async_callback(engines.bus.close)
    return engines


async def _open_redis(url: str, process: str, closing: AsyncExitStack) -> Engines:
    from imserver.bus.redis import RedisBus  # 6 MB of modules that the embedded default doesn't need
    from imserver.cache.redis import RedisCounters
    from imserver.redis.client import RedisServer

    server = RedisServer(url)
    closing.push_async_callback(server.close)
    await server.check_unless_away()
    return Engines(RedisCounters(server), RedisBus(server, process), server)

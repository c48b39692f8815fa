"""Sealed values in Redis or Valkey."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import Final, cast

from imserver.redis.client import FAILURES, RedisServer
from imserver.redis.endpoint import explain
from imserver.seal.envelope import Sealer, SealError
from imserver.system.logs import get_logger

PREFIX: Final = "im:cache:"
LIMIT_S: Final = 0.05
"""A read from the store takes less than a millisecond: who waits longer for a copy gains nothing."""
KEPT_S: Final = 600
MAX_WAITING_BYTES: Final = 4 << 20
MAX_ASKING: Final = 16
"""At once; others do without. Each takes a connection, and the store answers as soon."""
AWAY_S: Final = 1.0
"""So long, give or take half of it, nobody asks a Redis that didn't answer in time."""

log = get_logger("imserver.cache")


class RedisCache:
    """Implements `imserver.cache.base.Cache`. Make it in a running event loop.

    A value is bound to its key by the envelope's associated data, so that none can be put in the place of another.
    """

    def __init__(self, server: RedisServer, sealer: Sealer) -> None:
        self._redis = server.client
        self._sealer = sealer
        self._waiting: list[tuple[str, bytes]] = []
        self._waiting_bytes = 0
        self._writing: asyncio.Task[None] | None = None
        self._asking = 0
        self._away_until = 0.0
        self._trouble = ""
        self._failures = 0

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        if asyncio.get_running_loop().time() < self._away_until or self._asking >= MAX_ASKING:
            return [None] * len(keys)
        self._asking += 1
        try:
            async with asyncio.timeout(LIMIT_S):
                found = cast(list[bytes | None], await self._redis.mget([PREFIX + key for key in keys]))
        except FAILURES as error:
            self._fell_back(error)
            return [None] * len(keys)
        finally:
            self._asking -= 1
        self._trouble = ""
        return [self._open(key, envelope) for key, envelope in zip(keys, found, strict=True)]

    def _open(self, key: str, envelope: bytes | None) -> bytes | None:
        if envelope is None:
            return None
        try:
            return self._sealer.open(envelope, key.encode())
        except SealError as error:
            log.warning("cache.value_refused", key=key, reason=str(error))
            return None

    def put(self, key: str, value: bytes, *, lasting: bool) -> None:
        loop = asyncio.get_running_loop()
        if self._waiting_bytes + len(value) > MAX_WAITING_BYTES or loop.time() < self._away_until:
            return
        self._waiting.append((key, value))
        self._waiting_bytes += len(value)
        if self._writing is None:
            self._writing = loop.create_task(self._write())

    async def _write(self) -> None:
        try:
            await self._write_all()
        finally:  # in the same turn as the last look: a callback comes later, and nobody wrote what was put between
            self._writing = None

    async def _write_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # whatever else comes in this turn goes along
            batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
            try:
                async with self._redis.pipeline(transaction=False) as pipeline:
                    for key, value in batch:
                        if (envelope := self._seal(key, value)) is not None:
                            pipeline.set(PREFIX + key, envelope, ex=KEPT_S)
                    await pipeline.execute()
            except FAILURES as error:
                self._fell_back(error)
                self._waiting, self._waiting_bytes = [], 0

    def _seal(self, key: str, value: bytes) -> bytes | None:
        try:
            return self._sealer.seal(value, key.encode())
        except SealError:  # too large for an envelope
            return None

    def _fell_back(self, error: BaseException) -> None:
        if not self._trouble:
            log.warning("cache.redis_unreachable", error=explain(error))
        self._trouble = explain(error)
        self._failures += 1
        self._away_until = asyncio.get_running_loop().time() + AWAY_S * random.uniform(0.5, 1.5)  # noqa: S311

    def describe(self) -> dict[str, str | int]:
        state = f"redis: {self._trouble}" if self._trouble else "redis"
        return {"cache": state, "cache_redis_failures": self._failures}

    async def close(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.wait([self._writing])

"""Values in this process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from imserver.cache.base import Cache

ENTRY_BYTES: Final = 200
"""What an entry takes beyond its value: key, bytes object and place in the dict, as measured on CPython 3.11."""


class MemoryCache:
    """Implements `imserver.cache.base.Cache`. Who was asked for longest ago goes first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._values: OrderedDict[str, bytes] = OrderedDict()

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        found: list[bytes | None] = []
        for key in keys:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            found.append(value)
        return found

    def put(self, key: str, value: bytes, *, lasting: bool) -> None:
        size = len(value) + ENTRY_BYTES
        if size > self._max_bytes // 4:
            return
        if (before := self._values.pop(key, None)) is not None:
            self._bytes -= len(before) + ENTRY_BYTES
        self._values[key] = value
        self._bytes += size
        while self._bytes > self._max_bytes:
            _, gone = self._values.popitem(last=False)
            self._bytes -= len(gone) + ENTRY_BYTES

    def describe(self) -> dict[str, str | int]:
        return {"cache": "memory", "cache_bytes": self._bytes, "cache_entries": len(self._values)}

    async def close(self) -> None:
        self._values.clear()
        self._bytes = 0


class TieredCache:
    """Implements `imserver.cache.base.Cache` by a near engine and a larger one, which gets only what lasts."""

    def __init__(self, near: Cache, far: Cache) -> None:
        self._near = near
        self._far = far

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        found = await self._near.get(keys)
        missing = [at for at, value in enumerate(found) if value is None]
        if missing:
            for at, value in zip(missing, await self._far.get([keys[at] for at in missing]), strict=True):
                if value is not None:
                    found[at] = value
                    self._near.put(keys[at], value, lasting=True)
        return found

    def put(self, key: str, value: bytes, *, lasting: bool) -> None:
        self._near.put(key, value, lasting=lasting)
        if lasting:
            self._far.put(key, value, lasting=True)

    def describe(self) -> dict[str, str | int]:
        near, far = self._near.describe(), self._far.describe()
        return near | far | {"cache": f"{near['cache']}, {far['cache']}"}

    async def close(self) -> None:
        await self._near.close()
        await self._far.close()

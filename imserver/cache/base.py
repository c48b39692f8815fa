"""The ports of what may be forgotten at any moment: counters, and copies of what the store holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Counters(Protocol):
    """Counts per key within a fixed window that starts with the first increment.

    Counters are advice: an engine may forget them at any moment, and never fails its caller.
    """

    async def increment(self, key: str, window_s: int) -> int:
        """The count including this one: whoever counts at once gets another number each."""

    async def decrement(self, key: str) -> None:
        """Take one back; what isn't counted stays so."""

    async def remaining(self, key: str, window_s: int) -> float:
        """Seconds until it is forgotten, `window_s` at most; 0 where nothing is counted."""

    async def read(self, key: str) -> int: ...

    async def clear(self, key: str) -> None: ...

    def describe(self) -> str:
        """The engine, for `imctl status`."""

    async def close(self) -> None: ...


class Cache(Protocol):
    """Values by key, each written once: a key that is asked for again has the same value, or none.

    An engine may forget a value at any moment, and never fails or holds up its caller.
    """

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is kept under each key. The keys have one hash tag, so that one node of a cluster has them all."""

    def put(self, key: str, value: bytes, *, lasting: bool) -> None:
        """Keep it; `lasting` where it probably won't be replaced by another version soon."""

    def describe(self) -> dict[str, str | int]:
        """Engine and sizes, for `imctl status`."""

    async def close(self) -> None: ...

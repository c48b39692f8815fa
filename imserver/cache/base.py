"""The counters port: how often something happened within a window, for limits."""

from __future__ import annotations

from typing import Protocol


class Counters(Protocol):
    """Counts per key within a fixed window that starts with the first increment.

    Counters are advice: an engine may forget them at any moment, and never fails its caller.
    """

    async def increment(self, key: str, window_s: int) -> int:
        """The count including this one."""

    async def read(self, key: str) -> int: ...

    async def clear(self, key: str) -> None: ...

    def describe(self) -> str:
        """The engine, for `imctl status`."""

    async def close(self) -> None: ...

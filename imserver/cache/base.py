"""The ports of what may be forgotten at any moment: counters, and copies of what the store holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec


class Counted(msgspec.Struct, frozen=True):
    """One that was counted: it is the `number`th. `elsewhere` where another engine counted instead."""

    key: str
    number: int
    elsewhere: bool = False


class Counters(Protocol):
    """Counts per key within a fixed window that starts with the first increment.

    A key begins with its kind and a colon. Kinds are named by the code, never by whoever is counted: an engine that
    has to forget some of one kind keeps what it has of the others.

    Counters are advice: an engine may forget them at any moment, and never fails its caller.
    """

    async def increment(self, key: str, window_s: int) -> int:
        """The count including this one: whoever counts at once gets another number each."""

    async def count(self, key: str, window_s: int) -> Counted:
        """As `increment` does, for one that may be taken back."""

    async def take_back(self, counted: Counted) -> None:
        """Where it was counted, and nowhere else; what isn't counted any more stays so."""

    async def renew(self, key: str, window_s: int) -> None:
        """Count one, and begin the window anew."""

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

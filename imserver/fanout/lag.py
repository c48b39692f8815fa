"""How far a gateway is behind: from when it was told of a batch until it had it."""

from __future__ import annotations

from collections import deque
from typing import Final

MEASURED: Final = 16
"""Announcements that count: each comes with a beat of the link."""


class Lag:
    """The link announces, the bus delivers. Times are seconds of one clock, which only grows."""

    __slots__ = ("_awaited", "_measured", "_since")

    def __init__(self) -> None:
        self._measured: deque[float] = deque(maxlen=MEASURED)
        self._awaited = 0
        self._since = 0.0

    def announce(self, number: int, newest: int, now: float) -> None:
        """Batches up to `number` are out; those up to `newest` are here."""
        if number <= newest:
            self._measured.append(0.0)
        elif not self._awaited:
            self._awaited, self._since = number, now

    def arrive(self, newest: int, now: float) -> None:
        if self._awaited and newest >= self._awaited:
            self._measured.append(now - self._since)
            self._awaited = 0

    def begin_anew(self) -> None:
        """Whatever was awaited won't come any more."""
        self._awaited = 0

    def worst(self, now: float) -> float:
        """The longest of late, in seconds; what is awaited counts as far as it has lasted."""
        return max(*self._measured, now - self._since if self._awaited else 0.0, 0.0)

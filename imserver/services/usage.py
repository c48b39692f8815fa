"""How much each person used lately of what several share: who used the least comes first."""

from __future__ import annotations

from typing import Final

import msgspec

HALF_LIFE_S: Final = 60.0
"""What somebody used counts half after it."""
FORGOTTEN_S: Final = 0.01


class _Used(msgspec.Struct):
    seconds: float
    at: float


class Usage:
    """Times are those of the event loop (s)."""

    def __init__(self) -> None:
        self._used: dict[str, _Used] = {}

    def add(self, person: str, seconds: float, now: float) -> None:
        self._used[person] = _Used(self.seconds(person, now) + seconds, now)
        for each in [each for each in self._used if self.seconds(each, now) < FORGOTTEN_S]:
            del self._used[each]

    def seconds(self, person: str, now: float) -> float:
        used = self._used.get(person)
        return 0.0 if used is None else used.seconds * 0.5 ** ((now - used.at) / HALF_LIFE_S)

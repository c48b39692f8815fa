"""How many wrong passwords are too many."""

from __future__ import annotations

from typing import Final

from imserver.cache.base import Counters
from imserver.core import errors
from imserver.core.errors import ImError

WINDOW_S: Final = 300
PER_LOGIN: Final = 10
PER_ADDRESS: Final = 100
"""A whole school may share one address, so an address may fail more often than a login."""


class LoginThrottle:
    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    async def check(self, login: str, address: str) -> None:
        """Raises `throttled`, before any password is looked at."""
        for key, limit in ((f"login:{login}", PER_LOGIN), (f"address:{address}", PER_ADDRESS)):
            if await self._counters.read(key) >= limit:
                raise ImError(
                    errors.THROTTLED,
                    f"There were {limit} wrong attempts within {WINDOW_S // 60} minutes.",
                    f"Wait up to {WINDOW_S // 60} minutes, or ask an administrator for a new link.",
                )

    async def failed(self, login: str, address: str) -> None:
        await self._counters.increment(f"login:{login}", WINDOW_S)
        await self._counters.increment(f"address:{address}", WINDOW_S)

    async def succeeded(self, login: str) -> None:
        await self._counters.clear(f"login:{login}")

"""How often somebody may change what everybody else then has to learn."""

from __future__ import annotations

from math import ceil

from imserver.cache.base import Counters
from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.limits import HOUR_S, Limit


class Allowance:
    """Counted in the counters, which all processes share where there is a Redis."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    async def take(self, user: str, limit: Limit, weight: int = 1) -> None:
        """Raises `throttled`. What is refused counts too."""
        if await self._count(limit, user, weight) > limit.most:
            raise await self._refusal(limit, user, f"You {limit.what.format(most=limit.most)} within an hour.")

    async def check_group(self, conv: str, limit: Limit) -> None:
        """Raises `throttled`."""
        if await self._counters.read(f"{limit.name}:{conv}") >= limit.most:
            raise await self._refusal(limit, conv, f"This group was changed {limit.most} times within an hour.")

    async def count_group(self, conv: str, limit: Limit) -> None:
        """The group was changed, by somebody who may: others can't use up what it has."""
        await self._count(limit, conv, 1)

    async def _count(self, limit: Limit, key: str, weight: int) -> int:
        count = 0
        for _ in range(weight):
            count = await self._counters.increment(f"{limit.name}:{key}", HOUR_S)
        return count

    async def _refusal(self, limit: Limit, key: str, message: str) -> ImError:
        wait_s = max(1, ceil(await self._counters.remaining(f"{limit.name}:{key}", HOUR_S)))
        return ImError(errors.THROTTLED, message, f"Wait {ceil(wait_s / 60)} min.", wait_s)

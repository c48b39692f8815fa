"""What is done now and then: erase what is older than its conversation keeps, and drop what is old of the logs."""

from __future__ import annotations

import asyncio
from typing import Final

from imserver.core import audit
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.system.logs import get_logger

EVERY_S: Final = 60.0
EVENTS_KEPT: Final = 200_000

log = get_logger("imserver.messages")


class Sweeper:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled, or until something failed: then it is begun again by whoever watches it."""
        while True:
            await self.sweep()
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> None:
        """Raises what the first part that failed raised, after the others had their turn."""
        failed: Exception | None = None
        for part in (self._expire, self._trim_events, self._trim_audit):
            try:
                await part()
            except Exception as error:
                log.warning("messages.sweep_failed", part=part.__name__.strip("_"), error=str(error))
                failed = failed or error
        if failed is not None:
            raise failed

    async def _expire(self) -> None:
        erased = await self._store.retention.expire(self._clock())
        if erased:
            log.info("messages.expired", messages=erased)

    async def _trim_events(self) -> None:
        while await self._store.stream.trim(EVENTS_KEPT):
            pass

    async def _trim_audit(self) -> None:
        await self._store.audit.trim(self._clock(), audit.KEPT_MS, audit.KEPT)

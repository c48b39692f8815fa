"""What is done now and then: erase what is older than its conversation keeps, and drop what is old of the logs."""

from __future__ import annotations

import asyncio
from typing import Final

from imserver.clock import Clock
from imserver.core import audit
from imserver.core.errors import ImError
from imserver.logs import get_logger
from imserver.store.base import Store

EVERY_S: Final = 60.0
EVENTS_KEPT: Final = 200_000

log = get_logger("imserver.messages")


class Sweeper:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.sweep()
            except ImError as error:
                log.warning("messages.sweep_failed", error=error.message)
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> None:
        erased = await self._store.retention.expire(self._clock())
        if erased:
            log.info("messages.expired", messages=erased)
        while await self._store.stream.trim(EVENTS_KEPT):
            pass
        await self._store.audit.trim(self._clock() - audit.KEPT_MS, audit.KEPT)

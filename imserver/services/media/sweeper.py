"""Deletes the content of files that are gone, and whatever a crash left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from imserver.clock import Clock
from imserver.core.event import Delivery, Expired, Recalled, Removed
from imserver.logs import get_logger
from imserver.services.media.vault import Vault
from imserver.store.base import Store

EVERY_S: Final = 600.0
UNSENT_MS: Final = 24 * 60 * 60 * 1000
"""How long a file waits to be sent."""
BATCH: Final = 200

log = get_logger("imserver.media")


class MediaSweeper:
    def __init__(self, store: Store, vault: Vault, clock: Clock) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._wake = asyncio.Event()

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """What was committed: where messages went, files may have gone."""
        if any(isinstance(delivery.event, Recalled | Expired | Removed) for delivery in deliveries):
            self._wake.set()

    async def run(self) -> None:
        """Until cancelled, or until something failed: then it is begun again by whoever watches it."""
        await self.sweep()
        await self.sweep_orphans()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), EVERY_S)
            self._wake.clear()
            await self.sweep()

    async def sweep(self) -> None:
        while await self._store.media.expire(self._clock() - UNSENT_MS):
            pass
        after = ""
        while gone := await self._store.media.gone(BATCH, after):
            deleted = [media for media in gone if await self._delete(media)]
            await self._store.media.forget(deleted)
            if deleted:
                log.info("media.deleted", files=len(deleted))
            after = gone[-1]

    async def _delete(self, media: str) -> bool:
        """Whether its content is gone. One that can't be deleted is tried at the next sweep; others don't wait."""
        try:
            await asyncio.to_thread(self._vault.remove, media)
        except Exception as error:
            log.error("media.not_deleted", file=media, error=str(error))
            return False
        return True

    async def sweep_orphans(self) -> None:
        """Files that were kept, and whose upload ended before the store knew of them."""
        old = (self._clock() - UNSENT_MS) / 1000
        kept = self._vault.kept()
        while batch := await asyncio.to_thread(lambda: list(islice(kept, BATCH))):
            known = await self._store.media.known([media for media, _ in batch])
            for media, written in batch:
                if media not in known and written < old:
                    await self._delete(media)

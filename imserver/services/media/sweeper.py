"""Deletes the content of files that are gone, and whatever a crash left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from math import inf
from typing import Final

from imserver.core.event import Delivery, Expired, GroupChanged, ProfileChanged, Recalled, Removed
from imserver.services.media.blob_store import BlobStore
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.system.logs import get_logger

EVERY_S: Final = 600.0
UNSENT_MS: Final = 24 * 60 * 60 * 1000
"""How long a file waits to be sent."""
BATCH: Final = 200
LOOKED_EVERY_S: Final = 86_400.0
"""How often files are looked for that the store doesn't know."""
SETTLED_S: Final = 300.0
"""An upload that ended is known to the store within seconds."""

CAUSES: Final = (Recalled, Expired, Removed, ProfileChanged, GroupChanged)

log = get_logger("imserver.media")


class MediaSweeper:
    def __init__(self, store: Store, blobs: BlobStore, clock: Clock) -> None:
        self._store = store
        self._blobs = blobs
        self._clock = clock
        self._wake = asyncio.Event()

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """What was committed: where messages went, files may have gone; where a picture came, the one before has."""
        if any(isinstance(delivery.event, CAUSES) for delivery in deliveries):
            self._wake.set()

    async def run(self) -> None:
        """Until cancelled, or until something failed: then it is begun again by whoever watches it."""
        looked = -inf
        suspects: list[str] = []
        while True:
            self._wake.clear()
            await self.sweep()
            since = time.monotonic() - looked
            if suspects and since > SETTLED_S:
                await self.remove_orphans(suspects)
                suspects = []
            elif not suspects and since > LOOKED_EVERY_S:
                suspects, looked = await self.unknown(), time.monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), EVERY_S)

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
            await asyncio.to_thread(self._blobs.remove, media)
        except Exception as error:
            log.error("media.not_deleted", file=media, error=str(error))
            return False
        return True

    async def unknown(self) -> list[str]:
        """Files that were kept and the store doesn't know: their upload ended before, or is just ending."""
        found: list[str] = []
        kept = self._blobs.kept()
        while batch := await asyncio.to_thread(lambda: list(islice(kept, BATCH))):
            known = await self._store.media.known(batch)
            found += [media for media in batch if media not in known]
        return found

    async def remove_orphans(self, suspects: Sequence[str]) -> None:
        """Those that the store still doesn't know. No clock is asked how old they are: it may be wrong."""
        for start in range(0, len(suspects), BATCH):
            batch = suspects[start : start + BATCH]
            for media in set(batch) - await self._store.media.known(batch):
                await self._delete(media)

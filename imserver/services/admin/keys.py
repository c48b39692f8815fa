"""The keys that seal messages at rest: which there are, and a new one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from imserver.core import errors
from imserver.core.audit import AuditAction
from imserver.core.errors import ImError
from imserver.seal import keyring
from imserver.seal.envelope import Sealer
from imserver.services.audit import AuditService, Deed
from imserver.services.principal import Principal
from imserver.system.clock import Clock


class SealKey(msgspec.Struct, frozen=True):
    """A key by its number, without its secret. `made_at` is None for the first one."""

    number: int
    current: bool
    made_at: int | None


class KeyService:
    def __init__(self, path: Path, sealer: Sealer, clock: Clock, audit: AuditService) -> None:
        self._audit = audit
        self._path = path
        self._sealer = sealer
        self._clock = clock
        self._rotating = asyncio.Lock()

    async def all(self, principal: Principal) -> list[SealKey]:
        principal.require_owner("see keys")
        ring = await asyncio.to_thread(keyring.load, self._path)
        return [SealKey(number, number == ring.current, ring.made.get(number)) for number in sorted(ring.keys)]

    async def rotate(self, principal: Principal) -> SealKey:
        """What is written from now on is sealed with a new key; what was sealed before stays readable.

        Raises `storage_failed` where the ring can't be written.
        """
        principal.require_owner("rotate keys")
        now = self._clock()
        async with self._rotating:
            try:
                ring = await asyncio.to_thread(keyring.rotate, self._path, now)
            except (OSError, keyring.KeyringError) as error:
                raise ImError(errors.STORAGE_FAILED, f"The key ring can't be written: {error}.") from error
            self._sealer.use(ring)
        await self._audit.note(principal, Deed(AuditAction.KEY_ROTATED, details={"key": ring.current}))
        return SealKey(ring.current, True, now)

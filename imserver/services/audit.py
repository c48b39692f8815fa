"""The audit log: written by every administrative change, read by administrators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from imserver.core.audit import AuditAction, AuditEntry, Facts
from imserver.core.errors import ImError
from imserver.services.principal import Principal
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.system.logs import get_logger

NOTHING: Final[Facts] = {}

log = get_logger("imserver.audit")


class Deed(msgspec.Struct, frozen=True):
    """What was done to whom: the id and the name of the target, where it has one."""

    action: AuditAction
    target: str = ""
    name: str = ""
    details: Facts = NOTHING


class AuditService:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def note(self, principal: Principal, *deeds: Deed) -> None:
        """Record what has just been done. It stands even where the disk refuses its entry: then the log has it."""
        entries = list(self._entries(principal, deeds))
        try:
            await self._store.audit.add(entries)
        except ImError as error:
            for entry in entries:
                log.error("audit.unrecorded", reason=error.message, entry=msgspec.to_builtins(entry))

    def _entries(self, principal: Principal, deeds: Iterable[Deed]) -> Iterable[AuditEntry]:
        now = self._clock()
        for deed in deeds:
            yield AuditEntry(
                at=now,
                means=principal.means,
                actor=principal.id,
                actor_name=principal.name,
                action=deed.action,
                target=deed.target,
                target_name=deed.name,
                details=deed.details,
                address=principal.address,
            )

    async def page(self, query: str, before: int | None, limit: int) -> tuple[list[AuditEntry], bool]:
        """The newest entries, or those before the id `before`; and whether there are more."""
        entries = await self._store.audit.page(query, before, limit + 1)
        return entries[:limit], len(entries) > limit

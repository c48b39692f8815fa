"""What the server is called, as administrators say it."""

from __future__ import annotations

from collections.abc import Callable

from imserver.core.audit import AuditAction, Facts
from imserver.core.server import clean_server_name
from imserver.services.audit import AuditService, Deed
from imserver.services.principal import Principal
from imserver.store.base import Store


class ServerService:
    """`on_renamed` tells those who are connected."""

    def __init__(
        self, store: Store, audit: AuditService, on_renamed: Callable[[str], None] = lambda name: None
    ) -> None:
        self._on_renamed = on_renamed
        self._store = store
        self._audit = audit

    async def rename(self, principal: Principal, name: str) -> None:
        """Raises `server_name_invalid`, `forbidden`."""
        principal.require_owner("name it")
        name = clean_server_name(name)
        before = await self._store.server.rename(name)
        if name != before:
            self._on_renamed(name)
            change: Facts = {"from": before, "to": name} if before else {}
            await self._audit.note(principal, Deed(AuditAction.SERVER_RENAMED, name=name, details=change))

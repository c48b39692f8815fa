"""Invites: links with which people make their own accounts."""

from __future__ import annotations

from typing import Final

import msgspec

from imserver.clock import Clock
from imserver.core import errors
from imserver.core.account import Role
from imserver.core.audit import Action, Facts
from imserver.core.errors import ImError
from imserver.services.admin.audit import AuditService, Deed
from imserver.services.admin.principal import Principal
from imserver.services.auth.links import IssuedLink, LinkService
from imserver.store.base import Link, Store

ID_BYTES: Final = 8


class Invite(msgspec.Struct, frozen=True):
    """`id` is the beginning of the hash of its code, in hexadecimal: it names the link and doesn't open it."""

    id: str
    link: Link


class InviteService:
    def __init__(self, store: Store, links: LinkService, clock: Clock, audit: AuditService) -> None:
        self._store = store
        self._links = links
        self._clock = clock
        self._audit = audit

    async def all(self) -> list[Invite]:
        """Those that can still be used, the oldest first."""
        return [Invite(_id(link), link) for link in await self._store.links.invites(self._clock())]

    async def create(self, principal: Principal, role: Role, uses: int, days: int) -> IssuedLink:
        if role is Role.OWNER:
            principal.require_owner("invite owners")
        link = await self._links.invite(role, uses, days, principal)
        details: Facts = {"role": str(role), "uses": uses, "days": days}
        await self._audit.note(principal, Deed(Action.INVITE_CREATED, details=details))
        return link

    async def revoke(self, principal: Principal, id: str) -> None:
        """Raises `not_found`."""
        found = [invite.link for invite in await self.all() if invite.id == id]
        if not found:
            raise ImError(errors.NOT_FOUND, f"There is no open invite {id[:64]!r}.")
        [link] = found
        if link.role is Role.OWNER:
            principal.require_owner("revoke invites of owners")
        if await self._store.links.revoke(link.code_hash):
            details = {"role": str(link.role), "by": link.created_by}
            await self._audit.note(principal, Deed(Action.INVITE_REVOKED, details=details))


def _id(link: Link) -> str:
    return link.code_hash[:ID_BYTES].hex()

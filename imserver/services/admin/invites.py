"""Invites: links with which people make their own accounts."""

from __future__ import annotations

from typing import Final

import msgspec

from imserver.core import errors, ids
from imserver.core.account import Role
from imserver.core.audit import AuditAction, Facts, Means
from imserver.core.errors import ImError
from imserver.services.audit import AuditService, Deed
from imserver.services.auth.links import IssuedLink, LinkService
from imserver.services.principal import Principal
from imserver.store.base import LOCAL, Store
from imserver.store.records import Link
from imserver.system.clock import Clock

ID_BYTES: Final = 8


class Invite(msgspec.Struct, frozen=True):
    """`id` is the beginning of the hash of its code, in hexadecimal: it names the link and doesn't open it.

    `means` tells what it was made with: `link.created_by` may be anybody's login, or the name of a token.
    """

    id: str
    link: Link
    means: Means


class InviteService:
    def __init__(self, store: Store, links: LinkService, clock: Clock, audit: AuditService) -> None:
        self._store = store
        self._links = links
        self._clock = clock
        self._audit = audit

    async def all(self) -> list[Invite]:
        """Those that can still be used, the oldest first."""
        return [Invite(_id(link), link, _means(link)) for link in await self._store.links.invites(self._clock())]

    async def create(self, principal: Principal, role: Role, uses: int, days: int) -> IssuedLink:
        if role is Role.OWNER:
            principal.require_owner("invite owners")
        link = await self._links.invite(role, uses, days, principal)
        details: Facts = {"role": str(role), "uses": uses, "days": days}
        await self._audit.note(principal, Deed(AuditAction.INVITE_CREATED, details=details))
        return link

    async def revoke(self, principal: Principal, id: str) -> None:
        """Raises `not_found`."""
        found = [invite for invite in await self.all() if invite.id == id]
        if not found:
            raise ImError(errors.NOT_FOUND, f"There is no open invite {id[:64]!r}.")
        [invite] = found
        link = invite.link
        if link.role is Role.OWNER:
            principal.require_owner("revoke invites of owners")
        if await self._store.links.revoke(link.code_hash):
            details: Facts = {"role": str(link.role), "by": link.created_by, "means": str(invite.means)}
            await self._audit.note(principal, Deed(AuditAction.INVITE_REVOKED, details=details))


def _means(link: Link) -> Means:
    if link.issuer == LOCAL:
        return Means.LOCAL
    return Means.TOKEN if ids.is_id(ids.TOKEN, link.issuer) else Means.PERSON


def _id(link: Link) -> str:
    return link.code_hash[:ID_BYTES].hex()

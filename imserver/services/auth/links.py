"""One-time links: to set up the server, to join it, to set a password."""

from __future__ import annotations

from typing import Final

import msgspec

from imserver.core.account import Role, User
from imserver.core.grant import LinkKind
from imserver.services.principal import Principal
from imserver.store.base import Store
from imserver.store.records import Link
from imserver.system.clock import Clock
from imserver.tokens.codes import hash_secret, make_secret

DAY_MS: Final = 24 * 60 * 60 * 1000
SETUP_DAYS: Final = 7
PASSWORD_DAYS: Final = 7
HINT: Final = 4


class IssuedLink(msgspec.Struct, frozen=True):
    """A link as it is handed out, the only time that its code is known."""

    url: str
    code: str
    expires_at: int


class LinkService:
    def __init__(self, store: Store, clock: Clock, base_url: str) -> None:
        self._store = store
        self._clock = clock
        self._base_url = base_url.rstrip("/")

    async def setup(self, issuer: Principal) -> IssuedLink:
        """A link that makes the first owner. Earlier ones stop working. Raises `already_set_up`."""
        return await self._issue(LinkKind.SETUP, None, Role.OWNER, 1, SETUP_DAYS, issuer)

    async def invite(self, role: Role, uses: int, days: int, issuer: Principal) -> IssuedLink:
        return await self._issue(LinkKind.INVITE, None, role, uses, days, issuer)

    async def password(self, user: User, issuer: Principal) -> IssuedLink:
        """A link that sets the user's password. Earlier ones stop working. Raises `account_disabled`."""
        return await self._issue(LinkKind.PASSWORD, user.id, user.role, 1, PASSWORD_DAYS, issuer)

    async def _issue(
        self, kind: LinkKind, user: str | None, role: Role, uses: int, days: int, issuer: Principal
    ) -> IssuedLink:
        code = make_secret()
        now = self._clock()
        link = Link(
            code_hash=hash_secret(code),
            hint=code[:HINT],
            kind=kind,
            user=user,
            role=role,
            uses_left=uses,
            expires_at=issuer.bounded(now + days * DAY_MS),
            created_by=issuer.name,
            issuer=issuer.id,
            created_at=now,
        )
        await self._store.links.add(link)
        return IssuedLink(f"{self._base_url}/#/link/{code}", code, link.expires_at)

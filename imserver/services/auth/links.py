"""One-time links: to set up the server, to join it, to set a password."""

from __future__ import annotations

from typing import Final

import msgspec

from imserver.clock import Clock
from imserver.core.account import Role, User
from imserver.services.codes import hash_secret, make_secret
from imserver.store.base import Link, Store

DAY_MS: Final = 24 * 60 * 60 * 1000
SETUP_DAYS: Final = 7
PASSWORD_DAYS: Final = 7
HINT: Final = 4

SETUP: Final = "setup"
INVITE: Final = "invite"
PASSWORD: Final = "password"  # noqa: S105 - a kind of link


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

    async def setup(self) -> IssuedLink | None:
        """A link that makes the first owner; None where the server has one. Earlier ones stop working."""
        if await self._store.accounts.has_owner():
            return None
        return await self._issue(SETUP, None, Role.OWNER, 1, SETUP_DAYS, "")

    async def invite(self, role: Role, uses: int, days: int, created_by: str) -> IssuedLink:
        return await self._issue(INVITE, None, role, uses, days, created_by)

    async def password(self, user: User, created_by: str) -> IssuedLink:
        """A link that sets the user's password. Earlier ones stop working."""
        return await self._issue(PASSWORD, user.id, user.role, 1, PASSWORD_DAYS, created_by)

    async def _issue(
        self, kind: str, user: str | None, role: Role, uses: int, days: int, created_by: str
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
            expires_at=now + days * DAY_MS,
            created_by=created_by,
            created_at=now,
        )
        await self._store.links.add(link)
        return IssuedLink(f"{self._base_url}/#/link/{code}", code, link.expires_at)

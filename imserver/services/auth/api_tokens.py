"""Tokens for programs that administer from afar."""

from __future__ import annotations

from typing import Final

import msgspec

from imserver.core import errors, ids
from imserver.core.account import Role, clean_name
from imserver.core.audit import AuditAction, Means
from imserver.core.errors import ImError
from imserver.services.audit import AuditService, Deed
from imserver.services.auth.links import DAY_MS
from imserver.services.principal import Principal
from imserver.store.base import Store
from imserver.store.records import ApiToken
from imserver.system.clock import Clock
from imserver.tokens.codes import hash_secret, make_id, make_secret

PREFIX: Final = "imt_"
MAX_TOKENS: Final = 100


class IssuedToken(msgspec.Struct, frozen=True):
    """A token as it is handed out, the only time that it is known."""

    id: str
    token: str
    expires_at: int


class ApiTokenService:
    """A token may do what an owner may, so only owners make and see them.

    It is worth nothing once whoever made it is no owner any more, or was a token that is gone.
    """

    def __init__(self, store: Store, clock: Clock, audit: AuditService) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    async def create(self, principal: Principal, name: str, days: int) -> IssuedToken:
        """Raises `too_many`."""
        principal.require_owner("make API tokens")
        if len(await self._store.api_tokens.all(self._clock())) >= MAX_TOKENS:
            raise ImError(errors.TOO_MANY, f"There are {MAX_TOKENS} API tokens already.", "Remove one first.")
        secret = make_secret(PREFIX)
        now = self._clock()
        token = ApiToken(
            id=make_id(ids.TOKEN, now),
            name=clean_name(name),
            token_hash=hash_secret(secret),
            issuer=principal.id,
            created_at=now,
            expires_at=principal.bounded(now + days * DAY_MS),
        )
        await self._store.api_tokens.add(token)
        await self._audit.note(principal, Deed(AuditAction.TOKEN_CREATED, token.id, token.name, {"days": days}))
        return IssuedToken(token.id, secret, token.expires_at)

    async def all(self, principal: Principal) -> list[ApiToken]:
        principal.require_owner("see API tokens")
        return await self._store.api_tokens.all(self._clock())

    async def remove(self, principal: Principal, id: str) -> None:
        principal.require_owner("remove API tokens")
        names = {token.id: token.name for token in await self._store.api_tokens.all(self._clock())}
        if not await self._store.api_tokens.remove(id, self._clock()):
            raise ImError(errors.NOT_FOUND, f"There is no API token {id[:64]!r}.")
        await self._audit.note(principal, Deed(AuditAction.TOKEN_REMOVED, id, names.get(id, "")))

    async def authenticate(self, secret: str, address: str) -> Principal:
        """Raises `token_invalid`."""
        token = await self._store.api_tokens.find(hash_secret(secret), self._clock())
        if token is None:
            raise ImError(errors.TOKEN_INVALID, "The API token is unknown or has expired.", "Make a new one.")
        return Principal(
            role=Role.OWNER,
            means=Means.TOKEN,
            name=token.name,
            id=token.id,
            address=address,
            expires_at=token.expires_at,
        )

"""Access tokens of the users, renewed before they end."""

from __future__ import annotations

import time
from typing import Final

import httpx

from control.load.generator.worker_protocol import UserAccount
from imserver.system.clock import wall_clock
from imserver.tokens.access import AccessTokens

RENEW_AFTER_S: Final = 600.0
"""Access tokens live for 15 minutes."""


class UserCredentials:
    """With the server's own `key`, tokens are made here; else they come from refresh tokens."""

    def __init__(self, key: str, http: httpx.AsyncClient) -> None:
        self._issuer = AccessTokens(bytes.fromhex(key), wall_clock) if key else None
        self._http = http
        self._issued: dict[int, float] = {}

    def took(self, account: UserAccount) -> None:
        """The account's token is new."""
        self._issued[account.index] = time.monotonic()

    async def token(self, account: UserAccount) -> str:
        """A token that is valid for some minutes; empty where none can be had."""
        now = time.monotonic()
        issued = self._issued.setdefault(account.index, now) if account.token else None
        if account.token and issued is not None and now - issued < RENEW_AFTER_S:
            return account.token
        if self._issuer is not None:
            account.token, _ = self._issuer.issue(account.id, f"s{account.id[1:]}")
        elif account.refresh:
            await self._renew(account)
        self._issued[account.index] = now
        return account.token

    async def _renew(self, account: UserAccount) -> None:
        try:
            answer = await self._http.post("/api/v1/token", json={"refresh_token": account.refresh})
            grant = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            return
        account.token, account.refresh = grant["access_token"], grant["refresh_token"]

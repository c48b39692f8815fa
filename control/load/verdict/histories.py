"""The server's histories, read as a member of each conversation."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

import httpx

from control.client.admin import AdminConnection, decode, tls, unreachable
from control.client.target import UrlTarget
from control.load.population import Population
from imserver.system.clock import wall_clock
from imserver.tokens.access import AccessTokens

PAGE: Final = 200


class Histories:
    """Use it as a context manager. With the server's own `key`, members need no password."""

    def __init__(self, url: UrlTarget, key: str, made: Population) -> None:
        self._url = url
        self._issuer = AccessTokens(bytes.fromhex(key), wall_clock) if key else None
        self._made = made
        self._members: dict[str, int] = {}
        for user, rooms in enumerate(made.rooms):
            for room in rooms:
                self._members.setdefault(made.convs[room], user)
        self._open: dict[str, AdminConnection] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._open.values():
            connection.__exit__(None, None, None)

    def page(self, conv: str, after: int) -> dict[str, Any]:
        """Messages after a number. Raises `ControlError`."""
        if conv not in self._open:
            self._open[conv] = AdminConnection(replace(self._url, token=self._token(self._members[conv])))
        return self._open[conv].get(f"/conversations/{conv}/messages", after=after, limit=PAGE)

    def _token(self, user: int) -> str:
        identity = self._made.users[user]
        if self._issuer is not None:
            return self._issuer.issue(identity, f"s{identity[1:]}")[0]
        body = {"login": self._made.logins[user], "password": self._made.password, "device": "load"}
        verify = tls(self._url.ca) if self._url.url.startswith("https") else False
        try:
            answer = httpx.post(f"{self._url.url}/api/v1/login", json=body, verify=verify, timeout=60, trust_env=False)
        except httpx.HTTPError as error:
            raise unreachable(self._url, error) from error
        return str(decode(self._url, answer)["access_token"])

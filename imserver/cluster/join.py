"""What the process that keeps the store hands to the others, over the link."""

from __future__ import annotations

from typing import Final, Protocol

import msgspec

from imserver.core import errors
from imserver.fanout.topics import Ended
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.tokens.access import ENDED_MS

PREFIX: Final = "handover."


class JoinGrant(msgspec.Struct, frozen=True):
    """The keys of access and refresh tokens, and the sessions whose tokens don't count though they may look valid."""

    access_key: bytes
    refresh_key: bytes
    ended: list[str]


class Joins(Protocol):
    async def get(self) -> JoinGrant: ...

    async def over(self, sessions: list[str]) -> list[Ended]:
        """Those of `sessions` that don't count any more, by the close code for their connections."""


class LocalJoins:
    def __init__(self, store: Store, access_key: bytes, refresh_key: bytes, clock: Clock) -> None:
        self._store = store
        self._access_key = access_key
        self._refresh_key = refresh_key
        self._clock = clock

    async def get(self) -> JoinGrant:
        ended = await self._store.sessions.ended_since(self._clock() - ENDED_MS)
        return JoinGrant(self._access_key, self._refresh_key, ended)

    async def over(self, sessions: list[str]) -> list[Ended]:
        over = await self._store.sessions.over(sessions)
        codes = {errors.SESSION_ENDED: over.ended, errors.SESSION_REUSED: over.reused, errors.DISABLED: over.disabled}
        return [Ended(found, code.name) for code, found in codes.items() if found]

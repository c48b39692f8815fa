"""What a link can make the server do before it is spent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar
from unittest.mock import AsyncMock

import pytest

from imserver.cache.memory import MemoryCounters
from imserver.cluster.online import OnlineDirectory
from imserver.core.account import Role
from imserver.core.errors import ImError
from imserver.core.grant import LinkKind
from imserver.services.audit import AuditService
from imserver.services.auth.known_devices import KnownDevices
from imserver.services.auth.passwords import TURNS, Passwords
from imserver.services.auth.refresh import RefreshTokens
from imserver.services.auth.sessions import Client, SessionService, SignUp
from imserver.services.auth.throttle import LoginThrottle
from imserver.services.server import ServerService
from imserver.store.base import LOCAL
from imserver.store.records import Link
from imserver.tokens.access import AccessTokens
from imserver.tokens.codes import hash_secret
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio

KEY = bytes(32)
CODE = "the code of the link"
T = TypeVar("T")


class CountedPasswords(Passwords):
    runs = 0

    async def _run(self, work: Callable[[], T]) -> T:
        self.runs += 1
        return await super()._run(work)


class House:
    """An auth service over a store, whose runs of the hash are counted."""

    def __init__(self, directory: Path) -> None:
        self.town = Town(open_sqlite, directory)
        self.passwords = CountedPasswords()
        online_directory = AsyncMock(spec=OnlineDirectory)
        online_directory.sessions_online.return_value = set()
        self._sessions = SessionService(
            self.town.store,
            self.passwords,
            AccessTokens(KEY, lambda: NOW),
            RefreshTokens(KEY),
            LoginThrottle(MemoryCounters()),
            KnownDevices(KEY, lambda: NOW),
            online_directory,
            lambda sessions, code: None,
            lambda: NOW,
            ServerService(self.town.store, AuditService(self.town.store, lambda: NOW)),
        )

    async def issue(self, kind: LinkKind, user: str | None = None, uses: int = 1) -> None:
        link = Link(
            code_hash=hash_secret(CODE),
            hint=CODE[:4],
            kind=kind,
            user=user,
            role=Role.MEMBER,
            uses_left=uses,
            expires_at=NOW + 1000,
            created_by="ann",
            issuer=LOCAL,
            created_at=NOW,
        )
        await self.town.store.links.add(link)

    async def redeem(self, login: str | None) -> str:
        """`ok`, or the error's code."""
        try:
            await self._sessions.redeem(CODE, SignUp(login or "", "", "a long password", ""), Client("192.0.2.1"))
        except ImError as error:
            return error.code.name
        return "ok"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    yield house
    house.passwords.close()
    await house.town.store.close()


async def test_nothing_is_hashed_for_a_login_that_somebody_has(house: House) -> None:
    await house.town.person("ann")
    await house.issue(LinkKind.INVITE, uses=5)
    assert {await house.redeem(login) for login in ("ann", "ANN")} == {"login_taken"}
    assert house.passwords.runs == 0
    assert await house.redeem("bob") == "ok"


@pytest.mark.parametrize("kind", [LinkKind.INVITE, LinkKind.PASSWORD])
async def test_of_uses_at_once_no_more_are_hashed_than_there_are_turns(house: House, kind: LinkKind) -> None:
    user = await house.town.person("ann") if kind == LinkKind.PASSWORD else None
    await house.issue(kind, user)
    logins = [None if user else f"guest{number}" for number in range(40)]
    answers = await asyncio.gather(*(house.redeem(login) for login in logins))
    assert sorted(answers) == ["link_invalid"] * 39 + ["ok"]
    assert 1 <= house.passwords.runs <= TURNS

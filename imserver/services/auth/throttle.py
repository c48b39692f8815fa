"""How many wrong passwords are too many.

An attempt is counted before the password is looked at, and taken back where it wasn't wrong. So however many come at
once, no more are looked at than the limit allows.

Strangers are counted by account *and* network, so that nobody's wrong passwords keep out who comes from elsewhere; a
device that has logged in before is counted by itself, so that nor do those of its neighbours.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from math import ceil
from typing import Final

import msgspec

from imserver.cache.base import Counted, Counters
from imserver.core import errors
from imserver.core.errors import ImError
from imserver.system.ip import SITE_BITS, network_of

MINUTE_S: Final = 60
HOUR_S: Final = 60 * MINUTE_S
DAY_S: Final = 24 * HOUR_S


class AttemptLimit(msgspec.Struct, frozen=True):
    """So many wrong passwords within a window that begins with the first."""

    most: int
    window_s: int


BURST: Final = AttemptLimit(10, 5 * MINUTE_S)
"""For an account from one network, from one known device, or in one session."""
SITE: Final = AttemptLimit(20, HOUR_S)
"""For an account from one site, or from one known device. A fifth of `ACCOUNT`: one site alone doesn't use that up."""
ACCOUNT: Final = AttemptLimit(100, HOUR_S)
"""For an account from all networks where it isn't at home (NIST SP 800-63B, 5.2.2: 100 in a row at most)."""
ADDRESS: Final = AttemptLimit(100, 5 * MINUTE_S)
"""For one address. A whole school may share it, so it may fail more often than a login."""
ADDRESS_SITE: Final = AttemptLimit(300, 5 * MINUTE_S)
"""For one IPv6 site, which may take as many addresses as it likes, over all accounts."""
SESSION: Final = AttemptLimit(20, DAY_S)
"""In one session, by who holds its token and asks to change the password or to end the account."""
HOME_S: Final = 30 * DAY_S
"""So long after its last login there an account is at home on its network."""


class Attempt:
    """What is counted for one password. Set `wrong` where it was."""

    def __init__(
        self,
        counters: Counters,
        own: dict[str, AttemptLimit],
        shared: dict[str, AttemptLimit] | None = None,
        account: str = "",
        home: str = "",
    ) -> None:
        """Keys of counters. `own` are those of nobody else: a right password clears them. `shared` are those of an
        address over all accounts.
        """
        self._counters = counters
        self._own = own
        self._shared = shared or {}
        self._account = account
        self._home = home
        self._counted: list[Counted] = []
        self.wrong = False

    async def enter(self) -> None:
        """Raises `throttled`."""
        for key, limit in self._shared.items():
            if await self._counters.read(key) >= limit.most:
                raise await self._refusal(key, limit)
        for key, limit in self._own.items():
            await self._count(key, limit)
        if self._account and not await self._counters.read(self._home):
            await self._count(self._account, ACCOUNT)

    async def begin(self) -> None:
        """To be awaited when the password is about to be looked at. Raises `throttled`.

        Those who wait for their turn don't count for the address: at the bell, a whole school does.
        """
        for key, limit in self._shared.items():
            await self._count(key, limit)

    async def _count(self, key: str, limit: AttemptLimit) -> None:
        counted = await self._counters.count(key, limit.window_s)
        self._counted.append(counted)
        if counted.number > limit.most:
            raise await self._refusal(key, limit)

    async def _refusal(self, key: str, limit: AttemptLimit) -> ImError:
        wait_s = max(1, ceil(await self._counters.remaining(key, limit.window_s)))
        return ImError(
            errors.THROTTLED,
            f"There were {limit.most} wrong passwords in a short time.",
            f"Wait {ceil(wait_s / MINUTE_S)} min, or ask an administrator for a new link.",
            retry_after_s=wait_s,
        )

    async def give_back(self) -> None:
        """As if it had never been made."""
        for counted in self._counted:
            await self._counters.take_back(counted)

    async def succeed(self) -> None:
        for key in self._own:
            await self._counters.clear(key)
        for counted in self._counted:
            if counted.key not in self._own:
                await self._counters.take_back(counted)
        if self._home:
            await self._counters.renew(self._home, HOME_S)


class LoginThrottle:
    """Its contexts are attempts, and raise `throttled`.

    An unknown login is counted like any other, so that the answers don't tell which there are.
    """

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def stranger(self, login: str, address: str) -> AbstractAsyncContextManager[Attempt]:
        """By a device that isn't known."""
        own, home = _own(login, address), _home(login, address)
        return _attempt(Attempt(self._counters, own, _shared(address), _account(login), home))

    def known(self, device: str, login: str, address: str) -> AbstractAsyncContextManager[Attempt]:
        """By a device that logged in to this account before."""
        own = {f"device:{device}:{login}": BURST, f"device-hour:{device}:{login}": SITE}
        return _attempt(Attempt(self._counters, own, home=_home(login, address)))

    def session(self, session: str) -> AbstractAsyncContextManager[Attempt]:
        """By who is logged in, or holds a token of that session."""
        return _attempt(Attempt(self._counters, {f"session:{session}": BURST, f"session-day:{session}": SESSION}))

    async def forgive(self, login: str, address: str) -> None:
        """After a new password, of which nothing has been guessed."""
        for key in (*_own(login, address), _account(login)):
            await self._counters.clear(key)


def _own(login: str, address: str) -> dict[str, AttemptLimit]:
    return {
        f"login:{login}|{network_of(address)}": BURST,
        f"login-hour:{login}|{network_of(address, SITE_BITS)}": SITE,
    }


def _shared(address: str) -> dict[str, AttemptLimit]:
    network, site = network_of(address), network_of(address, SITE_BITS)
    by_address = {f"address:{network}": ADDRESS}
    return by_address if site == network else by_address | {f"site:{site}": ADDRESS_SITE}


def _account(login: str) -> str:
    return f"account:{login}"


def _home(login: str, address: str) -> str:
    return f"home:{login}|{network_of(address)}"


@asynccontextmanager
async def _attempt(attempt: Attempt) -> AsyncIterator[Attempt]:
    """What wasn't wrong is given back; where it was cancelled it isn't, for the password may have been looked at."""
    try:
        await attempt.enter()
        yield attempt
    except Exception:
        if not attempt.wrong:
            await attempt.give_back()
        raise
    await attempt.succeed()

"""A Redis or Valkey that a URL names, as far as the bus needs it: who serves a channel, and connections there."""

from __future__ import annotations

import asyncio
from typing import Final

from imserver.redis import connection
from imserver.redis.connection import FAILURES, Address, LoginError, RedisConnection, ReplyError
from imserver.redis.url import RedisUrl, parse
from imserver.system.logs import get_logger

TIMEOUT_S: Final = 1.0
"""For one answer, and for connecting."""
CHECK_S: Final = 2.0
NEWEST_NEEDED: Final = 7
"""Redis 7 is the first with sharded Pub/Sub, which a cluster needs."""

_HINTS: Final = {
    "single": "Start it, or correct IM_REDIS_URL; `redis-cli -u URL ping` must answer PONG.",
    "sentinel": "Check that the sentinels run and watch this service: `redis-cli -p 26379 sentinel masters`.",
    "cluster": "Check that the cluster is whole: `redis-cli -h HOST cluster info` must tell cluster_state:ok.",
}


_PASSING: Final = ("LOADING", "MASTERDOWN", "CLUSTERDOWN", "BUSY ", "TRYAGAIN", "ERR max number of clients")
"""How replies begin that a server gives for a while."""

log = get_logger("imserver.redis")


class RedisUnusableError(Exception):
    """Redis refuses us, or is too old; the text names the URL without its passwords, and `hint` the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class RedisAwayError(RedisUnusableError):
    """Nobody answers at the moment, or not with what is needed."""


class RedisHost:
    """One server. `imserver.redis.client.RedisServer` knows sentinels and clusters too. Raises `RedisUrlError`."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        self.url: RedisUrl = parse(url)
        self._timeout_s = timeout_s

    @property
    def sharded(self) -> bool:
        """Whether channels live on the node of their slot."""
        return self.url.kind == "cluster"

    async def locate(self, key: str) -> Address:
        """Who serves this key or channel now. Raises `FAILURES`."""
        return (self.url.path, 0) if self.url.path else self.url.hosts[0]

    async def relocate(self) -> None:
        """Find out anew who serves what. Raises `FAILURES`."""

    async def connect(self, address: Address, name: str = "") -> RedisConnection:
        """A connection of one's own, by the certificates as they are now. Raises `FAILURES`."""
        tls = connection.trust(self.url)
        return await connection.connect(self.url, address, tls, self._timeout_s, name)

    async def close(self) -> None:
        """Let go of what was kept for finding servers."""

    async def check_unless_away(self) -> None:
        """That it can be used, unless it is away: whoever needs it then does without, and joins it when it comes.

        Raises `RedisUnusableError`.
        """
        try:
            await self.check()
        except RedisAwayError as error:
            log.warning("redis.away", reason=str(error), hint=error.hint)

    async def check(self) -> None:
        """That it answers now. Raises `RedisAwayError`, `RedisUnusableError`."""
        try:
            async with asyncio.timeout(CHECK_S):
                version = await self._ask_version()
        except LoginError as error:
            raise RedisUnusableError(
                f"Redis at {self.url.shown} refuses the login: {error}",
                "Put the user and password of its configuration into the URL: redis://user:password@host.",
            ) from None
        except TimeoutError:
            raise RedisAwayError(
                f"Redis at {self.url.shown} doesn't answer within {CHECK_S:.0f} s.", _HINTS[self.url.kind]
            ) from None
        except FAILURES as error:
            kind = RedisUnusableError if _is_refusal(error) else RedisAwayError
            raise kind(
                f"Redis at {self.url.shown} can't be used: {explain(error).rstrip('.')}.", _HINTS[self.url.kind]
            ) from None
        if int(version.partition(".")[0]) < NEWEST_NEEDED:
            raise RedisUnusableError(
                f"Redis at {self.url.shown} is version {version}.",
                f"Install Redis {NEWEST_NEEDED} or newer, or Valkey.",
            )

    async def _ask_version(self) -> str:
        connection = await self.connect(await self.locate(""))
        try:
            about: bytes = await connection.ask("INFO", "server")
        finally:
            connection.drop()
        return next(line for line in about.decode().splitlines() if line.startswith("redis_version:")).partition(":")[2]


def _is_refusal(error: Exception) -> bool:
    """Whether the server is there and will say the same again."""
    return isinstance(error, ReplyError) and not str(error).startswith(_PASSING)


def explain(error: BaseException) -> str:
    """An error in words; some of them have none."""
    return str(error) or type(error).__name__

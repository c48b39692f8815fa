"""Clients of the Redis or Valkey that a URL names: one server, one watched by sentinels, or a cluster.

Importing this costs 6 MB of modules: do it only where a URL is given.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from redis.asyncio import Connection, Redis, RedisCluster, Sentinel, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import AuthenticationError, RedisClusterException, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.maint_notifications import MaintNotificationsConfig

from imserver.redis_url import RedisUrl, parse

TIMEOUT_S: Final = 1.0
"""For one answer, and for connecting."""
CHECK_S: Final = 5.0
RETRIES: Final = 1
"""Once more after a broken connection: one that was kept may have died long ago. A slow server is not asked again."""
MAX_CONNECTIONS: Final = 50
NEWEST_NEEDED: Final = 7
"""Redis 7 is the first with sharded Pub/Sub, which a cluster needs."""

FAILURES: Final = (RedisError, RedisClusterException, OSError, TimeoutError)
"""What a call may raise where Redis is away, slow, or on its way to another server."""

Client = Redis | RedisCluster
Address = tuple[str, int]
"""Host and port, or the path of a socket and 0."""


class RedisUnreachableError(Exception):
    """Redis doesn't answer, or refuses us; the text names the URL without its passwords, and `hint` the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class RedisServer:
    """Raises `RedisUrlError`. `client` sends commands and may be shared; `connect` makes connections of one's own."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        self.url: RedisUrl = parse(url)
        self._timeout_s = timeout_s
        self._connection: dict[str, Any] = {
            "username": self.url.username,
            "password": self.url.password,
            "socket_timeout": timeout_s,
            "socket_connect_timeout": timeout_s,
            "maint_notifications_config": MaintNotificationsConfig(enabled=False),
            "protocol": 2,
        }
        if not self.url.path:
            self._connection["socket_keepalive"] = True
        self._sentinel: Sentinel | None = None
        self.client: Client = self._make_client()

    @property
    def sharded(self) -> bool:
        """Whether channels live on the node of their slot."""
        return self.url.kind == "cluster"

    def _make_client(self) -> Client:
        url = self.url
        files: dict[str, Any] = dict(url.files)
        common: dict[str, Any] = {**self._connection, "retry": _retry(), "max_connections": MAX_CONNECTIONS}
        if url.kind == "cluster":
            nodes = [ClusterNode(host, port) for host, port in url.hosts]
            return RedisCluster(startup_nodes=nodes, ssl=url.tls, **files, **common)
        common["db"] = url.database
        if url.path:
            return Redis(unix_socket_path=url.path, **common)
        common |= {"ssl": url.tls, **files}
        if url.kind == "sentinel":
            self._sentinel = Sentinel(  # type: ignore[no-untyped-call]
                url.hosts,
                sentinel_kwargs={
                    **self._connection,
                    "username": url.sentinel_username,
                    "password": url.sentinel_password,
                    "ssl": url.tls,
                    "retry": Retry(ExponentialWithJitterBackoff(), 0, (RedisConnectionError,)),
                    **url.files,
                },
            )
            master: Redis = self._sentinel.master_for(url.service, **common)
            return master
        host, port = url.hosts[0]
        return Redis(host=host, port=port, **common)

    async def locate(self, key: str) -> Address:
        """Who serves this key or channel now. Raises `FAILURES`."""
        if self._sentinel is not None:
            host, port = await self._sentinel.discover_master(self.url.service)
            return str(host), int(port)
        if isinstance(self.client, RedisCluster):
            await self.client.initialize()
            node = self.client.get_node_from_key(key)
            if node is None:
                raise RedisClusterException(f"No node of the cluster serves {key!r}.")
            return str(node.host), int(node.port)
        return (self.url.path, 0) if self.url.path else self.url.hosts[0]

    async def relocate(self) -> None:
        """Ask the cluster anew who serves what. Raises `FAILURES`."""
        if isinstance(self.client, RedisCluster):
            await self.client.nodes_manager.initialize()

    async def connect(self, address: Address, name: str = "") -> Connection:
        """A connection of one's own, which doesn't come back by itself. Raises `FAILURES`."""
        arguments: dict[str, Any] = {
            **self._connection,
            "retry": Retry(ExponentialWithJitterBackoff(), 0),
            "client_name": name or None,
        }
        if self.url.kind != "cluster":
            arguments["db"] = self.url.database
        host, port = address
        connection: Any
        if self.url.path:
            connection = UnixDomainSocketConnection(path=host, **arguments)
        elif self.url.tls:
            arguments |= self.url.files
            connection = SSLConnection(host=host, port=port, **arguments)
        else:
            connection = Connection(host=host, port=port, **arguments)
        try:
            await connection.connect()
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        made: Connection = connection
        return made

    async def check(self) -> None:
        """That it answers now. Raises `RedisUnreachableError`."""
        try:
            async with asyncio.timeout(CHECK_S):
                await self.client.ping()
                about: dict[str, Any] = await self.client.info("server")
        except AuthenticationError as error:
            raise RedisUnreachableError(
                f"Redis at {self.url.shown} refuses the login: {error}",
                "Put the user and password of its configuration into the URL: redis://user:password@host.",
            ) from None
        except TimeoutError:
            raise RedisUnreachableError(
                f"Redis at {self.url.shown} doesn't answer within {CHECK_S:.0f} s.", _HINTS[self.url.kind]
            ) from None
        except FAILURES as error:
            raise RedisUnreachableError(
                f"Redis at {self.url.shown} can't be used: {explain(error)}", _HINTS[self.url.kind]
            ) from None
        of_one_node = about if "redis_version" in about else next(iter(about.values()))
        version = str(of_one_node["redis_version"])
        if int(version.partition(".")[0]) < NEWEST_NEEDED:
            raise RedisUnreachableError(
                f"Redis at {self.url.shown} is version {version}.",
                f"Install Redis {NEWEST_NEEDED} or newer, or Valkey.",
            )

    async def close(self) -> None:
        await self.client.aclose()
        if self._sentinel is not None:
            await self._sentinel.aclose()


_HINTS: Final = {
    "single": "Start it, or correct IM_REDIS_URL; `redis-cli -u URL ping` must answer PONG.",
    "sentinel": "Check that the sentinels run and watch this service: `redis-cli -p 26379 sentinel masters`.",
    "cluster": "Check that the cluster is whole: `redis-cli -h HOST cluster info` must tell cluster_state:ok.",
}


def explain(error: BaseException) -> str:
    """An error in words; some of them have none."""
    return str(error) or type(error).__name__


def _retry() -> Retry:
    return Retry(ExponentialWithJitterBackoff(base=0.01, cap=0.1), RETRIES, (RedisConnectionError,))

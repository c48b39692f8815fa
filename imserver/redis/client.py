"""Clients of the Redis or Valkey that a URL names: one server, one watched by sentinels, or a cluster.

Importing this costs 6 MB of modules: do it only where a URL is given, and in a gateway only where it has to look for
its server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import AuthenticationError, RedisClusterException, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.maint_notifications import MaintNotificationsConfig

from imserver.redis.connection import Address, LoginError, LostError
from imserver.redis.endpoint import TIMEOUT_S, RedisHost, explain

RETRIES: Final = 1
"""Once more after a broken connection: one that was kept may have died long ago. A slow server is not asked again."""
MAX_CONNECTIONS: Final = 50

FAILURES: Final = (RedisError, RedisClusterException, OSError, TimeoutError)
"""What a call of `client` may raise where Redis is away, slow, or on its way to another server."""

Client = Redis | RedisCluster


class RedisServer(RedisHost):
    """Raises `RedisUrlError`. `client` sends commands and may be shared; `connect` makes connections of one's own."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        super().__init__(url, timeout_s)
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
        with _by_our_names():
            if self._sentinel is not None:
                host, port = await self._sentinel.discover_master(self.url.service)
                return str(host), int(port)
            if isinstance(self.client, RedisCluster):
                await self.client.initialize()
                node = self.client.get_node_from_key(key)
                if node is None:
                    raise LostError(f"No node of the cluster serves {key!r}.")
                return str(node.host), int(node.port)
        return await super().locate(key)

    async def relocate(self) -> None:
        if isinstance(self.client, RedisCluster):
            with _by_our_names():
                await self.client.nodes_manager.initialize()

    async def close(self) -> None:
        await self.client.aclose()
        if self._sentinel is not None:
            await self._sentinel.aclose()


@contextmanager
def _by_our_names() -> Iterator[None]:
    """redis-py's errors, as those who know nothing of it expect them."""
    try:
        yield
    except AuthenticationError as error:
        raise LoginError(explain(error)) from error
    except (RedisError, RedisClusterException) as error:
        raise LostError(explain(error)) from error


def _retry() -> Retry:
    return Retry(ExponentialWithJitterBackoff(base=0.01, cap=0.1), RETRIES, (RedisConnectionError,))

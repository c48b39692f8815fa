"""Redis fails over to its replica under load: nobody loses anything, and events go over the new master."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imserver.fanout.topics import channel
from tests.client import Person
from tests.cluster.cluster import Cluster, Process
from tests.faults.actor import Habits
from tests.faults.stage import Stage
from tests.redis_servers import RedisProcess, WatchedPair, eventually

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.packages]


class WatchedCluster(Cluster):
    """Its Redis is whichever of a pair the sentinels call the master."""

    def __init__(self, folder: Path, pair: WatchedPair) -> None:
        self.pair = pair
        super().__init__(folder)

    def make(self, name: str, environment: dict[str, str] | None = None) -> Process:
        return super().make(name, {"IM_REDIS_URL": self.pair.url} | (environment or {}))

    def start_redis(self) -> None:
        """The pair runs already."""

    def is_heard_at(self, server: RedisProcess) -> bool:
        """Whether every gateway listens there."""
        with server.client() as client:
            listeners: Any = client.pubsub_numsub(*map(channel, self.gateways))
            return all(count == 1 for _, count in listeners)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[WatchedPair]:
    pair = WatchedPair(tmp_path / "pair", sentinels=3)
    try:
        yield pair
    finally:
        pair.kill()


@pytest.fixture
def watched(tmp_path: Path, pair: WatchedPair) -> Iterator[WatchedCluster]:
    cluster = WatchedCluster(tmp_path, pair)
    try:
        cluster.start()
        Person(cluster, "owner", role="owner")
        yield cluster
    finally:
        cluster.stop()


def role(server: RedisProcess) -> str:
    with server.client() as client:
        told: Any = client.info("replication")
        return str(told["role"])


def published(server: RedisProcess) -> int:
    with server.client() as client:
        told: Any = client.info("commandstats")
        return int(told.get("cmdstat_publish", {"calls": 0})["calls"])


@pytest.mark.parametrize(
    "how",
    [
        pytest.param("killed", marks=pytest.mark.full("a frozen master, whose connections stay, is the harder case")),
        "frozen",
    ],
)
async def test_a_replica_takes_over(watched: WatchedCluster, seed: int, how: str) -> None:
    """The old master comes back as a replica. A replica's count of PUBLISH grows by what its master tells it too,
    so that of the new master counts only from the moment the old one is away.
    """
    stage = Stage(watched, seed, Habits(rest_s=0.2))
    old, new = watched.pair.master, watched.pair.replica

    async def trouble() -> None:
        await stage.more_shown()
        before = published(old)
        await eventually(lambda: published(old) > before + 20, "events don't go over Redis")
        if how == "killed":
            old.kill()
        else:
            old.freeze()
        await stage.more_shown()
        await eventually(lambda: role(new) == "master", "the sentinels choose no other master")
        await eventually(lambda: watched.is_heard_at(new), "the gateways don't listen to the new master")
        before = published(new)
        await eventually(lambda: published(new) > before + 20, "events don't go over the new master")
        await stage.more_shown()
        await asyncio.to_thread(old.start if how == "killed" else old.thaw)
        await eventually(lambda: role(old) == "slave", "the old master doesn't become a replica")
        await stage.more_shown()
        await eventually(lambda: watched.is_heard_at(new), "the gateways left the new master")

    await stage.play(trouble)

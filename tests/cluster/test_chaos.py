"""Whatever part of a cluster goes away: nothing acknowledged is lost, doubled or moved, and people go on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster
from tests.cluster.nodes import TwoNodes, second_node
from tests.faults.stage import Stage

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.packages]


@pytest.mark.parametrize("name", ["messages", "auth", "gateway-1"])
async def test_a_process_is_killed(cluster: Cluster, seed: int, name: str) -> None:
    stage = Stage(cluster, seed)

    async def trouble() -> None:
        for _ in range(2):
            await stage.more_acks()
            cluster.processes[name].kill()
            await stage.pause(0.1, 0.5)
            await asyncio.to_thread(cluster.restart, name)
            await stage.more_acks()

    await stage.play(trouble)


async def test_redis_is_killed_and_comes_back_empty(cluster: Cluster, seed: int) -> None:
    stage = Stage(cluster, seed)

    async def trouble() -> None:
        for _ in range(2):
            await stage.more_acks()
            cluster.redis.kill()
            await stage.more_acks(50)
            cluster.redis.start()
            await stage.more_acks(50)

    await stage.play(trouble)


async def test_haproxy_is_killed(cluster: Cluster, seed: int) -> None:
    stage = Stage(cluster, seed)

    async def trouble() -> None:
        for _ in range(2):
            await stage.more_acks()
            cluster.proxy.kill()
            await stage.pause(0.1, 0.5)
            cluster.proxy.start()
            await stage.more_acks(50)

    await stage.play(trouble)


async def test_redis_and_gateways_freeze_and_thaw(cluster: Cluster, seed: int) -> None:
    stage = Stage(cluster, seed)

    async def trouble() -> None:
        for frozen in (cluster.redis, cluster.processes["gateway-1"], cluster.processes["messages"]):
            await stage.more_acks()
            frozen.freeze()
            await stage.pause(1.0, 4.0)
            frozen.thaw()
            await stage.more_acks(50)

    await stage.play(trouble)


async def test_one_after_the_other_is_restarted_under_load(cluster: Cluster, seed: int) -> None:
    """As an upgrade does it: every process ends cleanly and comes back, and nobody loses anything."""
    stage = Stage(cluster, seed)

    async def trouble() -> None:
        for name in ("gateway-1", "gateway-2", "auth", "messages"):
            await stage.more_acks()
            assert await asyncio.to_thread(cluster.processes[name].stop) == 0
            await asyncio.to_thread(cluster.restart, name)
        await stage.more_acks()

    await stage.play(trouble)


async def test_the_cable_between_two_nodes_is_pulled(tmp_path: Path, seed: int) -> None:
    """Who was on the far node goes on over the near one; once the cable is back, both serve."""
    with second_node() as cable:
        cluster = TwoNodes(tmp_path, cable)
        try:
            await asyncio.to_thread(cluster.start)
            Person(cluster, "owner", role="owner")
            stage = Stage(cluster, seed)

            async def trouble() -> None:
                for _ in range(2):
                    await stage.more_acks()
                    cable.pull()
                    await stage.more_acks(100)
                    cable.plug()
                    await asyncio.to_thread(cluster.wait, "gateway-2")
                    await stage.more_acks(100)

            await stage.play(trouble)
        finally:
            await asyncio.to_thread(cluster.stop)

"""Whatever part of a cluster goes away: nothing acknowledged is lost, doubled or moved, and people go on.

The default set plays every trouble once, one after the other, among the same people.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Final

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster
from tests.cluster.nodes import TwoNodes, second_node
from tests.faults.stage import Stage

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.packages]

Trouble = Callable[[Cluster, Stage], Awaitable[None]]


def killed(name: str) -> Trouble:
    async def trouble(cluster: Cluster, stage: Stage) -> None:
        cluster.processes[name].kill()
        await stage.pause(0.1, 0.5)
        await asyncio.to_thread(cluster.restart, name)

    return trouble


async def redis_killed_and_back_empty(cluster: Cluster, stage: Stage) -> None:
    cluster.redis.kill()
    await stage.more_acks(50)
    cluster.redis.start()
    await stage.more_acks(50)


async def haproxy_killed(cluster: Cluster, stage: Stage) -> None:
    cluster.proxy.kill()
    await stage.pause(0.1, 0.5)
    cluster.proxy.start()
    await stage.more_acks(50)


async def frozen_and_thawed(cluster: Cluster, stage: Stage) -> None:
    for frozen in (cluster.redis, cluster.processes["gateway-1"], cluster.processes["messages"]):
        await stage.more_acks()
        frozen.freeze()
        try:
            await stage.pause(1.0, 4.0)
        finally:
            frozen.thaw()
        await stage.more_acks(50)


async def restarted_one_after_the_other(cluster: Cluster, stage: Stage) -> None:
    """As an upgrade does it: every process ends cleanly and comes back."""
    for name in ("gateway-1", "gateway-2", "auth", "messages"):
        await stage.more_acks()
        assert await asyncio.to_thread(cluster.processes[name].stop) == 0
        await asyncio.to_thread(cluster.restart, name)


TROUBLES: Final[dict[str, Trouble]] = {
    "messages killed": killed("messages"),
    "auth killed": killed("auth"),
    "a gateway killed": killed("gateway-1"),
    "redis killed": redis_killed_and_back_empty,
    "haproxy killed": haproxy_killed,
    "frozen": frozen_and_thawed,
    "restarted": restarted_one_after_the_other,
}


async def play(cluster: Cluster, seed: int, names: Iterable[str]) -> None:
    """Prints which trouble began after how many acknowledgements, for whoever looks for one that was lost."""
    stage = Stage(cluster, seed)

    async def trouble() -> None:
        for name in names:
            await stage.more_acks()
            print(f"{stage.acked:>6} acknowledged, then: {name}")
            await TROUBLES[name](cluster, stage)
        await stage.more_acks()

    await stage.play(trouble)


async def test_every_trouble_in_a_row(cluster: Cluster, seed: int) -> None:
    await play(cluster, seed, TROUBLES)


@pytest.mark.full("each trouble again and again; once each is in the default set")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", TROUBLES)
async def test_one_trouble_again_and_again(cluster: Cluster, seed: int, name: str) -> None:
    await play(cluster, seed, 5 * [name])


@pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.full("once is in the default set"))])
async def test_the_cable_between_two_nodes_is_pulled(tmp_path: Path, seed: int, times: int) -> None:
    """Who was on the far node goes on over the near one; once the cable is back, both serve."""
    with second_node() as cable:
        cluster = TwoNodes(tmp_path, cable)
        try:
            await asyncio.to_thread(cluster.start)
            Person(cluster, "owner", role="owner")
            stage = Stage(cluster, seed)

            async def trouble() -> None:
                for _ in range(times):
                    await stage.more_acks()
                    cable.pull()
                    await stage.more_acks(100)
                    cable.plug()
                    await asyncio.to_thread(cluster.wait, "gateway-2")
                    await stage.more_acks(100)

            await stage.play(trouble)
        finally:
            await asyncio.to_thread(cluster.stop)

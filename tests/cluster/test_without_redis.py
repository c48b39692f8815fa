"""Redis may die at any time: nobody needs it to start."""

from __future__ import annotations

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster, wait_for
from tests.cluster.test_people import status
from tests.cluster.through import at

pytestmark = pytest.mark.packages


@pytest.mark.parametrize(
    "how",
    ["freeze", pytest.param("kill", marks=pytest.mark.full("a frozen Redis is noticed later, and is the harder case"))],
)
def test_processes_start_without_redis_and_join_it_when_it_comes(
    cluster: Cluster, how: str, ann: Person, bob: Person
) -> None:
    conv = ann.direct(bob)
    wait_for(lambda: feeds(cluster) == {"gateway-1": True, "gateway-2": True}, f"not by Redis: {status(cluster)}")
    getattr(cluster.redis, how)()
    for process in cluster.processes.values():
        process.kill()
        process.start()
    cluster.wait()
    cluster.wait_for_links()
    ann.log_in()
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-2") as there:
        assert here.send(conv, "over the links")["seq"] == 1
        assert there.next_message()["text"] == "over the links"
        assert status(cluster)["bus"]["state"].startswith("disconnected")

        if how == "kill":
            cluster.redis.start()
        else:
            cluster.redis.thaw()
        published = status(cluster)["bus"]["published"]
        wait_for(lambda: status(cluster)["bus"]["state"] == "connected", f"Redis isn't joined: {status(cluster)}")
        texts: list[str] = []

        def by_redis() -> bool:
            texts.append(f"by Redis {len(texts)}")
            here.send(conv, texts[-1])
            return bool(status(cluster)["bus"]["published"] > published)

        wait_for(by_redis, f"nothing is published: {status(cluster)}")
        wait_for(lambda: feeds(cluster) == {"gateway-1": True, "gateway-2": True}, f"not told: {status(cluster)}")
        assert [there.next_message()["text"] for _ in texts] == texts


def feeds(cluster: Cluster) -> dict[str, bool]:
    """Whether events reach each gateway by Redis, as it tells itself."""
    figures = {each["name"]: each["figures"] for each in status(cluster)["processes"]}
    return {name: told["feed"]["by_bus"] for name, told in figures.items() if told and told["feed"]}

"""Devices that are connected to a certain gateway, past the proxy."""

from __future__ import annotations

from tests.client import Device, Person
from tests.cluster.cluster import Cluster


def at(person: Person, cluster: Cluster, gateway: str) -> Device:
    """A device that is connected to a certain gateway."""
    return person.device(through=Through(cluster, gateway))


class Through:
    """A cluster as it is seen past its proxy, by one gateway."""

    def __init__(self, cluster: Cluster, gateway: str) -> None:
        self.port = cluster.ports[gateway]
        self.url, self.data_dir, self.admin = cluster.url, cluster.data_dir, cluster.admin
        self.ws_url = f"ws://127.0.0.1:{self.port}/ws"

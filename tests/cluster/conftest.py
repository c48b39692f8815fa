from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster


@pytest.fixture(scope="package")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two gateways, with an owner on them."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        cluster.start()
        Person(cluster, "owner", role="owner")
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def cluster(shared: Cluster) -> Cluster:
    """That of all modules, whole again whatever a test before did to it."""
    shared.heal()
    return shared


@pytest.fixture(scope="package")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def ann(cluster: Cluster, numbers: Iterator[int]) -> Person:
    """Somebody whom no other test knows."""
    return Person(cluster, f"ann{next(numbers)}")


@pytest.fixture
def bob(cluster: Cluster, numbers: Iterator[int]) -> Person:
    return Person(cluster, f"bob{next(numbers)}")

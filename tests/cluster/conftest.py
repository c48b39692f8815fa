from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Two gateways, with an owner on them."""
    cluster = Cluster(tmp_path)
    try:
        cluster.start()
        Person(cluster, "owner", role="owner")
        yield cluster
    finally:
        cluster.stop()

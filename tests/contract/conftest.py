"""The same town on every engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.contract.engines import PARAMETERS, Open
from tests.contract.town import Town
from tests.redis_servers import RedisOnSocket, ThreeNodes


@pytest.fixture(params=PARAMETERS)
def engine(request: pytest.FixtureRequest) -> Open:
    opener: Open = request.param
    return opener


@pytest.fixture
async def town(engine: Open, tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(engine, tmp_path)
    yield town
    await town.store.close()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisOnSocket]:
    server = RedisOnSocket(tmp_path / "redis")
    yield server
    server.kill()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreeNodes]:
    """For tests that leave it whole."""
    nodes = ThreeNodes(tmp_path_factory.mktemp("cluster"))
    yield nodes
    nodes.kill()

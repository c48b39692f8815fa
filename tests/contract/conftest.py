"""The same town on every engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.engines import ENGINES, Open
from tests.contract.town import Town


@pytest.fixture(params=list(ENGINES.values()), ids=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Open:
    opener: Open = request.param
    return opener


@pytest.fixture
async def town(engine: Open, tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(engine, tmp_path)
    yield town
    await town.store.close()

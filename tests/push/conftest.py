from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.engines import open_sqlite
from tests.contract.town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(open_sqlite, tmp_path)
    yield town
    await town.store.close()

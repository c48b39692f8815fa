"""The same town, on SQLite alone."""

from __future__ import annotations

import pytest

from tests.contract.engines import Open, open_sqlite


@pytest.fixture
def engine() -> Open:
    return open_sqlite

"""Every run of a fault test has a seed, which a failing one prints: `--seed` plays the same again."""

from __future__ import annotations

import random

import pytest


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    given: int | None = request.config.getoption("--seed")
    chosen = random.randrange(1 << 32) if given is None else given
    print(f"replay with: ./scripts/test --faults --seed {chosen} {request.node.nodeid}")
    return chosen


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    count: int = request.config.getoption("--kills")
    return count

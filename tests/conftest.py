"""What all tests share: a server that runs, how much Hypothesis tries, and the event loop of async tests.

`HYPOTHESIS_PROFILE=heavy` looks for bugs for minutes instead of seconds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import httpx._config
import pytest
from hypothesis import HealthCheck, settings

from tests.faults import silence
from tests.server import Server

settings.register_profile(
    "default", max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("heavy", settings.get_profile("default"), max_examples=3000, stateful_step_count=80)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# HTTPX gives up after 5 s where a test names no time, which a busy machine may need for one hash of a password.
for limit in ("connect", "read", "write", "pool"):
    setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, limit, 60.0)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=None, help="seed of the fault tests; by default a new one each time")
    parser.addoption("--qemu", action="store_true", help="also boot an emulated board with a kernel of its own")
    parser.addoption("--kills", type=int, default=10, help="how often the server is killed in the fault tests")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if silence.LONGEST:
        terminalreporter.section("longest silence that a client met")
        for name, seconds in silence.LONGEST.items():
            terminalreporter.line(f"{seconds:6.2f} s  {name}")


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh imserver that runs."""
    running = Server(tmp_path / "data")
    running.start()
    yield running
    running.stop()
    running.admin.close()


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Of a fault test; a failing one prints it, and `--seed` plays the same again."""
    given: int | None = request.config.getoption("--seed")
    chosen = random.randrange(1 << 32) if given is None else given
    print(f"replay with: ./scripts/test --faults --seed {chosen} {request.node.nodeid}")
    return chosen


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    count: int = request.config.getoption("--kills")
    return count

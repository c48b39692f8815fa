"""What all tests share: a server that runs, the plugins of the suite, and the event loop of async tests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import httpx._config
import httpx._transports.default
import pytest

from tests.faults import silence
from tests.server import Server, running
from tests.sites import Sites, sites

pytest_plugins = [
    "pytester",
    "tests.plugins.artifacts",
    "tests.plugins.garbage",
    "tests.plugins.size",
    "tests.plugins.steps",
]

# HTTPX gives up after 5 s where a test names no time, which a busy machine may need for one hash of a password.
for limit in ("connect", "read", "write", "pool"):
    setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, limit, 60.0)


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _context(verify: Any = True, cert: Any = None, trust_env: bool = True) -> ssl.SSLContext:
    """What HTTPX makes for each client, which takes ten times as long as a request over loopback."""
    if verify is True and cert is None and trust_env:
        return _trusted()
    return httpx.create_ssl_context(verify, cert, trust_env)


setattr(httpx._transports.default, "create_ssl_context", _context)  # noqa: B010 - mypy takes it for a constant


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--qemu", action="store_true", help="also boot an emulated board with a kernel of its own")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if silence.LONGEST:
        terminalreporter.section("longest silence that a client met")
        for name, seconds in silence.LONGEST.items():
            terminalreporter.line(f"{seconds:6.2f} s  {name}")


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """Of the servers that a module is lent."""
    return {}


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Sites]:
    """For a module whose tests begin with nobody, or give a server an owner: its `server` is `lent.take()`, until
    `lent.give_back()`.
    """
    with sites(tmp_path_factory.mktemp("sites"), environment) as made:
        yield made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh imserver that runs."""
    with running(tmp_path / "data") as fresh:
        yield fresh

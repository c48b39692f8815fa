from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from control.load.tools.install import JAVA_TOOLS
from control.load.tools.registry import third_party_tools
from tests.control.conftest import Terminal
from tests.load.process import IMCTL
from tests.server import Server

CHAT = """
name: chat
title: A short chat
users: 12
ramp: 2s
hold: {hold}
conversations:
  - size: 4
    each: 2
arrival: open
rate: 2/s
mix:
  send: 1
objective:
  delivery_p99: {objective}
"""


REAL: Final = {"server", "terminal", "shell", "controller"}
"""Fixtures of tests that run a scenario, or Ansible: these take their time."""

SHORT_LIVED: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        within = Path(__file__).parent in item.path.parents
        if within and isinstance(item, pytest.Function) and REAL & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def java(request: pytest.FixtureRequest) -> Iterator[None]:
    """A JVM that ends in seconds spends more on making its code fast than that saves."""
    with pytest.MonkeyPatch.context() as patch:
        if request.config.getoption("--size") != "full":
            patch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
        yield


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server that may be killed meanwhile."""
    folder.mkdir(exist_ok=True)
    running = Server(folder / "data")
    try:
        running.start()
        yield running
    finally:
        running.kill()
        running.admin.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def terminal(server: Server, tmp_path: Path) -> Terminal:
    return Terminal(server, tmp_path)


@pytest.fixture
def chat(tmp_path: Path) -> str:
    """A scenario of 12 users, 24 messages a second, for six seconds. Its objective allows for a busy machine."""
    return scenario(tmp_path, "6s", "3s")


@pytest.fixture(params=sorted(third_party_tools()))
def tool(request: pytest.FixtureRequest) -> str:
    return installed(str(request.param))


def scenario(folder: Path, hold: str, objective: str) -> str:
    file = folder / "chat.yml"
    file.write_text(CHAT.format(hold=hold, objective=objective), "utf-8")
    return str(file)


def can_run(name: str) -> bool:
    """Whether this machine has what a tool runs on."""
    return name not in JAVA_TOOLS or shutil.which("java") is not None


def installed(name: str) -> str:
    """A tool, once it is there; the test is skipped where this machine can't run it."""
    if not can_run(name):
        pytest.skip("needs a Java runtime: default-jre-headless")
    install(name)
    return name


@functools.cache
def install(name: str) -> None:
    """Fetch a tool, unless it came with the load tests."""
    if name not in JAVA_TOOLS:
        return
    done = subprocess.run([IMCTL, "load", "tools", "install", name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

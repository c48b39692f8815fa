from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from control.load.tools.install import JAVA_TOOLS
from tests.control.conftest import Terminal
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


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "data")
    running.start()
    yield running
    running.kill()
    running.admin.close()


@pytest.fixture
def terminal(server: Server, tmp_path: Path) -> Terminal:
    return Terminal(server, tmp_path)


@pytest.fixture
def chat(tmp_path: Path) -> str:
    """A scenario of 12 users, 24 messages a second, for six seconds. Its objective allows for a busy machine."""
    return scenario(tmp_path, "6s", "3s")


def scenario(folder: Path, hold: str, objective: str) -> str:
    file = folder / "chat.yml"
    file.write_text(CHAT.format(hold=hold, objective=objective), "utf-8")
    return str(file)


def installed(name: str) -> str:
    """A tool of others, for which it may be fetched; the test is skipped where it can't run."""
    if name in JAVA_TOOLS:
        if shutil.which("java") is None:
            pytest.skip("needs a Java runtime: default-jre-headless")
        program = Path(sys.executable).with_name("imctl")
        done = subprocess.run([program, "load", "tools", "install", name], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return name

"""`imctl load` as a process beside the test, what holds a process up, and waiting for what comes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.control.conftest import Terminal
from tests.server import Server

PATIENCE_S: Final = 120.0
"""Less than what runs the tests has after Ctrl-C: whoever still waits then must be done before it kills."""
ENDING_S: Final = 20.0
IMCTL: Final = Path(sys.executable).with_name("imctl")


def environment(terminal: Terminal) -> dict[str, str]:
    """That of somebody at the terminal, with the tools that this machine has."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    return inherited | {"IM_ADMIN_SOCKET": str(terminal.server.admin_socket)}


@contextmanager
def running(terminal: Terminal, *arguments: str, out: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """`imctl load run` against the terminal's server, until it has ended. What it printed is in `terminal.home`."""
    place = out or terminal.home / "out"
    command = [str(IMCTL), "load", "run", *arguments, "--out", str(place), "--url", terminal.server.url]
    with (terminal.home / "run.log").open("w") as log:
        process = subprocess.Popen(
            command, env=environment(terminal), cwd=terminal.home, stdout=log, stderr=subprocess.STDOUT, text=True
        )
    try:
        yield process
        process.wait(PATIENCE_S)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()  # it ends its tool too
    try:
        process.wait(ENDING_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def said(terminal: Terminal) -> str:
    """What a run printed."""
    return (terminal.home / "run.log").read_text("utf-8")


def until(condition: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    """Fails at once where the process has ended that was to bring it about."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        has_ended = process is not None and process.poll() is not None
        if condition():
            return
        assert not has_ended, "it ended before it came to that"
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


def stored(terminal: Terminal) -> int:
    """How many messages the server holds."""
    return int(terminal.server.admin.get("/api/v1/admin/status").json()["messages"])


def connections(server: Server) -> int:
    """How many sockets are open; not all of them need be live already."""
    return int(server.admin.get("/api/v1/admin/load").json()["connections"])


@contextmanager
def halted(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def paused(pid: int, seconds: float) -> None:
    with halted(pid):
        time.sleep(seconds)


def child_of(process: subprocess.Popen[str]) -> int:
    """The only one."""
    [child] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(child)

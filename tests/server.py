"""A real imserver in a process of its own."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Final, Protocol

import httpx

from tests.ports import free_port
from tests.witness import keep_end, witness

START_S: Final = 60
STOP_S: Final = 30


class Place(Protocol):
    """Where people go: one server, or a cluster of processes."""

    port: int
    url: str
    ws_url: str
    data_dir: Path
    admin: httpx.Client


class Server:
    """Listens on a loopback port of its own; `start` after `kill` uses the same port and data directory.

    Tests send faster than people do: without a limit, unless `environment` sets one.
    """

    def __init__(self, data_dir: Path, environment: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}/ws"
        self.log = data_dir.with_name(data_dir.name + ".log")
        self.admin = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self.admin_socket)), base_url="http://admin", timeout=60
        )
        self._environment = {"IM_SEND_RATE": "0"} | (environment or {})
        self._process: subprocess.Popen[str] | None = None
        witness(self)

    def testify(self, folder: Path) -> None:
        keep_end(self.log, folder, f"imserver-{self.port}.log")

    @property
    def admin_socket(self) -> Path:
        return self.data_dir / "admin.sock"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns once the server answers. Raises `AssertionError` with its log where it doesn't come up."""
        command = [
            sys.executable,
            "-m",
            "imserver",
            "run",
            *("--port", str(self.port)),
            *("--data-dir", str(self.data_dir)),
        ]
        state = self.data_dir.with_name(self.data_dir.name + ".state")
        environment = {**_clean_environment(), "XDG_STATE_HOME": str(state), **self._environment}
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment, start_new_session=True
            )
        assert self._process.stdout is not None
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_pass_on, args=(self._process.stdout, lines), daemon=True).start()
        line = self._next(lines)
        assert line.startswith("imserver is running"), f"{line!r}\n{self.log.read_text()}"

    @cached_property
    def setup_link(self) -> str:
        """Makes the first owner."""
        return str(self.admin.post("/api/v1/admin/setup-link").raise_for_status().json()["url"])

    def _next(self, lines: queue.Queue[str]) -> str:
        try:
            return lines.get(timeout=START_S)
        except queue.Empty:
            raise AssertionError(f"The server said nothing in {START_S} s.\n{self.log.read_text()}") from None

    def kill(self) -> None:
        """Pull the plug."""
        self._signal(signal.SIGKILL)

    def stop(self) -> int:
        """End it as systemd would; returns the exit code."""
        return self._signal(signal.SIGTERM)

    def interrupt(self, number: signal.Signals) -> int:
        """End it by another signal; returns the exit code."""
        return self._signal(number)

    def _signal(self, number: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(number)
        code = process.wait(STOP_S)
        if process.stdout is not None:
            process.stdout.close()
        return code


@contextmanager
def running(data_dir: Path, environment: dict[str, str] | None = None) -> Iterator[Server]:
    server = Server(data_dir, environment)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.admin.close()


def _pass_on(stream: IO[str], lines: queue.Queue[str]) -> None:
    try:
        for line in stream:
            lines.put(line)
    except ValueError:
        return
    finally:
        lines.put("")


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("IM_")}

"""A server of one's own for `--local`: in a temporary directory, on a loopback port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from control.client.target import SocketTarget, UrlTarget
from control.errors import Unreachable

START_S: Final = 120.0
STOP_S: Final = 60.0
UNBOUNDED: Final = {"IM_ADDRESS_CONNECTIONS": "0", "IM_ADDRESS_HALF_OPEN": "0"}
"""All people of a load come from one address."""
PRIORITY: Final = -5
"""Below the generator's own, which takes little and must not be late."""


@dataclass(frozen=True, slots=True)
class LocalServer:
    pid: int
    data_dir: Path
    url: UrlTarget
    socket: SocketTarget

    @property
    def key(self) -> str:
        """What signs its access tokens, hex."""
        return (self.data_dir / "keys" / "access.key").read_bytes().hex()


@contextmanager
def local_server(folder: Path | None, settings: dict[str, str]) -> Iterator[LocalServer]:
    """Start one, with its data below `folder` (on the disk that is to be measured), and end it.

    Raises `Unreachable`.
    """
    with tempfile.TemporaryDirectory(prefix="imnode-load-", dir=folder) as name:
        data, log = Path(name) / "data", Path(name) / "server.log"
        port = _free_port()
        command = [*_bound(), sys.executable, "-m", "imserver", "run", "--port", str(port), "--data-dir", str(data)]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("IM_")}
        environment |= {"XDG_STATE_HOME": name, **UNBOUNDED, **settings}
        with log.open("w") as out:
            process = subprocess.Popen(command, stdout=out, stderr=out, env=environment, start_new_session=True)
        try:
            _prefer(process.pid)
            _await(process, port, log)
            url = UrlTarget(f"http://127.0.0.1:{port}", None, None)
            yield LocalServer(process.pid, data, url, SocketTarget(data / "admin.sock"))
        finally:
            _end(process)


def _bound() -> list[str]:
    """Has the kernel end the server where this process dies without ending it."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


def _prefer(pid: int) -> None:
    """Let other programs of this machine disturb less, where root may say so: it is the server that is measured."""
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(PRIORITY))


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise Unreachable(f"the server didn't start: {log.read_text('utf-8', 'replace')[-1000:]}", code="local_server")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

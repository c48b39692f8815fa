"""Two nodes: a second network namespace, joined by a cable that can be pulled."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from control.provisioning import certificate_authority
from tests.cluster.cluster import Cluster, Process, program
from tests.ports import free_port

HERE, THERE = "198.51.100.1", "198.51.100.2"


@dataclass(frozen=True, slots=True)
class Cable:
    """A pair of interfaces, the other end in the namespace `name`."""

    name: str

    @property
    def interface(self) -> str:
        return f"{self.name[:12]}a"

    def pull(self) -> None:
        _ip("link", "set", self.interface, "down")

    def plug(self) -> None:
        _ip("link", "set", self.interface, "up")


@contextmanager
def second_node() -> Iterator[Cable]:
    if os.geteuid() != 0:
        pytest.skip("only root can make network namespaces")
    program("ip")
    cable = Cable(f"imn{os.getpid()}")
    other = f"{cable.name[:12]}b"
    _ip("netns", "add", cable.name)
    try:
        _ip("link", "add", cable.interface, "type", "veth", "peer", "name", other, "netns", cable.name)
        _ip("addr", "add", f"{HERE}/24", "dev", cable.interface)
        _ip("link", "set", cable.interface, "up")
        _ip("-n", cable.name, "addr", "add", f"{THERE}/24", "dev", other)
        _ip("-n", cable.name, "link", "set", other, "up")
        _ip("-n", cable.name, "link", "set", "lo", "up")
        yield cable
    finally:
        _ip("netns", "del", cable.name)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class TwoNodes(Cluster):
    """`gateway-2` is on the other node: its link goes over TLS, and Redis asks for a password."""

    def __init__(self, folder: Path, cable: Cable) -> None:
        self.cable = cable
        self._password = secrets.token_hex(16)
        self._redis_port, self._link_port = free_port(), free_port()
        super().__init__(folder)
        redis = [program("redis-server"), "--port", str(self._redis_port), "--bind", HERE, "127.0.0.1"]
        redis += ["--unixsocket", str(folder / "redis.sock"), "--requirepass", self._password, "--save", ""]
        self.redis = Process("redis", redis, folder / "redis.log")
        self.addresses["gateway-2"] = THERE

    def make(self, name: str, environment: dict[str, str] | None = None) -> Process:
        host = THERE if name == "gateway-2" else HERE
        issued = certificate_authority.issue(
            self.folder / "secrets", host, [host], 30, datetime.now(UTC), between_hosts=True
        )
        given = {
            "IM_REDIS_URL": f"redis://:{self._password}@{HERE}:{self._redis_port}",
            "IM_LINK": f"tls://{HERE}:{self._link_port}",
            "IM_LINK_CA": issued.ca,
            "IM_LINK_CERT": issued.certificate,
            "IM_LINK_KEY": issued.certificate,
        }
        if name == "gateway-2":
            given |= {"IM_HOST": THERE, "IM_DATA_DIR": str(self.folder / "nothing")}
        process = super().make(name, given | (environment or {}))
        return process.within(["ip", "netns", "exec", self.cable.name]) if name == "gateway-2" else process

"""A network of its own for the test hosts: a bridge in a namespace, and a way to the package mirror only."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import Final

GATEWAY: Final = "192.0.2.1"
RESOLVER: Final = "10.0.2.3"
"""slirp4netns answers DNS there."""

MASQUERADE: Final = """
add table inet imlab
add chain inet imlab post { type nat hook postrouting priority 100; }
add rule inet imlab post oifname "tap0" masquerade
"""


class Lab:
    def __init__(self) -> None:
        self.name = f"imlab{os.getpid()}"
        self._slirp: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        _run("ip", "netns", "add", self.name)
        for command in (
            ("link", "set", "lo", "up"),
            ("link", "add", "br0", "type", "bridge"),
            ("addr", "add", f"{GATEWAY}/24", "dev", "br0"),
            ("link", "set", "br0", "up"),
        ):
            _run("ip", "-n", self.name, *command)
        self.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
        self.run("nft", "-f", "-", text=MASQUERADE)
        self._slirp = subprocess.Popen(
            [
                *("slirp4netns", "--configure", "--mtu=65520", "--disable-host-loopback", "--netns-type=path"),
                *(f"/run/netns/{self.name}", "tap0"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while "tap0" not in self.run("ip", "route", "show", "default"):
            if time.monotonic() > deadline:
                raise TimeoutError("slirp4netns did not come up")
            time.sleep(0.05)

    def run(self, *command: str, text: str = "") -> str:
        """Run a command inside the network. Raises `CalledProcessError`."""
        return _run("ip", "netns", "exec", self.name, *command, text=text)

    def close(self) -> None:
        if self._slirp is not None:
            self._slirp.terminate()
            self._slirp.wait()
        if Path(f"/run/netns/{self.name}").exists():
            _run("ip", "netns", "del", self.name)


def _run(*command: str, text: str = "") -> str:
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout

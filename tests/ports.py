"""Ports of this machine on which nobody listens, each given out once: two probes in a row may find the same one."""

from __future__ import annotations

import socket
from typing import Final

_GIVEN: Final[set[int]] = set()


def free_port() -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in _GIVEN:
            _GIVEN.add(port)
            return port

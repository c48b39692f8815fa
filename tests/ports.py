"""Ports of this machine on which nobody listens, each given out once.

Lanes have slices of their own, below the range from which the kernel takes ports for connections: what a probe finds
free stays so until somebody listens there.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from itertools import cycle
from typing import Final

FIRST: Final = 10_240
SLICE: Final = 2_000
SLICES: Final = 11
APART: Final = 97
"""Ports between the first ones of two processes that were started one after the other."""


def _slice() -> Iterator[int]:
    first = FIRST + SLICE * (int(os.environ.get("IMNODE_LANE", SLICES - 1)) % SLICES)
    start = os.getpid() * APART % SLICE
    return cycle([first + (start + number) % SLICE for number in range(SLICE)])


_PORTS: Final = _slice()


def free_port() -> int:
    while True:
        port = next(_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port

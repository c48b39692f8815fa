"""Times that something took, as counts that only grow: who reads them twice has what happened between.

Cells double: cell n counts times below 2^n ms that weren't below 2^(n-1) ms; the last one counts all that is longer.
"""

from __future__ import annotations

import asyncio
from typing import Final

CELLS: Final = 15
EVERY_S: Final = 0.25
"""How often the loop's lag is measured: four wake-ups a second cost nothing that could be measured."""


class Meter:
    """`waiting` is how many have begun and not ended. Written by one thread; reading from others is harmless."""

    __slots__ = ("cells", "count", "sum_ms", "waiting")

    def __init__(self) -> None:
        self.count = 0
        self.sum_ms = 0.0
        self.waiting = 0
        self.cells = [0] * CELLS

    def add(self, seconds: float) -> None:
        ms = seconds * 1000
        self.count += 1
        self.sum_ms += ms
        self.cells[min(CELLS - 1, int(ms).bit_length())] += 1


async def watch_loop(lag: Meter) -> None:
    """Note again and again by how much the event loop woke up too late. Runs until it is cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY_S
        await asyncio.sleep(EVERY_S)
        lag.add(max(0.0, loop.time() - due))

"""The end of a process: what asks for it, and how long it may take."""

from __future__ import annotations

import asyncio
import signal
from typing import Final

GRACE_S: Final = 8
"""For connections, to be told and to go."""


def stop_on_signals() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def until_stopped(stop: asyncio.Event, running: list[asyncio.Task[None]]) -> None:
    """Until `stop` is set, or one of `running` has ended by itself."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([stopping, *running], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()

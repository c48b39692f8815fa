"""Waiting for what will be so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

PATIENCE_S: Final = 30.0


async def until(condition: Callable[[], object], otherwise: str = "it never came to be") -> None:
    """Let the event loop run until `condition` holds."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_S
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, otherwise
        await asyncio.sleep(0.005)

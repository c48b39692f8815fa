"""Whether a process wants requests, and what of it fails."""

from __future__ import annotations

import asyncio
from typing import Final

from imserver.core.errors import ImError
from imserver.edge.hub import Hub
from imserver.store.base import Store
from imserver.system.supervisor import Supervisor

READY_S: Final = 2.0
"""Whoever asks whether a process is ready doesn't wait as long as a call does for a link that is lost."""


class Readiness:
    def __init__(self, store: Store, hub: Hub, supervisor: Supervisor) -> None:
        self._store = store
        self._hub = hub
        self._supervisor = supervisor

    def failing(self) -> list[str]:
        """What of this process fails in the background. It goes on serving people all the same."""
        return [task.name for task in self._supervisor.report() if task.state == "failing"]

    async def unreadiness(self) -> str:
        """Why requests should go elsewhere; empty where they are welcome. A full disk still serves readers."""
        if self._hub.draining:
            return "draining"
        try:
            async with asyncio.timeout(READY_S):
                await self._store.check()
        except TimeoutError:
            return "the messages service doesn't answer"
        except ImError as error:
            return error.message
        return ""

"""What a process believes of sessions, held against the store after each gap in its link."""

from __future__ import annotations

import asyncio
from typing import Final

from imserver.bus.pause import pause
from imserver.core.errors import CLOSE_CODES
from imserver.edge.hub import Hub
from imserver.handover import Handovers
from imserver.logs import get_logger
from imserver.services.auth.access import AccessTokens

log: Final = get_logger("imserver.remote")


class Revalidation:
    """Nobody was told of sessions that ended while the link was down. Lives in the event loop.

    Their tokens are refused first: from then on none of them can come in, and all who are in are asked about,
    however long the gap was.
    """

    def __init__(self, handovers: Handovers, tokens: AccessTokens, hub: Hub) -> None:
        self._handovers = handovers
        self._tokens = tokens
        self._hub = hub
        self._running: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self.cancel()
        self._running = asyncio.get_running_loop().create_task(self._run())

    def cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                await self._revalidate()
            except Exception as error:
                failures += 1
                log.warning("remote.revalidation_failed", failures=failures, exc_info=error)
                await asyncio.sleep(pause(failures))
            else:
                return

    async def _revalidate(self) -> None:
        self._tokens.end((await self._handovers.get()).ended)
        if not (present := self._hub.sessions):
            return
        for ended in await self._handovers.over(list(present)):
            log.info("remote.sessions_over", sessions=len(ended.sessions), code=ended.code)
            self._tokens.end(ended.sessions)
            self._hub.close_sessions(ended.sessions, CLOSE_CODES[ended.code])

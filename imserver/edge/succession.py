"""One gateway takes over from another of its name, and the people of the other come over a few at a time.

`imserver reload` starts the successor. Once that is ready, both listen on one port, under one name; HAProxy sees no
difference. The predecessor is then told to retire: it stops listening and keeps its connections, until it is told to
let them go, or for `KEPT_S`. By then the other gateways have been exchanged too, so that whoever is asked to reconnect
comes to a process that stays.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import Final

import msgspec

from imserver.edge.door import Door
from imserver.edge.shedding import Shedding
from imserver.link.caller import Caller
from imserver.logs import get_logger

RETIRE: Final = signal.SIGUSR1
LET_GO: Final = signal.SIGUSR2
KEPT_S: Final = 300.0
"""Longer than it takes to exchange the other gateways."""

log = get_logger("imserver")


class Succession:
    """Of this process. Make it in a running event loop, before anybody can know of the process."""

    def __init__(self) -> None:
        self._retires = asyncio.Event()
        self._lets_go = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(RETIRE, self._retires.set)
        loop.add_signal_handler(LET_GO, self._hear_let_go)

    def _hear_let_go(self) -> None:
        """Meant for processes that retire; all that a unit has are told."""
        if self._retires.is_set():
            self._lets_go.set()

    @property
    def retires(self) -> bool:
        """Whether a successor is there."""
        return self._retires.is_set()

    async def retire(self, door: Door, caller: Caller, shedding: Shedding) -> None:
        """Wait until a successor is there; return when all connections are with it."""
        await self._retires.wait()
        hub = door.gateway.hub
        hub.draining = True
        caller.hello = msgspec.structs.replace(caller.hello, is_retiring=True)
        door.stop_listening()
        log.info("retiring", connections=len(hub))
        with suppress(TimeoutError):
            async with asyncio.timeout(KEPT_S):
                await self._lets_go.wait()
        log.info("letting_go", connections=len(hub))
        await shedding.shed_all()


def report(ready: int) -> None:
    """Tell whoever holds the other end of the pipe `ready` that this process is."""
    with suppress(BrokenPipeError), os.fdopen(ready, "wb") as pipe:
        pipe.write(b"ready")

"""One gateway takes over from another of its name, and the people of the other come over a few at a time.

`imserver reload` starts the successor. Once that is ready, both listen on one port, under one name; HAProxy sees no
difference. The predecessor is then told to retire: it stops listening and keeps its connections, until it is told to
let them go, or for `KEPT_S`. By then the other gateways have been exchanged too, so that whoever is asked to reconnect
comes to a process that stays.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from imserver.system.logs import get_logger

if TYPE_CHECKING:
    from imserver.edge.listener import Listener
    from imserver.process.remote import RemoteSide

RETIRE: Final = signal.SIGUSR1
LET_GO: Final = signal.SIGUSR2
KEPT_S: Final = 900.0
"""Longer than it takes to exchange the gateways of a dozen hosts."""
LOOKED_EVERY_S: Final = 1.0
"""Whether anybody is left: who has gone by themselves need not be waited for."""

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

    async def retire(self, listener: Listener, remote: RemoteSide) -> None:
        """Wait until a successor is there; return when all connections have gone over."""
        await self._retires.wait()
        signal.signal(RETIRE, signal.SIG_IGN)
        hub = remote.hub
        hub.drain()
        listener.stop_listening()
        remote.rpc.hello = msgspec.structs.replace(remote.rpc.hello, is_retiring=True)
        remote.reporter.report()
        log.info("retiring", connections=len(hub))
        now = asyncio.get_running_loop().time
        deadline = now() + KEPT_S
        told = asyncio.create_task(self._lets_go.wait())
        while len(hub) and not told.done() and now() < deadline:
            await asyncio.wait([told], timeout=LOOKED_EVERY_S)
        told.cancel()
        log.info("letting_go", connections=len(hub))
        await listener.gateway.shedding.shed_all()


def hurry(predecessor: int) -> None:
    """Have the `predecessor`, a file descriptor of it, let its people go."""
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(predecessor, LET_GO)


def disregard() -> None:
    """Mind neither signal, until a `Succession` is there: who isn't ready yet is told what is meant for others."""
    signal.signal(RETIRE, signal.SIG_IGN)
    signal.signal(LET_GO, signal.SIG_IGN)


def knows_successors(pid: int) -> bool:
    """Whether a process retires where it is told to; also where this one may not look, as in the unit of a node."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return True
    caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    return caught is None or bool(int(caught[1], 16) >> RETIRE - 1 & 1)


def report(ready: int) -> bool:
    """Tell whoever holds the other end of the pipe `ready` that this process is. Returns whether there is anybody."""
    try:
        with os.fdopen(ready, "wb") as pipe:
            pipe.write(b"ready")
    except BrokenPipeError:
        return False
    return True

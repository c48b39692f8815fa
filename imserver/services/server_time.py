"""Server time, in the process that keeps the store."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from typing import Final

import msgspec

from imserver.core.discipline import LONGEST_MS, UNKNOWN_BOOT, Checkpoint, Discipline, Step
from imserver.core.errors import ImError
from imserver.store.base import Timeline
from imserver.system.logs import get_logger
from imserver.system.machine_clock import MachineClock

LOOK_S: Final = 5.0
BUSY_MS: Final = 15_000
"""Between checkpoints while something is written: less than `UNWRITTEN_MS`."""
IDLE_MS: Final = 600_000
"""Between checkpoints else: a card isn't worn for nothing."""

log = get_logger("imserver.time")


class ServerTimeState(msgspec.Struct, frozen=True, kw_only=True):
    """`off`: by how many ms the machine's clock says something else; 0 where it says about the same.

    `left`: in how many ms it is believed, if it stays so; None where it isn't before time servers have set it.
    `unseen`: what the machine doesn't let the server see, of `boot` and `synchronisation`.
    """

    now: int
    machine: int
    off: int
    synchronised: bool
    left: int | None
    unseen: tuple[str, ...] = ()


class ServerTime:
    """A `Clock`: ms since 1970 UTC, which never go back but for a step."""

    def __init__(self, timeline: Timeline, written: Callable[[], int], machine: MachineClock | None = None) -> None:
        """`written` grows with whatever is written. Call `start` before anything else."""
        self.on_look: list[Callable[[int], None]] = []
        """Told the time, every few seconds and at every step before anything else is."""
        self._timeline = timeline
        self._written = written
        self._machine = machine or MachineClock()
        self._boot = self._machine.boot()
        self._looked = self._machine.monotonic()
        self._discipline = Discipline(Checkpoint(time=0), self._boot, 0, self._machine.wall())
        self._newest = 0
        self._kept = (0, 0)
        self._is_told = False

    def __call__(self) -> int:
        past = round((self._machine.monotonic() - self._looked) * 1000)
        if not 0 <= past <= LONGEST_MS:
            self._look()
            past = 0
        self._newest = max(self._newest, self._discipline.time + past)
        return self._newest

    async def start(self) -> None:
        """Nothing is written yet: a full disk may have no more room than for reading. Raises `storage_failed`."""
        last = await self._timeline.last()
        self._looked = self._machine.monotonic()
        self._discipline = Discipline(last, self._boot, self._machine.uptime(), self._machine.wall())
        self._newest = 0
        if unseen := self.state().unseen:
            log.warning("time.unseen", what=", ".join(unseen))

    async def run(self) -> None:
        """Until cancelled."""
        turn = self.begin
        while True:
            try:
                await turn()
            except ImError as error:
                log.warning("time.unkept", error=error.message)
            turn = self.look
            await asyncio.sleep(LOOK_S)

    async def begin(self) -> None:
        """Note where a boot begins, and look for the first time. Raises what the store does."""
        began = self._discipline.checkpoint(self._boot, self._machine.uptime())
        await self._timeline.keep(began, mark=self._discipline.is_new_boot)
        await self.look()

    async def look(self) -> None:
        """Look at the machine's clock, make the step that is due, and keep a checkpoint. Raises what the store does.

        What was begun is finished also where this is cancelled: before that nobody knows whether a step was stored.
        """
        await _finish(asyncio.ensure_future(self._take_turn()))

    async def _take_turn(self) -> None:
        synchronised = self._look()
        before = copy.copy(self._discipline)
        step = self._discipline.step(self._machine.wall(), synchronised)
        if step is not None:
            await self._make(step, before)
            return
        self._tell()
        self._say(synchronised)
        kept, written = self._kept
        if self() - kept >= (IDLE_MS if written == self._written() else BUSY_MS):
            await self._keep()

    def _look(self) -> bool:
        machine, looked = self._machine, self._looked
        self._looked = machine.monotonic()
        synchronised = machine.is_synchronised() is True
        self._discipline.look(round((self._looked - looked) * 1000), machine.wall(), synchronised)
        return synchronised

    async def _make(self, step: Step, before: Discipline) -> None:
        """What is submitted to the store from now on comes after the step, and counts by the time after it."""
        self._newest = 0
        checkpoint = self._checkpoint()
        self._kept = (checkpoint.time, self._written())
        self._tell()
        try:
            await self._timeline.shift(step, checkpoint)
        except Exception:
            self._discipline, self._looked, self._newest = before, self._machine.monotonic(), 0
            self._tell()
            raise
        if step.at != checkpoint.time:
            log.warning("time.stepped", seconds=step.by // 1000, machine_was_off=step.since > 0)

    def _tell(self) -> None:
        now = self()
        for tell in self.on_look:
            tell(now)

    def _say(self, synchronised: bool) -> None:
        waiting = self._discipline.waiting
        if waiting is not None and not self._is_told:
            left = self._discipline.left(synchronised)
            log.warning("time.disagrees", machine_is_off_by_s=waiting.off // 1000, believed_in_s=left and left // 1000)
        self._is_told = waiting is not None

    async def _keep(self, *, last: bool = False) -> None:
        kept, written = self._checkpoint(last=last), self._written()
        await self._timeline.keep(kept)
        self._kept = (kept.time, written)

    def _checkpoint(self, *, last: bool = False) -> Checkpoint:
        uptime = self._machine.uptime()
        now = self()
        return msgspec.structs.replace(self._discipline.checkpoint(self._boot, uptime, last=last), time=now)

    def state(self) -> ServerTimeState:
        machine, waiting = self._machine, self._discipline.waiting
        said = machine.is_synchronised()
        synchronised = said is True
        unseen = {"boot": self._boot == UNKNOWN_BOOT, "synchronisation": said is None}
        return ServerTimeState(
            now=self(),
            machine=machine.wall(),
            off=waiting.off if waiting is not None else 0,
            synchronised=synchronised,
            left=self._discipline.left(synchronised),
            unseen=tuple(name for name, is_unseen in unseen.items() if is_unseen),
        )

    async def close(self) -> None:
        """Nothing is written after this."""
        try:
            await self._keep(last=True)
        except ImError as error:
            log.warning("time.unkept", error=error.message)


async def _finish(task: asyncio.Task[None]) -> None:
    """Wait until it is done. Raises the cancellation where there was one meanwhile, else what the task did."""
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    failed = task.exception()
    if cancelled is not None:
        raise cancelled
    if failed is not None:
        raise failed

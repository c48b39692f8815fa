"""Watches over what runs in the background: a task that fails is logged, and started again after a wait that grows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Literal

import msgspec

from imserver.core.errors import ImError
from imserver.system.clock import Clock
from imserver.system.logs import get_logger

FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 300.0
CALM_S: Final = 300.0
"""A task that has run for so long since it failed is well again: when it fails next, it waits as at first."""
MAX_ERROR: Final = 300

Work = Callable[[], Coroutine[Any, Any, None]]

log = get_logger("imserver.tasks")


class TaskHealth(msgspec.Struct, frozen=True):
    """`since` is when the state began, in ms since 1970; `restarts` counts since the process started; `error` is what
    the last failure said, empty where there was none.
    """

    name: str
    state: Literal["running", "failing"]
    since: int
    restarts: int = 0
    error: str = ""


class _Watched:
    """A task. `began` is in the loop's time, `failing_since` in ms since 1970, or 0."""

    def __init__(self, name: str, work: Work, began: float, since: int) -> None:
        self.name = name
        self.work = work
        self.began = began
        self.since = since
        self.failing_since = 0
        self.failures = 0
        self.restarts = 0
        self.error = ""
        self.is_waiting = False
        self.task: asyncio.Task[None] | None = None

    def is_calm(self, now: float) -> bool:
        return not self.is_waiting and now - self.began >= CALM_S


class Supervisor:
    """The tasks of one process, by name. Lives in the event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._watched: dict[str, _Watched] = {}

    def start(self, name: str, work: Work) -> None:
        """Run what `work` makes, and again each time that it fails. One that returns is done, and forgotten.

        A task of the same name is ended.
        """
        self.cancel(name)
        loop = asyncio.get_running_loop()
        watched = self._watched[name] = _Watched(name, work, loop.time(), self._clock())
        watched.task = loop.create_task(self._run(watched), name=name)

    def runs(self, name: str) -> bool:
        """Whether there is such a task; also while it waits to be started again."""
        return name in self._watched

    def cancel(self, name: str) -> None:
        """End a task, without waiting for its end."""
        watched = self._watched.pop(name, None)
        if watched is not None and watched.task is not None:
            watched.task.cancel()

    async def stop(self, *names: str) -> None:
        """End these tasks, and wait until they have."""
        tasks = [watched.task for name in names if (watched := self._watched.get(name)) and watched.task]
        for name in names:
            self.cancel(name)
        if tasks:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """End all of them."""
        while self._watched:  # one that ends may still start another
            await self.stop(*self._watched)

    def report(self) -> list[TaskHealth]:
        now = asyncio.get_running_loop().time()
        return [_health(watched, now) for watched in self._watched.values()]

    async def _run(self, watched: _Watched) -> None:
        try:
            error = await self._fail(watched)
            while error is not None:
                wait = self._note(watched, error)
                await asyncio.sleep(wait)
                error = await self._fail(watched)
        finally:
            if self._watched.get(watched.name) is watched:
                del self._watched[watched.name]

    async def _fail(self, watched: _Watched) -> BaseException | None:
        """How it failed; None where it came to its end."""
        watched.began, watched.is_waiting = asyncio.get_running_loop().time(), False
        try:
            await watched.work()
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return error  # something that it waited for was cancelled: nobody wants the task itself to end
        except Exception as error:
            return error
        return None

    def _note(self, watched: _Watched, error: BaseException) -> float:
        """How long to wait before it is started again (s)."""
        now = self._clock()
        if watched.is_calm(asyncio.get_running_loop().time()) or not watched.failures:
            watched.failures, watched.failing_since = 0, now
        wait = float(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(watched.failures, 30)))
        watched.failures += 1
        watched.restarts += 1
        watched.since = now
        watched.error = _explain(error)
        watched.is_waiting = True
        if isinstance(error, ImError):
            log.warning("task.failed", task=watched.name, error=watched.error, again_in_s=wait)
        else:
            log.error("task.failed", task=watched.name, again_in_s=wait, exc_info=error)
        return wait


def _explain(error: BaseException) -> str:
    if isinstance(error, ImError):
        return error.message[:MAX_ERROR]
    return f"{type(error).__name__}: {error}".removesuffix(": ")[:MAX_ERROR]


def _health(watched: _Watched, now: float) -> TaskHealth:
    if watched.failures and not watched.is_calm(now):
        return TaskHealth(watched.name, "failing", watched.failing_since, watched.restarts, watched.error)
    return TaskHealth(watched.name, "running", watched.since, watched.restarts, watched.error)

"""When the virtual users of one worker do what: actions are begun when they are due, by one timer."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Callable
from typing import Final

from control.load.generator.recorder import RunRecorder
from control.load.generator.virtual_user import VirtualUser

ARRIVE: Final = "arrive"
ACT: Final = "act"
STORM: Final = "storm"

AT_ONCE: Final = 200
"""Actions begun in one turn of the loop, so that answers are read between."""
TICK_S: Final = 0.001
"""The loop's timers count milliseconds: for a part of one it would ask the clock over and over until it is past."""


class Schedule:
    """Make it in a running event loop. `begin` is called with a user, the time when the action was due, and which."""

    def __init__(self, recorder: RunRecorder, begin: Callable[[VirtualUser, float, str], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._recorder = recorder
        self._begin = begin
        self._due: list[tuple[float, int, VirtualUser, str]] = []
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None
        self._wakes = 0.0
        self._stopped = False

    def put(self, due: float, user: VirtualUser, what: str) -> None:
        """Add an action; `arm` follows after the last one."""
        self._count += 1
        heapq.heappush(self._due, (due, self._count, user, what))

    def arm(self) -> None:
        """Wake up when the next action is due, or a tick later: what is due within one goes out together."""
        if self._due and not self._stopped:
            due = self._due[0][0]
            if self._timer is not None:
                if due >= self._wakes:
                    return
                self._timer.cancel()
            wait = due - time.monotonic()
            self._wakes = due
            self._timer = self._loop.call_later(max(TICK_S, wait) if wait > 0 else 0.0, self._turn)

    def _turn(self) -> None:
        self._timer = None
        for _ in range(AT_ONCE):
            now = time.monotonic()
            if not self._due or self._due[0][0] > now or self._stopped:
                break
            due, _, user, what = heapq.heappop(self._due)
            if what != STORM:  # those are all due at once: whoever comes last is late by design
                self._recorder.lateness.record(due - self._recorder.start, now - due)
            self._begin(user, due, what)
        self.arm()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopped = True

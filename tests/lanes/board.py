"""What is said while lanes run."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from tests.lanes.run import Runner

TOLD_EVERY_S: Final = 60.0


class Board:
    """Says when a lane begins and ends, and in between, once a minute, where each stands."""

    def __init__(self, runner: Runner, began: float) -> None:
        self._runner = runner
        self._began = began
        self._said: dict[str, str] = {}

    async def follow(self) -> None:
        ticking = asyncio.create_task(self._tick())
        try:
            await self._runner.run(self._say_changes)
        finally:
            ticking.cancel()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TOLD_EVERY_S)
            running = [each for each in self._runner.progress if each.state == "running"]
            self._say(" · ".join(f"{each.lane.name} {each.step or each.count()}".rstrip() for each in running))

    def _say_changes(self) -> None:
        for each in self._runner.progress:
            told = each.state
            if each.state == "ended":
                told = f"{'FAILED' if each.failed else 'ok'} ({each.seconds:.0f} s)"
            if told != "waiting" and self._said.get(each.lane.name) != told:
                self._said[each.lane.name] = told
                self._say(f"{each.lane.name}: {told}")

    def _say(self, text: str) -> None:
        seconds = int(time.monotonic() - self._began)
        print(f"{seconds // 60:>3}:{seconds % 60:02}  {text}", flush=True)

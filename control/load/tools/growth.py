"""What a tool has measured so far, read from what it writes while it runs."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from control.load.histogram import RAMP, cell
from control.load.tick import Tick
from control.load.tools.outcome import BEAT, END, START, parse

Tell = Callable[[float, Tick], None]
"""Called about once a second with the seconds since the start of the run, and the totals."""
NOT_DONE: Final = frozenset({"delivery", BEAT, START, END})


class Growth(Protocol):
    start: float
    """Of the run, by the wall clock; 0 until it has begun."""

    def look(self) -> Tick:
        """Totals since the start, and what was delivered since the last look."""


def teller(growth: Growth, tell: Tell) -> Callable[[float], bool]:
    """What a `Program` calls with the share of a core that it used."""

    def watch(cpu: float) -> bool:
        tick = growth.look()
        tick.cpu = cpu
        if growth.start:
            tell(time.time() - growth.start, tick)
        return bool(growth.start)

    return watch


class Samples:
    """The rows of JMeter and Gatling."""

    def __init__(self, file: Path) -> None:
        self.start = 0.0
        self._file = file
        self._read = 0
        self._done: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()

    def look(self) -> Tick:
        cells: Counter[str] = Counter()
        for row in parse(self._new_lines()):
            if row.action == START:
                self.start = row.due_us / 1e6
            elif row.error:
                self._errors[row.action] += 1
            else:
                self._done[row.action] += 1
                if row.action == "delivery":
                    cells[str(cell(row.us))] += 1
        return _tick(self._done, self._errors, cells)

    def _new_lines(self) -> list[str]:
        """Whole lines that were added since the last look."""
        try:
            with self._file.open("rb") as file:
                file.seek(self._read)
                added = file.read()
        except OSError:
            return []
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.decode("utf-8", "replace").splitlines()


class Totals:
    """Locust's progress.json: of each action how often it failed, and how often it took how long, by cell."""

    def __init__(self, file: Path) -> None:
        self.start = 0.0
        self._file = file
        self._delivered: Counter[str] = Counter()
        self._last = Tick()

    def look(self) -> Tick:
        try:
            content = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return self._last
        self.start = content["start"]
        actions: dict[str, dict[str, Any]] = content["actions"]
        done, errors, delivered = Counter[str](), Counter[str](), Counter[str]()
        for name, taken in actions.items():
            cells = Counter[str]({str(index): count for index, count in taken["cells"]})
            done[name.removesuffix(RAMP)] += cells.total()
            errors[name] += sum(taken["errors"].values())
            if name.removesuffix(RAMP) == "delivery":
                delivered += cells
        self._last = _tick(done, errors, delivered - self._delivered)
        self._delivered = delivered
        return self._last


def _tick(done: Counter[str], errors: Counter[str], cells: Counter[str]) -> Tick:
    return Tick(
        connected=done["connect"],
        done=sum(count for name, count in done.items() if name not in NOT_DONE),
        sent=done["ack"] + errors["ack"],
        acked=done["ack"],
        received=done["delivery"],
        errors=errors.total(),
        reconnects=done["reconnect"],
        cells=dict(cells),
    )

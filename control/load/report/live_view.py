"""A run while it goes on: one line that changes on a terminal, one every ten seconds elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.text import Text

from control.load.histogram import cell_ms
from control.load.scenario.scenario import Scenario
from control.load.tick import Tick
from control.output import Output

EVERY_S: Final = 10


@contextmanager
def screen(output: Output, scenario: Scenario) -> Iterator[Callable[[float, Tick], None]]:
    """Yields what is to be called once a second with the time and the totals."""
    lines = Lines(scenario)
    if output.as_json:
        yield lambda at_s, tick: None
    elif sys.stderr.isatty():
        with Live(console=Console(stderr=True), refresh_per_second=2, transient=True) as live:
            yield lambda at_s, tick: live.update(Text(lines.line(at_s, tick)))
    else:

        def note(at_s: float, tick: Tick) -> None:
            line = lines.line(at_s, tick)
            if round(at_s) % EVERY_S == 0:
                output.note(line)

        yield note


class Lines:
    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._before = Tick()
        self._at_s = 0.0

    def line(self, at_s: float, tick: Tick) -> str:
        span = max(0.001, at_s - self._at_s)
        sent, received = (tick.sent - self._before.sent) / span, (tick.received - self._before.received) / span
        self._before, self._at_s = tick, at_s
        phase = "ramp" if at_s < self._scenario.ramp.seconds else "hold"
        return (
            f"{phase} {at_s:5.0f}/{self._scenario.length_s:.0f} s · {tick.connected}/{self._scenario.users} users · "
            f"{sent:.0f} sent/s, {received:.0f} delivered/s · p99 {_p99(tick.cells)} · {tick.errors} errors · "
            f"generator {tick.cpu:.0%} of a core · Ctrl-C ends and reports"
        )


def _p99(cells: dict[str, int]) -> str:
    total, reached = sum(cells.values()), 0
    for index, count in sorted((int(index), count) for index, count in cells.items()):
        reached += count
        if reached >= 0.99 * total:
            return f"≤ {cell_ms(index + 1):.3g} ms"
    return "–"

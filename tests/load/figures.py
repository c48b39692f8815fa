"""What the figures of a result come to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

from control.load.histogram import Times, cell, cell_ms, whole
from control.load.result import RunResult

LATE_CELL: Final = cell(500_000)


def counted(result: RunResult, action: str) -> int:
    found = whole(result.actions, action)
    return found.count if found else 0


def failures(result: RunResult) -> dict[str, dict[str, int]]:
    return {name: times.errors for name, times in result.actions.items() if times.failed}


def everybody_there(result: RunResult) -> int:
    """The second from which on everybody was connected."""
    connects = result.actions["connect"]
    return max(map(int, connects.heat)) + math.ceil(connects.max_ms / 1000) + 1


def later(result: RunResult, action: str) -> int:
    """How often, of what was due once everybody was there."""
    return within(result.actions[action], range(everybody_there(result), 1 << 30))


def within(times: Times, seconds: range) -> int:
    """How often, of what was due in these seconds."""
    return sum(count for second, cells in times.heat.items() if int(second) in seconds for _, count in cells)


def late(times: Iterable[Times], seconds: range) -> int:
    """How often, of what was due in these seconds, it took half a second or more."""
    return sum(index >= LATE_CELL for index in _cells(times, seconds))


def median_ms(times: Iterable[Times], seconds: range) -> float:
    """Of what was due in these seconds: which half took less than, as near as cells tell."""
    cells = _cells(times, seconds)
    return cell_ms(cells[len(cells) // 2])


def fastest_ms(times: Iterable[Times], seconds: range) -> float:
    return cell_ms(_cells(times, seconds)[0])


def _cells(times: Iterable[Times], seconds: range) -> list[int]:
    cells: Counter[int] = Counter()
    for each in times:
        for second, pairs in each.heat.items():
            if int(second) in seconds:
                cells.update(dict(pairs))
    return sorted(cells.elements())

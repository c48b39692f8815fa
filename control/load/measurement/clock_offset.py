"""The clock of another host, compared with the one here."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from control.errors import UsageError


class Clock(NamedTuple):
    """By how many seconds it is ahead, and how much that may be wrong."""

    ahead: float
    doubt: float


def compared(text: str) -> Clock:
    """`A,B,C`: seconds since 1970 here, there, and here again. Raises `UsageError`."""
    try:
        before, there, after = (float(each) for each in text.split(","))
    except ValueError:
        raise UsageError(f"--clocks {text!r} is not three numbers with commas between them") from None
    return Clock(there - (before + after) / 2, (after - before) / 2)


def apart(clocks: Mapping[str, Clock]) -> float:
    """By how many seconds two of them differ at least, whatever may be wrong about what was compared."""
    return max([0.0, *(abs(a.ahead - b.ahead) - a.doubt - b.doubt for a, b in combinations(clocks.values(), 2))])


def agreement(clocks: Mapping[str, Clock]) -> str:
    """What that means for messages that go from one of the named hosts to another, in words."""
    pairs = [
        (abs(clocks[a].ahead - clocks[b].ahead), clocks[a].doubt + clocks[b].doubt, a, b)
        for a, b in combinations(clocks, 2)
    ]
    off, doubt, a, b = max(pairs)
    if off > doubt:
        said = f"the clocks of {a} and {b} are {off * 1000:.0f} ms apart (± {doubt * 1000:.0f} ms)"
        return f"{said}: deliveries from one to the other seem that much longer, those back that much shorter"
    worst = max(doubt for _, doubt, _, _ in pairs)
    return f"the injectors' clocks agree within {worst * 1000:.0f} ms: deliveries between them are no more exact"

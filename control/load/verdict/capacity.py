"""The largest load that keeps the objective: found by steps and bisection, repeated, and told as an interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from control.load.result import RunResult
from control.load.verdict.verdict import HARNESS, PASS

FINE: Final = 0.1
"""Of the load: nearer than this two loads are not told apart."""

Try = Callable[[int], RunResult]
"""Run with so many users."""


@dataclass(slots=True)
class Capacity:
    """`low` users kept the objective in every run, `high` didn't in at least one; 0 where that wasn't reached."""

    low: int = 0
    high: int = 0
    runs: list[RunResult] = field(default_factory=list)
    ended: str = ""

    @property
    def limiting(self) -> RunResult | None:
        """The run with the smallest load that failed."""
        failed = [run for run in self.runs if run.verdict and run.verdict.name != PASS]
        return min(failed, key=lambda run: run.users, default=None)

    def as_json(self) -> dict[str, Any]:
        limit = self.limiting
        return {
            "low": self.low,
            "high": self.high or None,
            "ended": self.ended,
            "bottleneck": limit.verdict.bottleneck if limit and limit.verdict else "",
            "reasons": limit.verdict.reasons if limit and limit.verdict else [],
            "advice": limit.verdict.advice if limit and limit.verdict else [],
            "runs": [{"users": run.users, "verdict": run.verdict.name if run.verdict else ""} for run in self.runs],
        }


def search(attempt: Try, first: int, most: int, repeats: int) -> Capacity:
    """Double from `first` until it fails or `most` is reached, halve the gap, then repeat the best `repeats` times.

    A repetition that fails moves the interval down, and the new best is repeated.
    """
    found = Capacity()
    passed: dict[int, int] = {}
    users = min(first, most)
    while True:
        if not _try(found, attempt, users, passed):
            break
        if users >= most:
            found.ended = f"{most} users, the most that were tried, kept the objective"
            break
        users = min(2 * users, most)
    while not _invalid(found):
        if found.high and found.high - found.low > max(1, FINE * found.high) and found.low:
            middle = (found.low + found.high) // 2
        elif found.low and passed[found.low] < repeats:
            middle = found.low
        else:
            break
        _try(found, attempt, middle, passed)
    if not found.low and not found.ended:
        found.ended = f"{users} users were too many already"
    return found


def _try(found: Capacity, attempt: Try, users: int, passed: dict[int, int]) -> bool:
    result = attempt(users)
    found.runs.append(result)
    if result.verdict is not None and result.verdict.name == PASS:
        passed[users] = passed.get(users, 0) + 1
        found.low = max(found.low, users)
        return True
    passed.pop(users, None)
    found.high = min(found.high, users) if found.high else users
    found.low = max((users for users in passed if users < found.high), default=0)
    if _invalid(found):
        found.ended = f"at {users} users the generator was the limit, not the server"
    return False


def _invalid(found: Capacity) -> bool:
    verdict = found.runs[-1].verdict
    return verdict is not None and verdict.name == HARNESS

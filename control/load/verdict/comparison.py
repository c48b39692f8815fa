"""Two ways of running, side by side: paired ratios with intervals, by the statistics of `imctl tune bench`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from control.load.measurement.time_series import Series
from control.load.report.sections import throughput
from control.load.result import RunResult
from control.tuning.sample import Comparison, compare

LEAST: float = 1e-6


def figures(result: RunResult) -> dict[str, float]:
    """What two runs are compared by; all above 0."""
    series = Series(result)
    found: dict[str, float] = {}
    for name in ("login", "connect", "reconnect", "ack", "delivery", "history", "search", "upload"):
        times = result.actions.get(name)
        if times and times.count:
            found[f"{name}, median (ms)"] = times.at(50)
            found[f"{name}, 99 % (ms)"] = times.at(99)
    if throughput(result):
        found["deliveries a second"] = throughput(result)
    if series.cpu():
        found["CPU of the services (cores)"] = series.cpu()
    if (memory := series.highest("imserver.uss_bytes")) > 0:
        found["memory of imserver (MiB)"] = memory / 2**20
    return {name: max(value, LEAST) for name, value in found.items()}


def paired(first: Sequence[RunResult], second: Sequence[RunResult]) -> list[Comparison]:
    """One comparison for each figure that all runs have; at least two pairs."""
    sides = [[figures(result) for result in side] for side in (first, second)]
    names = [name for name in sides[0][0] if all(name in each for side in sides for each in side)]
    return [compare(name, [each[name] for each in sides[0]], [each[name] for each in sides[1]]) for name in names]


def single(first: RunResult, second: RunResult) -> Iterator[tuple[str, float, float, float]]:
    """Figure, first, second, change in percent: one pair has no interval."""
    one, other = figures(first), figures(second)
    for name, value in one.items():
        if name in other:
            yield name, value, other[name], 100 * (other[name] / value - 1)

"""Times of one kind of action: an HDR histogram of all, and a coarse one for each second.

Histograms are merged by adding counts; percentiles are never averaged. Three significant digits, 1 µs to 1 h.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

import msgspec
from hdrh.histogram import HdrHistogram

LOWEST_US: Final = 1
HIGHEST_US: Final = 3_600_000_000
DIGITS: Final = 3
PERCENTILES: Final = (50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0)
RAMP: Final = " (ramp)"
"""After the name of an action: those that were due while users still arrived."""
MESSAGES: Final = ("ack", "delivery")
OCTAVE: Final = 2
"""Cells of the heat map for each doubling of the time."""


class Times(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was measured of one action, as it stands in a result. Times are milliseconds.

    `hdr` is the histogram in microseconds, in HdrHistogram's own compressed base64. `heat` holds, for each second of
    the run in which something was measured, the pairs (cell, count); cell c spans 2^(c/2) to 2^((c+1)/2) µs. `errors`
    counts by kind what didn't succeed: those are not in the histogram.
    """

    count: int
    mean_ms: float = 0.0
    max_ms: float = 0.0
    percentiles_ms: dict[str, float] = {}
    hdr: str
    heat: dict[str, list[tuple[int, int]]] = {}
    errors: dict[str, int] = {}
    error_seconds: dict[str, int] = {}

    def at(self, percentile: float) -> float:
        """A percentile in ms; 0 where nothing was measured."""
        return self.percentiles_ms.get(f"{percentile:g}", 0.0)

    @property
    def failed(self) -> int:
        return sum(self.errors.values())


class Recorder:
    """Takes times while a run goes on."""

    def __init__(self) -> None:
        self.histogram = HdrHistogram(LOWEST_US, HIGHEST_US, DIGITS)
        self.heat: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self.errors: Counter[str] = Counter()
        self.error_seconds: Counter[int] = Counter()
        self._total_us = 0.0

    def record(self, second: float, seconds: float) -> None:
        """An action took `seconds`, and was due `second` after the start of the run."""
        us = min(HIGHEST_US, max(LOWEST_US, round(seconds * 1e6)))
        self.histogram.record_value(us)
        self._total_us += us
        self.heat[int(second)][cell(us)] += 1

    def fail(self, second: float, kind: str) -> None:
        self.errors[kind] += 1
        self.error_seconds[int(second)] += 1

    def add(self, times: Times) -> None:
        """Merge what another recorder took."""
        other = HdrHistogram.decode(times.hdr.encode())
        if other is not None:
            self.histogram.add(other)
            self._total_us += (
                1000 * times.mean_ms * times.count if times.count else other.get_mean_value() * other.total_count
            )
        for second, pairs in times.heat.items():
            for index, count in pairs:
                self.heat[int(second)][index] += count
        self.errors.update(times.errors)
        self.error_seconds.update({int(second): count for second, count in times.error_seconds.items()})

    def times(self) -> Times:
        histogram = self.histogram
        count = histogram.get_total_count()
        return Times(
            count=count,
            mean_ms=round(self._total_us / count / 1000, 3) if count else 0.0,
            max_ms=histogram.get_max_value() / 1000 if count else 0.0,
            percentiles_ms={f"{p:g}": histogram.get_value_at_percentile(p) / 1000 for p in PERCENTILES}
            if count
            else {},
            hdr=histogram.encode().decode(),
            heat={str(second): sorted(cells.items()) for second, cells in sorted(self.heat.items())},
            errors=dict(sorted(self.errors.items())),
            error_seconds={str(second): n for second, n in sorted(self.error_seconds.items())},
        )


def named(action: str, second: float, ramp_s: float) -> str:
    """Under which name a time is kept: messages that were due while users still arrived stand apart, since an objective
    is one for the hold.
    """
    return action + RAMP if action in MESSAGES and second < ramp_s else action


def whole(actions: Mapping[str, Times], name: str) -> Times | None:
    """The times of an action over the whole run."""
    parts = [actions[each] for each in (name, name + RAMP) if each in actions]
    return merge(parts) if parts else None


def merge(parts: list[Times]) -> Times:
    recorder = Recorder()
    for part in parts:
        recorder.add(part)
    return recorder.times()


def curve(times: Times) -> list[tuple[float, float]]:
    """The percentile curve: pairs of (percentile, ms), finer towards 100."""
    histogram = HdrHistogram.decode(times.hdr.encode())
    if histogram is None or not histogram.get_total_count():
        return []
    points = [100 * (1 - 10 ** (-step / 8)) for step in range(0, 8 * 5 + 1)]
    total = histogram.get_total_count()
    return [(p, histogram.get_value_at_percentile(p) / 1000) for p in points if p == 0 or (1 - p / 100) * total >= 0.5]


def cell(us: int) -> int:
    return int(OCTAVE * math.log2(us)) if us > 1 else 0


def cell_ms(index: int) -> float:
    """The lower end of a cell."""
    return float(2 ** (index / OCTAVE)) / 1000

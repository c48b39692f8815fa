"""What two ways of running showed: paired ratios with a confidence interval."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

T_975 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131),
    *(2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Student's t, 97.5 %, for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much larger a figure is with than without, in percent, and the interval that holds it 19 times of 20."""

    figure: str
    without: float
    with_: float
    change: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        if self.low <= 0 <= self.high:
            return "no measurable effect"
        return f"{abs(self.change):.1f} % {'more' if self.change > 0 else 'less'}"


def compare(figure: str, without: Sequence[float], with_: Sequence[float]) -> Comparison:
    """Compare runs that were made in pairs; at least two. Ratios, since noise grows with what it disturbs."""
    logs = [math.log(b / a) for a, b in zip(without, with_, strict=True)]
    mean = statistics.fmean(logs)
    degrees = len(logs) - 1
    half = T_975[min(degrees, len(T_975)) - 1] * statistics.stdev(logs) / math.sqrt(len(logs))
    percent = [100 * (math.exp(value) - 1) for value in (mean, mean - half, mean + half)]
    return Comparison(figure, statistics.fmean(without), statistics.fmean(with_), *percent)

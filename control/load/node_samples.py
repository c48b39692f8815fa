"""How a node's samples, taken by its own clock, come into the result of a generator elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from control.load.measurement.clock_offset import Clock
from control.load.measurement.samples import SampleLine
from control.load.result import NodeSample, RunResult
from control.load.verdict import verdict


def adopt(result: RunResult, lines: Sequence[SampleLine], clock: Clock) -> None:
    """`clock` is the node's, compared with the generator's."""
    ahead, doubt = clock
    end = max((phase.end_s for phase in result.phases), default=0.0)
    samples = [NodeSample(at_s=round(line.at - ahead - result.started_at, 3), figures=line.figures) for line in lines]
    result.samples = [sample for sample in samples if -10 <= sample.at_s <= end + 10]
    if abs(ahead) > doubt:
        said = f"the node's clock was {ahead * 1000:+.0f} ms off the generator's (± {doubt * 1000:.0f} ms): corrected"
    else:
        said = f"the clocks agree within {doubt * 1000:.0f} ms"
    if said not in result.notes:
        result.notes.append(said)
    result.verdict = verdict.verdict_of(result)

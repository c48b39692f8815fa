"""A tool in Java, run in the folder of its plan: it writes a row for each action, and ends where a file asks it to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from control.load.part import Part
from control.load.plan_folder import ANSWER_S, DRAIN_S
from control.load.result import RunResult, ToolTarget
from control.load.scenario.scenario import Scenario
from control.load.tools.artefact import version
from control.load.tools.growth import Samples, Tell, teller
from control.load.tools.outcome import from_samples
from control.load.tools.process import Program

GRACE_S: Final = 120
"""For starting, for what is left over at the end, and for the tool's own report."""


def sampled(
    tool: str, command: Sequence[str], scenario: Scenario, target: ToolTarget, plan: Path, tell: Tell, part: Part
) -> RunResult:
    """Run it to its end. Raises `Refused`."""
    stop, samples = plan / "stop", plan / f"samples-{part.shard}.csv"
    for left in (stop, samples):
        left.unlink(missing_ok=True)
    program = Program(
        tool, command, plan, os.environ, stop.touch, teller(Samples(samples), tell), cores=os.cpu_count() or 1
    )
    part.wait()
    try:
        use, ended = program.run(scenario.length_s + DRAIN_S + ANSWER_S + GRACE_S)
    finally:
        stop.unlink(missing_ok=True)
    return from_samples(tool, version(tool), scenario, target, [samples], use, ended, program.log, program.shown)

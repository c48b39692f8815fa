"""The modules that run load tests, each loaded when a command first uses something of it.

Their packages are optional (`control.load.commands.arguments.require`), and would add 0.3 s of CPU time to the 0.6 s
that every start of `imctl` takes.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING

__all__ = [
    "board_budget",
    "capacities",
    "clock_offset",
    "comparisons",
    "coordinator",
    "injector",
    "installer",
    "live_view",
    "merging",
    "node_samples",
    "persistent_accounts",
    "registry",
    "reports",
    "results",
    "runs",
    "samples",
    "scenarios",
    "units",
]


def _lazy(name: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parent, _, leaf = name.rpartition(".")
    setattr(sys.modules[parent], leaf, module)
    return module


if TYPE_CHECKING:
    from control.load import node_samples, persistent_accounts
    from control.load import result as results
    from control.load import run as runs
    from control.load.generator import coordinator
    from control.load.measurement import board_budget, clock_offset, samples
    from control.load.report import live_view
    from control.load.report import report as reports
    from control.load.scenario import scenario as scenarios
    from control.load.scenario import units
    from control.load.tools import injector, merging, registry
    from control.load.tools import install as installer
    from control.load.verdict import capacity as capacities
    from control.load.verdict import comparison as comparisons
else:
    node_samples = _lazy("control.load.node_samples")
    persistent_accounts = _lazy("control.load.persistent_accounts")
    results = _lazy("control.load.result")
    runs = _lazy("control.load.run")
    coordinator = _lazy("control.load.generator.coordinator")
    board_budget = _lazy("control.load.measurement.board_budget")
    clock_offset = _lazy("control.load.measurement.clock_offset")
    samples = _lazy("control.load.measurement.samples")
    live_view = _lazy("control.load.report.live_view")
    reports = _lazy("control.load.report.report")
    scenarios = _lazy("control.load.scenario.scenario")
    units = _lazy("control.load.scenario.units")
    injector = _lazy("control.load.tools.injector")
    installer = _lazy("control.load.tools.install")
    merging = _lazy("control.load.tools.merging")
    registry = _lazy("control.load.tools.registry")
    capacities = _lazy("control.load.verdict.capacity")
    comparisons = _lazy("control.load.verdict.comparison")

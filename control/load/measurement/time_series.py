"""The samples of a run as figures over time."""

from __future__ import annotations

import itertools

from control.load.result import RunResult

SERVICE: str = "imserver"


class Series:
    """Rates are per second, over the hold, or over the whole run where there is none."""

    def __init__(self, result: RunResult) -> None:
        self._result = result
        hold = result.phase("hold")
        inside = [s for s in result.samples if hold and hold.begin_s <= s.at_s <= hold.end_s]
        self._samples = inside if len(inside) > 1 else result.samples

    def names(self) -> list[str]:
        return sorted({name for sample in self._result.samples for name in sample.figures})

    def values(self, name: str) -> list[tuple[float, float]]:
        """Pairs of (second, value) over the whole run."""
        return [(s.at_s, s.figures[name]) for s in self._result.samples if name in s.figures]

    def rates(self, name: str) -> list[tuple[float, float]]:
        """Pairs of (second, growth a second) over the whole run."""
        values = self.values(name)
        return [(t, (v - u) / (t - s)) for (s, u), (t, v) in itertools.pairwise(values) if t > s and v >= u]

    def rate(self, name: str) -> float:
        """Growth a second of what only grows; 0 where it isn't known."""
        found = [(s.at_s, s.figures[name]) for s in self._samples if name in s.figures]
        if len(found) < 2 or found[-1][0] <= found[0][0]:
            return 0.0
        return (found[-1][1] - found[0][1]) / (found[-1][0] - found[0][0])

    def highest(self, name: str) -> float:
        return max((s.figures[name] for s in self._samples if name in s.figures), default=0.0)

    def last(self, name: str) -> float:
        return next((s.figures[name] for s in reversed(self._samples) if name in s.figures), 0.0)

    def growth(self, name: str) -> float:
        found = [s.figures[name] for s in self._samples if name in s.figures]
        return found[-1] - found[0] if len(found) > 1 else 0.0

    def cpu(self, kind: str = "") -> float:
        """Cores that all services of the node took together; of one kind, `user_s` or `system_s`."""
        kinds = (kind,) if kind else ("user_s", "system_s")
        services = {name.rpartition(".")[0] for name in self.names() if name.endswith(".user_s")}
        return sum(self.rate(f"{service}.{each}") for service in services for each in kinds)

    def cores(self) -> float:
        """Of the node; 0 where its time isn't known."""
        return sum(self.rate(f"machine.{each}_s") for each in ("busy", "idle", "iowait", "steal"))

    def generator_cpu(self) -> float:
        """Cores that the generator took, where it ran on the same machine."""
        use, machines = self._result.generator, self._result.machines
        beside = any(name != "node" and machine == machines.get("node") for name, machine in machines.items())
        return use.cpu_s / use.wall_s if use.wall_s and beside else 0.0

    def cells(self, name: str) -> list[float]:
        """What was added to a meter of the server (`lag`, `commits`) during the hold, by cell."""
        cells: list[float] = []
        while f"{name}.cell{len(cells)}" in (self._samples[-1].figures if self._samples else {}):
            cells.append(self.growth(f"{name}.cell{len(cells)}"))
        return cells

    def meter_at(self, name: str, percentile: float) -> float:
        """The upper end in ms of the cell in which a percentile of a meter lies; 0 where nothing was counted."""
        cells = self.cells(name)
        total, reached = sum(cells), 0.0
        for index, count in enumerate(cells):
            reached += count
            if total and reached >= total * percentile / 100:
                return float(2**index)
        return 0.0

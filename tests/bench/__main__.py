"""`./scripts/bench`: measure, print a table, write JSON."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal, NamedTuple

import uvloop
from rich.console import Console
from rich.table import Table

from tests.bench.bench import Bench
from tests.bench.figures import FIGURES


class Target(NamedTuple):
    """What a figure should reach on one x86-64 core."""

    name: str
    unit: str
    value: float
    better: Literal["lower", "higher"] = "lower"

    def met(self, value: float) -> bool:
        return value <= self.value if self.better == "lower" else value >= self.value


TARGETS: Final = [
    Target("base memory", "MB", 45),
    Target("memory per idle connection", "KB", 16),
    Target("CPU per direct message at 2,000/s", "µs", 60),
    Target("CPU per direct message, sustained", "µs", 60),
    Target("durable direct messages sustained", "1/s", 12_000, "higher"),
    Target("CPU per delivery in a group of 200 at 20/s", "µs", 10),
    Target("CPU per delivery in a group of 200 at 1,000/s", "µs", 2),
    Target("send to ack, p50 at 1,000/s", "ms", 5),
    Target("send to ack, p99 at 1,000/s", "ms", 10),
    Target("CPU per client that resumes, 1,000 at once", "ms", 1),
    Target("CPU per login beyond argon2id", "ms", 2),
    Target("bytes written per message at 1/s", "B", 20_000),
    Target("bytes written per message at 1,000/s", "B", 600),
    Target("history page of 50 from 1,000,000", "ms", 3),
    Target("search over 1,000,000, slowest of six", "ms", 50),
]


def measure(wanted: str, *, quick: bool) -> dict[str, float]:
    """Each figure on a fresh server."""
    values: dict[str, float] = {}
    for figure in FIGURES:
        if wanted and wanted not in figure.__name__:
            continue
        with tempfile.TemporaryDirectory(prefix="imnode-bench-", dir=Path.cwd() / ".cache") as folder:
            bench = Bench(Path(folder), quick=quick)
            try:
                values |= uvloop.run(figure(bench))
            finally:
                bench.close()
    return values


def main() -> None:
    if sys.argv[1:2] == ["scale"]:
        from tests.bench import scale

        return scale.main(sys.argv[2:])
    if sys.argv[1:2] == ["plan"]:
        from tests.bench import plan

        return plan.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows to FILE")
    parser.add_argument("--only", default="", metavar="NAME", help="figures with NAME in the name of their function")
    options = parser.parse_args()
    (Path.cwd() / ".cache").mkdir(exist_ok=True)
    values = measure(options.only, quick=options.quick)
    rows = [
        {
            "name": target.name,
            "value": round(values[target.name], 3),
            "unit": target.unit,
            "better": target.better,
            "target": target.value,
            "met": target.met(values[target.name]),
        }
        for target in TARGETS
        if target.name in values
    ]
    table = Table("figure", "value", "target", "", title="One core, all in one process, every message durable")
    for row in rows:
        sign = "≤" if row["better"] == "lower" else "≥"
        value, target = f"{row['value']:,.2f} {row['unit']}", f"{sign} {row['target']:,} {row['unit']}"
        table.add_row(str(row["name"]), value, target, "ok" if row["met"] else "missed")
    Console().print(table)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""A node's samples in a file, taken there while the load comes from elsewhere; and how they get into a result."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from control.connection import AdminConnection
from control.load.nodemeter import NodeMeter, services
from control.load.result import Machine, Result, Sample
from control.load.watcher import EVERY_S, figures_of


class Line(msgspec.Struct, kw_only=True):
    """`at` is s since 1970 UTC by the node's clock."""

    at: float
    figures: dict[str, float]


def record(server: AdminConnection, file: Path, seconds: float) -> int:
    """Take a sample each second; how many."""
    status = server.get("/admin/status")
    meter = NodeMeter(services([int(status["process"]["pid"])]))
    end, count = time.monotonic() + seconds, 0
    with file.open("wb") as out:
        while (began := time.monotonic()) < end:
            figures = meter.read() | figures_of(server.get("/admin/load"), with_process=False)
            out.write(msgspec.json.encode(Line(at=time.time(), figures=figures)) + b"\n")
            out.flush()
            count += 1
            time.sleep(max(0.0, began + EVERY_S - time.monotonic()))
    return count


def adopt(result: Result, file: Path, ahead_s: float, machine: Machine) -> None:
    """Put a node's samples into a result. The node's clock was `ahead_s` before that of the generator."""
    lines = [msgspec.json.decode(line, type=Line) for line in file.read_bytes().splitlines() if line]
    result.samples = [
        Sample(at_s=round(line.at - ahead_s - result.started_at, 3), figures=line.figures) for line in lines
    ]
    result.machines["node"] = machine
    if abs(ahead_s) > 0.001:
        result.notes.append(f"the node's clock was {ahead_s * 1000:+.0f} ms off that of the generator: corrected")

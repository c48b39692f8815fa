"""A node's samples in a file, taken there while the load comes from elsewhere. It needs nothing but what a node has."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from control.client.admin import AdminConnection
from control.load.measurement.node_metrics import NodeMeter, server_figures, services

EVERY_S: float = 1.0


class SampleLine(msgspec.Struct, kw_only=True):
    """`at` is s since 1970 UTC by the node's clock."""

    at: float
    figures: dict[str, float]


def record(server: AdminConnection, file: Path, seconds: float) -> int:
    """Take a sample each second, until the time is over or somebody removes `file`.watching; how many."""
    status = server.get("/admin/status")
    meter = NodeMeter(services([int(status["process"]["pid"])]))
    watching = file.with_name(file.name + ".watching")
    watching.touch()
    end, count = time.monotonic() + seconds, 0
    with file.open("wb") as out:
        while (began := time.monotonic()) < end and watching.exists():
            figures = meter.read() | server_figures(server.get("/admin/load"), with_process=False)
            out.write(msgspec.json.encode(SampleLine(at=time.time(), figures=figures)) + b"\n")
            out.flush()
            count += 1
            time.sleep(max(0.0, began + EVERY_S - time.monotonic()))
    watching.unlink(missing_ok=True)
    return count


def read(file: Path) -> list[SampleLine]:
    """Raises `OSError`, `msgspec.MsgspecError`."""
    return [msgspec.json.decode(line, type=SampleLine) for line in file.read_bytes().splitlines() if line]

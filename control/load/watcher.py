"""Watches a node while it is loaded, from a thread of its own: the kernel's books where the node is this machine, and
the server's own figures.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from control.connection import AdminConnection
from control.errors import ControlError
from control.load.nodemeter import NodeMeter
from control.load.result import Sample
from control.target import Target

EVERY_S: Final = 1.0
GONE_S: Final = 10.0
"""A server that doesn't answer for so long is gone: a restart takes less."""
METERS: Final = ("lag", "commits")


class Watcher:
    """`gone_at` is when the server was last heard of before it was given up, by `time.monotonic`; 0 while it is
    there.
    """

    def __init__(self, target: Target, meter: NodeMeter | None) -> None:
        self._target = target
        self._meter = meter
        self._taken: list[tuple[float, dict[str, float]]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self.gone_at = 0.0

    @property
    def gone(self) -> bool:
        return bool(self.gone_at)

    def samples(self, start: float) -> list[Sample]:
        return [Sample(at_s=round(at - start, 3), figures=figures) for at, figures in list(self._taken)]

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        heard = time.monotonic()
        with AdminConnection(self._target) as server:
            while not self._stop.is_set():
                began = time.monotonic()
                figures = self._meter.read() if self._meter else {}
                try:
                    figures |= figures_of(server.get("/admin/load"), with_process=self._meter is None)
                    heard, self.gone_at = time.monotonic(), 0.0
                except ControlError:
                    if time.monotonic() - heard > GONE_S and not self.gone_at:
                        self.gone_at = heard
                if figures:
                    self._taken.append((began, figures))
                self._stop.wait(max(0.1, began + EVERY_S - time.monotonic()))


@contextmanager
def watching(target: Target, processes: dict[int, str]) -> Iterator[Watcher]:
    watcher = Watcher(target, NodeMeter(processes) if processes else None)
    watcher.begin()
    try:
        yield watcher
    finally:
        watcher.end()


def figures_of(load: dict[str, Any], *, with_process: bool) -> dict[str, float]:
    """The answer of `/admin/load`, flat."""
    figures = {"server.online": float(load["online"]), "server.connections": float(load["connections"])}
    if with_process:
        figures["imserver.user_s"] = float(load["process"]["cpu_s"])
        figures["imserver.system_s"] = 0.0
        figures["imserver.rss_bytes"] = float(load["process"]["rss_bytes"])
    for name in METERS:
        figures[f"{name}.count"] = float(load[name]["count"])
        figures[f"{name}.sum_ms"] = float(load[name]["sum_ms"])
        figures |= {f"{name}.cell{index}": float(count) for index, count in enumerate(load[name]["cells"])}
    figures["commits.waiting"] = float(load["commits"]["waiting"])
    return figures

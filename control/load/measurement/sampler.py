"""Watches a node while it is loaded, from a thread of its own: the kernel's books where the node is this machine, and
the server's own figures.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from control.client.admin import AdminConnection
from control.client.target import Target
from control.errors import ControlError
from control.load.measurement.node_metrics import NodeMeter, server_figures
from control.load.result import NodeSample

EVERY_S: Final = 1.0
GONE_S: Final = 10.0
"""A server that doesn't answer for so long is gone: a restart takes less."""


class NodeSampler:
    """`heard_at` is when the server was last heard of, by `time.monotonic`; `gone`, whether it was given up then."""

    def __init__(self, target: Target, meter: NodeMeter | None) -> None:
        self._target = target
        self._meter = meter
        self._taken: list[tuple[float, dict[str, float]]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self.heard_at = 0.0
        self.gone = False

    def samples(self, start: float) -> list[NodeSample]:
        return [NodeSample(at_s=round(at - start, 3), figures=figures) for at, figures in list(self._taken)]

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        self.heard_at = time.monotonic()
        with AdminConnection(self._target) as server:
            while not self._stop.is_set():
                began = time.monotonic()
                figures = self._meter.read() if self._meter else {}
                try:
                    figures |= server_figures(server.get("/admin/load"), with_process=self._meter is None)
                    self.heard_at, self.gone = time.monotonic(), False
                except ControlError:
                    self.gone = time.monotonic() - self.heard_at > GONE_S
                if figures:
                    self._taken.append((began, figures))
                self._stop.wait(max(0.1, began + EVERY_S - time.monotonic()))


@contextmanager
def watching(target: Target, processes: dict[int, str]) -> Iterator[NodeSampler]:
    watcher = NodeSampler(target, NodeMeter(processes) if processes else None)
    watcher.begin()
    try:
        yield watcher
    finally:
        watcher.end()

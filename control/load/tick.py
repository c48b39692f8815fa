"""One second of a run, as its result keeps it and the live view shows it."""

from __future__ import annotations

import msgspec


class Tick(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Once a second: totals since the start, and what was delivered in the last second, by cell."""

    connected: int = 0
    planned: int = 0
    done: int = 0
    sent: int = 0
    acked: int = 0
    received: int = 0
    errors: int = 0
    reconnects: int = 0
    cells: dict[str, int] = {}
    cpu: float = 0.0

"""Who can tell what happened when a test failed: servers, browsers, hosts.

Each calls `witness(self)` when it is made; `tests/plugins/artifacts.py` asks those that still exist.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Protocol
from weakref import WeakSet

MOST_BYTES: Final = 1_000_000
"""Of a log; the end counts."""


class Witness(Protocol):
    def leave(self, folder: Path) -> None:
        """Write files into `folder`, under names of its own. May raise anything; nobody relies on it."""


WITNESSES: Final[WeakSet[Any]] = WeakSet()


def witness(one: Witness) -> None:
    WITNESSES.add(one)


def keep_end(log: Path, folder: Path, name: str = "") -> None:
    """Copy a log, or its end where it is long. One that isn't there, or is empty, leaves nothing."""
    if log.exists() and log.stat().st_size:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - MOST_BYTES))
            (folder / (name or log.name)).write_bytes(file.read())

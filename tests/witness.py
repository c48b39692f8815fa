"""Who can tell what happened when a test failed: servers, browsers, hosts.

Each calls `witness(self)` when it is made; `tests/plugins/artifacts.py` asks those that still exist.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final, Protocol
from weakref import WeakSet

MOST_BYTES: Final = 1_000_000
"""Of a log; the end counts."""


class Witness(Protocol):
    def testify(self, folder: Path) -> None:
        """Write files into `folder`, under names of its own. May raise anything; nobody relies on it."""


WITNESSES: Final[WeakSet[Any]] = WeakSet()
_BEGAN: Final = {"test": 0.0}


def witness(one: Witness) -> None:
    WITNESSES.add(one)


def begin() -> None:
    """A test begins: what was written before has nothing to do with it."""
    _BEGAN["test"] = time.time()


def keep_end(log: Path, folder: Path, name: str = "") -> None:
    """Copy a log, or its end where it is long. One to which nothing was written since the test began is left out."""
    if log.exists() and log.stat().st_size and log.stat().st_mtime >= _BEGAN["test"] - 1:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - MOST_BYTES))
            (folder / (name or log.name)).write_bytes(file.read())

"""The engines of the store. A new one is a line in `ENGINES`, and every test of this folder runs over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from imserver.seal.envelope import Sealer
from imserver.store.base import Listener, Store
from imserver.store.sqlite import SqliteStore

Open = Callable[[Path, Sealer, Listener], Store]
"""Opens, or makes, the store that lives in a directory."""


def open_sqlite(directory: Path, sealer: Sealer, listener: Listener) -> Store:
    return SqliteStore(directory / "messages.db", sealer, listener)


ENGINES: Final[dict[str, Open]] = {"sqlite": open_sqlite}

"""The index from before an upgrade: it answers while the new one is made.

Words that are folded as they were are found by it; what it suggests is checked against the messages, as always.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from imserver.search import table
from imserver.store.records import StreamPlace
from imserver.system.logs import get_logger

log = get_logger("imserver.search")


class Predecessor:
    """A file beside the index's own; most of the time there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None

    def take(self, path: Path) -> None:
        """Let the closed index `path` be the predecessor, unless it wasn't complete and there is one already."""
        if not self._path.exists() or _is_complete(path):
            self.drop()
            path.rename(self._path)
        remove(path)

    def find(self, query: str, before: int | None, limit: int) -> list[StreamPlace]:
        with self._lock:
            try:
                database = self._open()
                return table.read(database, query, before, limit) if database else []
            except sqlite3.DatabaseError:
                log.exception("search.predecessor_unreadable")
        self.drop()
        return []

    def keep_if_of(self, epoch: str) -> None:
        """Drop it where its positions are of another store."""
        with self._lock:
            try:
                database = self._open()
                if database is None or table.state(database)[0] == epoch:
                    return
            except sqlite3.DatabaseError:
                log.exception("search.predecessor_unreadable")
        self.drop()

    def drop(self) -> None:
        with self._lock:
            self._close()
            remove(self._path)

    def size_bytes(self) -> int:
        return size_bytes(self._path)

    def close(self) -> None:
        with self._lock:
            self._close()

    def _open(self) -> sqlite3.Connection | None:
        if self._database is None and self._path.exists():
            self._database = table.open_database(self._path)
        return self._database

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
        self._database = None


def _is_complete(path: Path) -> bool:
    """Whether it was once up to date: only then it has a position."""
    database = table.open_database(path)
    try:
        return table.state(database)[1] > 0
    finally:
        database.close()


def size_bytes(path: Path) -> int:
    files = (path, path.with_name(path.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def remove(path: Path) -> None:
    """The file of a closed index, and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)

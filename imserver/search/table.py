"""The tables of an index file, and how they are read."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from imserver.core import folding
from imserver.store.records import StreamPlace

LAYOUT: Final = 2
CACHE_KIB: Final = 2048
READABLE: Final = (1, LAYOUT)
"""Layouts that `read` can read."""


def open_database(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA busy_timeout = 5000")
    database.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return database


def create(database: sqlite3.Connection) -> None:
    database.executescript(
        "BEGIN IMMEDIATE;"
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT;"
        "CREATE TABLE places (position INTEGER PRIMARY KEY, conv TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;"
        "CREATE VIRTUAL TABLE words USING fts5 (conv, body, starts, content='', detail=full, tokenize='ascii');"
        f"PRAGMA user_version = {LAYOUT};"
        "COMMIT;"
    )
    database.execute("INSERT INTO meta VALUES ('folding', ?)", (folding.VERSION,))


def layout(database: sqlite3.Connection) -> int:
    """0 where there are no tables yet."""
    found: int = database.execute("PRAGMA user_version").fetchone()[0]
    return found


def is_current(database: sqlite3.Connection) -> bool:
    """Whether words stand in the tables as they are folded now."""
    if layout(database) != LAYOUT:
        return False
    row: tuple[str] | None = database.execute("SELECT value FROM meta WHERE key = 'folding'").fetchone()
    return row == (folding.VERSION,)


def state(database: sqlite3.Connection) -> tuple[str, int]:
    """The store's epoch that is indexed, and the position up to which; ("", 0) at first."""
    rows = dict(database.execute("SELECT key, value FROM meta").fetchall())
    return rows.get("epoch", ""), rows.get("position", 0)


def read(database: sqlite3.Connection, query: str, before: int | None, limit: int) -> list[StreamPlace]:
    """Places that a query of FTS5 finds, the newest first; those below the position `before`."""
    rows = database.execute(
        "SELECT p.position, p.conv, p.seq FROM words w JOIN places p ON p.position = w.rowid"
        " WHERE words MATCH ? AND w.rowid < ? ORDER BY w.rowid DESC LIMIT ?",
        (query, (1 << 62) if before is None else before, limit),
    )
    return [StreamPlace(*row) for row in rows]

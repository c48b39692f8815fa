"""How SQLite is opened here, and what its errors mean to users."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.folding import fold
from imserver.core.spelling import holds

CACHE_KIB = 4096


def open_database(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection in WAL mode. Writers commit with `synchronous=FULL`: an fsync for every commit."""
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    database.execute("PRAGMA busy_timeout = 5000")
    database.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    database.create_function("fold", 1, fold, deterministic=True)
    database.create_function("holds", 3, holds, deterministic=True)
    if readonly:
        database.execute("PRAGMA query_only = ON")
    return database


def translate(error: sqlite3.Error) -> ImError:
    """What went wrong, in the words of the error table."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_FULL:
        return ImError(errors.STORAGE_FULL, "The message store's disk is full.")
    return ImError(errors.STORAGE_FAILED, f"The message store failed: {error}.")

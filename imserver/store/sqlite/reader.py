"""Reading threads, each with a connection of its own: readers never wait for the writer."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from imserver.store.sqlite.connection import open_database, translate

THREADS: Final = 3
T = TypeVar("T")


class Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._databases: list[sqlite3.Connection] = []
        self._pool = ThreadPoolExecutor(THREADS, "store-reader")

    async def run(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run `query` on one consistent snapshot. Raises `storage_failed`."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._query, query)

    def _query(self, query: Callable[[sqlite3.Connection], T]) -> T:
        database = self._database()
        try:
            database.execute("BEGIN")
            try:
                return query(database)
            finally:
                database.execute("COMMIT")
        except sqlite3.Error as error:
            raise translate(error) from error

    def _database(self) -> sqlite3.Connection:
        database: sqlite3.Connection | None = getattr(self._local, "database", None)
        if database is None:
            database = self._local.database = open_database(self._path, readonly=True)
            self._databases.append(database)
        return database

    def close(self) -> None:
        self._pool.shutdown(wait=True)
        for database in self._databases:
            database.close()

"""What the server is called."""

from __future__ import annotations

import sqlite3

from imserver.core.server import ServerFacts
from imserver.store.sqlite.authority import has_owner
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer


class SqliteServer:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def facts(self) -> ServerFacts:
        def read(database: sqlite3.Connection) -> ServerFacts:
            peopled = database.execute("SELECT 1 FROM users WHERE login IS NOT NULL LIMIT 1").fetchone()
            return ServerFacts(server_name(database), has_owner(database), peopled is not None)

        return await self._reader.run(read)

    async def rename(self, name: str) -> str:
        def operation(transaction: Transaction) -> str:
            before = server_name(transaction.database)
            transaction.database.execute(
                "INSERT INTO meta VALUES ('name', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (name,)
            )
            return before

        return await self._writer.submit(operation)


def server_name(database: sqlite3.Connection) -> str:
    row = database.execute("SELECT value FROM meta WHERE key = 'name'").fetchone()
    return str(row[0]) if row else ""

"""Ways into the engine that the port doesn't offer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from imserver.store.sqlite import SqliteStore
from tests.contract.town import Town


def sqlite_of(town: Town) -> SqliteStore:
    assert isinstance(town.store, SqliteStore)
    return town.store


@contextmanager
def traced(database: sqlite3.Connection) -> Iterator[list[str]]:
    """The statements that run on a connection."""
    statements: list[str] = []
    database.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        database.set_trace_callback(None)


async def talk(town: Town) -> tuple[str, str, str]:
    """A group of two: its id, its owner and its member."""
    anna, ben = await town.people("anna", "ben")
    return await town.group(anna, ben), anna, ben

"""What administrators did."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

import msgspec

from imserver.core.audit import AuditAction, AuditEntry, Facts, Means
from imserver.core.folding import fold
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.timeline import moments
from imserver.store.sqlite.writer import Transaction, Writer

COLUMNS: Final = "at, means, actor, actor_name, action, target, target_name, details, address"
FOREVER: Final = (1 << 63) - 1


class SqliteAudit:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.executemany(
                f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [_row(entry) for entry in entries]
            )

        if entries:
            await self._writer.submit(operation)

    async def page(self, query: str, before: int | None, limit: int) -> list[AuditEntry]:
        def read(database: sqlite3.Connection) -> list[AuditEntry]:
            rows = database.execute(
                f"SELECT id, {COLUMNS} FROM audit WHERE id < ?1 AND"
                " (instr(fold(actor_name), ?2) OR instr(fold(target_name), ?2) OR instr(action, ?2)"
                " OR instr(fold(coalesce(details ->> 'user', '')), ?2) OR ?3 IN (actor, target, address))"
                " ORDER BY id DESC LIMIT ?4",
                (FOREVER if before is None else before, fold(query), query, limit),
            ).fetchall()
            return [_entry(*row) for row in rows]

        return await self._reader.run(read)

    async def trim(self, now: int, age_ms: int, keep: int) -> int:
        def operation(transaction: Transaction) -> int:
            database = transaction.database
            line, through = moments(database, "audit"), 0
            for id, at in database.execute("SELECT id, at FROM audit ORDER BY id"):
                if line.written(id, at, now) >= now - age_ms:
                    break
                through = id
            return database.execute(
                "DELETE FROM audit WHERE id <= ? OR id <= (SELECT max(id) FROM audit) - ?", (through, keep)
            ).rowcount

        return await self._writer.submit(operation)


def _row(entry: AuditEntry) -> tuple[object, ...]:
    details = msgspec.json.encode(entry.details).decode()
    return (
        entry.at,
        entry.means,
        entry.actor,
        entry.actor_name,
        entry.action,
        entry.target,
        entry.target_name,
        details,
        entry.address,
    )


def _entry(
    id: int,
    at: int,
    means: str,
    actor: str,
    actor_name: str,
    action: str,
    target: str,
    target_name: str,
    details: str,
    address: str,
) -> AuditEntry:
    return AuditEntry(
        id=id,
        at=at,
        means=Means(means),
        actor=actor,
        actor_name=actor_name,
        action=AuditAction(action),
        target=target,
        target_name=target_name,
        details=msgspec.json.decode(details, type=Facts),
        address=address,
    )

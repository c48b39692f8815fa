"""One-time links."""

from __future__ import annotations

import sqlite3

from imserver.core import errors
from imserver.core.account import Role
from imserver.core.errors import ImError
from imserver.store.base import Link
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer

COLUMNS = "code_hash, hint, kind, user, role, uses_left, expires_at, created_by, created_at"


class SqliteLinks:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, link: Link) -> None:
        def operation(transaction: Transaction) -> None:
            database = transaction.database
            database.execute("DELETE FROM links WHERE expires_at <= ? OR uses_left = 0", (link.created_at,))
            if link.kind == "setup":
                database.execute("DELETE FROM links WHERE kind = 'setup'")
            elif link.user is not None:
                database.execute("DELETE FROM links WHERE kind = ? AND user = ?", (link.kind, link.user))
            database.execute(
                f"INSERT INTO links ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    link.code_hash,
                    link.hint,
                    link.kind,
                    link.user,
                    link.role,
                    link.uses_left,
                    link.expires_at,
                    link.created_by,
                    link.created_at,
                ),
            )

        await self._writer.submit(operation)

    async def find(self, code_hash: bytes, now: int) -> Link | None:
        def read(database: sqlite3.Connection) -> Link | None:
            row = database.execute(
                f"SELECT {COLUMNS} FROM links WHERE code_hash = ? AND expires_at > ? AND uses_left > 0",
                (code_hash, now),
            ).fetchone()
            return _link(row) if row else None

        return await self._reader.run(read)

    async def invites(self, now: int) -> list[Link]:
        def read(database: sqlite3.Connection) -> list[Link]:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM links WHERE kind = 'invite' AND expires_at > ? AND uses_left > 0"
                " ORDER BY created_at",
                (now,),
            ).fetchall()
            return [_link(row) for row in rows]

        return await self._reader.run(read)

    async def revoke(self, code_hash: bytes) -> bool:
        return await self._writer.submit(
            lambda transaction: (
                transaction.database.execute("DELETE FROM links WHERE code_hash = ?", (code_hash,)).rowcount > 0
            )
        )


def spend(database: sqlite3.Connection, code_hash: bytes, now: int) -> None:
    """Use a link once. Raises `link_invalid` where it has no use left."""
    spent = database.execute(
        "UPDATE links SET uses_left = uses_left - 1 WHERE code_hash = ? AND expires_at > ? AND uses_left > 0",
        (code_hash, now),
    )
    if spent.rowcount == 0:
        raise ImError(errors.LINK_INVALID, "This link is not valid.")


def _link(row: tuple[bytes, str, str, str | None, str, int, int, str, int]) -> Link:
    code_hash, hint, kind, user, role, uses_left, expires_at, created_by, created_at = row
    return Link(
        code_hash=code_hash,
        hint=hint,
        kind=kind,
        user=user,
        role=Role(role),
        uses_left=uses_left,
        expires_at=expires_at,
        created_by=created_by,
        created_at=created_at,
    )

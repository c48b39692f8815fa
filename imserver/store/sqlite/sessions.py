"""Logged-in devices and their refresh tokens, and the tokens of programs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from imserver.core import errors
from imserver.core.account import Role, User
from imserver.core.errors import ImError
from imserver.store.base import ApiToken, DeviceSession
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer

ROTATION_GRACE: Final = 60_000
ENDED_KEPT: Final = 24 * 60 * 60 * 1000
"""Ended sessions are remembered for longer than any access token of theirs lives."""

COLUMNS = "id, user, device, refresh_hash, created_at, refreshed_at, expires_at"


class SqliteSessions:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, session: DeviceSession) -> None:
        def operation(transaction: Transaction) -> None:
            _sweep(transaction.database, session.user, session.created_at)
            added = transaction.database.execute(
                f"INSERT INTO sessions ({COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
                " WHERE EXISTS (SELECT 1 FROM users WHERE id = ?2 AND NOT disabled)",
                (
                    session.id,
                    session.user,
                    session.device,
                    session.refresh_hash,
                    session.created_at,
                    session.refreshed_at,
                    session.expires_at,
                ),
            )
            if added.rowcount == 0:
                raise ImError(errors.ACCOUNT_DISABLED, "The account is disabled.")

        await self._writer.submit(operation)

    async def rotate(self, old: bytes, new: bytes, now: int, expires_at: int) -> tuple[DeviceSession, User] | None:
        def operation(transaction: Transaction) -> tuple[DeviceSession, User] | None:
            database = transaction.database
            row = database.execute(
                "SELECT id, refreshed_at, previous_hash = ?1 FROM sessions"
                " WHERE (refresh_hash = ?1 OR previous_hash = ?1) AND ended_at IS NULL AND expires_at > ?2",
                (old, now),
            ).fetchone()
            if row is None:
                return None
            id, refreshed_at, is_previous = row
            if is_previous and now - refreshed_at > ROTATION_GRACE:
                database.execute("UPDATE sessions SET ended_at = ? WHERE id = ?", (now, id))
                return None
            database.execute(
                "UPDATE sessions SET previous_hash = ?, refresh_hash = ?, refreshed_at = ?, expires_at = ?"
                " WHERE id = ?",
                (old, new, refreshed_at if is_previous else now, expires_at, id),
            )
            found = database.execute(
                f"SELECT {', '.join('s.' + column for column in COLUMNS.split(', '))},"
                " u.login, u.name, u.role, u.created_at FROM sessions s JOIN users u ON u.id = s.user WHERE s.id = ?",
                (id,),
            ).fetchone()
            session = _session(found[:7])
            login, name, role, created_at = found[7:]
            user = User(
                id=session.user,
                login=login,
                name=name,
                role=Role(role),
                disabled=False,
                created_at=created_at,
            )
            return session, user

        return await self._writer.submit(operation)

    async def end(self, session: str, now: int) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (now, session)
            )

        await self._writer.submit(operation)

    async def of_user(self, user: str, now: int) -> list[DeviceSession]:
        def read(database: sqlite3.Connection) -> list[DeviceSession]:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM sessions WHERE user = ? AND ended_at IS NULL AND expires_at > ?"
                " ORDER BY refreshed_at DESC",
                (user, now),
            ).fetchall()
            return [_session(row) for row in rows]

        return await self._reader.run(read)

    async def ended_since(self, since: int) -> list[str]:
        return await self._reader.run(
            lambda database: [
                row[0] for row in database.execute("SELECT id FROM sessions WHERE ended_at > ?", (since,)).fetchall()
            ]
        )

    async def over(self, sessions: Sequence[str]) -> tuple[list[str], list[str]]:
        def read(database: sqlite3.Connection) -> tuple[list[str], list[str]]:
            rows = database.execute(
                "SELECT asked.value, s.id IS NOT NULL AND ifnull(u.disabled, 1) FROM json_each(?) asked"
                " LEFT JOIN sessions s ON s.id = asked.value LEFT JOIN users u ON u.id = s.user"
                " WHERE s.id IS NULL OR s.ended_at IS NOT NULL OR ifnull(u.disabled, 1)",
                (json.dumps(list(sessions)),),
            ).fetchall()
            return [id for id, disabled in rows if not disabled], [id for id, disabled in rows if disabled]

        return await self._reader.run(read)


def _sweep(database: sqlite3.Connection, user: str, now: int) -> None:
    database.execute("DELETE FROM sessions WHERE ended_at <= ?", (now - ENDED_KEPT,))
    database.execute("DELETE FROM sessions WHERE user = ? AND expires_at <= ?", (user, now))


def end_all(database: sqlite3.Connection, user: str, now: int, keep: str = "") -> list[str]:
    """End every session of a user but `keep`; returns the ids of those that were open."""
    condition = "user = ? AND id <> ? AND ended_at IS NULL"
    rows = database.execute(f"SELECT id FROM sessions WHERE {condition}", (user, keep)).fetchall()
    database.execute(f"UPDATE sessions SET ended_at = ? WHERE {condition}", (now, user, keep))
    return [row[0] for row in rows]


def _session(row: tuple[str, str, str, bytes, int, int, int]) -> DeviceSession:
    id, user, device, refresh_hash, created_at, refreshed_at, expires_at = row
    return DeviceSession(
        id=id,
        user=user,
        device=device,
        refresh_hash=refresh_hash,
        created_at=created_at,
        refreshed_at=refreshed_at,
        expires_at=expires_at,
    )


class SqliteApiTokens:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, token: ApiToken) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "INSERT INTO api_tokens VALUES (?, ?, ?, ?, ?)",
                (token.id, token.name, token.token_hash, token.created_at, token.expires_at),
            )

        await self._writer.submit(operation)

    async def find(self, token_hash: bytes, now: int) -> ApiToken | None:
        rows = await self._select("token_hash = ? AND expires_at > ?", (token_hash, now))
        return rows[0] if rows else None

    async def all(self, now: int) -> list[ApiToken]:
        return await self._select("expires_at > ? ORDER BY created_at", (now,))

    async def _select(self, condition: str, values: tuple[object, ...]) -> list[ApiToken]:
        def read(database: sqlite3.Connection) -> list[ApiToken]:
            rows = database.execute(
                f"SELECT id, name, token_hash, created_at, expires_at FROM api_tokens WHERE {condition}",
                values,
            ).fetchall()
            return [
                ApiToken(id=id, name=name, token_hash=hash, created_at=created, expires_at=expires)
                for id, name, hash, created, expires in rows
            ]

        return await self._reader.run(read)

    async def remove(self, token: str) -> bool:
        def operation(transaction: Transaction) -> bool:
            return transaction.database.execute("DELETE FROM api_tokens WHERE id = ?", (token,)).rowcount > 0

        return await self._writer.submit(operation)

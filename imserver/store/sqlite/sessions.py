"""Logged-in devices and their refresh tokens, and the tokens of programs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from imserver.core import errors
from imserver.core.account import Role, User
from imserver.core.errors import ImError
from imserver.core.grant import may_act_as_owner
from imserver.store.records import ApiToken, DeviceSession, Exchange, Over, Presented, Reuse
from imserver.store.sqlite.authority import authority, check_owner
from imserver.store.sqlite.issued import end_issued
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer

ROTATION_GRACE: Final = 60_000
MAX_SESSIONS: Final = 50
"""Open ones of one account. A person has a handful of devices; a program that logs in again and again ends its own."""
DAY: Final = 24 * 60 * 60 * 1000
ENDED_KEPT: Final = DAY
"""Ended sessions are remembered for longer than any access token of theirs lives."""
REUSE_KEPT: Final = 30 * DAY
MAX_REUSED: Final = 10
"""Of one account, after `ENDED_KEPT`."""

COLUMNS = "id, user, device, created_at, refreshed_at, expires_at, generation"
API_TOKEN = "id, name, token_hash, issuer, created_at, expires_at"  # noqa: S105 - names of columns


class SqliteSessions:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, session: DeviceSession, password: str | None = None, online: Sequence[str] = ()) -> list[str]:
        def operation(transaction: Transaction) -> list[str]:
            database = transaction.database
            found = database.execute("SELECT password FROM users WHERE id = ?", (session.user,)).fetchone()
            if found and password not in (None, found[0]):
                raise ImError(errors.CREDENTIALS_WRONG, "The password has just been changed.")
            _sweep(database, session.user, session.created_at)
            added = database.execute(
                f"INSERT INTO sessions ({COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
                " WHERE EXISTS (SELECT 1 FROM users WHERE id = ?2 AND NOT disabled)",
                (
                    session.id,
                    session.user,
                    session.device,
                    session.created_at,
                    session.refreshed_at,
                    session.expires_at,
                    session.generation,
                ),
            )
            if added.rowcount == 0:
                raise ImError(errors.ACCOUNT_DISABLED, "The account is disabled.")
            return _end_surplus(database, session, online)

        return await self._writer.submit(operation)

    async def exchange(self, token: Presented, now: int, expires_at: int) -> Exchange | None:
        def operation(transaction: Transaction) -> Exchange | None:
            database = transaction.database
            found = _find(database, token, now)
            if found is None or (found.ended_at is not None and not found.reused_at):
                return None
            id, reused_at = found.id, found.reused_at
            if reused_at is None:
                if found.presented >= found.generation:  # beyond it where an older copy of the data was restored
                    database.execute(
                        "UPDATE sessions SET generation = ?, previous_hash = ?, unsigned_hash = NULL,"
                        " refreshed_at = ?, expires_at = ? WHERE id = ?",
                        (found.presented + 1, token.token_hash, now, expires_at, id),
                    )
                elif not found.is_previous or now - found.refreshed_at > ROTATION_GRACE:
                    reused_at = now
                    database.execute("UPDATE sessions SET ended_at = ?1, reused_at = ?1 WHERE id = ?2", (now, id))
            session, user = _owned(database, id)
            return Exchange(session=session, user=user, reused_at=reused_at or 0)

        return await self._writer.submit(operation)

    async def revoke(self, token: Presented, now: int) -> str | None:
        def operation(transaction: Transaction) -> str | None:
            found = _find(transaction.database, token, now)
            if found is None or found.ended_at is not None:
                return None
            transaction.database.execute("UPDATE sessions SET ended_at = ? WHERE id = ?", (now, found.id))
            return found.id

        return await self._writer.submit(operation)

    async def reused(self, user: str, since: int) -> list[Reuse]:
        def read(database: sqlite3.Connection) -> list[Reuse]:
            rows = database.execute(
                "SELECT id, device, reused_at FROM sessions WHERE user = ? AND reused_at > ? ORDER BY reused_at DESC",
                (user, since),
            ).fetchall()
            return [Reuse(*row) for row in rows]

        return await self._reader.run(read)

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

    async def over(self, sessions: Sequence[str]) -> Over:
        def read(database: sqlite3.Connection) -> Over:
            rows = database.execute(
                "SELECT asked.value, s.id IS NOT NULL AND ifnull(u.disabled, 1), s.reused_at IS NOT NULL"
                " FROM json_each(?) asked LEFT JOIN sessions s ON s.id = asked.value LEFT JOIN users u ON u.id = s.user"
                " WHERE s.id IS NULL OR s.ended_at IS NOT NULL OR ifnull(u.disabled, 1)",
                (json.dumps(list(sessions)),),
            ).fetchall()
            over = Over([], [], [])
            for id, disabled, reused in rows:
                (over.disabled if disabled else over.reused if reused else over.ended).append(id)
            return over

        return await self._reader.run(read)


@dataclass(frozen=True, slots=True)
class _Found:
    """A session, and which of its generations the presented token is of; `is_previous`: it was exchanged last."""

    id: str
    generation: int
    refreshed_at: int
    ended_at: int | None
    reused_at: int | None
    presented: int
    is_previous: bool


def _find(database: sqlite3.Connection, token: Presented, now: int) -> _Found | None:
    condition = "id = ?2" if token.session else "(unsigned_hash = ?1 OR previous_hash = ?1)"
    row = database.execute(
        "SELECT id, generation, refreshed_at, ended_at, reused_at, previous_hash IS ?1"
        f" FROM sessions WHERE {condition} AND expires_at > ?3",
        (token.token_hash, token.session, now),
    ).fetchone()
    if row is None:
        return None
    id, generation, refreshed_at, ended_at, reused_at, is_previous = row
    presented = token.generation if token.session else generation - is_previous
    return _Found(id, generation, refreshed_at, ended_at, reused_at, presented, bool(is_previous))


def _owned(database: sqlite3.Connection, id: str) -> tuple[DeviceSession, User]:
    found = database.execute(
        f"SELECT {', '.join('s.' + column for column in COLUMNS.split(', '))},"
        " coalesce(u.login, ''), u.name, u.role, u.created_at, u.avatar"
        " FROM sessions s JOIN users u ON u.id = s.user WHERE s.id = ?",
        (id,),
    ).fetchone()
    session = _session(found[:7])
    login, name, role, created_at, avatar = found[7:]
    user = User(
        id=session.user,
        login=login,
        name=name,
        role=Role(role),
        disabled=False,
        created_at=created_at,
        avatar=avatar,
    )
    return session, user


def _sweep(database: sqlite3.Connection, user: str, now: int) -> None:
    database.execute(
        "DELETE FROM sessions WHERE ended_at <= ? AND (reused_at IS NULL OR reused_at <= ?)",
        (now - ENDED_KEPT, now - REUSE_KEPT),
    )
    database.execute("DELETE FROM sessions WHERE user = ? AND expires_at <= ?", (user, now))
    database.execute(
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user = ? AND reused_at <= ?"
        " ORDER BY reused_at DESC LIMIT -1 OFFSET ?)",
        (user, now - ENDED_KEPT, MAX_REUSED),
    )


def _end_surplus(database: sqlite3.Connection, newest: DeviceSession, online: Sequence[str]) -> list[str]:
    rows = database.execute(
        "SELECT id FROM sessions WHERE user = ? AND id <> ? AND ended_at IS NULL"
        " ORDER BY id IN (SELECT value FROM json_each(?)) DESC, refreshed_at DESC, id DESC LIMIT -1 OFFSET ?",
        (newest.user, newest.id, json.dumps(list(online)), MAX_SESSIONS - 1),
    ).fetchall()
    ended = [id for (id,) in rows]
    database.executemany("UPDATE sessions SET ended_at = ? WHERE id = ?", [(newest.created_at, id) for id in ended])
    return ended


def end_all(database: sqlite3.Connection, user: str, now: int, keep: str = "") -> list[str]:
    """End every session of a user but `keep`; returns the ids of those that were open."""
    condition = "user = ? AND id <> ? AND ended_at IS NULL"
    rows = database.execute(f"SELECT id FROM sessions WHERE {condition}", (user, keep)).fetchall()
    database.execute(f"UPDATE sessions SET ended_at = ? WHERE {condition}", (now, user, keep))
    return [row[0] for row in rows]


def _session(row: tuple[str, str, str, int, int, int, int]) -> DeviceSession:
    id, user, device, created_at, refreshed_at, expires_at, generation = row
    return DeviceSession(
        id=id,
        user=user,
        device=device,
        created_at=created_at,
        refreshed_at=refreshed_at,
        expires_at=expires_at,
        generation=generation,
    )


_SWEEP: Final = """
WITH RECURSIVE needed (id) AS (
    SELECT issuer FROM webhooks UNION SELECT t.issuer FROM needed JOIN api_tokens t ON t.id = needed.id
)
DELETE FROM api_tokens WHERE expires_at <= ? AND id NOT IN (SELECT id FROM needed)
"""
"""A webhook outlives the token with which it was added, which tells who answers for it."""


class SqliteApiTokens:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, token: ApiToken) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(_SWEEP, (token.created_at,))
            check_owner(transaction.database, token.issuer, token.created_at, "issue API tokens")
            transaction.database.execute(
                f"INSERT INTO api_tokens ({API_TOKEN}) VALUES (?, ?, ?, ?, ?, ?)",
                (token.id, token.name, token.token_hash, token.issuer, token.created_at, token.expires_at),
            )

        await self._writer.submit(operation)

    async def find(self, token_hash: bytes, now: int) -> ApiToken | None:
        rows = await self._select("token_hash = ?", token_hash, now)
        return rows[0] if rows else None

    async def all(self, now: int) -> list[ApiToken]:
        return await self._select("? ORDER BY created_at", 1, now)

    async def _select(self, condition: str, value: bytes | int, now: int) -> list[ApiToken]:
        """Those that are worth something now."""

        def read(database: sqlite3.Connection) -> list[ApiToken]:
            rows = database.execute(
                f"SELECT {API_TOKEN} FROM api_tokens WHERE expires_at > ? AND {condition}", (now, value)
            ).fetchall()
            tokens = [
                ApiToken(id=id, name=name, token_hash=hash, issuer=issuer, created_at=created, expires_at=expires)
                for id, name, hash, issuer, created, expires in rows
            ]
            return [token for token in tokens if may_act_as_owner(authority(database, token.issuer, now))]

        return await self._reader.run(read)

    async def remove(self, token: str, now: int) -> bool:
        def operation(transaction: Transaction) -> bool:
            database = transaction.database
            removed = database.execute("DELETE FROM api_tokens WHERE id = ?", (token,)).rowcount > 0
            if removed:
                end_issued(database, token, now)
            return removed

        return await self._writer.submit(operation)

"""One-time links."""

from __future__ import annotations

import sqlite3

from imserver.core import errors
from imserver.core.account import Role
from imserver.core.errors import ImError
from imserver.core.grant import LinkKind, may_invite, may_set_password, may_set_up
from imserver.store.records import Link
from imserver.store.sqlite.authority import authority, has_owner
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer

COLUMNS = "code_hash, hint, kind, user, role, uses_left, expires_at, created_by, issuer, created_at"


class SqliteLinks:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def add(self, link: Link) -> None:
        def operation(transaction: Transaction) -> None:
            database = transaction.database
            _check_new(database, link)
            database.execute("DELETE FROM links WHERE expires_at <= ? OR uses_left = 0", (link.created_at,))
            if link.kind == LinkKind.SETUP:
                end_setup(database)
            elif link.user is not None:
                database.execute("DELETE FROM links WHERE kind = ? AND user = ?", (link.kind, link.user))
            database.execute(
                f"INSERT INTO links ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    link.code_hash,
                    link.hint,
                    link.kind,
                    link.user,
                    link.role,
                    link.uses_left,
                    link.expires_at,
                    link.created_by,
                    link.issuer,
                    link.created_at,
                ),
            )

        await self._writer.submit(operation)

    async def find(self, code_hash: bytes, now: int) -> Link | None:
        return await self._reader.run(lambda database: _find(database, code_hash, now))

    async def invites(self, now: int) -> list[Link]:
        def read(database: sqlite3.Connection) -> list[Link]:
            links = _select(
                database, "kind = 'invite' AND expires_at > ? AND uses_left > 0 ORDER BY created_at", (now,)
            )
            return [link for link in links if _is_valid(database, link, now)]

        return await self._reader.run(read)

    async def revoke(self, code_hash: bytes) -> bool:
        return await self._writer.submit(
            lambda transaction: (
                transaction.database.execute("DELETE FROM links WHERE code_hash = ?", (code_hash,)).rowcount > 0
            )
        )


def spend(database: sqlite3.Connection, code_hash: bytes, now: int, user: str | None, role: Role) -> None:
    """Use a link once: to set the password of `user`, or with None to make an account with this role.

    Raises `link_invalid` where it has no use left, is for something else, or its issuer could not issue it now.
    """
    link = _find(database, code_hash, now)
    if link is None or link.user != user or role.rank > link.role.rank:
        raise ImError(errors.LINK_INVALID, "This link is not valid.")
    database.execute("UPDATE links SET uses_left = uses_left - 1 WHERE code_hash = ?", (code_hash,))


def end_setup(database: sqlite3.Connection) -> None:
    """There is an owner, or a newer link to make one."""
    database.execute("DELETE FROM links WHERE kind = 'setup'")


def end_void(database: sqlite3.Connection, condition: str, value: str, now: int) -> None:
    """Take those of the links away that are worth nothing now."""
    for link in _select(database, condition, (value,)):
        if not _is_valid(database, link, now):
            database.execute("DELETE FROM links WHERE code_hash = ?", (link.code_hash,))


def _check_new(database: sqlite3.Connection, link: Link) -> None:
    """Raises `already_set_up`, `account_disabled`, `forbidden`."""
    if link.kind == LinkKind.SETUP and has_owner(database):
        raise ImError(errors.ALREADY_SET_UP, "This server has an owner.")
    if link.kind == LinkKind.PASSWORD and _role_of(database, link.user) is None:
        raise ImError(errors.ACCOUNT_DISABLED, "The account is disabled: enable it first.")
    if not _is_valid(database, link, link.created_at):
        raise ImError(errors.FORBIDDEN, "You may not issue this link.")


def _find(database: sqlite3.Connection, code_hash: bytes, now: int) -> Link | None:
    found = _select(database, "code_hash = ? AND expires_at > ? AND uses_left > 0", (code_hash, now))
    return found[0] if found and _is_valid(database, found[0], now) else None


def _is_valid(database: sqlite3.Connection, link: Link, now: int) -> bool:
    issuer = authority(database, link.issuer, now)
    match link.kind:
        case LinkKind.SETUP:
            return may_set_up(issuer, has_owner=has_owner(database))
        case LinkKind.INVITE:
            return may_invite(issuer, link.role)
        case LinkKind.PASSWORD:
            return may_set_password(issuer, _role_of(database, link.user), link.role)
    return False


def _role_of(database: sqlite3.Connection, user: str | None) -> Role | None:
    """None for who is disabled or gone."""
    row = database.execute(
        "SELECT role FROM users WHERE id = ? AND login IS NOT NULL AND NOT disabled", (user,)
    ).fetchone()
    return Role(row[0]) if row else None


def _select(database: sqlite3.Connection, condition: str, values: tuple[object, ...]) -> list[Link]:
    rows = database.execute(f"SELECT {COLUMNS} FROM links WHERE {condition}", values).fetchall()
    return [_link(row) for row in rows]


def _link(row: tuple[bytes, str, str, str | None, str, int, int, str, str, int]) -> Link:
    code_hash, hint, kind, user, role, uses_left, expires_at, created_by, issuer, created_at = row
    return Link(
        code_hash=code_hash,
        hint=hint,
        kind=kind,
        user=user,
        role=Role(role),
        uses_left=uses_left,
        expires_at=expires_at,
        created_by=created_by,
        issuer=issuer,
        created_at=created_at,
    )

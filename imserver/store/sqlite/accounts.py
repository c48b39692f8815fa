"""Accounts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from imserver.core import errors
from imserver.core.account import Profile, Role, User
from imserver.core.errors import ImError
from imserver.core.event import EVERYBODY, ProfileChanged
from imserver.core.folding import fold
from imserver.core.login import check_unlike, skeleton
from imserver.core.spelling import spelled_out
from imserver.store.base import LOCAL
from imserver.store.records import NewUser
from imserver.store.sqlite import membership
from imserver.store.sqlite.authority import check_authority, has_owner
from imserver.store.sqlite.avatars import retire
from imserver.store.sqlite.blocks import end_blocks
from imserver.store.sqlite.issued import end_issued
from imserver.store.sqlite.links import end_setup, spend
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.sessions import end_all
from imserver.store.sqlite.writer import Transaction, Writer

COLUMNS = "id, login, name, role, disabled, created_at, avatar"


class SqliteAccounts:
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def create(
        self, users: Sequence[NewUser], link: bytes | None = None, now: int = 0, issuer: str = LOCAL
    ) -> list[User]:
        def operation(transaction: Transaction) -> list[User]:
            database = transaction.database
            if link is not None:
                spend(database, link, now, None, max((user.role for user in users), key=lambda role: role.rank))
            for user in users:
                check_authority(database, issuer, now, Role.MEMBER, user.role)
                if database.execute("SELECT 1 FROM users WHERE login = ?", (user.login,)).fetchone():
                    raise ImError(errors.LOGIN_TAKEN, f"The login {user.login!r} is taken.")
                check_unlike(user.login, _alike(database, user.login))
                database.execute(
                    "INSERT INTO users (id, login, name, role, disabled, created_at, password, skeleton)"
                    " VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
                    (user.id, user.login, user.name, user.role, user.created_at, user.password, skeleton(user.login)),
                )
                if user.role is Role.OWNER:
                    end_setup(database)
            return [_by_id(database, user.id) for user in users]

        return await self._writer.submit(operation)

    async def get(self, login_or_id: str) -> User:
        def read(database: sqlite3.Connection) -> User:
            row = database.execute(
                f"SELECT {COLUMNS} FROM users WHERE (id = ?1 OR login = ?1) AND login IS NOT NULL"
                " ORDER BY id <> ?1 LIMIT 1",
                (login_or_id,),
            ).fetchone()
            if row is None:
                raise ImError(errors.UNKNOWN_USER, f"There is no user {login_or_id[:64]!r}.")
            return _user(row)

        return await self._reader.run(read)

    async def credentials(self, login: str) -> tuple[User, str] | None:
        def read(database: sqlite3.Connection) -> tuple[User, str] | None:
            row = database.execute(f"SELECT {COLUMNS}, password FROM users WHERE login = ?", (login,)).fetchone()
            return (_user(row[:-1]), row[-1]) if row else None

        return await self._reader.run(read)

    async def search(self, query: str, after: str, limit: int, *, enabled_only: bool = False) -> list[User]:
        def read(database: sqlite3.Connection) -> list[User]:
            rows = database.execute(
                f"SELECT {COLUMNS} FROM users WHERE login > ?1 AND NOT (disabled AND ?4)"
                " AND (holds(login, ?2, ?5) OR holds(name, ?2, ?5)) ORDER BY login LIMIT ?3",
                (after, fold(query), limit, enabled_only, fold(spelled_out(query))),
            ).fetchall()
            return [_user(row) for row in rows]

        return await self._reader.run(read)

    async def taken(self, logins: Sequence[str]) -> set[str]:
        def read(database: sqlite3.Connection) -> set[str]:
            found = (database.execute("SELECT login FROM users WHERE login = ?", (each,)).fetchone() for each in logins)
            return {row[0] for row in found if row}

        return await self._reader.run(read)

    async def alike(self, logins: Sequence[str]) -> dict[str, str]:
        def read(database: sqlite3.Connection) -> dict[str, str]:
            found = ((login, _alike(database, login)) for login in logins)
            return {login: other for login, other in found if other is not None}

        return await self._reader.run(read)

    async def set_name(self, user: str, name: str, issuer: str = LOCAL) -> User:
        def operation(transaction: Transaction) -> User:
            _check(transaction.database, user, issuer)
            before = _by_id(transaction.database, user)
            if before.name == name:
                return before
            transaction.database.execute("UPDATE users SET name = ? WHERE id = ?", (name, user))
            changed = _by_id(transaction.database, user)
            transaction.log_event(ProfileChanged(changed.profile), EVERYBODY)
            return changed

        return await self._writer.submit(operation)

    async def set_avatar(self, user: str, avatar: str, issuer: str = LOCAL) -> User:
        def operation(transaction: Transaction) -> User:
            database = transaction.database
            _check(database, user, issuer)
            before = _by_id(database, user)
            if before.avatar == avatar:
                return before
            database.execute("UPDATE users SET avatar = ? WHERE id = ?", (avatar, user))
            retire(database, before.avatar)
            changed = _by_id(database, user)
            transaction.log_event(ProfileChanged(changed.profile), EVERYBODY)
            return changed

        return await self._writer.submit(operation)

    async def set_role(self, user: str, role: Role, now: int = 0, issuer: str = LOCAL) -> User:
        def operation(transaction: Transaction) -> User:
            database = transaction.database
            _check(database, user, issuer, now, role)
            if role is not Role.OWNER:
                _keep_an_owner(database, user)
            database.execute("UPDATE users SET role = ? WHERE id = ?", (role, user))
            if role is Role.OWNER:
                end_setup(database)
            end_issued(database, user, now)
            return _by_id(database, user)

        return await self._writer.submit(operation)

    async def set_disabled(self, user: str, disabled: bool, now: int, issuer: str = LOCAL) -> tuple[User, list[str]]:
        def operation(transaction: Transaction) -> tuple[User, list[str]]:
            database = transaction.database
            _check(database, user, issuer, now)
            if disabled:
                _keep_an_owner(database, user)
            database.execute("UPDATE users SET disabled = ? WHERE id = ?", (disabled, user))
            ended: list[str] = []
            if disabled:
                end_issued(database, user, now)
                ended = end_all(database, user, now)
            return _by_id(database, user), ended

        return await self._writer.submit(operation)

    async def set_password(
        self,
        user: str,
        password: str,
        now: int,
        link: bytes | None = None,
        keep: str = "",
        issuer: str = LOCAL,
        former: str | None = None,
    ) -> list[str]:
        def operation(transaction: Transaction) -> list[str]:
            database = transaction.database
            if link is not None:
                spend(database, link, now, user, _by_id(database, user).role)
            _check(database, user, issuer, now)
            _check_former(database, user, former)
            database.execute("UPDATE users SET password = ? WHERE id = ?", (password, user))
            database.execute("DELETE FROM links WHERE user = ?", (user,))
            return end_all(database, user, now, keep)

        return await self._writer.submit(operation)

    async def renew_password(self, user: str, former: str, password: str) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "UPDATE users SET password = ? WHERE id = ? AND password = ?", (password, user, former)
            )

        await self._writer.submit(operation)

    async def remove(self, user: str, now: int, issuer: str = LOCAL, former: str | None = None) -> list[str]:
        def operation(transaction: Transaction) -> list[str]:
            database = transaction.database
            _check(database, user, issuer, now)
            _check_former(database, user, former)
            _keep_an_owner(database, user)
            gone = _by_id(database, user)
            groups = database.execute(
                "SELECT m.conv FROM members m JOIN conversations c ON c.id = m.conv"
                " WHERE m.user = ? AND c.kind = 'group'",
                (user,),
            ).fetchall()
            for (conv,) in groups:
                membership.leave(transaction, conv, user)
            ended = end_all(database, user, now)
            database.execute("DELETE FROM links WHERE user = ?", (user,))
            end_blocks(transaction, user)
            database.execute("DELETE FROM bans WHERE user = ?", (user,))
            if _is_remembered(database, user):
                database.execute(
                    "UPDATE users SET login = NULL, skeleton = NULL, password = '', disabled = 1, avatar = ''"
                    " WHERE id = ?",
                    (user,),
                )
            else:
                database.execute("DELETE FROM users WHERE id = ?", (user,))
            retire(database, gone.avatar)
            end_issued(database, user, now)
            transaction.log_event(ProfileChanged(Profile(gone.id, "", gone.name)), EVERYBODY)
            return ended

        return await self._writer.submit(operation)

    async def has_owner(self) -> bool:
        return await self._reader.run(has_owner)


def _alike(database: sqlite3.Connection, login: str) -> str | None:
    """A login that exists and looks like this one."""
    row = database.execute(
        "SELECT login FROM users WHERE skeleton = ? AND login <> ? ORDER BY login LIMIT 1", (skeleton(login), login)
    ).fetchone()
    return row[0] if row else None


def _check(database: sqlite3.Connection, user: str, issuer: str, now: int = 0, new_role: Role | None = None) -> None:
    """Whether the issuer may change this user, as both are now. Raises `forbidden`, `unknown_user`."""
    check_authority(database, issuer, now, _by_id(database, user).role, new_role)


def _check_former(database: sqlite3.Connection, user: str, former: str | None) -> None:
    """Raises `credentials_wrong` where the password isn't the one any more that somebody knew."""
    (password,) = database.execute("SELECT password FROM users WHERE id = ?", (user,)).fetchone()
    if former not in (None, password):
        raise ImError(errors.CREDENTIALS_WRONG, "The password has just been changed.")


def _is_remembered(database: sqlite3.Connection, user: str) -> bool:
    """Whether conversations still name this user."""
    return (
        database.execute(
            "SELECT 1 FROM messages WHERE sender = ?1 UNION ALL SELECT 1 FROM members WHERE user = ?1 LIMIT 1",
            (user,),
        ).fetchone()
        is not None
    )


def _keep_an_owner(database: sqlite3.Connection, user: str) -> None:
    """Raises `last_owner` where `user` is the only one left who may do everything, and can log in."""
    owners: dict[str, int] = dict(
        database.execute(
            "SELECT id, password <> '' FROM users WHERE role = 'owner' AND login IS NOT NULL AND NOT disabled"
        ).fetchall()
    )
    can_log_in = owners.pop(user, None)
    if can_log_in is None or any(owners.values()) or (owners and not can_log_in):
        return
    if owners:
        raise ImError(errors.LAST_OWNER, "No other owner has chosen a password yet.", "Wait until one of them has.")
    raise ImError(errors.LAST_OWNER, "This is the only owner of the server.")


def _by_id(database: sqlite3.Connection, user: str) -> User:
    row = database.execute(f"SELECT {COLUMNS} FROM users WHERE id = ? AND login IS NOT NULL", (user,)).fetchone()
    if row is None:
        raise ImError(errors.UNKNOWN_USER, f"There is no user {user[:64]!r}.")
    return _user(row)


def _user(row: tuple[str, str, str, str, int, int, str]) -> User:
    id, login, name, role, disabled, created_at, avatar = row
    return User(
        id=id,
        login=login,
        name=name,
        role=Role(role),
        disabled=bool(disabled),
        created_at=created_at,
        avatar=avatar,
    )

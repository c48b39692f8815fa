"""Conversations and who is in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from imserver.core import conversation as rules
from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import MEMBERS_SHOWN, Conversation, Kind, Member, MemberRole, direct_key
from imserver.core.errors import ImError
from imserver.core.event import ConversationAdded, MemberChanged, Removed, Renamed
from imserver.store.base import Group
from imserver.store.sqlite.connection import fold
from imserver.store.sqlite.messages import COLUMNS, SqliteMessages, refusal
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.roster import Entry
from imserver.store.sqlite.writer import Transaction, Writer

GROUPS = (
    "SELECT c.id, c.title, (SELECT count(*) FROM members m WHERE m.conv = c.id),"
    " coalesce((SELECT max(seq) FROM messages s WHERE s.conv = c.id), 0), c.created_at"
    " FROM conversations c WHERE c.kind = 'group'"
)
SENIORITY = "CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, m.joined, m.user"


class SqliteConversations:
    def __init__(self, writer: Writer, reader: Reader, messages: SqliteMessages) -> None:
        self._writer = writer
        self._reader = reader
        self._messages = messages

    async def create_direct(self, conv: str, user: str, other: str, now: int) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            database = transaction.database
            key = direct_key(user, other)
            row = database.execute("SELECT id FROM conversations WHERE direct_key = ?", (key,)).fetchone()
            if row:
                return self.view(database, row[0], user)
            for each in (user, other):
                _profile(database, each)
            database.execute("INSERT INTO conversations VALUES (?, 'direct', '', ?, ?)", (conv, key, now))
            self._join(transaction, conv, {user: MemberRole.MEMBER, other: MemberRole.MEMBER})
            return self.view(database, conv, user)

        return await self._writer.submit(operation)

    async def create_group(self, conv: str, title: str, owner: str, members: Sequence[str], now: int) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            roles = dict.fromkeys(members, MemberRole.MEMBER) | {owner: MemberRole.OWNER}
            rules.check_size(len(roles))
            for user in roles:
                _profile(transaction.database, user)
            transaction.database.execute(
                "INSERT INTO conversations VALUES (?, 'group', ?, NULL, ?)", (conv, title, now)
            )
            self._join(transaction, conv, roles)
            return self.view(transaction.database, conv, owner)

        return await self._writer.submit(operation)

    def _join(self, transaction: Transaction, conv: str, roles: dict[str, MemberRole]) -> None:
        """Add new members and show them the conversation. What they missed is found by `members.joined`."""
        positions = {user: transaction.position() for user in roles}
        transaction.database.executemany(
            "INSERT INTO members VALUES (?, ?, ?, ?)",
            [(conv, user, role, positions[user]) for user, role in roles.items()],
        )
        transaction.roster.drop(conv)
        views: dict[MemberRole, Conversation] = {}
        for user, role in roles.items():
            if role not in views:
                views[role] = self.view(transaction.database, conv, user)
            transaction.announce(positions[user], ConversationAdded(views[role]), (user,))

    async def get(self, conv: str, user: str) -> Conversation:
        return await self._reader.run(lambda database: self.view(database, conv, user))

    async def of_user(self, user: str) -> list[Conversation]:
        return await self._reader.run(lambda database: self.all_of(database, user))

    def all_of(self, database: sqlite3.Connection, user: str) -> list[Conversation]:
        rows = database.execute("SELECT conv FROM members WHERE user = ?", (user,)).fetchall()
        views = [self.view(database, conv, user) for (conv,) in rows]
        return sorted(views, key=lambda view: (view.last.ts if view.last else view.created_at, view.id), reverse=True)

    def view(self, database: sqlite3.Connection, conv: str, user: str) -> Conversation:
        """A conversation as `user` sees it. Raises `unknown_conversation`, `not_member`."""
        row = database.execute(
            "SELECT c.kind, c.title, c.created_at, m.role, (SELECT count(*) FROM members WHERE conv = ?1)"
            " FROM members m JOIN conversations c ON c.id = m.conv WHERE m.conv = ?1 AND m.user = ?2",
            (conv, user),
        ).fetchone()
        if row is None:
            raise refusal(database, conv)
        kind, title, created_at, role, count = row
        last = database.execute(
            f"SELECT {COLUMNS} FROM messages WHERE conv = ? ORDER BY seq DESC LIMIT 1",
            (conv,),
        ).fetchall()
        members = database.execute(
            "SELECT m.user, coalesce(u.login, ''), u.name, m.role FROM members m JOIN users u ON u.id = m.user"
            f" WHERE m.conv = ? ORDER BY {SENIORITY} LIMIT ?",
            (conv, MEMBERS_SHOWN),
        ).fetchall()
        newest = self._messages.open(conv, last)
        return Conversation(
            id=conv,
            kind=Kind(kind),
            title=title,
            role=MemberRole(role),
            created_at=created_at,
            last_seq=newest[0].seq if newest else 0,
            member_count=count,
            members=tuple(Member(id, login, name, MemberRole(role)) for id, login, name, role in members),
            last=newest[0] if newest else None,
        )

    async def rename(self, conv: str, actor: str, title: str) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            entry = transaction.roster.get(conv)
            rules.check_may_run(entry.kind, entry.role(conv, actor), "rename it")
            transaction.database.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conv))
            transaction.log_event(Renamed(conv, title), entry.audience, conv=conv)
            return self.view(transaction.database, conv, actor)

        return await self._writer.submit(operation)

    async def add_members(self, conv: str, actor: str | None, users: Sequence[str], role: MemberRole | None) -> None:
        def operation(transaction: Transaction) -> None:
            first_role = role or MemberRole.MEMBER
            entry = transaction.roster.get(conv)
            actor_role = MemberRole.OWNER if actor is None else entry.role(conv, actor)
            rules.check_may_run(entry.kind, actor_role, "add members")
            is_owner = actor_role is MemberRole.OWNER
            if first_role.runs_group and not is_owner:
                raise ImError(errors.FORBIDDEN, f"Only an owner of the group can make a member {role}.")
            if is_owner and role and role is not MemberRole.OWNER:
                _keep_an_owner(entry, users)
            rules.check_size(len(entry.roles.keys() | set(users)))
            profiles = {user: _profile(transaction.database, user) for user in users}
            arriving = [user for user in profiles if user not in entry.roles]
            for user, profile in profiles.items():
                if user in arriving:
                    transaction.log_event(MemberChanged(conv, profile, "joined", first_role), entry.audience, conv=conv)
                elif role and entry.roles[user] is not role and is_owner:
                    self._change_role(transaction, conv, profile, role)
            if arriving:
                self._join(transaction, conv, dict.fromkeys(arriving, first_role))
                self._find_owner(transaction, conv)

        return await self._writer.submit(operation)

    @staticmethod
    def _change_role(transaction: Transaction, conv: str, profile: Profile, role: MemberRole) -> None:
        entry = transaction.roster.get(conv)
        transaction.database.execute(
            "UPDATE members SET role = ? WHERE conv = ? AND user = ?", (role, conv, profile.id)
        )
        entry.roles[profile.id] = role
        transaction.log_event(MemberChanged(conv, profile, "role", role), entry.audience, conv=conv)

    async def remove_member(self, conv: str, actor: str | None, user: str) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            actor_role = MemberRole.OWNER if actor is None else entry.role(conv, actor)
            if user not in entry.roles:
                raise ImError(errors.UNKNOWN_USER, f"{user[:64]!r} is not in the conversation {conv}.")
            rules.check_may_remove(entry.kind, actor or "", actor_role, user, entry.roles[user])
            self.leave(transaction, conv, user)

        return await self._writer.submit(operation)

    def leave(self, transaction: Transaction, conv: str, user: str) -> None:
        """Take a member out, tell those who stay and the one who goes, and keep the group owned."""
        database = transaction.database
        role = transaction.roster.get(conv).roles[user]
        database.execute("DELETE FROM members WHERE conv = ? AND user = ?", (conv, user))
        transaction.roster.drop(conv)
        entry = transaction.roster.get(conv)
        profile = _profile(database, user)
        transaction.log_event(MemberChanged(conv, profile, "left", role), entry.audience, conv=conv)
        transaction.log_event(Removed(conv), (user,), user=user)
        self._find_owner(transaction, conv)

    def _find_owner(self, transaction: Transaction, conv: str) -> None:
        """Give a group that has members and no owner to the longest-standing admin or member."""
        entry = transaction.roster.get(conv)
        if entry.kind is Kind.DIRECT or not entry.roles or MemberRole.OWNER in entry.roles.values():
            return
        heir = transaction.database.execute(
            f"SELECT m.user FROM members m WHERE m.conv = ? ORDER BY {SENIORITY} LIMIT 1", (conv,)
        ).fetchone()[0]
        self._change_role(transaction, conv, _profile(transaction.database, heir), MemberRole.OWNER)

    async def remove(self, conv: str) -> None:
        def operation(transaction: Transaction) -> None:
            audience = transaction.roster.get(conv).audience
            for table, column in (
                ("messages", "conv"),
                ("events", "conv"),
                ("members", "conv"),
                ("conversations", "id"),
            ):
                transaction.database.execute(f"DELETE FROM {table} WHERE {column} = ?", (conv,))
            transaction.roster.drop(conv)
            for user in audience:
                transaction.log_event(Removed(conv), (user,), user=user)

        return await self._writer.submit(operation)

    async def groups(self, query: str, after: str, limit: int) -> list[Group]:
        def read(database: sqlite3.Connection) -> list[Group]:
            rows = database.execute(
                f"{GROUPS} AND c.id > ? AND instr(fold(c.title), ?) ORDER BY c.id LIMIT ?",
                (after, fold(query), limit),
            ).fetchall()
            return [_group(row) for row in rows]

        return await self._reader.run(read)

    async def group(self, conv: str) -> Group:
        def read(database: sqlite3.Connection) -> Group:
            row = database.execute(f"{GROUPS} AND c.id = ?", (conv,)).fetchone()
            if row is None:
                raise ImError(errors.UNKNOWN_CONVERSATION, f"There is no group {conv[:64]!r}.")
            return _group(row)

        return await self._reader.run(read)


def _group(row: tuple[str, str, int, int, int]) -> Group:
    id, title, count, seq, created = row
    return Group(id=id, title=title, member_count=count, last_seq=seq, created_at=created)


def _keep_an_owner(entry: Entry, changed: Sequence[str]) -> None:
    """Raises `last_owner` where none would be left who isn't among `changed`."""
    owners = {user for user, role in entry.roles.items() if role is MemberRole.OWNER}
    if owners and owners <= set(changed):
        raise ImError(errors.LAST_OWNER, "The group would be left without an owner.")


def _profile(database: sqlite3.Connection, user: str) -> Profile:
    """Raises `unknown_user`, also for an account that was removed."""
    row = database.execute("SELECT id, login, name FROM users WHERE id = ? AND login IS NOT NULL", (user,)).fetchone()
    if row is None:
        raise ImError(errors.UNKNOWN_USER, f"There is no user {user[:64]!r}.")
    return Profile(*row)

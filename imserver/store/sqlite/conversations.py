"""Conversations and who is in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from imserver.core import conversation as rules
from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import (
    Conversation,
    Kind,
    MemberRole,
    Preferences,
    Settings,
    direct_key,
)
from imserver.core.errors import ImError
from imserver.core.event import ConversationAdded, GroupChanged, MemberChanged, PreferencesChanged, Removed
from imserver.store.base import Group
from imserver.store.sqlite.connection import fold
from imserver.store.sqlite.messages import refusal
from imserver.store.sqlite.profiles import profile
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.roster import Entry, is_blocked
from imserver.store.sqlite.views import SENIORITY, ConversationViews
from imserver.store.sqlite.writer import Transaction, Writer

GROUPS = (
    "SELECT c.id, c.title, (SELECT count(*) FROM members m WHERE m.conv = c.id),"
    " coalesce((SELECT max(seq) FROM messages s WHERE s.conv = c.id), 0), c.created_at"
    " FROM conversations c WHERE c.kind = 'group'"
)


class SqliteConversations:
    def __init__(self, writer: Writer, reader: Reader, views: ConversationViews) -> None:
        self._writer = writer
        self._reader = reader
        self._views = views

    async def create_direct(self, conv: str, user: str, other: str, now: int) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            database = transaction.database
            key = direct_key(user, other)
            row = database.execute("SELECT id FROM conversations WHERE direct_key = ?", (key,)).fetchone()
            if row:
                return self._views.view(database, row[0], user)
            for each in (user, other):
                profile(database, each)
            if is_blocked(database, user, other):
                raise ImError(errors.BLOCKED, "You can't write to one another.")
            database.execute(
                "INSERT INTO conversations (id, kind, title, direct_key, created_at) VALUES (?, 'direct', '', ?, ?)",
                (conv, key, now),
            )
            self._join(transaction, conv, {user: MemberRole.MEMBER, other: MemberRole.MEMBER})
            return self._views.view(database, conv, user)

        return await self._writer.submit(operation)

    async def create_group(self, conv: str, title: str, owner: str, members: Sequence[str], now: int) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            roles = dict.fromkeys(members, MemberRole.MEMBER) | {owner: MemberRole.OWNER}
            rules.check_size(len(roles))
            for user in roles:
                profile(transaction.database, user)
                _check_block(transaction.database, owner, user)
            transaction.database.execute(
                "INSERT INTO conversations (id, kind, title, created_at) VALUES (?, 'group', ?, ?)", (conv, title, now)
            )
            self._join(transaction, conv, roles)
            return self._views.view(transaction.database, conv, owner)

        return await self._writer.submit(operation)

    def _join(self, transaction: Transaction, conv: str, roles: dict[str, MemberRole]) -> None:
        """Add new members and show them the conversation. What they missed is found by `members.joined`."""
        positions = {user: transaction.position() for user in roles}
        entry = transaction.roster.get(conv)
        first = entry.last_seq + 1 if entry.settings.history == "joining" else 1
        transaction.database.executemany(
            "INSERT INTO members (conv, user, role, joined, first_seq, read) VALUES (?, ?, ?, ?, ?, ?)",
            [(conv, user, role, positions[user], first, entry.last_seq) for user, role in roles.items()],
        )
        transaction.roster.drop(conv)
        views: dict[MemberRole, Conversation] = {}
        for user, role in roles.items():
            if role not in views:
                views[role] = self._views.view(transaction.database, conv, user)
            transaction.announce(positions[user], ConversationAdded(views[role]), (user,))

    async def get(self, conv: str, user: str) -> Conversation:
        return await self._reader.run(lambda database: self._views.view(database, conv, user))

    async def of_user(self, user: str) -> list[Conversation]:
        return await self._reader.run(lambda database: self._views.all_of(database, user))

    async def change(self, conv: str, actor: str, title: str | None, settings: Settings | None) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            entry = transaction.roster.get(conv)
            rules.check_may_run(entry.kind, entry.role(conv, actor), "change it")
            new = (entry.title if title is None else title, entry.settings if settings is None else settings)
            if new != (entry.title, entry.settings):
                entry.title, entry.settings = new
                transaction.database.execute(
                    "UPDATE conversations SET title = ?, settings = ? WHERE id = ?",
                    (entry.title, msgspec.json.encode(entry.settings).decode(), conv),
                )
                transaction.log_event(GroupChanged(conv, *new), entry.audience, conv=conv)
            return self._views.view(transaction.database, conv, actor)

        return await self._writer.submit(operation)

    async def set_preferences(self, conv: str, user: str, preferences: Preferences) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.roster.get(conv).role(conv, user)
            text = msgspec.json.encode(preferences).decode()
            changed = transaction.database.execute(
                "UPDATE members SET preferences = ?1 WHERE conv = ?2 AND user = ?3 AND preferences <> ?1",
                (text, conv, user),
            )
            if changed.rowcount:
                transaction.log_event(PreferencesChanged(conv, preferences), (user,), user=user)

        await self._writer.submit(operation)

    async def silence(self, conv: str, actor: str, user: str, on: bool) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            role = _role_of(entry, conv, user)
            rules.check_may_silence(entry.kind, entry.role(conv, actor), role)
            if (user in entry.silenced) is on:
                return
            transaction.database.execute(
                "UPDATE members SET silenced = ? WHERE conv = ? AND user = ?", (on, conv, user)
            )
            transaction.roster.drop(conv)
            told = MemberChanged(conv, profile(transaction.database, user), "silenced" if on else "unsilenced", role)
            transaction.log_event(told, entry.audience, conv=conv)

        await self._writer.submit(operation)

    async def ban(self, conv: str, actor: str, user: str) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            profile(transaction.database, user)
            actor_role = entry.role(conv, actor)
            rules.check_may_run(entry.kind, actor_role, "ban people")
            if user in entry.roles:
                if user == actor:
                    raise ImError(errors.FORBIDDEN, "You can't ban yourself.", "Leave the group instead.")
                rules.check_may_remove(entry.kind, actor, actor_role, user, entry.roles[user])
                self.leave(transaction, conv, user)
            transaction.database.execute("INSERT INTO bans VALUES (?, ?) ON CONFLICT DO NOTHING", (conv, user))

        await self._writer.submit(operation)

    async def unban(self, conv: str, actor: str, user: str) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            rules.check_may_run(entry.kind, entry.role(conv, actor), "lift bans")
            transaction.database.execute("DELETE FROM bans WHERE conv = ? AND user = ?", (conv, user))

        await self._writer.submit(operation)

    async def bans(self, conv: str, actor: str) -> list[Profile]:
        def read(database: sqlite3.Connection) -> list[Profile]:
            row = database.execute(
                "SELECT c.kind, m.role FROM members m JOIN conversations c ON c.id = m.conv"
                " WHERE m.conv = ? AND m.user = ?",
                (conv, actor),
            ).fetchone()
            if row is None:
                raise refusal(database, conv)
            rules.check_may_run(Kind(row[0]), MemberRole(row[1]), "see who is banned")
            rows = database.execute(
                "SELECT u.id, u.login, u.name FROM bans b JOIN users u ON u.id = b.user"
                " WHERE b.conv = ? AND u.login IS NOT NULL ORDER BY u.login",
                (conv,),
            )
            return [Profile(*row) for row in rows]

        return await self._reader.run(read)

    async def audience(self, conv: str, user: str) -> tuple[str, ...]:
        def read(database: sqlite3.Connection) -> tuple[str, ...]:
            members = tuple(
                row[0] for row in database.execute("SELECT user FROM members WHERE conv = ?", (conv,)).fetchall()
            )
            if user not in members:
                raise refusal(database, conv)
            return members

        return await self._reader.run(read)

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
            profiles = {user: profile(transaction.database, user) for user in users}
            arriving = [user for user in profiles if user not in entry.roles]
            for user in arriving:
                _check_welcome(transaction.database, conv, actor, user)
            for user, person in profiles.items():
                if user in arriving:
                    transaction.log_event(MemberChanged(conv, person, "joined", first_role), entry.audience, conv=conv)
                elif role and entry.roles[user] is not role and is_owner:
                    self._change_role(transaction, conv, person, role)
            if arriving:
                self._join(transaction, conv, dict.fromkeys(arriving, first_role))
                self._find_owner(transaction, conv)

        return await self._writer.submit(operation)

    @staticmethod
    def _change_role(transaction: Transaction, conv: str, person: Profile, role: MemberRole) -> None:
        entry = transaction.roster.get(conv)
        transaction.database.execute(
            "UPDATE members SET role = ?, silenced = silenced AND ? WHERE conv = ? AND user = ?",
            (role, role is MemberRole.MEMBER, conv, person.id),
        )
        entry.roles[person.id] = role
        if role is not MemberRole.MEMBER:
            entry.silenced -= {person.id}
        transaction.log_event(MemberChanged(conv, person, "role", role), entry.audience, conv=conv)

    async def remove_member(self, conv: str, actor: str | None, user: str) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            actor_role = MemberRole.OWNER if actor is None else entry.role(conv, actor)
            rules.check_may_remove(entry.kind, actor or "", actor_role, user, _role_of(entry, conv, user))
            self.leave(transaction, conv, user)

        return await self._writer.submit(operation)

    def leave(self, transaction: Transaction, conv: str, user: str) -> None:
        """Take a member out, tell those who stay and the one who goes, and keep the group owned."""
        database = transaction.database
        role = transaction.roster.get(conv).roles[user]
        database.execute("DELETE FROM members WHERE conv = ? AND user = ?", (conv, user))
        transaction.roster.drop(conv)
        entry = transaction.roster.get(conv)
        transaction.log_event(MemberChanged(conv, profile(database, user), "left", role), entry.audience, conv=conv)
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
        self._change_role(transaction, conv, profile(transaction.database, heir), MemberRole.OWNER)

    async def remove(self, conv: str) -> None:
        def operation(transaction: Transaction) -> None:
            audience = transaction.roster.get(conv).audience
            for table, column in (
                ("messages", "conv"),
                ("reactions", "conv"),
                ("mentions", "conv"),
                ("pins", "conv"),
                ("bans", "conv"),
                ("events", "conv"),
                ("members", "conv"),
                ("conversations", "id"),
            ):
                transaction.database.execute(f"DELETE FROM {table} WHERE {column} = ?", (conv,))
            transaction.roster.drop(conv)
            for user in audience:
                transaction.log_event(Removed(conv), (user,), user=user)
            transaction.keep_position()

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


def _role_of(entry: Entry, conv: str, user: str) -> MemberRole:
    """Raises `unknown_user` for who isn't in it."""
    role = entry.roles.get(user)
    if role is None:
        raise ImError(errors.UNKNOWN_USER, f"{user[:64]!r} is not in the conversation {conv}.")
    return role


def _check_welcome(database: sqlite3.Connection, conv: str, actor: str | None, user: str) -> None:
    """Whether `actor` may bring `user` in. Raises `banned`, `blocked`."""
    if database.execute("SELECT 1 FROM bans WHERE conv = ? AND user = ?", (conv, user)).fetchone():
        raise ImError(errors.BANNED, f"{user} is banned from the conversation {conv}.")
    if actor is not None:
        _check_block(database, actor, user)


def _check_block(database: sqlite3.Connection, actor: str, user: str) -> None:
    """Who has blocked somebody isn't brought into groups by them. Raises `blocked`."""
    if database.execute("SELECT 1 FROM blocks WHERE user = ? AND other = ?", (user, actor)).fetchone():
        raise ImError(errors.BLOCKED, f"{user} can't be added by you.", "Ask them, or somebody else in the group.")

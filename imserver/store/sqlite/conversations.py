"""Conversations and who is in them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

import msgspec

from imserver.core import conversation as rules
from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.action import Action
from imserver.core.conversation import (
    Conversation,
    GroupSettings,
    Kind,
    MemberRole,
    Preferences,
    Visibility,
    direct_key,
)
from imserver.core.errors import ImError
from imserver.core.event import GroupChanged, MemberChanged, PreferencesChanged, Removed
from imserver.core.folding import fold
from imserver.core.note import LISTED, Did, Note, note_text
from imserver.core.spelling import spelled_out
from imserver.store.records import Group, MakerKey
from imserver.store.sqlite import membership
from imserver.store.sqlite.attachments import detach
from imserver.store.sqlite.avatars import retire
from imserver.store.sqlite.conversation_cache import CachedConversation, apart_in, decode_settings, is_blocked
from imserver.store.sqlite.messages import SqliteMessages, refusal
from imserver.store.sqlite.profiles import profile
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.views import ConversationViews
from imserver.store.sqlite.writer import Transaction, Writer

GROUPS = (
    "SELECT c.id, c.title, (SELECT count(*) FROM members m WHERE m.conv = c.id),"
    " coalesce((SELECT max(seq) FROM messages s WHERE s.conv = c.id), 0), c.created_at, c.avatar"
    " FROM conversations c WHERE c.kind = 'group'"
)


class SqliteConversations:
    def __init__(self, writer: Writer, reader: Reader, views: ConversationViews, messages: SqliteMessages) -> None:
        self._writer = writer
        self._messages = messages
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
            rules.check_apart(is_blocked(database, user, other))
            database.execute(
                "INSERT INTO conversations (id, kind, title, direct_key, created_at) VALUES (?, 'direct', '', ?, ?)",
                (conv, key, now),
            )
            membership.join(transaction, self._views, conv, {user: MemberRole.MEMBER, other: MemberRole.MEMBER})
            return self._views.view(database, conv, user)

        return await self._writer.submit(operation)

    async def create_group(
        self, conv: str, title: str, owner: str, members: Sequence[str], now: int, key: MakerKey | None = None
    ) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            digest = _digest(title, owner, members)
            if key and (made := _made_before(transaction.database, key, digest)):
                return self._views.view(transaction.database, made, owner)
            roles = dict.fromkeys(members, MemberRole.MEMBER) | {owner: MemberRole.OWNER}
            rules.check_size(len(roles))
            for user in roles:
                profile(transaction.database, user)
                membership.check_block(transaction.database, owner, user)
            transaction.database.execute(
                "INSERT INTO conversations (id, kind, title, created_at, maker, client_id, digest)"
                " VALUES (?, 'group', ?, ?, ?, ?, ?)",
                (conv, title, now, *((key.maker, key.client_id.bytes, digest) if key else (None, None, None))),
            )
            membership.join(transaction, self._views, conv, roles)
            return self._views.view(transaction.database, conv, owner)

        return await self._writer.submit(operation)

    async def get(self, conv: str, user: str) -> Conversation:
        return await self._reader.run(lambda database: self._views.view(database, conv, user))

    async def of_user(self, user: str) -> list[Conversation]:
        return await self._reader.run(lambda database: self._views.all_of(database, user))

    async def change(
        self, conv: str, actor: str, title: str | None, settings: GroupSettings | None, now: int = 0
    ) -> Conversation:
        def operation(transaction: Transaction) -> Conversation:
            entry = transaction.roster.get(conv)
            rules.check_may_run(entry.kind, entry.role(conv, actor), "change it")
            new = (entry.title if title is None else title, entry.settings if settings is None else settings)
            if new != (entry.title, entry.settings):
                is_renamed = new[0] != entry.title
                entry.title, entry.settings = new
                transaction.database.execute(
                    "UPDATE conversations SET title = ?, settings = ? WHERE id = ?",
                    (entry.title, msgspec.json.encode(entry.settings).decode(), conv),
                )
                transaction.log_event(GroupChanged(conv, *new, entry.avatar), entry.audience, conv=conv)
                if is_renamed:
                    self._messages.append_action(transaction, conv, actor, Action("renamed", title=entry.title), now)
            return self._views.view(transaction.database, conv, actor)

        return await self._writer.submit(operation)

    async def set_avatar(
        self, conv: str, actor: str | None, avatar: str, now: int = 0, by: Profile | None = None
    ) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            role = MemberRole.OWNER if actor is None else entry.role(conv, actor)
            rules.check_may_run(entry.kind, role, "change its picture")
            if avatar == entry.avatar:
                return
            retire(transaction.database, entry.avatar)
            transaction.database.execute("UPDATE conversations SET avatar = ? WHERE id = ?", (avatar, conv))
            entry.avatar = avatar
            told = GroupChanged(conv, entry.title, entry.settings, avatar)
            transaction.log_event(told, entry.audience, conv=conv)
            if by is not None and entry.roles:
                note = Note("unpictured", (), by.id)
                self._messages.append_note(transaction, conv, note, note_text("unpictured", (), by, "member"), now)
            elif actor is not None:
                done = Action("pictured" if avatar else "unpictured")
                self._messages.append_action(transaction, conv, actor, done, now)

        await self._writer.submit(operation)

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
            role = membership.role_of(entry, conv, user)
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

    async def ban(self, conv: str, actor: str, user: str, now: int = 0) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            profile(transaction.database, user)
            actor_role = entry.role(conv, actor)
            rules.check_may_run(entry.kind, actor_role, "ban people")
            if user in entry.roles:
                if user == actor:
                    raise ImError(errors.FORBIDDEN, "You can't ban yourself.", "Leave the group instead.")
                rules.check_may_remove(entry.kind, actor, actor_role, user, entry.roles[user])
                membership.leave(transaction, conv, user)
                self._messages.append_action(transaction, conv, actor, Action("removed", (user,)), now)
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
                "SELECT u.id, u.login, u.name, u.avatar FROM bans b JOIN users u ON u.id = b.user"
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

    async def visibility(self, conv: str, user: str) -> Visibility:
        def read(database: sqlite3.Connection) -> Visibility:
            kind, settings = database.execute(
                "SELECT kind, settings FROM conversations WHERE id = ?", (conv,)
            ).fetchone() or ("", "")
            rows = database.execute("SELECT user, role, silenced FROM members WHERE conv = ?", (conv,)).fetchall()
            members = tuple(row[0] for row in rows)
            if user not in members:
                raise refusal(database, conv)
            decided = decode_settings(settings)
            mute = tuple(
                member
                for member, role, silenced in rows
                if not rules.may_post(Kind(kind), MemberRole(role), decided, silenced=bool(silenced))
            )
            return Visibility(members, apart_in(database, conv), mute)

        return await self._reader.run(read)

    async def add_members(
        self,
        conv: str,
        actor: str | None,
        users: Sequence[str],
        role: MemberRole | None,
        by: Profile | None = None,
        now: int = 0,
    ) -> bool:
        def operation(transaction: Transaction) -> bool:
            first_role = role or MemberRole.MEMBER
            entry = transaction.roster.get(conv)
            actor_role = MemberRole.OWNER if actor is None else entry.role(conv, actor)
            if entry.kind is Kind.GROUP and all(
                user in entry.roles and role in (None, entry.roles[user]) for user in users
            ):
                return False
            rules.check_may_run(entry.kind, actor_role, "add members")
            is_owner = actor_role is MemberRole.OWNER
            if first_role.runs_group and not is_owner:
                raise ImError(errors.FORBIDDEN, f"Only an owner of the group can make a member {role}.")
            if is_owner and role and role is not MemberRole.OWNER:
                membership.keep_an_owner(entry, users)
            rules.check_size(len(entry.roles.keys() | set(users)))
            profiles = {user: profile(transaction.database, user) for user in users}
            arriving = [user for user in profiles if user not in entry.roles]
            promoted = [user for user in profiles if role and is_owner and entry.roles.get(user) not in (None, role)]
            for user in arriving:
                membership.check_welcome(transaction.database, conv, actor, user)
            for user in arriving:
                joined = MemberChanged(conv, profiles[user], "joined", first_role)
                transaction.log_event(joined, entry.audience, conv=conv)
            for user in promoted:
                membership.change_role(transaction, conv, profiles[user], first_role)
            if arriving:
                membership.join(transaction, self._views, conv, dict.fromkeys(arriving, first_role))
                membership.find_owner(transaction, conv)
            if by is not None:
                raised = [*(arriving if first_role.runs_group else ()), *promoted]
                self._note(transaction, conv, "added", [profiles[user] for user in arriving], by, first_role, now)
                self._note(transaction, conv, "role", [profiles[user] for user in raised], by, first_role, now)
            elif actor is not None and arriving:
                added = Action("added", tuple(arriving[:LISTED]))
                self._messages.append_action(transaction, conv, actor, added, now)
            return bool(arriving or promoted)

        return await self._writer.submit(operation)

    async def remove_member(
        self, conv: str, actor: str | None, user: str, by: Profile | None = None, now: int = 0
    ) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            if actor is not None and user not in entry.roles and entry.kind is Kind.GROUP:
                _check_may_have_removed(transaction.database, entry, conv, actor, user)
                return
            actor_role = MemberRole.OWNER if actor is None else entry.role(conv, actor)
            role = membership.role_of(entry, conv, user)
            rules.check_may_remove(entry.kind, actor or "", actor_role, user, role)
            membership.leave(transaction, conv, user)
            if by is not None:
                self._note(transaction, conv, "removed", [profile(transaction.database, user)], by, role, now)
            elif actor is not None:
                done = Action("left") if actor == user else Action("removed", (user,))
                self._messages.append_action(transaction, conv, actor, done, now)

        return await self._writer.submit(operation)

    def _note(
        self,
        transaction: Transaction,
        conv: str,
        did: Did,
        people: Sequence[Profile],
        by: Profile,
        role: MemberRole,
        now: int,
    ) -> None:
        """Let those who are in the group read what an administrator of the server did to it."""
        if people and transaction.roster.get(conv).roles:
            note = Note(did, tuple(person.id for person in people[:LISTED]), by.id, role.value)
            self._messages.append_note(transaction, conv, note, note_text(did, people, by, role.value), now)

    async def remove(self, conv: str) -> None:
        def operation(transaction: Transaction) -> None:
            entry = transaction.roster.get(conv)
            audience = entry.audience
            detach(transaction.database, conv, 1, entry.last_seq)
            retire(transaction.database, entry.avatar)
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
                f"{GROUPS} AND c.id > ? AND holds(c.title, ?, ?) ORDER BY c.id LIMIT ?",
                (after, fold(query), fold(spelled_out(query)), limit),
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

    async def members(self, conv: str, after: str, limit: int) -> list[tuple[Profile, MemberRole]]:
        def read(database: sqlite3.Connection) -> list[tuple[Profile, MemberRole]]:
            rows = database.execute(
                "SELECT u.id, u.login, u.name, u.avatar, m.role FROM members m JOIN users u ON u.id = m.user"
                " WHERE m.conv = ? AND u.login > ? ORDER BY u.login LIMIT ?",
                (conv, after, limit),
            ).fetchall()
            return [(Profile(*row[:4]), MemberRole(row[4])) for row in rows]

        return await self._reader.run(read)


def _check_may_have_removed(
    database: sqlite3.Connection, entry: CachedConversation, conv: str, actor: str, user: str
) -> None:
    """Who is out already stays out, and whoever could have done that may say it again. Raises `not_member`,
    `forbidden`, `unknown_user`.
    """
    if actor != user:
        rules.check_may_run(entry.kind, entry.role(conv, actor), "remove members")
    profile(database, user)


def _digest(title: str, owner: str, members: Sequence[str]) -> bytes:
    """What must be the same where a group is asked for again."""
    return hashlib.blake2b(msgspec.json.encode((title, owner, sorted({*members, owner}))), digest_size=16).digest()


def _made_before(database: sqlite3.Connection, key: MakerKey, digest: bytes) -> str | None:
    """The group that was made under this key. Raises `client_id_conflict` where that is another one."""
    row = database.execute(
        "SELECT id, digest FROM conversations WHERE maker = ? AND client_id = ?", (key.maker, key.client_id.bytes)
    ).fetchone()
    if row is None:
        return None
    if row[1] != digest:
        raise ImError(errors.CLIENT_ID_CONFLICT, f"The client_id {key.client_id} was used for another group.")
    made: str = row[0]
    return made


def _group(row: tuple[str, str, int, int, int, str]) -> Group:
    id, title, count, seq, created, avatar = row
    return Group(id=id, title=title, member_count=count, last_seq=seq, created_at=created, avatar=avatar)

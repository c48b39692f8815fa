"""Coming into a conversation, going out of it, and what one is there: steps of a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import Conversation, Kind, MemberRole
from imserver.core.errors import ImError
from imserver.core.event import ConversationAdded, MemberChanged, Removed
from imserver.store.sqlite.conversation_cache import CachedConversation
from imserver.store.sqlite.profiles import profile
from imserver.store.sqlite.views import SENIORITY, ConversationViews
from imserver.store.sqlite.writer import Transaction


def join(transaction: Transaction, views: ConversationViews, conv: str, roles: dict[str, MemberRole]) -> None:
    """Add new members and show them the conversation. What they missed is found by `members.joined`."""
    positions = {user: transaction.position() for user in roles}
    entry = transaction.roster.get(conv)
    first = entry.last_seq + 1 if entry.settings.history == "joining" else 1
    transaction.database.executemany(
        "INSERT INTO members (conv, user, role, joined, first_seq, read, delivered) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(conv, user, role, positions[user], first, entry.last_seq, entry.last_seq) for user, role in roles.items()],
    )
    transaction.roster.drop(conv)
    seen: dict[MemberRole, Conversation] = {}
    apart = transaction.roster.get(conv).apart
    for user, role in roles.items():
        if user in apart:
            shown = views.view(transaction.database, conv, user)
        else:
            shown = seen.get(role) or seen.setdefault(role, views.view(transaction.database, conv, user))
        transaction.announce(positions[user], ConversationAdded(shown), (user,))


def change_role(transaction: Transaction, conv: str, person: Profile, role: MemberRole) -> None:
    entry = transaction.roster.get(conv)
    transaction.database.execute(
        "UPDATE members SET role = ?, silenced = silenced AND ? WHERE conv = ? AND user = ?",
        (role, role is MemberRole.MEMBER, conv, person.id),
    )
    entry.roles[person.id] = role
    if role is not MemberRole.MEMBER and person.id in entry.silenced:
        entry.silenced -= {person.id}
        transaction.log_event(MemberChanged(conv, person, "unsilenced", role), entry.audience, conv=conv)
    transaction.log_event(MemberChanged(conv, person, "role", role), entry.audience, conv=conv)


def leave(transaction: Transaction, conv: str, user: str) -> None:
    """Take a member out, tell those who stay and the one who goes, and keep the group owned."""
    database = transaction.database
    role = transaction.roster.get(conv).roles[user]
    database.execute("DELETE FROM members WHERE conv = ? AND user = ?", (conv, user))
    transaction.roster.drop(conv)
    entry = transaction.roster.get(conv)
    transaction.log_event(MemberChanged(conv, profile(database, user), "left", role), entry.audience, conv=conv)
    transaction.log_event(Removed(conv), (user,), user=user)
    find_owner(transaction, conv)


def find_owner(transaction: Transaction, conv: str) -> None:
    """Give a group that has members and no owner to the longest-standing admin or member."""
    entry = transaction.roster.get(conv)
    if entry.kind is Kind.DIRECT or not entry.roles or MemberRole.OWNER in entry.roles.values():
        return
    heir = transaction.database.execute(
        f"SELECT m.user FROM members m WHERE m.conv = ? ORDER BY {SENIORITY} LIMIT 1", (conv,)
    ).fetchone()[0]
    change_role(transaction, conv, profile(transaction.database, heir), MemberRole.OWNER)


def keep_an_owner(entry: CachedConversation, changed: Sequence[str]) -> None:
    """Raises `last_owner` where none would be left who isn't among `changed`."""
    owners = {user for user, role in entry.roles.items() if role is MemberRole.OWNER}
    if owners and owners <= set(changed):
        raise ImError(errors.LAST_OWNER, "The group would be left without an owner.")


def role_of(entry: CachedConversation, conv: str, user: str) -> MemberRole:
    """Raises `unknown_user` for who isn't in it."""
    role = entry.roles.get(user)
    if role is None:
        raise ImError(errors.UNKNOWN_USER, f"{user[:64]!r} is not in the conversation {conv}.")
    return role


def check_welcome(database: sqlite3.Connection, conv: str, actor: str | None, user: str) -> None:
    """Whether `actor` may bring `user` in. Raises `banned`, `blocked`."""
    if database.execute("SELECT 1 FROM bans WHERE conv = ? AND user = ?", (conv, user)).fetchone():
        raise ImError(errors.BANNED, f"{user} is banned from the conversation {conv}.")
    if actor is not None:
        check_block(database, actor, user)


def check_block(database: sqlite3.Connection, actor: str, user: str) -> None:
    """Who has blocked somebody isn't brought into groups by them. Raises `blocked`."""
    if database.execute("SELECT 1 FROM blocks WHERE user = ? AND other = ?", (user, actor)).fetchone():
        raise ImError(errors.BLOCKED, f"{user} can't be added by you.", "Ask them, or somebody else in the group.")

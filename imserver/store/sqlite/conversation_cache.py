"""What the writing thread knows of the conversations in use: members, rules, and the last number given out.

A cache over the tables of conversations, members, blocks and messages. Only the writing thread uses it, and
whatever changes those tables changes or drops the entry in the same operation; a rollback clears it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.conversation import DEFAULT_SETTINGS, GroupSettings, Kind, MemberRole
from imserver.core.errors import ImError

MAX_ENTRIES: Final = 10_000

_decode = msgspec.json.Decoder(GroupSettings).decode


def decode_settings(text: str) -> GroupSettings:
    return DEFAULT_SETTINGS if text == "{}" else _decode(text)


@dataclass(slots=True)
class CachedConversation:
    """`newcomers` maps those members who don't see the beginning to their first message."""

    kind: Kind
    title: str
    settings: GroupSettings
    roles: dict[str, MemberRole]
    audience: tuple[str, ...]
    last_seq: int
    last_ts: int
    newcomers: dict[str, int]
    silenced: frozenset[str]
    apart: dict[str, tuple[str, ...]]
    """By member: other members who have blocked them, or whom they have blocked."""
    avatar: str

    @property
    def blocked(self) -> bool:
        """Whether it is a direct conversation of which one has blocked the other."""
        return self.kind is Kind.DIRECT and bool(self.apart)

    def are_apart(self, user: str, other: str) -> bool:
        """Whether one of the two has blocked the other."""
        return other in self.apart.get(user, ())

    def seen_by(self, user: str) -> tuple[str, ...]:
        """The members who may see what `user` does for the moment: how far they read."""
        apart = self.apart.get(user)
        return tuple(member for member in self.audience if member not in apart) if apart else self.audience

    def role(self, conv: str, user: str) -> MemberRole:
        """Raises `not_member`."""
        role = self.roles.get(user)
        if role is None:
            raise ImError(errors.NOT_MEMBER, f"You are not in the conversation {conv}.")
        return role

    def audience_of(self, seq: int) -> tuple[str, ...]:
        """The members who can see the message `seq`."""
        if not self.newcomers:
            return self.audience
        return tuple(user for user in self.audience if self.newcomers.get(user, 1) <= seq)


class ConversationCache:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._entries: dict[str, CachedConversation] = {}

    def get(self, conv: str) -> CachedConversation:
        """Raises `unknown_conversation`."""
        entry = self._entries.get(conv)
        if entry is None:
            entry = self._load(conv)
            if len(self._entries) >= MAX_ENTRIES:
                del self._entries[next(iter(self._entries))]
            self._entries[conv] = entry
        return entry

    def drop(self, conv: str) -> None:
        self._entries.pop(conv, None)

    def clear(self) -> None:
        self._entries.clear()

    def _load(self, conv: str) -> CachedConversation:
        row = self._database.execute(
            "SELECT kind, title, settings, avatar FROM conversations WHERE id = ?", (conv,)
        ).fetchone()
        if row is None:
            raise ImError(errors.UNKNOWN_CONVERSATION, f"There is no conversation {conv[:64]!r}.")
        members = self._database.execute(
            "SELECT user, role, first_seq, silenced FROM members WHERE conv = ?", (conv,)
        ).fetchall()
        last = self._database.execute(
            "SELECT seq, ts FROM messages WHERE conv = ? ORDER BY seq DESC LIMIT 1", (conv,)
        ).fetchone()
        last_seq, last_ts = last or (0, 0)
        roles = {user: MemberRole(role) for user, role, _, _ in members}
        kind = Kind(row[0])
        return CachedConversation(
            kind,
            row[1],
            decode_settings(row[2]),
            roles,
            tuple(roles),
            last_seq,
            last_ts,
            {user: first for user, _, first, _ in members if first > 1},
            frozenset(user for user, _, _, silenced in members if silenced),
            apart_in(self._database, conv),
            row[3],
        )


def apart_in(database: sqlite3.Connection, conv: str) -> dict[str, tuple[str, ...]]:
    """Members of whom one has blocked the other: by each of them, the others."""
    found: dict[str, tuple[str, ...]] = {}
    for user, other in database.execute(
        "SELECT b.user, b.other FROM members m JOIN blocks b ON b.user = m.user"
        " JOIN members o ON o.conv = m.conv AND o.user = b.other WHERE m.conv = ?",
        (conv,),
    ):
        found[user] = (*found.get(user, ()), other)
        found[other] = (*found.get(other, ()), user)
    return found


def apart_from(database: sqlite3.Connection, user: str) -> set[str]:
    """Everybody who has blocked `user`, or whom they have blocked."""
    rows = database.execute(
        "SELECT other FROM blocks WHERE user = ?1 UNION SELECT user FROM blocks WHERE other = ?1", (user,)
    )
    return {row[0] for row in rows}


def is_blocked(database: sqlite3.Connection, one: str, other: str) -> bool:
    """Whether one of the two has blocked the other."""
    return (
        database.execute(
            "SELECT 1 FROM blocks WHERE (user = ?1 AND other = ?2) OR (user = ?2 AND other = ?1)", (one, other)
        ).fetchone()
        is not None
    )

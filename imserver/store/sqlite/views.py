"""Conversations as their members see them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Final

import msgspec

from imserver.core.conversation import (
    COUNTED_UP_TO,
    DEFAULT_PREFERENCES,
    MEMBERS_SHOWN,
    RECEIPTS_UP_TO,
    Conversation,
    Kind,
    Member,
    MemberRole,
    Preferences,
)
from imserver.core.room import fit_conversation
from imserver.store.sqlite.conversation_cache import apart_from, decode_settings
from imserver.store.sqlite.messages import COLUMNS, SqliteMessages, refusal

NOT_APART: Final = (
    "s.sender NOT IN (SELECT other FROM blocks WHERE user = ?2 UNION ALL SELECT user FROM blocks WHERE other = ?2)"
)
"""Of a message `s`, for the user `?2`."""
SENIORITY: Final = "CASE m.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, m.joined, m.user"


class ConversationViews:
    def __init__(self, messages: SqliteMessages) -> None:
        self._messages = messages

    def all_of(self, database: sqlite3.Connection, user: str) -> list[Conversation]:
        rows = database.execute("SELECT conv FROM members WHERE user = ?", (user,)).fetchall()
        apart = apart_from(database, user)
        views = [self.view(database, conv, user, apart) for (conv,) in rows]
        return sorted(views, key=lambda view: (view.last.ts if view.last else view.created_at, view.id), reverse=True)

    def view(
        self, database: sqlite3.Connection, conv: str, user: str, apart: Collection[str] | None = None
    ) -> Conversation:
        """A conversation as `user` sees it; `apart` is what `apart_from` says of them, where that is known.

        Raises `unknown_conversation`, `not_member`.
        """
        apart = apart_from(database, user) if apart is None else apart
        row = database.execute(
            "SELECT c.kind, c.title, c.created_at, c.settings, m.role, max(m.first_seq, c.expired_through + 1), m.read,"
            " m.preferences, c.avatar, (SELECT count(*) FROM members WHERE conv = ?1)"
            " FROM members m JOIN conversations c ON c.id = m.conv WHERE m.conv = ?1 AND m.user = ?2",
            (conv, user),
        ).fetchone()
        if row is None:
            raise refusal(database, conv)
        kind, title, created_at, settings, role, first, read, preferences, avatar, count = row
        last = database.execute(
            f"SELECT {COLUMNS} FROM messages WHERE conv = ? ORDER BY seq DESC LIMIT 1",
            (conv,),
        ).fetchall()
        newest = self._messages.open(conv, last)
        last_seq = newest[0].seq if newest else 0
        pins = database.execute("SELECT seq FROM pins WHERE conv = ? AND seq >= ? ORDER BY seq", (conv, first))
        shown = Conversation(
            id=conv,
            kind=Kind(kind),
            title=title,
            role=MemberRole(role),
            created_at=created_at,
            last_seq=last_seq,
            member_count=count,
            members=_members(database, conv, apart, receipts=count <= RECEIPTS_UP_TO),
            settings=decode_settings(settings),
            pins=tuple(seq for (seq,) in pins),
            last=newest[0] if newest and last_seq >= first else None,
            first_seq=first,
            read=read,
            unread=_unread(database, conv, user, max(read, first - 1)) if read < last_seq else 0,
            mentioned=_mentioned(database, conv, user, max(read, first - 1), apart) if read < last_seq else 0,
            preferences=_preferences(preferences),
            avatar=avatar,
        )
        return fit_conversation(shown)


_decode_preferences = msgspec.json.Decoder(Preferences).decode


def _preferences(text: str) -> Preferences:
    return DEFAULT_PREFERENCES if text == "{}" else _decode_preferences(text)


def _members(database: sqlite3.Connection, conv: str, apart: Collection[str], *, receipts: bool) -> tuple[Member, ...]:
    """How far somebody has read isn't shown to those they are apart from, nor in large groups."""
    rows = database.execute(
        "SELECT m.user, coalesce(u.login, ''), u.name, m.role, m.read, max(m.read, m.delivered), m.silenced, u.avatar"
        f" FROM members m JOIN users u ON u.id = m.user WHERE m.conv = ? ORDER BY {SENIORITY} LIMIT ?",
        (conv, MEMBERS_SHOWN),
    )
    members = []
    for user, login, name, role, read, delivered, silenced, avatar in rows:
        if not receipts or user in apart:
            read = delivered = 0
        members.append(Member(user, login, name, MemberRole(role), read, delivered, bool(silenced), avatar))
    return tuple(members)


def _unread(database: sqlite3.Connection, conv: str, user: str, read: int) -> int:
    row = database.execute(
        "SELECT count(*) FROM (SELECT 1 FROM messages WHERE conv = ? AND seq > ? AND sender <> ? AND gone IS NULL"
        " AND quiet = 0 LIMIT ?)",
        (conv, read, user, COUNTED_UP_TO),
    ).fetchone()
    return int(row[0])


def _mentioned(database: sqlite3.Connection, conv: str, user: str, read: int, apart: Collection[str]) -> int:
    """Neither their own mentions count, nor those by somebody they are apart from."""
    heard = f"s.sender <> ?2 AND {NOT_APART}" if apart else "s.sender <> ?2"
    row = database.execute(
        "SELECT count(*) FROM (SELECT DISTINCT n.seq FROM mentions n"
        " JOIN messages s ON s.conv = n.conv AND s.seq = n.seq"
        f" WHERE n.conv = ?1 AND n.user IN (?2, 'all') AND n.seq > ?3 AND {heard} LIMIT {COUNTED_UP_TO})",
        (conv, user, read),
    ).fetchone()
    return int(row[0])

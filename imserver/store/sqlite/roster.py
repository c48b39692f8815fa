"""What the writing thread knows of the conversations in use: members, and the last number given out.

A cache over the `members` and `messages` tables. Only the writing thread uses it, and whatever changes those
tables changes or drops the entry in the same operation; a rollback clears it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from imserver.core import errors
from imserver.core.conversation import Kind, MemberRole
from imserver.core.errors import ImError

MAX_ENTRIES: Final = 10_000


@dataclass(slots=True)
class Entry:
    kind: Kind
    roles: dict[str, MemberRole]
    audience: tuple[str, ...]
    last_seq: int

    def role(self, conv: str, user: str) -> MemberRole:
        """Raises `not_member`."""
        role = self.roles.get(user)
        if role is None:
            raise ImError(errors.NOT_MEMBER, f"You are not in the conversation {conv}.")
        return role


class Roster:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._entries: dict[str, Entry] = {}

    def get(self, conv: str) -> Entry:
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

    def _load(self, conv: str) -> Entry:
        row = self._database.execute("SELECT kind FROM conversations WHERE id = ?", (conv,)).fetchone()
        if row is None:
            raise ImError(errors.UNKNOWN_CONVERSATION, f"There is no conversation {conv[:64]!r}.")
        members = self._database.execute("SELECT user, role FROM members WHERE conv = ?", (conv,)).fetchall()
        last = self._database.execute("SELECT max(seq) FROM messages WHERE conv = ?", (conv,)).fetchone()[0]
        roles = {user: MemberRole(role) for user, role in members}
        return Entry(Kind(row[0]), roles, tuple(roles), last or 0)

"""Pictures of people and groups: which there are, who may see them, and which wait to be deleted."""

from __future__ import annotations

import sqlite3

from imserver.core import errors
from imserver.core.errors import ImError


def retire(database: sqlite3.Connection, avatar: str) -> None:
    """Nobody has it any more: its content is to be deleted."""
    if avatar:
        database.execute("INSERT INTO former_avatars VALUES (?) ON CONFLICT DO NOTHING", (avatar,))


def check_visible(database: sqlite3.Connection, avatar: str, user: str) -> None:
    """Everybody sees people; members see a group, and so do administrators of the server. Raises `unknown_file`."""
    row = database.execute(
        "SELECT 1 FROM users WHERE avatar = ?1 AND avatar <> ''"
        " UNION ALL SELECT 1 FROM conversations c WHERE c.avatar = ?1 AND c.avatar <> ''"
        " AND (EXISTS (SELECT 1 FROM members WHERE conv = c.id AND user = ?2)"
        " OR EXISTS (SELECT 1 FROM users WHERE id = ?2 AND role <> 'member' AND NOT disabled)) LIMIT 1",
        (avatar, user),
    ).fetchone()
    if row is None:
        hint = "It may have been replaced: read again who or what has it."
        raise ImError(errors.UNKNOWN_FILE, f"There is no picture {avatar[:64]!r} for you.", hint)


def is_kept(database: sqlite3.Connection, avatar: str) -> bool:
    """Whether somebody has it, or it waits to be deleted."""
    return (
        database.execute(
            "SELECT 1 FROM users WHERE avatar = ?1 AND avatar <> ''"
            " UNION ALL SELECT 1 FROM conversations WHERE avatar = ?1 AND avatar <> ''"
            " UNION ALL SELECT 1 FROM former_avatars WHERE id = ?1 LIMIT 1",
            (avatar,),
        ).fetchone()
        is not None
    )

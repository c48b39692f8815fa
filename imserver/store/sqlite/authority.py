"""What whoever administers may do now."""

from __future__ import annotations

import sqlite3
from typing import Final

from imserver.core import errors
from imserver.core.account import Role, check_may_change
from imserver.core.errors import ImError
from imserver.core.grant import may_act_as_owner
from imserver.store.base import LOCAL

EVER: Final = 0
"""For `now`: tokens that have expired count, those that were removed don't."""
_AUTHORITY: Final = """
WITH RECURSIVE chain (issuer) AS (
    VALUES (?1)
    UNION SELECT t.issuer FROM chain JOIN api_tokens t ON t.id = chain.issuer AND t.expires_at > ?2
)
SELECT CASE WHEN EXISTS (SELECT 1 FROM chain WHERE issuer = '') THEN 'owner' ELSE
    (SELECT role FROM users WHERE id IN (SELECT issuer FROM chain) AND login IS NOT NULL AND NOT disabled) END
"""
"""An API token stands for whoever issued it, as long as it lives."""


def authority(database: sqlite3.Connection, issuer: str, now: int) -> Role | None:
    """The role with which an issuer administers; None where they don't, or don't any more."""
    (role,) = database.execute(_AUTHORITY, (issuer, now)).fetchone()
    return Role(role) if role is not None and Role(role).is_admin else None


def check_authority(
    database: sqlite3.Connection, issuer: str, now: int, target: Role, new_role: Role | None = None
) -> None:
    """Whether the issuer may change somebody who is `target`. Raises `forbidden`."""
    if issuer != LOCAL:
        check_may_change(authority(database, issuer, now) or Role.MEMBER, target, new_role)


def check_owner(database: sqlite3.Connection, issuer: str, now: int, what: str) -> None:
    """Raises `forbidden`."""
    if not may_act_as_owner(authority(database, issuer, now)):
        raise ImError(errors.FORBIDDEN, f"Only an owner of the server can {what}.")


def has_owner(database: sqlite3.Connection) -> bool:
    found = database.execute(
        "SELECT 1 FROM users WHERE role = 'owner' AND login IS NOT NULL AND NOT disabled LIMIT 1"
    ).fetchone()
    return found is not None

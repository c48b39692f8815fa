"""Accounts as everybody sees them."""

from __future__ import annotations

import sqlite3

from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.errors import ImError


def profile(database: sqlite3.Connection, user: str) -> Profile:
    """Raises `unknown_user`, also for an account that was removed."""
    row = database.execute(
        "SELECT id, login, name, avatar FROM users WHERE id = ? AND login IS NOT NULL", (user,)
    ).fetchone()
    if row is None:
        raise ImError(errors.UNKNOWN_USER, f"There is no user {user[:64]!r}.")
    return Profile(*row)

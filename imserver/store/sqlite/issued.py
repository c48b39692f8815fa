"""The end of what somebody issued who may do less now: it doesn't come back where they may do more again."""

from __future__ import annotations

import sqlite3
from typing import Final

from imserver.core.grant import may_act_as_owner
from imserver.store.records import OUTLIVED
from imserver.store.sqlite.authority import EVER, authority
from imserver.store.sqlite.links import end_void

_ISSUERS: Final = """
WITH RECURSIVE issuers (id) AS (
    VALUES (?1) UNION SELECT t.id FROM api_tokens t JOIN issuers ON t.issuer = issuers.id
)
SELECT id FROM issuers
"""
"""Somebody, and the tokens that they issued, and the tokens that those issued."""


def end_issued(database: sqlite3.Connection, user: str, now: int) -> None:
    """After a change of what this user may do, or of whether they are there."""
    for (issuer,) in database.execute(_ISSUERS, (user,)).fetchall():
        if not may_act_as_owner(authority(database, issuer, EVER)):
            database.execute("DELETE FROM api_tokens WHERE issuer = ?", (issuer,))
            database.execute(
                "UPDATE webhooks SET disabled_at = ?, error = ? WHERE issuer = ? AND disabled_at = 0",
                (max(now, 1), OUTLIVED, issuer),
            )
        end_void(database, "issuer = ?", issuer, now)
    end_void(database, "user = ?", user, now)

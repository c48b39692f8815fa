"""Which messages carry which files: a file stays for as long as one does."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from imserver.core.attachment import Attachment


def attach(database: sqlite3.Connection, conv: str, seq: int, files: Sequence[Attachment]) -> None:
    for file in files:
        database.execute("INSERT INTO attachments VALUES (?, ?, ?)", (conv, seq, file.id))
        database.execute("UPDATE media SET state = 'sent' WHERE id = ? AND state = 'unsent'", (file.id,))


def detach(database: sqlite3.Connection, conv: str, first: int, last: int) -> None:
    """The messages `first` to `last` are gone: files that no other message carries go too."""
    rows = database.execute(
        "SELECT DISTINCT media FROM attachments WHERE conv = ? AND seq BETWEEN ? AND ?", (conv, first, last)
    ).fetchall()
    if not rows:
        return
    database.execute("DELETE FROM attachments WHERE conv = ? AND seq BETWEEN ? AND ?", (conv, first, last))
    database.executemany(
        "UPDATE media SET state = 'gone' WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attachments WHERE media = ?1)",
        rows,
    )

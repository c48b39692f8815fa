"""How far the store has ever been: tells a store that was restored from a backup from one that merely stopped.

A file beside the database holds the newest position that was committed, and which file it was committed to. It is
written after each commit, without waiting for the disk: it may lag behind the database, never run ahead of it. A
database that ends before it, is another file, or has used positions without it, is not the one that clients know.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

_FORMAT: Final = struct.Struct("<QQ")

NEWEST: Final = (
    "SELECT max(coalesce((SELECT max(position) FROM events), 0), coalesce((SELECT max(joined) FROM members), 0),"
    " coalesce((SELECT max(receipted) FROM members), 0), coalesce((SELECT max((SELECT position FROM messages"
    " WHERE conv = c.id ORDER BY seq DESC LIMIT 1)) FROM conversations c), 0),"
    " coalesce((SELECT value FROM meta WHERE key = 'newest'), 0))"
)


class Watermark:
    def __init__(self, path: Path, database: Path) -> None:
        self._was_there = path.exists()
        path.touch(mode=0o600)
        self._file = path.open("r+b", buffering=0)
        self._inode = database.stat().st_ino

    def adopt(self, database: sqlite3.Connection) -> bool:
        """From here on the mark is this database's. Whether clients may know more than this database does."""
        content = os.pread(self._file.fileno(), _FORMAT.size, 0)
        newest: int = database.execute(NEWEST).fetchone()[0]
        self.raise_to(newest)
        if len(content) < _FORMAT.size:
            # One that was there and is empty was cut short with the power, soon after it was made.
            return newest > 0 and not self._was_there
        position, inode = _FORMAT.unpack(content)
        return bool(inode != self._inode or newest < position)

    def raise_to(self, position: int) -> None:
        """On a full disk it stays as it is: lower than it could be, which is no harm."""
        with suppress(OSError, ValueError):
            os.pwrite(self._file.fileno(), _FORMAT.pack(position, self._inode), 0)

    def close(self) -> None:
        self._file.close()

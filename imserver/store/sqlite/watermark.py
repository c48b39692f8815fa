"""How far the store has ever been: tells a store that was restored from a backup from one that merely stopped.

A file beside the database holds the newest position that was committed, and which file it was committed to. It is
mapped into memory and written after each commit, without waiting for the disk: it may lag behind the database, never
run ahead of it. A database that ends before it, or is another file, is not the one that clients know.
"""

from __future__ import annotations

import mmap
import os
import sqlite3
import struct
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
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._is_new = os.fstat(descriptor).st_size < _FORMAT.size
            os.ftruncate(descriptor, _FORMAT.size)
            self._content = mmap.mmap(descriptor, _FORMAT.size)
        finally:
            os.close(descriptor)
        self._inode = database.stat().st_ino

    def was_restored(self, database: sqlite3.Connection) -> bool:
        """Whether clients may know more than this database does. From here on the mark is this database's."""
        position, inode = _FORMAT.unpack(self._content)
        newest: int = database.execute(NEWEST).fetchone()[0]
        self.raise_to(newest)
        return not self._is_new and (inode != self._inode or newest < position)

    def raise_to(self, position: int) -> None:
        _FORMAT.pack_into(self._content, 0, position, self._inode)

    def close(self) -> None:
        self._content.close()

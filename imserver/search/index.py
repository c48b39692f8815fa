"""The index: SQLite's FTS5, over fingerprints of words.

Messages are sealed on the disk, and an index of their words would tell what they say. So it holds keyed
fingerprints: whoever has the file but not the key learns how often some word stands somewhere, and not which. Row
ids are positions of the change stream: the newest come first without sorting. Rows of edited and recalled messages
stay behind; whoever searches checks what is found against the messages themselves.
"""

from __future__ import annotations

import hashlib
import heapq
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Final

from imserver.core import words
from imserver.core.words import Term
from imserver.search import table
from imserver.search.predecessor import Predecessor, remove, size_bytes
from imserver.store.records import StreamEntry, StreamPlace
from imserver.system.logs import get_logger

log = get_logger("imserver.search")

MAX_CONVERSATIONS: Final = 500
"""Of the searcher's conversations, those with the newest messages."""
WORDS_REMEMBERED: Final = 20_000


class SearchIndex:
    """One writer at a time; readers are threads of the caller, each with a connection of its own."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._predecessor = Predecessor(path.with_name(f"{path.stem}-before{path.suffix}"))
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._fingerprint: Callable[[str], str] = lru_cache(WORDS_REMEMBERED)(
            lambda word: hashlib.blake2b(word.encode(), digest_size=6, key=key, person=b"search").hexdigest()
        )
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            self._begin_anew()

    def _prepare(self) -> None:
        """Begin a new file where the tables aren't of this release.

        What was there answers until the new one is complete, if the disk has room for both.
        """
        self._path.touch(mode=0o600)
        found = table.layout(self._database())
        if found and table.is_current(self._database()):
            return
        if found in table.READABLE and self._has_room():
            self._disconnect()
            self._predecessor.take(self._path)
        elif found:
            self._disconnect()
            self._predecessor.drop()
            remove(self._path)
        self._path.touch(mode=0o600)
        table.create(self._database())

    def _has_room(self) -> bool:
        """Whether a second index fits, with as much for what SQLite writes meanwhile."""
        return shutil.disk_usage(self._path.parent).free > 2 * self.size_bytes()

    def _begin_anew(self) -> None:
        """The file is no index: it goes, and is made again from the messages."""
        self._disconnect()
        remove(self._path)
        self._prepare()

    def _database(self) -> sqlite3.Connection:
        database: sqlite3.Connection | None = getattr(self._local, "database", None)
        if database is None:
            database = table.open_database(self._path)
            self._local.database = database
            self._connections.append(database)
        return database

    def state(self) -> tuple[str, int]:
        """The store's epoch that is indexed, and the position up to which; ("", 0) at first."""
        return table.state(self._database())

    def is_begun(self) -> bool:
        """Whether anything is indexed, though maybe not everything up to a position."""
        found: int = self._database().execute("SELECT EXISTS (SELECT 1 FROM places)").fetchone()[0]
        return bool(found)

    def count(self) -> int:
        found: int = self._database().execute("SELECT count(*) FROM places").fetchone()[0]
        return found

    def clear(self, epoch: str) -> None:
        database = self._database()
        with _transaction(database):
            database.execute("INSERT INTO words (words) VALUES ('delete-all')")
            database.execute("DELETE FROM places")
            database.execute("INSERT OR REPLACE INTO meta VALUES ('epoch', ?), ('position', 0)", (epoch,))
        self._predecessor.keep_if_of(epoch)

    def settle(self) -> None:
        """Everything is indexed: what answered meanwhile goes."""
        self._predecessor.drop()

    def add(self, entries: Iterable[StreamEntry], through: int | None) -> None:
        """Index the entries; with `through`, everything up to this position is indexed then."""
        database = self._database()
        with _transaction(database):
            for entry in entries:
                placed = database.execute(
                    "INSERT INTO places VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    (entry.position, entry.conv, entry.seq),
                )
                if placed.rowcount and (columns := self._columns_of(entry)) is not None:
                    database.execute(
                        "INSERT INTO words (rowid, conv, body, starts) VALUES (?, ?, ?, ?)",
                        (entry.position, self._fingerprint(entry.conv), *columns),
                    )
            if through is not None:
                database.execute("UPDATE meta SET value = ? WHERE key = 'position' AND value < ?", (through, through))

    def _columns_of(self, entry: StreamEntry) -> tuple[str, str] | None:
        """None for a text that can't be taken apart: it isn't found, and keeps no other one out of the index."""
        try:
            return self._columns(entry.text)
        except Exception:
            log.exception("search.message_skipped", conv=entry.conv, seq=entry.seq)
            return None

    def _columns(self, text: str) -> tuple[str, str]:
        found = words.split(text)
        begun = dict.fromkeys([*found, *words.variants(text)])
        starts = dict.fromkeys(start for word in begun for start in words.prefixes(word))
        return " ".join(map(self._fingerprint, found)), " ".join(map(self._fingerprint, starts))

    def find(self, terms: Sequence[Term], convs: Sequence[str], before: int | None, limit: int) -> list[StreamPlace]:
        """Places where every term may stand, the newest first; those below the position `before`."""
        if not terms or not convs:
            return []
        among = " OR ".join(f'"{self._fingerprint(conv)}"' for conv in convs[:MAX_CONVERSATIONS])
        query = " AND ".join([f"conv : ({among})", *map(self._match, terms)])
        answered = self._predecessor.find(query, before, limit)  # first: it goes only once everything is here
        own = table.read(self._database(), query, before, limit)
        return heapq.nlargest(limit, {*own, *answered}, key=attrgetter("position"))

    def _match(self, term: Term) -> str:
        if term.is_prefix:
            begun = " OR ".join(f'"{self._fingerprint(each[: words.MAX_PREFIX])}"' for each in term.beginnings)
            return f"starts : ({begun})"
        return f'body : "{" ".join(map(self._fingerprint, term.words))}"'

    def size_bytes(self) -> int:
        return size_bytes(self._path) + self._predecessor.size_bytes()

    def close(self) -> None:
        self._disconnect()
        self._predecessor.close()

    def _disconnect(self) -> None:
        for database in self._connections:
            database.close()
        self._connections = []
        self._local = threading.local()


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")

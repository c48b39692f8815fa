"""The index against reading every message: the same found, in the same order."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imserver.core import folding
from imserver.core.words import matches, parse
from imserver.search.index import SearchIndex
from imserver.store.records import StreamEntry

KEY = bytes(range(16))
words = st.sampled_from(["开会", "明天", "会议", "开", "会", "hello", "help", "he", "world", "w", "2026"])
texts = st.lists(words, min_size=1, max_size=5).map(" ".join) | st.lists(words, min_size=1, max_size=5).map("".join)
convs = st.sampled_from(["c1", "c2", "c3"])


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    index = SearchIndex(tmp_path / "search.db", KEY)
    index.clear("e1")
    yield index
    index.close()


def entries(*texts: str, conv: str = "c1") -> list[StreamEntry]:
    return [StreamEntry(number, conv, number, text) for number, text in enumerate(texts, 1)]


def found(index: SearchIndex, query: str, *convs: str, before: int | None = None, limit: int = 100) -> list[int]:
    return [place.position for place in index.find(parse(query), convs or ("c1",), before, limit)]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(convs, texts), max_size=25),
    st.lists(words, min_size=1, max_size=3).map(" ".join),
    st.sets(convs, min_size=1),
)
def test_it_finds_what_reading_everything_finds(said: list[tuple[str, str]], query: str, among: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder) / "search.db", KEY)
        index.clear("e1")
        index.add([StreamEntry(number, conv, number, text) for number, (conv, text) in enumerate(said, 1)], None)
        expected = [
            number for number, (conv, text) in enumerate(said, 1) if conv in among and matches(text, parse(query))
        ]
        assert found(index, query, *among) == expected[::-1]
        index.close()


def test_other_spellings_are_found(index: SearchIndex) -> None:
    index.add(entries("Frau Müller", "Herr Mueller", "हिन्दी", "हिंदी", "في الكتاب", "muller"), None)
    assert found(index, "mueller") == [2, 1]
    assert found(index, "MÜLLER") == [6, 2, 1]
    assert found(index, "muller") == [6, 1]
    assert found(index, "हिंदी") == found(index, "हिन्दी") == [4, 3]
    assert found(index, "كتاب") == found(index, "الكتاب") == found(index, "والكتاب") == [5]


def test_pages_follow_one_another(index: SearchIndex) -> None:
    index.add(entries(*["hello"] * 5), None)
    assert found(index, "hello", limit=2) == [5, 4]
    assert found(index, "hello", before=4, limit=2) == [3, 2]


def test_nothing_of_other_conversations(index: SearchIndex) -> None:
    index.add(entries("hello", conv="c2"), None)
    assert found(index, "hello") == []
    assert index.find(parse("hello"), [], None, 10) == []


def test_the_file_does_not_say_what_was_said(index: SearchIndex, tmp_path: Path) -> None:
    index.add(entries("confidential 秘密计划"), 1)
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in ("confidential", "confid", "秘密", "秘"):
        assert secret.encode() not in content


def test_the_same_entry_again_changes_nothing(index: SearchIndex) -> None:
    for _ in range(2):
        index.add(entries("hello", "world"), 2)
    assert index.count() == 2
    assert found(index, "hello") == [1]


def test_it_is_there_after_closing(index: SearchIndex, tmp_path: Path) -> None:
    index.add(entries("hello"), 7)
    again = SearchIndex(tmp_path / "search.db", KEY)
    assert again.state() == ("e1", 7)
    assert found(again, "hel") == [1]
    again.close()


def test_cleared_it_is_empty(index: SearchIndex) -> None:
    index.add(entries("hello"), 7)
    index.clear("e2")
    assert index.state() == ("e2", 0)
    assert found(index, "hello") == []


def test_a_file_that_is_no_index_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "search.db").write_bytes(b"not a database, but something else that is long enough" * 50)
    index = SearchIndex(tmp_path / "search.db", KEY)
    assert index.state() == ("", 0)
    index.clear("e1")
    index.add(entries("hello"), 1)
    assert found(index, "hello") == [1]
    index.close()


def made_before(path: Path, said: list[StreamEntry], epoch: str = "e1") -> None:
    """An index of the release that folded texts by NFKC and case, and kept no version of it."""

    def fingerprint(word: str) -> str:
        return hashlib.blake2b(word.encode(), digest_size=6, key=KEY, person=b"search").hexdigest()

    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT;"
            "CREATE TABLE places (position INTEGER PRIMARY KEY, conv TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;"
            "CREATE VIRTUAL TABLE words USING fts5 (conv, body, starts, content='', detail=full, tokenize='ascii');"
            "PRAGMA user_version = 1;"
        )
        database.execute("INSERT INTO meta VALUES ('epoch', ?), ('position', ?)", (epoch, said[-1].position))
        for entry in said:
            found = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", entry.text).casefold())
            starts = [word[:length] for word in found for length in range(2, len(word) + 1)]
            database.execute("INSERT INTO places VALUES (?, ?, ?)", (entry.position, entry.conv, entry.seq))
            database.execute(
                "INSERT INTO words (rowid, conv, body, starts) VALUES (?, ?, ?, ?)",
                (
                    entry.position,
                    fingerprint(entry.conv),
                    " ".join(map(fingerprint, found)),
                    " ".join(map(fingerprint, starts)),
                ),
            )


def test_an_index_of_another_fold_answers_until_the_new_one_is_complete(tmp_path: Path) -> None:
    said = entries("the résumé", "résumé and letter", "letter")
    made_before(tmp_path / "search.db", said)
    index = SearchIndex(tmp_path / "search.db", KEY)
    assert index.state() == ("", 0)
    index.clear("e1")
    assert found(index, "letter") == [3, 2]
    assert found(index, "letter", limit=1) == [3]
    assert found(index, "resume") == []
    index.add(said[1:2], None)
    assert found(index, "letter") == [3, 2]
    assert found(index, "resume") == [2]
    index.close()

    index = SearchIndex(tmp_path / "search.db", KEY)  # the process ended before it was complete
    assert found(index, "letter") == [3, 2]
    index.add(said, 3)
    index.settle()
    assert found(index, "letter") == [3, 2]
    assert found(index, "resume") == found(index, "RÉSUMÉ") == [2, 1]
    index.close()
    assert [file.name for file in tmp_path.iterdir()] == ["search.db"]


def test_where_the_disk_has_no_room_for_two_there_is_only_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_before(tmp_path / "search.db", entries("letter"))
    size = (tmp_path / "search.db").stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 * size))
    index = SearchIndex(tmp_path / "search.db", KEY)
    index.clear("e1")
    assert found(index, "letter") == []
    assert not (tmp_path / "search-before.db").exists()
    index.add(entries("letter"), 1)
    assert found(index, "letter") == [1]
    index.close()


def test_an_upgrade_during_an_upgrade_keeps_what_was_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = entries("letter", "résumé")
    made_before(tmp_path / "search.db", said)
    index = SearchIndex(tmp_path / "search.db", KEY)
    index.clear("e1")
    index.add(said[1:], None)
    index.close()
    monkeypatch.setattr(folding, "VERSION", "3")
    index = SearchIndex(tmp_path / "search.db", KEY)
    assert index.state() == ("", 0)
    assert found(index, "letter") == [1]
    index.clear("e1")
    index.add(said, 2)
    index.settle()
    index.close()
    monkeypatch.setattr(folding, "VERSION", "4")
    index = SearchIndex(tmp_path / "search.db", KEY)
    assert found(index, "resume") == [2]
    index.close()


def test_an_index_of_another_fold_and_another_store_answers_nothing(tmp_path: Path) -> None:
    made_before(tmp_path / "search.db", entries("letter"), epoch="e0")
    index = SearchIndex(tmp_path / "search.db", KEY)
    index.clear("e1")
    assert found(index, "letter") == []
    index.close()


def test_an_unreadable_index_of_another_fold_refuses_no_search(tmp_path: Path) -> None:
    made_before(tmp_path / "search.db", entries("letter"))
    index = SearchIndex(tmp_path / "search.db", KEY)
    index.close()
    (tmp_path / "search-before.db").write_bytes(b"not a database, but something else that is long enough" * 50)
    index = SearchIndex(tmp_path / "search.db", KEY)
    index.clear("e1")
    index.add(entries("letter"), 1)
    assert found(index, "letter") == [1]
    index.close()

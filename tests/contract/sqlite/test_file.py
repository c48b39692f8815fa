"""The file: who can read it, what stands in it, and what is refused and left alone."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from imserver.core import errors
from imserver.store.sqlite import schema
from imserver.store.sqlite.schema import NewerDataError
from tests.contract.engines import open_sqlite
from tests.contract.sqlite.inside import sqlite_of, talk
from tests.contract.town import Town, refused

pytestmark = pytest.mark.anyio


def _contents(directory: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in directory.iterdir()}


def _modes(directory: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()}


async def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        town = Town(open_sqlite, tmp_path)
        await talk(town)
        await town.store.directory("", "", 1)
    finally:
        os.umask(before)
    modes = _modes(tmp_path)
    await town.store.close()
    assert modes == {"messages.db": 0o600, "messages.db-wal": 0o600, "messages.db-shm": 0o600, "watermark": 0o600}


async def test_texts_and_passwords_do_not_stand_in_the_file(town: Town, tmp_path: Path) -> None:
    conv, anna, _ = await talk(town)
    await town.post(conv, anna, "a most secret plan")
    await town.store.close()
    content = b"".join(_contents(tmp_path).values())
    assert b"secret plan" not in content
    assert b"Class 3b" in content, "titles are not sealed"


@pytest.mark.parametrize("clean", [True, False], ids=["closed", "killed"])
async def test_a_newer_schema_is_refused_and_not_touched(tmp_path: Path, clean: bool) -> None:
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.mkdir()
    copy.mkdir()
    town = Town(open_sqlite, source)
    await talk(town)
    if clean:
        await town.store.close()
    newer = sqlite3.connect(source / "messages.db")
    newer.execute("PRAGMA user_version = 999")
    newer.commit()
    if clean:
        newer.close()
    for name in ("messages.db", "messages.db-wal"):
        if (source / name).exists():
            (copy / name).write_bytes((source / name).read_bytes())
    before = _contents(copy)
    with pytest.raises(NewerDataError, match=r"messages\.db has version 999; .* It was not touched") as refusal:
        Town(open_sqlite, copy)
    assert str(copy) in str(refusal.value)
    after = _contents(copy)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() <= {"messages.db-shm", "messages.db-wal"}
    newer.close()
    await town.store.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
async def test_what_is_no_database_is_named_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "messages.db"
    path.write_bytes(content)
    with pytest.raises(OSError, match=r"messages\.db"):
        Town(open_sqlite, tmp_path)
    assert path.read_bytes() == content


async def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    """What a kill right after the first open leaves."""
    (tmp_path / "messages.db").touch()
    town = Town(open_sqlite, tmp_path)
    assert (await town.store.counts()).users == 0
    await town.store.close()


async def test_every_commit_is_synced(town: Town) -> None:
    database = sqlite_of(town)._writer._transaction.database
    assert database.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert [version for version, _ in schema.migrations()] == list(range(1, len(schema.migrations()) + 1))


async def test_readers_can_not_write(town: Town) -> None:
    with refused(errors.STORAGE_FAILED):
        await sqlite_of(town)._reader.run(lambda database: database.execute("DELETE FROM users"))


async def test_describe(town: Town, tmp_path: Path) -> None:
    described = town.store.describe()
    assert described["engine"] == "sqlite"
    assert described["path"] == str(tmp_path / "messages.db")
    assert described["epoch"] == town.token.epoch
    assert isinstance(described["free_bytes"], int)
    files = [tmp_path / "messages.db", tmp_path / "messages.db-wal"]
    assert described["size_bytes"] == sum(file.stat().st_size for file in files)


async def test_a_message_that_was_tampered_with_is_named_and_not_shown(town: Town, tmp_path: Path) -> None:
    conv, anna, _ = await talk(town)
    for number in range(3):
        await town.post(conv, anna, f"text {number}")
    database = sqlite3.connect(tmp_path / "messages.db")
    database.execute("UPDATE messages SET body = (SELECT body FROM messages WHERE seq = 1) WHERE seq = 2")
    database.commit()
    database.close()
    shown = [(message.text, message.gone) for message in await town.history(conv, anna)]
    assert shown == [("text 0", None), ("", "damaged"), ("text 2", None)]

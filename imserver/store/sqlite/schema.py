"""The schema and its versions: numbered SQL files, the newest applied recorded in `PRAGMA user_version`."""

from __future__ import annotations

import errno
import sqlite3
from importlib import resources
from pathlib import Path

import msgspec

from imserver.core.emoji import spelling
from imserver.core.event import Reacted
from imserver.core.login import skeleton


class NewerDataError(Exception):
    """The data directory was written by a newer version of this software."""


def migrations() -> list[tuple[int, str]]:
    """(version, SQL) of each migration, ascending."""
    folder = resources.files("imserver.store.sqlite") / "migrations"
    files = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".sql"))
    return [(int(name[:4]), script) for name, script in files]


def check_version(path: Path) -> None:
    """Without touching the file: raises `NewerDataError` for a database from the future, `OSError` for none."""
    if not path.exists():
        return
    newest = migrations()[-1][0]
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        found: int = database.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error
    finally:
        database.close()
    if found > newest:
        raise NewerDataError(
            f"{path} has version {found}; this software knows versions up to {newest}. It was not touched."
        )


def respelled(body: bytes) -> bytes:
    """A stored event with its emoji in the one spelling; what can't be read stays as it is."""
    if b'"reaction"' not in body:
        return body
    try:
        event = msgspec.json.decode(body, type=Reacted)
    except (msgspec.MsgspecError, ValueError):
        return body
    emoji = spelling(event.emoji)
    return body if emoji == event.emoji else msgspec.json.encode(msgspec.structs.replace(event, emoji=emoji))


def migrate(database: sqlite3.Connection, epoch: str) -> None:
    """Bring the database to the newest version, each step in a transaction of its own."""
    for function in (skeleton, spelling, respelled):
        database.create_function(function.__name__, 1, function, deterministic=True)
    found: int = database.execute("PRAGMA user_version").fetchone()[0]
    for version, script in migrations():
        if version > found:
            database.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;")
    database.execute("INSERT INTO meta VALUES ('epoch', ?) ON CONFLICT DO NOTHING", (epoch,))

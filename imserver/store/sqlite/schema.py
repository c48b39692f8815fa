"""The schema and its versions: numbered SQL files, the newest applied recorded in `PRAGMA user_version`."""

from __future__ import annotations

import errno
import sqlite3
from importlib import resources
from pathlib import Path


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


def migrate(database: sqlite3.Connection, epoch: str) -> None:
    """Bring the database to the newest version, each step in a transaction of its own."""
    found: int = database.execute("PRAGMA user_version").fetchone()[0]
    for version, script in migrations():
        if version > found:
            database.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;")
    database.execute("INSERT INTO meta VALUES ('epoch', ?) ON CONFLICT DO NOTHING", (epoch,))

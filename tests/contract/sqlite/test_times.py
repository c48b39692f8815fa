"""Every time that the schema holds is accounted for: a step of server time moves it, or it is there to be shown."""

from __future__ import annotations

import re
import sqlite3
from typing import Final

from imserver.store.sqlite import schema
from imserver.store.sqlite.timeline import MOVED

SHOWN: Final = {
    "api_tokens.created_at",
    "audit.at",  # `moments` tells how old an entry is
    "conversations.created_at",
    "links.created_at",
    "messages.edited_at",
    "messages.ts",  # `moments` tells how old a message is
    "moments.at",  # moved by itself
    "push_subscriptions.created_at",
    "sessions.created_at",
    "users.created_at",
    "webhooks.created_at",
}
TIME: Final = re.compile(r"(.*_)?(at|ts|since|until|due|time|from|expires)$")


def test_a_step_moves_every_time_that_a_duration_is_counted_by() -> None:
    database = sqlite3.connect(":memory:")
    schema.migrate(database, "e")
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = {
        f"{table}.{name}"
        for table in tables
        for _, name, kind, *_ in database.execute(f"PRAGMA table_info({table})")
        if kind == "INTEGER" and TIME.match(name)
    }
    moved = {f"{table}.{column}" for table, _, columns in MOVED for column in columns}
    assert columns == moved | SHOWN, "name a new time in `MOVED`, or here where nothing is judged by it"

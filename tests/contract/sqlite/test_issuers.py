"""Grants that were made before anybody noted who answers for them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from imserver.store.sqlite import schema
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio

ISSUERS = next(version for version, script in schema.migrations() if "COLUMN issuer" in script)


def older(folder: Path) -> sqlite3.Connection:
    """A database as the version before left it."""
    database = sqlite3.connect(folder / "messages.db", isolation_level=None)
    for version, script in schema.migrations():
        if version < ISSUERS:
            database.executescript(f"{script} PRAGMA user_version = {version};")
    return database


async def test_the_audit_log_tells_who_answers_for_older_grants(tmp_path: Path) -> None:
    database = older(tmp_path)
    for id, role in (("u-boss", "owner"), ("u-gone", "member"), ("u-ann", "member"), ("u-ben", "member")):
        database.execute("INSERT INTO users VALUES (?, ?, ?, ?, '', 0, 0)", (id, id[2:], id, role))
    entries = [
        ("u-boss", "boss", "token.created", "t-boss"),
        ("u-gone", "gone", "token.created", "t-gone"),
        ("", "local", "token.created", "t-local"),
        ("u-boss", "boss", "user.link", "u-ann"),
        ("u-gone", "gone", "user.created", "u-ben"),
        ("u-boss", "boss", "invite.created", ""),
        ("t-local", "script", "webhook.added", "w-script"),
        ("u-gone", "gone", "webhook.added", "w-gone"),
    ]
    database.executemany(
        "INSERT INTO audit (at, means, actor, actor_name, action, target, target_name, details, address)"
        " VALUES (?, '', ?, ?, ?, ?, '', '', '')",
        [(NOW + 1, *entry) for entry in entries],
    )
    for id, expires in (("t-boss", NOW * 2), ("t-gone", NOW * 2), ("t-local", NOW - 1), ("t-unheard", NOW * 2)):
        database.execute("INSERT INTO api_tokens VALUES (?, 'x', ?, 0, ?)", (id, id.encode(), expires))
    for kind, user, by in (
        ("password", "u-ann", "boss"),
        ("password", "u-ben", "gone"),
        ("invite", None, "boss"),
        ("invite", None, "unheard"),
        ("setup", None, ""),
    ):
        code = f"{kind}-{user or by}".encode()
        row = (code, kind, user, "owner" if kind == "setup" else "member", NOW * 2, by, NOW)
        database.execute("INSERT INTO links VALUES (?, '', ?, ?, ?, 1, ?, ?, ?)", row)
    added = {"w-script": "", "w-gone": "", "w-unheard": "", "w-old": "boss", "w-local": "local", "w-member": "ann"}
    for id, by in added.items():
        database.execute(
            "INSERT INTO webhooks (id, url, secret, convs, events, created_by, created_at, position)"
            " VALUES (?, '', x'', '[]', '[]', ?, 0, 0)",
            (id, by),
        )
    database.close()

    store = Town(open_sqlite, tmp_path).store
    assert [token.id for token in await store.api_tokens.all(NOW)] == ["t-boss"]
    found = [await store.links.find(code, NOW) for code in (b"password-u-ann", b"password-u-ben", b"invite-boss")]
    assert [link and link.issuer for link in found] == ["u-boss", None, "u-boss"]
    assert await store.links.find(b"invite-unheard", NOW) is None
    assert await store.links.find(b"setup-", NOW) is None
    followed = {id for id in added if await store.webhooks.may_follow(id)}
    assert followed == {"w-script", "w-old", "w-local"}, "a script's goes on although its token has expired since"
    await store.close()

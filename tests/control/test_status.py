"""What `imctl status` says of what runs in the background."""

from __future__ import annotations

from typing import Any

from control.output import Marked
from control.status import status_fields
from tests.server import Server


def task(**fields: Any) -> dict[str, Any]:
    given = {"process": "all", "name": "push-sender", "state": "running", "since": 1_795_500_000_000}
    return {**given, "restarts": 0, "error": "", **fields}


def test_all_is_well_on_a_fresh_server(server: Server) -> None:
    answer = server.admin.get("/api/v1/admin/status").json()
    assert answer["health"] == "ok"
    names = {each["name"] for each in answer["tasks"]}
    assert names >= {
        "push-sender",
        "push-notifier",
        "webhooks",
        "search-indexer",
        "media-sweeper",
        "retention",
        "vitals",
    }
    assert {each["state"] for each in answer["tasks"]} == {"running"}
    assert dict(status_fields(answer))["in background"] == f"{len(names)} tasks, all run"


def test_what_fails_is_named_with_its_reason(server: Server) -> None:
    answer = server.admin.get("/api/v1/admin/status").json()
    answer["tasks"] = [task(state="failing", restarts=3, error="UnicodeError: label too long"), task(name="webhooks")]
    fields = dict(status_fields(answer))
    assert "in background" not in fields
    shown = fields["failing"]
    assert isinstance(shown, Marked)
    for part in ("push-sender", "2026-11-2", "3 times", "UnicodeError: label too long"):
        assert part in shown.text

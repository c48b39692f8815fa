"""What `imctl status` says of what runs in the background, and of the clock."""

from __future__ import annotations

from typing import Any

import pytest

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


DAY = 24 * 3_600_000
ANSWER: dict[str, Any] = {
    "users": {"total": 1, "online": 0, "disabled": 0},
    "store": {"engine": "sqlite", "size_bytes": 1, "free_bytes": 1, "path": "/data", "trouble": ""},
    "process": {"pid": 1, "rss_bytes": 1, "cpu_s": 0.0},
    "public_url": "http://chat.local",
    "uptime_s": 1,
    "connections": 0,
    "conversations": 0,
    "messages": 0,
    "files": 0,
    "bus": {"engine": "memory"},
    "counters": "memory",
    "sealing": "aes",
}


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ({"off": 0, "synchronised": True, "left": 0}, "synchronised; server time is the same"),
        ({"off": 0, "synchronised": False, "left": 0}, "not synchronised; server time is the same"),
        (
            {"off": 0, "synchronised": False, "left": 0, "unseen": ["boot", "synchronisation"]},
            "hidden from the server (boot, synchronisation), not synchronised; server time is the same",
        ),
        (
            {"off": 400 * DAY, "synchronised": False, "left": 300_000},
            "not synchronised, 400 d 0 h ahead of server time:"
            " believed in 5 min if it stays so, nothing is deleted or ends by it",
        ),
        (
            {"off": -21 * DAY, "synchronised": False, "left": None},
            "not synchronised, 21 d 0 h behind server time:"
            " believed once it is synchronised, nothing is deleted or ends by it",
        ),
    ],
)
def test_a_clock_that_differs_is_explained(clock: dict[str, Any], said: str) -> None:
    assert dict(status_fields({**ANSWER, "clock": clock}))["clock"] == said


def test_a_server_of_before_says_nothing_of_it() -> None:
    assert "clock" not in dict(status_fields(ANSWER))

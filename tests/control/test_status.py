"""What `imctl status` says of what runs in the background, of the clock and of the certificate."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from control.commands.status import status_fields
from control.host.inspection import certificate_trouble
from control.output import Marked
from control.provisioning.certificate_authority import issue
from imserver.system.certificate import Period, look
from tests.server import Server, running


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
NOW = 1_795_500_000_000
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


@contextmanager
def way_in(file: str) -> Iterator[int]:
    """The port of somebody who shows a certificate, as HAProxy does."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    with suppress(ssl.SSLError), context.wrap_socket(door.accept()[0], server_side=True):
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize(
    ("days", "state", "said"),
    [
        (100, "valid", "valid until 20"),
        (29, "soon", "which is soon: run playbooks/site.yml"),
        (6, "urgent", "it ends on 20"),
        (-2, "ended", "it ended on 20"),
        (500, "early", "it isn't valid before 20"),
    ],
)
def test_a_certificate_that_ends_is_told_before_browsers_do(days: int, state: str, said: str) -> None:
    period = Period(NOW + (days - 400) * DAY, NOW + days * DAY)
    certificate = {"begins": period.begins, "ends": period.ends, "state": period.state(NOW)}
    assert certificate["state"] == state
    shown = dict(status_fields(ANSWER | {"certificate": certificate}))["certificate"]
    assert said in (shown.text if isinstance(shown, Marked) else str(shown))
    assert bool(certificate_trouble(certificate)) is (state in ("urgent", "ended", "early"))


def test_the_server_sees_what_the_way_in_shows(tmp_path: Path) -> None:
    made = issue(tmp_path / "secrets", "chat", ["chat.local"], 5, datetime.now(UTC))
    with (
        way_in(made.certificate) as port,
        running(tmp_path / "data", {"IM_PUBLIC_URL": f"https://chat.local:{port}"}) as server,
    ):
        assert server.admin.get("/api/v1/admin/status").json()["certificate"]["state"] == "urgent"


def test_what_a_web_server_shows_for_other_names_says_nothing_of_ours(tmp_path: Path) -> None:
    made = issue(tmp_path / "secrets", "shop", ["shop.example", "*.home.example"], 5, datetime.now(UTC))
    with way_in(made.certificate) as port:
        shown = {name: look("127.0.0.1", port, name) for name in ("chat.local", "SHOP.example", "chat.home.example")}
    assert [name for name, period in shown.items() if period is None] == ["chat.local"]


def test_without_tls_here_nothing_is_said_of_certificates(server: Server) -> None:
    answer = server.admin.get("/api/v1/admin/status").json()
    assert answer["certificate"] is None
    assert "certificate" not in dict(status_fields(answer))


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

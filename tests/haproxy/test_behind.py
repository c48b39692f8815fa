"""HAProxy behind another proxy of its host: it believes who comes, and nothing else that people say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import httpx
import pytest

from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from tests.haproxy.proxy import Proxy, layout
from tests.ports import free_port

pytestmark = pytest.mark.packages

MANY: Final = 40
LIMIT: Final = 20


class Seen(ThreadingHTTPServer):
    """What requests of people tell of them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    server: Seen

    def do_GET(self) -> None:
        if self.path != "/readyz":
            self.server.told.append((self.headers["X-Forwarded-For"], self.headers["X-Forwarded-Proto"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One connection to a HAProxy, as a proxy keeps it for all people. No process answers."""
    process = PlannedProcess("chat", "all", SERVICES, free_port())
    limits = {"haproxy_address_request_rate": LIMIT, "haproxy_address_connections": 0}
    proxy = Proxy(layout(process), tmp_path_factory.mktemp("proxy"), haproxy_behind_proxy=True, **limits)
    proxy.start()
    with httpx.Client(base_url=proxy.url, timeout=60, limits=httpx.Limits(max_connections=1)) as client:
        yield client
    proxy.stop()


def ask(client: httpx.Client, forwarded: str) -> int:
    return client.get("/login", headers={"X-Forwarded-For": forwarded}).status_code


def test_a_limit_is_of_the_person_and_not_of_the_proxy(behind: httpx.Client) -> None:
    greedy = [ask(behind, "198.51.100.1") for _ in range(MANY)]
    assert 429 in greedy
    assert ask(behind, "198.51.100.2") == 503, "another person, over the same connection"
    assert ask(behind, "198.51.100.1") == 429


def test_only_the_last_address_counts(behind: httpx.Client) -> None:
    answers = [ask(behind, f"203.0.113.{number}, 198.51.100.9") for number in range(MANY)]
    assert 429 in answers


@pytest.mark.parametrize("forwarded", ["unknown", "", "[2001:db8::1]:443"])
def test_people_whom_the_proxy_does_not_name_have_the_limit_of_one(behind: httpx.Client, forwarded: str) -> None:
    assert 429 in [ask(behind, forwarded) for _ in range(MANY)]


def test_the_server_sees_who_comes(tmp_path: Path) -> None:
    """And that it was by TLS, whatever else people say of themselves."""
    seen = Seen()
    threading.Thread(target=seen.serve_forever, daemon=True).start()
    proxy = Proxy(
        layout(PlannedProcess("chat", "all", SERVICES, seen.server_port)), tmp_path, haproxy_behind_proxy=True
    )
    proxy.start()
    try:
        with httpx.Client(base_url=proxy.url, timeout=60) as client:
            said = {"X-Forwarded-For": "203.0.113.1, 198.51.100.7", "X-Forwarded-Proto": "http"}
            assert client.get("/login", headers=said).status_code == 200
    finally:
        proxy.stop()
        seen.shutdown()
        seen.server_close()
    assert seen.told == [("198.51.100.7", "https")]

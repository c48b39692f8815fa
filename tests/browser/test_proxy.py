"""The page through HAProxy, with the configuration that a node gets, over TLS by an authority of one's own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from tests.browser.conftest import PASSWORD
from tests.browser.person import PHONE, Person
from tests.haproxy.proxy import Proxy, layout
from tests.server import Server

UNKNOWN_AUTHORITY = re.compile("An SSL certificate error occurred when fetching the script")
"""Chromium takes the page of an authority that it doesn't know, when told to, and never its service worker."""


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[str]:
    """The address of a HAProxy in front of the server. Ask for it before `visit`: pages are to be closed first."""
    running = Proxy(layout(PlannedProcess("chat", "all", SERVICES, server.port)), tmp_path)
    try:
        running.start()
        yield running.url
    finally:
        running.stop()


def test_people_chat_through_haproxy_over_http2(
    proxy: str, visit: Callable[..., Person], enrol: Callable[..., str], server: Server
) -> None:
    enrol("ann", "Ann Lee")
    enrol("bob", "Bob Okafor")
    ann, bob = visit(url=proxy), visit(url=proxy, screen=PHONE)
    for person in (ann, bob):
        person.allow_errors(UNKNOWN_AUTHORITY)
    ann.log_in("ann", PASSWORD)
    bob.log_in("bob", PASSWORD)
    assert ann.page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
    ann.start_chat("bob", "Bob Okafor")
    ann.write("through the proxy")
    ann.sees_sent("through the proxy")
    bob.open("Ann Lee")
    bob.sees("through the proxy")
    ann.reload()
    ann.sees("through the proxy")
    deadline = time.monotonic() + 30
    while server.admin.get("/api/v1/admin/status").json()["users"]["online"] != 2:
        assert time.monotonic() < deadline, "Ann shows what she has seen, and doesn't come back"
        time.sleep(0.1)

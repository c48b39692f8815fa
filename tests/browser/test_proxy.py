"""The page through HAProxy, with the configuration that a node gets, over TLS by an authority of one's own."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest

from control.authority import issue
from tests.browser.conftest import PASSWORD
from tests.browser.person import PHONE, Person
from tests.server import Server

TEMPLATE = Path("roles/haproxy/templates/haproxy.cfg.j2")


UNKNOWN_AUTHORITY = re.compile("An SSL certificate error occurred when fetching the script")
"""Chromium takes the page of an authority that it doesn't know, when told to, and never its service worker."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[str]:
    """The address of a HAProxy in front of the server. Only ports, paths and the account differ from a node's."""
    program = shutil.which("haproxy")
    if program is None:
        pytest.skip("haproxy is missing: apt install haproxy")
    issued = issue(tmp_path / "secrets", "chat", ["localhost"], 397, datetime.now(UTC).replace(microsecond=0))
    text = jinja2.Template(TEMPLATE.read_text("utf-8")).render(
        ansible_managed="test",
        haproxy_connections=500,
        haproxy_balance="leastconn",
        haproxy_servers=[f"127.0.0.1:{server.port}"],
        __haproxy_features=["aes"],
        __haproxy_ipv6=False,
    )
    port = free_port()
    for pattern, value in (
        (r"\*:80\b", f"127.0.0.1:{free_port()}"),
        (r"\*:443\b", f"127.0.0.1:{port}"),
        (r"/etc/im/node.pem", issued.certificate),
        (r"/etc/im/ca.pem", issued.ca),
        (r"/run/haproxy-im/admin.sock", str(tmp_path / "haproxy.sock")),
        (r" +(?:user|group|log /dev/log).*\n", ""),
    ):
        text = re.sub(pattern, value, text)
    config = tmp_path / "haproxy.cfg"
    config.write_text(text)
    process = subprocess.Popen([program, "-f", str(config)], stderr=subprocess.PIPE)
    try:
        wait_for(port, process)
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.communicate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError("HAProxy did not come up")


def test_people_chat_through_haproxy_over_http2(
    visit: Callable[..., Person], enrol: Callable[..., str], server: Server, proxy: str
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
    ann.page.reload()
    ann.sees("through the proxy")
    deadline = time.monotonic() + 30
    while server.admin.get("/api/v1/admin/status").json()["users"]["online"] != 2:
        assert time.monotonic() < deadline, "Ann shows what she has seen, and doesn't come back"
        time.sleep(0.1)

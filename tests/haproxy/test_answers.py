"""What HAProxy answers by itself is what clients of the API understand."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest

from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from imserver.core.errors import ERRORS, INTERNAL
from tests.haproxy.proxy import Proxy, layout

pytestmark = pytest.mark.packages

PATIENCE_S: Final = 30
SOON: Final = {
    "timeout server 60s": "timeout server 300ms",
    "timeout http-request 10s": "timeout http-request 300ms",
}
STANDS_FOR: Final = {501: 400, 502: 503, 504: 503}
"""Statuses of HAProxy only, and those of the table whose errors it answers them with."""


class Messenger(ThreadingHTTPServer):
    """Is ready; ends the connection for some requests, and never answers others."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.leave = threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: Messenger

    def do_GET(self) -> None:
        if self.path == "/readyz":
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def do_POST(self) -> None:
        self.close_connection = True
        if "media" in self.path:
            self.server.leave.wait(PATIENCE_S)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    messenger = Messenger()
    threading.Thread(target=messenger.serve_forever, daemon=True).start()
    process = PlannedProcess("chat", "all", SERVICES, messenger.server_port)
    proxy = Proxy(layout(process), tmp_path_factory.mktemp("proxy"), haproxy_address_request_rate=100)
    text = proxy.file.read_text("utf-8")
    for usual, soon in SOON.items():
        assert usual in text
        text = text.replace(usual, soon)
    proxy.file.write_text(text)
    proxy.start()
    yield proxy
    proxy.stop()
    messenger.leave.set()
    messenger.shutdown()
    messenger.server_close()


def ask(proxy: Proxy, sent: bytes, end: bytes) -> bytes:
    """What is answered to these bytes, up to these."""
    context = ssl.create_default_context(cafile=str(proxy.ca))
    plain = socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_S)
    with context.wrap_socket(plain, server_hostname="localhost") as stream:
        stream.sendall(sent)
        received = b""
        while end not in received:
            some = stream.recv(65536)
            assert some, received
            received += some
    return received


def answer(proxy: Proxy, sent: bytes) -> tuple[int, dict[str, str], dict[str, object]]:
    """Status, headers and body of what is answered to these bytes."""
    head, _, body = ask(proxy, sent, b"}}").partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), json.loads(body)


def post(path: str) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        pytest.param(post("/api/v1/conversations"), 502, "busy", id="the process ended"),
        pytest.param(post("/api/v1/media"), 504, "busy", id="the process is silent"),
    ],
)
def test_errors_of_the_way_in_have_the_form_of_the_api(proxy: Proxy, sent: bytes, status: int, code: str) -> None:
    found, headers, body = answer(proxy, sent)
    assert (found, headers["content-type"]) == (status, "application/json")
    assert headers["cache-control"] == "no-store"
    error = body["error"]
    assert isinstance(error, dict)
    assert (error["code"], error["retry"]) == (code, ERRORS[code].retry)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"nonsense\r\n\r\n", 400, id="no request"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: loc", 408, id="a head that never ends"),
    ],
)
def test_before_there_is_a_request_the_status_says_all(proxy: Proxy, sent: bytes, status: int) -> None:
    assert ask(proxy, sent, b"</html>").startswith(b"HTTP/1.1 %d " % status)


def test_every_error_that_haproxy_makes_is_in_the_table(proxy: Proxy) -> None:
    lines = [line for line in proxy.file.read_text("utf-8").splitlines() if "http-error status" in line]
    assert {int(line.split()[2]) for line in lines} == {400, 408, 413, 429, 500, 501, 502, 503, 504}
    for line in lines:
        error = json.loads(line.split("'")[1])["error"]
        known = ERRORS[error["code"]]
        status = int(line.split()[2])
        assert STANDS_FOR.get(status, status) == known.status, line
        assert error["retry"] == known.retry == ("Retry-After" in line), line
        assert error["hint"] == known.hint or known is INTERNAL, line
        assert error["message"]

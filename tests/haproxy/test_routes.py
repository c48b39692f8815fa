"""Each address of the API leads to the process that answers it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from tests.haproxy.proxy import Proxy, layout

pytestmark = pytest.mark.packages


class Named(ThreadingHTTPServer):
    """Is ready, and answers everything with its name."""

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.name = name


class Handler(BaseHTTPRequestHandler):
    server: Named

    def _answer(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.name)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.server.name.encode())

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = _answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    servers = [Named(service) for service in SERVICES]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    processes = [PlannedProcess("chat", server.name, (server.name,), server.server_port) for server in servers]
    proxy = Proxy(layout(*processes), tmp_path_factory.mktemp("proxy"))
    proxy.start()
    trust = ssl.create_default_context(cafile=str(proxy.ca))
    with httpx.Client(base_url=proxy.url, verify=trust, timeout=60) as client:
        yield client
    proxy.stop()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("method", "path", "service"),
    [
        ("PUT", "/api/v1/me/avatar", "media"),
        ("DELETE", "/api/v1/me/avatar", "media"),
        ("PUT", "/api/v1/conversations/c1/avatar", "media"),
        ("GET", "/api/v1/avatars/p1", "media"),
        ("POST", "/api/v1/media", "media"),
        ("GET", "/api/v1/me", "auth"),
        ("GET", "/api/v1/me/sessions", "auth"),
        ("GET", "/api/v1/me/export", "messages"),
        ("GET", "/api/v1/conversations/c1", "messages"),
        ("DELETE", "/api/v1/admin/groups/c1/avatar", "messages"),
        ("DELETE", "/api/v1/admin/users/anna/avatar", "messages"),
        ("GET", "/avatars/p1", "messages"),
        ("POST", "/api/v1/webhooks/w1", "push"),
    ],
)
def test_an_address_leads_to_the_process_that_answers_it(
    client: httpx.Client, method: str, path: str, service: str
) -> None:
    assert client.request(method, path).text == service

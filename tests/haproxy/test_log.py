"""What HAProxy tells its log of requests, where somebody has it tell everything."""

from __future__ import annotations

import socket
import ssl
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from tests.haproxy.proxy import Proxy, layout
from tests.ports import free_port

pytestmark = pytest.mark.packages


class LoggingProxy(Proxy):
    """It tells `log`, a port of this machine, of every request."""

    def __init__(self, folder: Path, log: int) -> None:
        super().__init__(layout(PlannedProcess("chat", "all", SERVICES, free_port())), folder)
        text = self.file.read_text()
        self.file.write_text(text.replace("global\n", f"global\n    log 127.0.0.1:{log} local0 debug\n", 1))


def test_no_code_of_a_link_and_no_ticket_is_logged(tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as log:
        log.bind(("127.0.0.1", 0))
        log.settimeout(30)
        proxy = LoggingProxy(tmp_path, log.getsockname()[1])
        proxy.start()
        try:
            with httpx.Client(base_url=proxy.url, verify=ssl.create_default_context(cafile=str(proxy.ca))) as client:
                client.post("/api/v1/links/code-that-opens", json={})
                client.get("/api/v1/media/f0k3v8q7dd0e1f2a?ticket=code-that-opens")
                client.get("/api/v1/users?after=the-end")
            lines: list[str] = []
            while not any("/api/v1/users" in line for line in lines):
                lines.append(log.recv(65536).decode())
        finally:
            proxy.stop()
    assert any("POST /api/v1/links" in line for line in lines)
    assert any("GET /api/v1/media" in line for line in lines)
    assert not any("code-that-opens" in line for line in lines), lines

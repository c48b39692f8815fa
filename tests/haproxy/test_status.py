"""What `imctl status` says of a real HAProxy before a real server."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from control.client.chat import SUBPROTOCOL
from control.client.haproxy import Edge
from control.client.websocket import WebSocket
from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from tests.haproxy.proxy import Proxy, layout
from tests.ports import free_port
from tests.server import Server

pytestmark = pytest.mark.packages


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("server") / "data")
    started.start()
    yield started
    started.stop()
    started.admin.close()


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[Proxy]:
    """Before the server, and a gateway that never comes up."""
    whole = PlannedProcess("chat", "all", SERVICES, server.port)
    running = Proxy(layout(whole, PlannedProcess("chat", "gateway-1", ("gateway",), free_port())), tmp_path)
    running.start()
    deadline = time.monotonic() + 60
    while [place.process for place in Edge(running.socket).places() if place.state == "down"] != ["gateway-1"]:
        assert time.monotonic() < deadline, "the gateway is not found to be down"
        time.sleep(0.1)
    yield running
    running.stop()


def imctl(
    server: Server, edge: Path, *options: str, before: tuple[str, ...] = (), code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Ends with `code`: 1 where something is missing."""
    program = str(Path(sys.executable).with_name("imctl"))
    command = [*before, program, "--socket", str(server.admin_socket), "status", "--edge-socket", str(edge), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=edge.parent)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def haproxy(server: Server, edge: Path, code: int = 1) -> Any:
    return json.loads(imctl(server, edge, "--json", code=code).stdout)["haproxy"]


def test_status_counts_what_passes_haproxy(server: Server, proxy: Proxy) -> None:
    context = ssl.create_default_context(cafile=str(proxy.ca))
    url = f"wss://localhost:{proxy.port}/ws"
    with WebSocket(url, tls=context, subprotocol=SUBPROTOCOL, open_timeout=60):
        found = {each.pop("service"): each for each in haproxy(server, proxy.socket)["services"]}
        text = imctl(server, proxy.socket, code=1).stdout
    assert set(found) == set(SERVICES)
    quiet = {"sessions": 0, "errors": 0, "failures": 0, "queued": 0}
    assert found["messages"] == {**quiet, "ready": 1, "processes": 1, "rate": found["messages"]["rate"]}
    assert (found["gateway"]["ready"], found["gateway"]["processes"], found["gateway"]["sessions"]) == (1, 2, 1)
    heading = "BEHIND HAPROXY  READY  SESSIONS  A SECOND  ERRORS  5XX  QUEUED"
    assert heading in text
    assert ["gateway", "1/2", "1"] in [line.split()[:3] for line in text.splitlines()]
    trouble = text[text.index("TROUBLE") :].splitlines()[1:]
    assert len(trouble) == 1
    assert trouble[0].startswith("chat.gateway-1: nothing listens at 127.0.0.1:")


def test_answers_that_failed_are_counted(server: Server, proxy: Proxy) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(proxy.socket))
        connection.sendall(b"set server messages/chat.all state maint\n")
        connection.recv(1)
    context = ssl.create_default_context(cafile=str(proxy.ca))
    assert httpx.get(f"{proxy.url}/readyz", verify=context).status_code == 503
    found = {each["service"]: each for each in haproxy(server, proxy.socket)["services"]}
    assert {name: each["failures"] for name, each in found.items()} == {**dict.fromkeys(SERVICES, 0), "messages": 1}
    assert found["messages"]["ready"] == 0


def test_who_may_not_ask_haproxy_is_told_so_in_one_line(server: Server, proxy: Proxy) -> None:
    proxy.socket.chmod(0)
    unprivileged = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    text = imctl(server, proxy.socket, before=unprivileged).stdout
    assert [line for line in text.splitlines() if "haproxy" in line.lower()] == [
        "HAProxy:         only root may ask it: sudo imctl status"
    ]
    done = imctl(server, proxy.socket, "--json", before=unprivileged)
    assert json.loads(done.stdout)["haproxy"] == {"services": [], "trouble": "only root may ask it: sudo imctl status"}
    assert done.stderr == ""


def test_a_haproxy_that_does_not_answer_is_no_absent_one(server: Server, proxy: Proxy) -> None:
    proxy.stop()
    assert "HAProxy doesn't answer" in imctl(server, proxy.socket, code=1).stdout
    assert "HAProxy doesn't answer" in haproxy(server, proxy.socket)["trouble"]


def test_who_may_not_see_that_haproxy_is_here_is_not_sent_to_an_inventory(proxy: Proxy) -> None:
    (proxy.socket.parent / "inventory.ini").write_text("[im_nodes]\n")
    hidden = proxy.socket.parent / "hidden"
    hidden.mkdir(mode=0o000)
    unprivileged = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    command = [*unprivileged, str(Path(sys.executable).with_name("imctl")), "nodes", "list"]
    done = subprocess.run(
        [*command, "--edge-socket", str(hidden / "admin.sock")],
        capture_output=True,
        text=True,
        check=False,
        cwd=proxy.socket.parent,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "sudo imctl nodes" in done.stderr


def test_a_server_elsewhere_is_not_shown_with_the_haproxy_that_is_here(server: Server, proxy: Proxy) -> None:
    token = (
        server.admin.post("/api/v1/admin/tokens", json={"name": "laptop", "days": 1}).raise_for_status().json()["token"]
    )
    program = str(Path(sys.executable).with_name("imctl"))
    command = [program, "--url", server.url, "--token", token, "status", "--json", "--edge-socket", str(proxy.socket)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=proxy.socket.parent)
    assert json.loads(done.stdout)["haproxy"] is None


def test_without_haproxy_nothing_is_said_of_it(server: Server, tmp_path: Path) -> None:
    nowhere = tmp_path / "none.sock"
    assert haproxy(server, nowhere, code=0) is None
    assert "haproxy" not in imctl(server, nowhere).stdout.lower()

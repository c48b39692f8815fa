"""`imctl nodes` on a host with a real HAProxy before several real servers."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from control.client.chat import SUBPROTOCOL
from control.client.haproxy import Edge
from control.client.websocket import WebSocket
from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from tests.haproxy.proxy import Proxy, layout
from tests.server import Server

pytestmark = pytest.mark.packages
PATIENCE_S = 60


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    trusting = {"IM_TRUSTED_PROXIES": "127.0.0.1"}
    started = [Server(tmp_path_factory.mktemp("server") / "data", trusting) for _ in range(3)]
    for server in started:
        server.start()
    yield started
    for server in started:
        server.stop()
        server.admin.close()


def run(servers: list[Server], folder: Path, **variables: object) -> Proxy:
    """The first is whole, the others are gateways beside it."""
    processes = [
        PlannedProcess("chat", "all", SERVICES, servers[0].port),
        *(PlannedProcess("chat", f"gateway-{n}", ("gateway",), each.port) for n, each in enumerate(servers[1:], 1)),
    ]
    proxy = Proxy(layout(*processes), folder, **variables)
    proxy.start()
    return proxy


@pytest.fixture
def proxy(servers: list[Server], tmp_path: Path) -> Iterator[Proxy]:
    running = run(servers, tmp_path)
    yield running
    running.stop()


@pytest.fixture
def stack(proxy: Proxy) -> Iterator[ExitStack]:
    """Connections that end before the proxy does."""
    with ExitStack() as opened:
        yield opened


def imctl(proxy: Proxy, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("imctl"))
    command = [program, "nodes", *arguments, "--edge-socket", str(proxy.socket), "--json"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=proxy.socket.parent)


def counts(proxy: Proxy) -> dict[str, int]:
    return {p.process: p.connections for p in Edge(proxy.socket).places() if p.service == "gateway"}


def opened(proxy: Proxy) -> WebSocket:
    context = ssl.create_default_context(cafile=str(proxy.ca))
    url = f"wss://localhost:{proxy.port}/ws"
    return WebSocket(url, tls=context, subprotocol=SUBPROTOCOL, open_timeout=60)


def connected(stack: ExitStack, proxy: Proxy, number: int) -> None:
    for _ in range(number):
        stack.enter_context(opened(proxy))


def spread(found: dict[str, int], *names: str) -> int:
    return max(found[name] for name in names) - min(found[name] for name in names)


def test_connections_are_shared_out_and_a_drained_node_gets_none(stack: ExitStack, proxy: Proxy) -> None:
    connected(stack, proxy, 30)
    before = counts(proxy)
    assert spread(before, "all", "gateway-1", "gateway-2") == 0
    done = imctl(proxy, "drain", "chat.gateway-1")
    assert done.returncode == 0, done.stderr
    connected(stack, proxy, 10)
    drained = counts(proxy)
    assert drained["gateway-1"] <= before["gateway-1"]
    assert spread(drained, "all", "gateway-2") <= 1
    nodes = json.loads(imctl(proxy, "list").stdout)["edges"][0]["nodes"]
    assert {node["process"]: node["state"] for node in nodes} == {
        "all": "ready",
        "gateway-1": "drained",
        "gateway-2": "ready",
    }
    assert imctl(proxy, "undrain", "chat.gateway-1", "--wait", "30").returncode == 0
    connected(stack, proxy, 5)
    assert counts(proxy)["gateway-1"] > drained["gateway-1"]


def test_a_client_never_waits_for_ever_over_tls(proxy: Proxy) -> None:
    for _ in range(1000):
        with opened(proxy):
            pass


def test_the_last_one_of_a_service_is_not_drained_unasked(proxy: Proxy) -> None:
    done = imctl(proxy, "drain", "chat.all")
    assert done.returncode == 1
    assert "no other process is ready for auth, media, messages, push" in done.stderr
    assert all(place.state == "ready" for place in Edge(proxy.socket).places())
    kept = json.loads(imctl(proxy, "drain", "chat.all", "--keep-last").stdout)["edges"][0]["drained"][0]
    assert kept["services"] == ["gateway"]
    assert httpx.get(f"{proxy.url}/readyz", verify=ssl.create_default_context(cafile=str(proxy.ca))).status_code == 200


def test_an_unknown_node_is_answered_with_those_that_are_known(proxy: Proxy) -> None:
    done = imctl(proxy, "drain", "chat.gateway-9")
    assert done.returncode == 2
    assert "chat.gateway-1" in done.stderr


def test_a_dead_gateway_is_left_out(stack: ExitStack, servers: list[Server], proxy: Proxy) -> None:
    servers[2].kill()
    deadline = time.monotonic() + 60
    while imctl(proxy, "list").returncode != 1:
        assert time.monotonic() < deadline
    connected(stack, proxy, 4)
    assert counts(proxy)["gateway-2"] == 0
    servers[2].start()
    assert Edge(proxy.socket).wait_ready("chat.gateway-2", PATIENCE_S)


def test_a_frozen_gateway_is_left_out_before_anybody_has_to_wait_long(
    stack: ExitStack, servers: list[Server], proxy: Proxy
) -> None:
    connected(stack, proxy, 30)
    frozen = servers[2]
    os.kill(frozen.pid, signal.SIGSTOP)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while (row := checks(proxy)["chat.gateway-2"])["status"] != "DOWN":
            assert time.monotonic() < deadline, row
            time.sleep(0.05)
        assert row["check_status"].rstrip(" *") == "L7TOUT"
        assert int(row["check_duration"]) <= 1000
        assert longest_ms(proxy) <= 3000
        assert counts(proxy)["gateway-2"] == 0
        connected(stack, proxy, 5)
    finally:
        os.kill(frozen.pid, signal.SIGCONT)
    assert Edge(proxy.socket).wait_ready("chat.gateway-2", PATIENCE_S)
    assert checks(proxy)["chat.all"]["status"].startswith("UP")


def checks(proxy: Proxy) -> dict[str, dict[str, str]]:
    return {row["svname"]: row for row in Edge(proxy.socket)._rows() if row["check_status"]}


def longest_ms(proxy: Proxy) -> int:
    """Until a silent gateway is left out, at most: a pause, then checks that wait in vain, and pauses between."""
    (line,) = [line for line in proxy.file.read_text().splitlines() if "gateway-2" in line and " check " in line]
    said = line.split()
    every, soon, times = (said[said.index(word) + 1] for word in ("inter", "fastinter", "fall"))
    inter, fast = int(every.removesuffix("ms")), int(soon.removesuffix("ms"))
    return inter + int(times) * inter + (int(times) - 1) * fast


def test_without_haproxy_it_says_so(tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("imctl"))
    command = [program, "nodes", "list", "--edge-socket", str(tmp_path / "none.sock")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 3
    assert "HAProxy doesn't answer" in done.stderr

"""A drained gateway behind a real HAProxy: what it is told, whom it lets go, and what `imctl` says of it."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from websockets.exceptions import ConnectionClosed

from control.client.chat import SUBPROTOCOL
from control.client.haproxy import Edge
from control.client.websocket import WebSocket
from control.commands import nodes
from control.errors import Refused
from control.output import Output
from control.progress import Progress
from control.provisioning.cluster_layout import SERVICES, PlannedProcess
from imserver.core.errors import RESTARTING
from tests.client import Person
from tests.haproxy.proxy import Proxy, layout
from tests.server import Server

pytestmark = pytest.mark.packages

PATIENCE_S: Final = 60


class Recorder(ThreadingHTTPServer):
    """Is ready, keeps what checks tell it, and never answers whoever wants a WebSocket."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[str | None] = []
        self.leave = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def wait_for_check(self, *words: str) -> str:
        """Of what it is told from now on, the first with all of these."""
        seen = len(self.told)

        def found() -> list[str]:
            return [told for told in self.told[seen:] if told and all(word in told for word in words)]

        wait_for(lambda: bool(found()), f"no check tells {words}")
        return found()[0]

    def end(self) -> None:
        self.leave.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Recorder

    def do_GET(self) -> None:
        if self.path == "/readyz":
            self.server.told.append(self.headers["X-Haproxy-Server-State"])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.server.leave.wait(PATIENCE_S)

    def log_message(self, *_: object) -> None:
        pass


def wait_for(condition: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def imctl(proxy: Proxy, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("imctl"))
    command = [program, "nodes", *arguments, "--edge-socket", str(proxy.socket)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=proxy.socket.parent)


def states(proxy: Proxy) -> dict[str, str]:
    """By service and process."""
    return {f"{place.service}/{place.process}": place.state for place in Edge(proxy.socket).places()}


def command(proxy: Proxy, line: str) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(proxy.socket))
        connection.sendall(f"{line}\n".encode())
        connection.recv(4096)


@pytest.fixture
def recorders(tmp_path: Path) -> Iterator[tuple[Proxy, dict[str, Recorder]]]:
    """Everything but accounts in one process, those in another, and a gateway besides."""
    found = {name: Recorder() for name in ("all", "auth", "gateway-1")}
    without_auth = tuple(service for service in SERVICES if service != "auth")
    proxy = Proxy(
        layout(
            PlannedProcess("chat", "all", without_auth, found["all"].server_port),
            PlannedProcess("chat", "auth", ("auth",), found["auth"].server_port),
            PlannedProcess("chat", "gateway-1", ("gateway",), found["gateway-1"].server_port),
        ),
        tmp_path,
    )
    proxy.start()
    yield proxy, found
    proxy.stop()
    for recorder in found.values():
        recorder.end()


def test_each_check_tells_a_gateway_its_weight(recorders: tuple[Proxy, dict[str, Recorder]]) -> None:
    proxy, found = recorders
    gateway = found["gateway-1"]
    gateway.wait_for_check("UP;", "weight=1/2;", "scur=0/0;")
    edge = Edge(proxy.socket)
    (drained,) = edge.drain("chat.gateway-1")
    assert drained.services == ["gateway"]
    assert states(proxy)["gateway/gateway-1"] == "drained"
    gateway.wait_for_check("UP;", "weight=0/1;")
    assert {state for place, state in states(proxy).items() if place != "gateway/gateway-1"} == {"ready"}
    edge.undrain("chat.gateway-1")
    assert edge.wait_ready("chat.gateway-1", PATIENCE_S)
    gateway.wait_for_check("UP;", "weight=1/2;")
    assert all(told and "name=gateway/chat.gateway-1;" in told for told in gateway.told), "it is asked once"
    assert all(told and "name=gateway/chat.all;" in told for told in found["all"].told), "and so is the other one"
    assert found["auth"].told
    assert set(found["auth"].told) == {None}


def test_one_whose_weight_is_0_is_nobody_who_could_take_over(recorders: tuple[Proxy, dict[str, Recorder]]) -> None:
    proxy, _ = recorders
    assert imctl(proxy, "drain", "chat.gateway-1").returncode == 0
    done = imctl(proxy, "drain", "chat.all")
    assert done.returncode == 1
    assert "no other process is ready for gateway, media, messages, push" in done.stderr


def test_one_that_was_drained_by_hand_is_brought_back_as_well(recorders: tuple[Proxy, dict[str, Recorder]]) -> None:
    proxy, found = recorders
    command(proxy, "set server gateway/chat.gateway-1 state drain")
    assert states(proxy)["gateway/gateway-1"] == "drained"
    assert imctl(proxy, "drain", "chat.gateway-1").returncode == 0
    assert imctl(proxy, "undrain", "chat.gateway-1", "--wait", "30").returncode == 0
    found["gateway-1"].wait_for_check("UP;", "weight=1/2;")


def test_a_whole_process_is_drained_in_all_that_others_do_too(recorders: tuple[Proxy, dict[str, Recorder]]) -> None:
    proxy, _ = recorders
    done = imctl(proxy, "drain", "chat.all", "--keep-last")
    assert done.returncode == 0, done.stderr
    assert (
        "chat.all receives no new connections for gateway; keeps messages, media, push: no other process is ready"
        in done.stdout
    )
    assert "it has no connections" in done.stdout
    found = states(proxy)
    assert [place for place, state in found.items() if state == "drained"] == ["gateway/all"]
    assert [place for place in found if place.endswith("/all")] == [
        f"{each}/all" for each in SERVICES if each != "auth"
    ]


def test_who_waits_in_vain_is_told_so_and_why(
    recorders: tuple[Proxy, dict[str, Recorder]], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, _ = recorders
    context = ssl.create_default_context(cafile=str(proxy.ca))
    context.set_alpn_protocols(["http/1.1"])
    with ExitStack() as stack:
        for _ in range(4):
            plain = stack.enter_context(socket.create_connection(("localhost", proxy.port), timeout=30))
            person = stack.enter_context(context.wrap_socket(plain, server_hostname="localhost"))
            person.sendall(b"GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wait_for(lambda: connections(proxy) == {"all": 2, "gateway-1": 2}, "nobody is connected")
        told = imctl(proxy, "drain", "chat.gateway-1")
        assert told.returncode == 0
        assert "here: 2 connections are being asked to reconnect" in told.stdout
        done = imctl(proxy, "drain", "chat.gateway-1", "--wait", "1")
        assert done.returncode == 1
        assert (
            "2 of 2 connections to chat.gateway-1 are left after 1 s; it is drained and receives no new ones"
            in done.stderr
        )
        assert "the first after about four seconds" in done.stderr
        monkeypatch.setattr(nodes, "SURELY_S", 1)
        with pytest.raises(Refused) as refused:
            nodes._here(Edge(proxy.socket), ["drain", "chat.gateway-1", "--wait", "1"], Progress(Output()))
        assert "IM_TRUSTED_PROXIES" in refused.value.hint
        assert json.loads(imctl(proxy, "drain", "chat.gateway-1", "--json").stdout)["edges"][0]["connections"] == 2


def connections(proxy: Proxy) -> dict[str, int]:
    return {p.process: p.connections for p in Edge(proxy.socket).places() if p.service == "gateway"}


class Crowd:
    """People on two gateways of one HAProxy, which know nothing of one another."""

    def __init__(self, proxy: Proxy, tokens: dict[str, str], stack: ExitStack) -> None:
        self._proxy = proxy
        self._tokens = tokens
        self._stack = stack
        self.on: dict[str, list[WebSocket]] = defaultdict(list)

    def come(self, number: int) -> None:
        for _ in range(number):
            before = Counter(connections(self._proxy))
            context = ssl.create_default_context(cafile=str(self._proxy.ca))
            url = f"wss://localhost:{self._proxy.port}/ws"
            person = WebSocket(url, tls=context, subprotocol=SUBPROTOCOL, open_timeout=60)
            self._stack.enter_context(person)
            (gateway,) = Counter(connections(self._proxy)) - before
            person.send(json.dumps({"t": "auth", "id": 0, "token": self._tokens[gateway]}))
            assert json.loads(person.receive(PATIENCE_S))["t"] == "ready"
            self.on[gateway].append(person)


def closed_with(person: WebSocket) -> int:
    try:
        while True:
            person.receive(PATIENCE_S)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else 0


def is_connected(person: WebSocket) -> bool:
    person.send(json.dumps({"t": "ping", "id": 9}))
    while (frame := json.loads(person.receive(PATIENCE_S)))["t"] != "pong":
        assert frame["t"] != "error"
    return True


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[tuple[Proxy, Crowd]]:
    trusting = {"IM_TRUSTED_PROXIES": "127.0.0.1"}
    servers = {name: Server(tmp_path / name / "data", trusting) for name in ("all", "gateway-1")}
    with ExitStack() as stack:
        for name, server in servers.items():
            (tmp_path / name).mkdir()
            server.start()
            stack.callback(server.admin.close)
            stack.callback(server.stop)
        tokens = {name: Person(server, "ann").token for name, server in servers.items()}
        proxy = Proxy(
            layout(
                PlannedProcess("chat", "all", SERVICES, servers["all"].port),
                PlannedProcess("chat", "gateway-1", ("gateway",), servers["gateway-1"].port),
            ),
            tmp_path,
        )
        proxy.start()
        stack.callback(proxy.stop)
        with ExitStack() as opened:
            yield proxy, Crowd(proxy, tokens, opened)


def test_people_of_a_drained_gateway_are_asked_to_reconnect_and_those_of_others_stay(
    crowd: tuple[Proxy, Crowd],
) -> None:
    proxy, people = crowd
    people.come(12)
    assert {name: len(found) for name, found in people.on.items()} == {"all": 6, "gateway-1": 6}
    done = imctl(proxy, "drain", "chat.gateway-1", "--wait", str(PATIENCE_S))
    assert done.returncode == 0, done.stderr
    assert re.search(r"chat\.gateway-1 receives no new connections for gateway\n.*it has no connections", done.stdout)
    assert [closed_with(person) for person in people.on["gateway-1"]] == [RESTARTING.number] * 6
    people.come(3)
    assert len(people.on["gateway-1"]) == 6, "it gets nobody new"
    assert all(is_connected(person) for person in people.on["all"])
    assert imctl(proxy, "undrain", "chat.gateway-1", "--wait", "30").returncode == 0
    people.come(3)
    assert len(people.on["gateway-1"]) == 9

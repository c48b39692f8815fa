"""What a gateway answers that is no WebSocket, and that nobody holds up its end."""

from __future__ import annotations

import socket

import pytest

from tests.cluster.cluster import Cluster

pytestmark = pytest.mark.packages

HOST = b"Host: x\r\n\r\n"
ANSWERED = {
    b"GET /readyz HTTP/1.1\r\n" + HOST: (200, b'{"status":"ready"}'),
    b"GET /readyz?x=1 HTTP/1.0\r\n\r\n": (200, b'{"status":"ready"}'),
    b"GET /healthz HTTP/1.1\r\n" + HOST: (200, b'{"status":"ok",'),
    b"HEAD /readyz HTTP/1.1\r\n" + HOST: (200, b""),
    b"POST /readyz HTTP/1.1\r\nContent-Length: 0\r\n" + HOST: (404, b"there is only a WebSocket here"),
    b"GET /api/v1/me HTTP/1.1\r\n" + HOST: (404, b"there is only a WebSocket here"),
    b"POST /ws HTTP/1.1\r\nContent-Length: 0\r\n" + HOST: (404, b"there is only a WebSocket here"),
    b"GET /ws HTTP/1.0\r\n\r\n": (404, b"there is only a WebSocket here"),
    b"nonsense\r\n\r\n": (400, b"bad_http"),
    b"\x16\x03\x01\x00\xff\r\n\r\n": (400, b"bad_http"),
    b"GET /ws HTTP/1.1\r\n" + HOST: (426, b"WebSocket"),
    b"GET /ws HTTP/1.1\r\nnonsense\r\n\r\n": (400, b"bad_http"),
    b"GET /" + b"x" * 200_000: (414, b"url_too_long"),
}


def ask(port: int, request: bytes, piece: int) -> tuple[int, bytes]:
    """Status and body; 0 and nothing where the connection is closed without an answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        answer = b""
        try:
            for start in range(0, len(request), piece):
                client.sendall(request[start : start + piece])
            while data := client.recv(65_536):
                answer += data
        except (ConnectionResetError, BrokenPipeError):
            assert not answer
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]) if head else 0, body


def test_what_is_answered(cluster: Cluster) -> None:
    port = cluster.ports["gateway-1"]
    for request, (status, told) in ANSWERED.items():
        for piece in (len(request), 7 if len(request) < 1000 else 10_000):
            got, body = ask(port, request, piece)
            assert got == status, (request[:80], body)
            assert (told in body) if told else not body

    with socket.create_connection(("127.0.0.1", port), timeout=30) as silent:
        silent.sendall(b"GET /ws HT")
        assert ask(port, b"HEAD /readyz HTTP/1.1\r\n" + HOST, 100)[0] == 200, "and the silent one was let in before"
        assert cluster.processes["gateway-1"].stop() == 0
        assert silent.recv(10) == b""


def test_a_gateway_is_small(cluster: Cluster) -> None:
    """Compared within one run: what it takes for itself differs between machines. Neither has worked yet."""

    def own(name: str) -> int:
        with open(f"/proc/{cluster.processes[name].pid}/smaps_rollup") as rollup:
            return sum(int(line.split()[1]) for line in rollup if line.startswith("Anonymous:"))

    names = ("gateway-1", "auth")
    for name in names:
        cluster.processes[name].stop()
        cluster.processes[name].start()
    cluster.wait(*names)
    assert own("gateway-1") < own("auth") / 2

"""What HAProxy tells with a check is heard from a trusted proxy, of itself, and with /readyz: by both listeners."""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI

from imserver.edge.admission import Admission
from imserver.edge.gateway import Gateway
from imserver.edge.listener import Listener, Status
from imserver.http.peer import ForwardedPeer
from imserver.services import health
from imserver.system.proxies import TrustedProxies
from tests.edge.virtual import told

TRUSTED = ["127.0.0.1", "10.0.0.0/8"]
STATE = told(13, 22)
CASES = {
    "a check": ("127.0.0.1", "/readyz", [("x-haproxy-server-state", STATE)], True),
    "a check, spelled otherwise": ("127.0.0.1", "/readyz", [("X-Haproxy-Server-State", STATE)], True),
    "none": ("127.0.0.1", "/readyz", [], False),
    "another path": ("127.0.0.1", "/healthz", [("X-Haproxy-Server-State", STATE)], False),
    "a stranger": ("127.0.0.2", "/readyz", [("X-Haproxy-Server-State", STATE)], False),
    "for a stranger": (
        "127.0.0.1",
        "/readyz",
        [("X-Haproxy-Server-State", STATE), ("X-Forwarded-For", "5.5.5.5")],
        False,
    ),
    "for somebody near": (
        "127.0.0.1",
        "/readyz",
        [("x-forwarded-for", "10.1.1.1"), ("X-Haproxy-Server-State", STATE)],
        False,
    ),
    "a stranger who claims to be near": (
        "127.0.0.2",
        "/readyz",
        [("X-Haproxy-Server-State", STATE), ("X-Forwarded-For", "127.0.0.1")],
        False,
    ),
}


class Ear:
    """In the place of a gateway, and of its balance."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.balance = self

    def hear(self, header: str) -> None:
        self.heard.append(header)


async def ask_door(ear: Ear, peer: str, path: str, headers: list[tuple[str, str]]) -> int:
    async def ready() -> tuple[HTTPStatus, Status]:
        return HTTPStatus.OK, {"status": "ready"}

    admission = Admission(0, 0, 100, TrustedProxies(TRUSTED))
    door = Listener(cast(Gateway, ear), {"/healthz": ready, "/readyz": ready}, admission)
    listener = socket.create_server(("127.0.0.1", 0))
    await door.listen(listener)
    head = "".join(f"{name}: {value}\r\n" for name, value in [("Host", "x"), *headers])
    reader, writer = await asyncio.open_connection(*listener.getsockname(), local_addr=(peer, 0))
    writer.write(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
    answer = await reader.read()
    writer.close()
    await door.close()
    return int(answer.split()[1])


async def ask_app(ear: Ear, peer: str, path: str, headers: list[tuple[str, str]]) -> int:
    async def unreadiness() -> str:
        return ""

    app = FastAPI()
    app.state.node = SimpleNamespace(
        gateway=ear, readiness=SimpleNamespace(failing=lambda: [], unreadiness=unreadiness)
    )
    app.state.proxies = TrustedProxies(TRUSTED)
    app.include_router(health.router)
    app.add_middleware(ForwardedPeer, trusted=TRUSTED)
    transport = httpx.ASGITransport(app, client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return (
            await client.get(path, headers=[(name.encode(), value.encode("latin-1")) for name, value in headers])
        ).status_code


@pytest.mark.parametrize("ask", [ask_door, ask_app], ids=["a gateway's", "the server's"])
@pytest.mark.parametrize(("peer", "path", "headers", "is_heard"), CASES.values(), ids=CASES)
def test_who_is_heard(ask: Any, peer: str, path: str, headers: list[tuple[str, str]], is_heard: bool) -> None:
    ear = Ear()
    assert asyncio.run(ask(ear, peer, path, headers)) == 200
    assert ear.heard == ([STATE] if is_heard else [])


@pytest.mark.parametrize("ask", [ask_door, ask_app], ids=["a gateway's", "the server's"])
def test_bytes_that_are_no_text_are_no_trouble(ask: Any) -> None:
    ear = Ear()
    headers = [("X-Haproxy-Server-State", "weight=\x80\xff/2; scur=½")]
    assert asyncio.run(ask(ear, "127.0.0.1", "/readyz", headers)) == 200

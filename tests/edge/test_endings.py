"""How connections end, and what that costs: nothing that was acknowledged."""

from __future__ import annotations

import json
import socket
import time
from uuid import uuid4

import httpx
import pytest

from tests.client import PASSWORD, Device, Person
from tests.edge.conftest import Town
from tests.server import Server


def test_a_disabled_account_is_out_at_once(town: Town) -> None:
    eve = Person(town.server, "eve")
    with eve.device() as device:
        answer = town.server.admin.patch("/api/v1/admin/users/eve", json={"disabled": True})
        assert answer.json()["disabled"] is True
        assert device.wait_for_close() == 3502
    assert eve.call("GET", "/me").json()["error"]["code"] == "token_invalid"
    with Device(town.server) as device:
        assert device.request({"t": "auth", "token": eve.token})["code"] == "token_invalid"


def test_logging_out_ends_this_session_only(town: Town) -> None:
    fay = Person(town.server, "fay")
    first = fay.token
    with fay.device() as phone:
        fay.log_in()
        with fay.device() as laptop:
            headers = {"Authorization": f"Bearer {first}"}
            assert httpx.post(f"{town.server.url}/api/v1/logout", headers=headers).status_code == 204
            assert phone.wait_for_close() == 3501
            assert laptop.request({"t": "ping"})["t"] == "pong"


def test_a_new_password_ends_the_other_sessions(town: Town) -> None:
    gus = Person(town.server, "gus")
    with gus.device() as phone:
        gus.log_in()
        with gus.device() as laptop:
            assert gus.call("POST", "/me/password", {"old": PASSWORD, "new": "another good one"}).status_code == 204
            assert phone.wait_for_close() == 3501
            assert laptop.request({"t": "ping"})["t"] == "pong"


@pytest.mark.slow
def test_a_stopping_server_says_so_and_keeps_every_acknowledged_message(server: Server) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    conv = ann.direct(bob)
    acked = []
    with ann.device() as device:
        for number in range(200):
            device.send_frame({"t": "send", "conv": conv, "client_id": str(uuid4()), "text": f"{number}"})
        device.wait(lambda frame: frame["t"] == "sent")
        assert server.stop() == 0
        assert device.wait_for_close() == 3000
        acked = [frame["seq"] for frame in device.frames if frame["t"] == "sent"]
    server.start()
    ann.log_in()
    stored = [message["seq"] for message in ann.history(conv)]
    assert stored == list(range(1, len(stored) + 1))
    assert set(acked) <= set(stored)


@pytest.mark.slow
def test_who_never_reads_is_cut_off_and_costs_nobody_else(server: Server) -> None:
    ann, bob, cara = Person(server, "ann"), Person(server, "bob"), Person(server, "cara")
    group = ann.group(bob, cara)
    raw = socket.create_connection(("127.0.0.1", server.port))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with raw, ann.device() as sender, cara.device() as reader:
        raw.sendall(
            b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: im.v1.json\r\n\r\n"
        )
        raw.recv(1024)
        payload = json.dumps({"t": "auth", "id": 1, "token": bob.token}).encode()
        raw.sendall(b"\x81\xfe" + len(payload).to_bytes(2) + b"\0\0\0\0" + payload)
        deadline = time.monotonic() + 240
        while not online(server, "bob") and time.monotonic() < deadline:
            sender.request({"t": "ping"})
        received = []
        while online(server, "bob") and time.monotonic() < deadline:
            sender.send(group, "x" * 8000)
            received.append(reader.next_message()["seq"])
        assert not online(server, "bob")
        assert received == list(range(1, len(received) + 1))
        assert server.admin.get("/api/v1/admin/status").json()["process"]["rss_bytes"] < 400 << 20


def online(server: Server, login: str) -> bool:
    sessions = server.admin.get(f"/api/v1/admin/users/{login}").json()["sessions"]
    return any(session["online"] for session in sessions)

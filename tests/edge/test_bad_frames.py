"""Each mistake has its named error, and costs nobody else anything."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from imserver.system.clock import wall_clock
from imserver.tokens.access import LIFETIME_MS, AccessTokens, load_key
from tests.client import Device
from tests.edge.conftest import Town

pytestmark = pytest.mark.usefixtures("bystander")


def send_text(conv: str, text: str) -> str:
    return json.dumps({"t": "send", "id": 1, "conv": conv, "client_id": str(uuid4()), "text": text})


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("{", "bad_json"),
        ("[]", "bad_json"),
        ("[" * 5000, "bad_json"),
        ('{"id": 1}', "bad_frame"),
        ('{"t": "shout", "id": 1}', "unknown_type"),
        ('{"t": "ping", "id": -1}', "bad_frame"),
        ('{"t": "ping", "id": "one"}', "bad_frame"),
        ('{"t": "history", "id": 1, "conv": "c", "limit": 201}', "bad_frame"),
        ('{"t": "history", "id": 1, "conv": "c", "before": 3, "after": 1}', "bad_frame"),
        ('{"t": "send", "id": 1, "conv": "c", "client_id": "not a uuid", "text": "x"}', "bad_frame"),
        ('{"t": "send", "id": 1, "conv": "c", "text": "x"}', "bad_frame"),
        ('{"t": "auth", "id": 1, "token": "x"}', "already_authenticated"),
        (send_text("c0000000000000", "x"), "unknown_conversation"),
        (send_text("CONV", ""), "text_invalid"),
        (send_text("CONV", "x" * 8001), "text_invalid"),
        (send_text("CONV", "a\0b"), "text_invalid"),
        (send_text("CONV", "\ud800"), "bad_json"),
    ],
)
def test_a_mistake_is_named_and_the_connection_lives_on(town: Town, sent: str, code: str) -> None:
    with town.ann.device() as device:
        device.socket.send(sent.replace("CONV", town.conv))
        error = device.wait(lambda frame: frame["t"] == "error")
        assert error["code"] == code
        assert error["message"]
        assert error["hint"]
        assert device.send(town.conv, "works")["t"] == "sent"


def test_who_is_not_in_a_conversation_can_neither_read_nor_write(town: Town) -> None:
    with town.cara.device() as device:
        assert device.send(town.conv, "let me in")["code"] == "not_member"
        assert device.request({"t": "history", "conv": town.conv})["code"] == "not_member"


@pytest.mark.parametrize(
    ("payload", "opcode", "number"),
    [
        (b"x" * 65_537, Opcode.TEXT, 1009),
        (b'{"t": "ping", "id": 1, "x": "\xff"}', Opcode.TEXT, 1007),
        (b"\x93", Opcode.BINARY, 3504),
    ],
)
def test_what_is_no_text_frame_of_ours_ends_the_connection(
    town: Town, payload: bytes, opcode: Opcode, number: int
) -> None:
    with town.ann.device() as device:
        with device.socket.protocol_mutex:
            frame = Frame(opcode, payload)
            device.socket.protocol.send_frame(frame)
            device.socket.send_data()
        assert device.wait_for_close() == number


@pytest.mark.parametrize(
    ("first", "code", "number"),
    [
        ('{"t": "ping", "id": 1}', "not_authenticated", 3503),
        ("nonsense", "bad_json", 3503),
        ('{"t": "auth", "id": 1, "token": "wrong"}', "token_invalid", 3500),
        ('{"t": "auth", "id": 1}', "bad_frame", 3503),
    ],
)
def test_who_does_not_authenticate_is_told_why_and_let_go(town: Town, first: str, code: str, number: int) -> None:
    with Device(town.server) as device:
        device.socket.send(first)
        assert device.receive()["code"] == code
        assert device.wait_for_close() == number


def test_an_expired_token_is_named(town: Town) -> None:
    key = load_key(Path(town.server.data_dir / "keys" / "access.key"))
    expired, _ = AccessTokens(key, lambda: wall_clock() - 2 * LIFETIME_MS).issue(town.ann.id, "s")
    with Device(town.server) as device:
        assert device.request({"t": "auth", "token": expired})["code"] == "token_expired"
        assert device.wait_for_close() == 3500


@pytest.mark.slow
def test_who_stays_silent_is_let_go_after_the_deadline(town: Town) -> None:
    with Device(town.server) as device:
        assert device.wait_for_close() == 3002


@pytest.mark.parametrize(
    ("path", "subprotocols", "status"),
    [("/ws", None, 400), ("/ws", ["im.v0"], 400), ("/elsewhere", ["im.v1.json"], 404)],
)
def test_a_wrong_handshake_is_refused(town: Town, path: str, subprotocols: list[str] | None, status: int) -> None:
    url = town.server.ws_url.removesuffix("/ws") + path
    offered = [Subprotocol(name) for name in subprotocols] if subprotocols else None
    with pytest.raises(InvalidStatus) as refused, connect(url, subprotocols=offered, proxy=None):
        pass
    assert refused.value.response.status_code == status


def test_a_plain_request_for_the_socket_is_not_found(town: Town) -> None:
    assert httpx.get(f"{town.server.url}/ws").status_code == 404


def test_a_frame_may_come_in_fragments(town: Town) -> None:
    with town.ann.device() as device:
        device.socket.send(iter(['{"t": "pi', 'ng", "i', 'd": 77}']))
        assert device.wait(lambda frame: frame.get("id") == 77)["t"] == "pong"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
def test_frames_may_come_in_pieces_and_several_at_once(town: Town, size: int) -> None:
    """Whole frames, fragments, pings between them, and a frame of the largest size, cut anywhere."""
    with town.ann.device() as device:
        messages = [f'{{"t": "ping", "id": {number}}}'.encode() for number in range(100, 106)]
        large = b'{"t": "ping", "id": 106, "x": "' + b"y" * (65_536 - 33) + b'"}'
        stream = b"".join(
            frame.serialize(mask=True)
            for frame in (
                Frame(Opcode.TEXT, messages[0]),
                Frame(Opcode.TEXT, messages[1][:9], fin=False),
                Frame(Opcode.PING, b"in between"),
                Frame(Opcode.CONT, messages[1][9:]),
                Frame(Opcode.TEXT, messages[2]),
                Frame(Opcode.TEXT, b"", fin=False),
                Frame(Opcode.CONT, messages[3]),
                Frame(Opcode.PONG, b""),
                Frame(Opcode.TEXT, messages[4] + b" " * 200),
                Frame(Opcode.TEXT, messages[5]),
            )
        )
        raw = device.socket.socket
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(stream), size):
            raw.sendall(stream[start : start + size])
        answers = [device.wait(lambda frame: frame["t"] == "pong")["id"] for _ in messages]
        assert answers == list(range(100, 106))
        assert len(large) == 65_536
        raw.sendall(Frame(Opcode.TEXT, large).serialize(mask=True))
        assert device.wait(lambda frame: frame["t"] == "pong")["id"] == 106


def test_a_message_within_a_message_ends_the_connection(town: Town) -> None:
    with town.ann.device() as device:
        for frame in (Frame(Opcode.TEXT, b"{", fin=False), Frame(Opcode.TEXT, b'{"t": "ping", "id": 1}')):
            device.socket.socket.sendall(frame.serialize(mask=True))
        assert device.wait_for_close() == 1002


@pytest.mark.parametrize("first", [0x83, 0x8B, 0xC1, 0xA1, 0x91])
def test_reserved_bits_and_opcodes_end_the_connection(town: Town, first: int) -> None:
    with town.ann.device() as device:
        device.socket.socket.sendall(bytes((first,)) + Frame(Opcode.TEXT, b"{}").serialize(mask=True)[1:])
        assert device.wait_for_close() == 1002


def test_an_unmasked_frame_ends_the_connection(town: Town) -> None:
    with town.ann.device() as device:
        device.socket.socket.sendall(Frame(Opcode.TEXT, b"{}").serialize(mask=False))
        assert device.wait_for_close() == 1002

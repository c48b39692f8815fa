"""A client of `im.v1.lz4`, written from docs/protocol.md, beside one of `im.v1.json`."""

from __future__ import annotations

import struct
from typing import Any
from uuid import UUID, uuid4

import httpx
import lz4.block
import msgspec
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.client import Person
from tests.edge.conftest import Town

OFFERED = [Subprotocol("im.v1.json"), Subprotocol("im.v1.lz4")]


class PackedDevice:
    def __init__(self, person: Person, socket: ClientConnection) -> None:
        answer = httpx.get(f"{person.server.url}/api/v1/dictionaries/1").raise_for_status()
        self.dictionary = answer.content
        self.socket = socket
        self.send({"t": "auth", "id": 0, "token": person.token})
        self.ready = self.receive()
        assert self.receive()["t"] == "live"

    def send(self, frame: dict[str, Any]) -> None:
        plain = msgspec.msgpack.encode(frame)
        block = lz4.block.compress(plain, store_size=False, dict=self.dictionary)
        self.socket.send(struct.pack(">BI", 1, len(plain)) + block)

    def receive(self) -> dict[str, Any]:
        data = self.socket.recv(timeout=20)
        assert isinstance(data, bytes)
        plain = data[1:]
        if data[0] == 1:
            (size,) = struct.unpack_from(">I", data, 1)
            plain = lz4.block.decompress(data[5:], uncompressed_size=size, dict=self.dictionary)
        frame: dict[str, Any] = msgspec.msgpack.decode(plain)
        return frame


def test_both_subprotocols_chat_with_one_another(town: Town) -> None:
    client_id = uuid4()
    with (
        connect(town.server.ws_url, subprotocols=OFFERED, compression=None, proxy=None) as socket,
        town.bob.device() as bob,
    ):
        assert socket.subprotocol == "im.v1.lz4"
        ann = PackedDevice(town.ann, socket)
        assert ann.ready["user"] == town.ann.id
        ann.send({"t": "send", "id": 1, "conv": town.conv, "client_id": client_id.bytes, "text": "压缩 packed"})
        sent = ann.receive()
        assert (sent["t"], UUID(bytes=sent["client_id"])) == ("sent", client_id)
        message = bob.next_message()
        assert (message["text"], message["client_id"]) == ("压缩 packed", str(client_id))
        bob.send(town.conv, "plain")
        assert ann.receive()["text"] == "plain"
        ann.send({"t": "history", "id": 2, "conv": town.conv, "limit": 2})
        assert [each["text"] for each in ann.receive()["messages"]] == ["压缩 packed", "plain"]


def test_what_can_not_be_unpacked_is_named_and_the_connection_lives_on(town: Town) -> None:
    with connect(town.server.ws_url, subprotocols=OFFERED, compression=None, proxy=None) as socket:
        ann = PackedDevice(town.ann, socket)
        socket.send(b"\1\xff\xff\xff\xff" + b"x" * 100)
        assert ann.receive()["code"] == "bad_packing"
        ann.send({"t": "ping", "id": 3})
        assert ann.receive() == {"t": "pong", "id": 3}


def test_a_text_frame_ends_the_connection(town: Town) -> None:
    with connect(town.server.ws_url, subprotocols=OFFERED, compression=None, proxy=None) as socket:
        socket.send('{"t": "ping", "id": 1}')
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=20)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 3505

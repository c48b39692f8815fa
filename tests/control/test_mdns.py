"""A node is looked for by its name: what is asked, and what is understood of answers, however they are made."""

from __future__ import annotations

import ssl
import struct
import threading
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.host.mdns import AAAA, A, Unreadable, answers, question, visit
from control.provisioning.certificate_authority import issue


def encoded(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def record(owner: bytes, kind: int, data: bytes) -> bytes:
    """With the bit that tells others to forget what they knew (RFC 6762, 10.2)."""
    return owner + struct.pack("!HHIH", kind, 0x8001, 120, len(data)) + data


def answer(*records: bytes, questions: bytes = b"", asked: int = 0, flags: int = 0x8400) -> bytes:
    return struct.pack("!HHHHHH", 0, flags, asked, len(records), 0, 0) + questions + b"".join(records)


def test_both_kinds_of_address_are_asked_for() -> None:
    asked = question("chat.local", 7)
    assert asked.startswith(struct.pack("!HHHHHH", 7, 0, 2, 0, 0, 0) + encoded("chat.local"))
    assert asked.count(encoded("chat.local")) == 2


def test_addresses_of_the_name_are_found_among_others() -> None:
    message = answer(
        record(encoded("Chat.local"), A, bytes([192, 0, 2, 11])),
        record(encoded("other.local"), A, bytes([192, 0, 2, 12])),
        record(encoded("chat.local"), 16, b"\x04text"),
        record(encoded("chat.local"), AAAA, bytes.fromhex("fd000000000000000000000000000011")),
    )
    assert list(answers(message, "chat.local")) == ["192.0.2.11", "fd00::11"]


def test_a_name_may_go_on_at_an_earlier_place() -> None:
    questions = encoded("chat.local") + struct.pack("!HH", A, 1)
    pointer = b"\xc0\x0c"
    message = answer(record(pointer, A, bytes([192, 0, 2, 11])), questions=questions, asked=1)
    assert list(answers(message, "chat.local")) == ["192.0.2.11"]


def test_a_question_of_somebody_else_is_no_answer() -> None:
    assert list(answers(question("chat.local", 1), "chat.local")) == []


@pytest.mark.parametrize("name", [b"\xc0\x0c", b"\x3fshort", b"\x80"])
def test_names_that_lead_nowhere_are_refused(name: bytes) -> None:
    with pytest.raises(Unreadable):
        list(answers(answer(record(name, A, bytes(4))), "chat.local"))


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(message: bytes) -> None:
    with suppress(Unreadable):
        assert all(isinstance(address, str) for address in answers(message, "chat.local"))


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "chat.local" and self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def test_the_messenger_is_visited_where_people_come_in(tmp_path: Path) -> None:
    """At another port than 443, as `haproxy_port` has it."""
    issued = issue(tmp_path, "chat", ["chat.local"], 397, datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued.certificate)
    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            place = ("127.0.0.1", server.server_port)
            assert visit("chat.local", place, Path(issued.ca), 5) == ""
            assert "certificate verify failed" in visit("chat.local", place, None, 5)
        finally:
            server.shutdown()
            thread.join()

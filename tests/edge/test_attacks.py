"""What costs an attacker little costs the server little: at both listeners, with bounds for everything that is kept."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress

import pytest
import websocket
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from imserver.edge.connection import FRAMES_A_SECOND, MAX_CONTROL, MAX_FIRST, MAX_FRAGMENTS
from imserver.edge.head import MAX_FIELDS, MAX_HEAD, MAX_TARGET
from tests.edge.listeners import HALF_OPEN, HANDSHAKE, OPEN, PATIENCE_S, UPGRADE, Listener, gateway, server, settled

MB = 1 << 20


@pytest.fixture(scope="module", params=["server", pytest.param("gateway", marks=pytest.mark.packages)])
def listener(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    begin = server if request.param == "server" else gateway
    with begin(tmp_path_factory.mktemp(request.param)) as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_breaks(listener: Listener) -> Iterator[None]:
    """Others still get in, and nobody makes the log long."""
    before = len(listener.log.read_text().splitlines())
    yield
    assert listener.works()
    lines = listener.log.read_text().splitlines()[before:]
    assert not [line for line in lines if "Traceback" in line or ("rror" in line and "http." not in line)]
    assert len(lines) < 8, lines


def test_a_head_without_end_is_refused_before_it_costs_anything(listener: Listener) -> None:
    memory = listener.memory_kb()
    with listener.connect() as client:
        client.send(b"GET / HTTP/1.1\r\nX: ")
        for _ in range(8 * MB // 65_536):
            if not client.send(b"x" * 65_536):
                break
        assert client.answer() == (431, "head_too_large")
    assert listener.memory_kb() - memory < 4096


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * MAX_HEAD + b"\r\n\r\n", 431, "head_too_large"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * (MAX_FIELDS + 1) + b"\r\n", 431, "head_too_large"),
        (b"GET / HTTP/1.1\r\n" + b"x" * MAX_HEAD, 431, "head_too_large"),
        (b"\r\n" * MAX_HEAD, 431, "head_too_large"),
        (b"GET /" + b"x" * MAX_TARGET + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "url_too_long"),
        (b"GET /" + b"x" * MAX_HEAD, 414, "url_too_long"),
        (b"GET /ws?" + b"x" * MAX_TARGET + b" HTTP/1.1\r\n" + UPGRADE + b"\r\n", 414, "url_too_long"),
        (b"GET /ws HTTP/1.1\r\nX: " + b"x" * MAX_HEAD + b"\r\n" + UPGRADE + b"\r\n", 431, "head_too_large"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "bad_http"),
        (b"GET / HTTP/3.0\r\nHost: x\r\n\r\n", 400, "bad_http"),
        (b"nonsense\r\n\r\n", 400, "bad_http"),
        (b"\x16\x03\x01\x00\xff\x01\r\n\r\n", 400, "bad_http"),
        (b"GET /ws HTTP/1.1\r\nno header\r\n" + UPGRADE + b"\r\n", 400, "bad_http"),
        (b"GET /ws HTTP/1.1\r\n" + UPGRADE + b"Content-Length: 5\r\n\r\nhello", 400, "bad_http"),
        (b"GET /ws HTTP/1.1\r\n" + UPGRADE + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad_http"),
    ],
)
@pytest.mark.parametrize("piece", [100_000, 4096])
def test_a_wrong_head_is_named_and_the_connection_ends(
    listener: Listener, request_: bytes, status: int, code: str, piece: int
) -> None:
    with listener.connect() as client:
        for start in range(0, len(request_), piece):
            client.send(request_[start : start + piece])
        assert client.answer() == (status, code)


def test_many_wrong_requests_make_few_lines_in_the_log(listener: Listener) -> None:
    for _ in range(40):
        with listener.connect() as client:
            client.send(b"nonsense\r\n\r\n")
            assert client.answer() == (400, "bad_http")


def test_a_frame_that_comes_with_the_handshake_is_taken(listener: Listener) -> None:
    auth = Frame(Opcode.TEXT, b'{"t":"auth","id":0,"token":"%b"}' % listener.token.encode()).serialize(mask=True)
    with listener.connect() as client:
        client.send(HANDSHAKE + auth[:20])
        client.send(auth[20:])
        client.read_until(b'"t":"live"')


@pytest.mark.parametrize("data", [b"", b"x"])
def test_a_message_has_a_bound_of_fragments(listener: Listener, data: bytes) -> None:
    with listener.member() as client:
        client.send_frame(Opcode.TEXT, data, fin=False)
        for _ in range(100):
            client.send_frame(Opcode.CONT, data, fin=False, times=200)
        assert client.close_code() == 1008


def test_as_many_fragments_as_are_needed_are_taken(listener: Listener) -> None:
    message = b'{"t":"ping","id":9}'
    pieces = [message[at : at + 1] for at in range(len(message))]
    pieces += [b" "] * (MAX_FRAGMENTS - len(pieces))
    with listener.member() as client:
        for number, piece in enumerate(pieces):
            fin = number == len(pieces) - 1
            client.send_frame(Opcode.CONT if number else Opcode.TEXT, piece, fin=fin)
        client.read_until(b'"id":9')


@pytest.mark.parametrize("opcode", [Opcode.PING, Opcode.PONG])
@pytest.mark.parametrize("known", [True, False])
def test_pings_have_a_bound(listener: Listener, opcode: Opcode, known: bool) -> None:
    with listener.member() if known else listener.websocket() as client:
        pongs = len(client.received)
        for _ in range(50):
            client.send_frame(opcode, b"x" * 100, times=100)
        assert client.close_code() == 1008
        assert len(client.received) - pongs < 8 * MAX_CONTROL * 102


def test_a_ping_now_and_then_is_answered(listener: Listener) -> None:
    with listener.member() as client:
        for number in range(MAX_CONTROL // 2):
            client.send_frame(Opcode.PING, b"%03d" % number)
            client.read_until(b"\x8a\x03%03d" % number)


def test_who_goes_on_after_the_end_is_cut_off(listener: Listener) -> None:
    with listener.member() as client:
        client.send_frame(Opcode.BINARY, b"not taken")
        client.read_until((3504).to_bytes(2))
        sent = 0
        while client.send_frame(Opcode.TEXT, b"x" * 100, times=500) and sent < 64 * MB:
            sent += 500 * 106
        assert sent < 64 * MB


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"\x81\xff" + (1 << 40).to_bytes(8) + b"abcd", 1009),
        (b"\x81\xff" + ((1 << 64) - 1).to_bytes(8) + b"abcd", 1009),
        (b"\x01\xff" + (1 << 20).to_bytes(8) + b"abcd", 1009),
        (b"\x89\xfe" + (126).to_bytes(2) + b"abcd" + b"x" * 126, 1002),
        (b"\x09\x80abcd", 1002),
        (b"\x88\x81abcdx", 1002),
        (b"\x88\x82\0\0\0\0" + (1005).to_bytes(2), 1002),
        (b"\x88\x82\0\0\0\0" + (65_535).to_bytes(2), 1002),
        (b"\x88\x84\0\0\0\0" + (1000).to_bytes(2) + b"\xff\xff", 1007),
        (b"\x80\x80abcd", 1002),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_frame_ends_the_connection_as_soon_as_it_is_announced(
    listener: Listener, head: bytes, code: int, known: bool
) -> None:
    with listener.member() if known else listener.websocket() as client:
        client.send(head)
        assert client.close_code() == code


@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.CONT])
def test_before_authentication_frames_are_small(listener: Listener, opcode: Opcode) -> None:
    with listener.websocket() as client:
        if opcode is Opcode.CONT:
            client.send_frame(Opcode.TEXT, b"", fin=False)
        client.send(Frame(opcode, b" " * (MAX_FIRST + 100)).serialize(mask=True)[: MAX_FIRST + 50])
        assert client.close_code() == 1009


@pytest.mark.parametrize("fragments", [1, 128])
@pytest.mark.parametrize("known", [True, False])
def test_whoever_sends_megabytes_at_once_is_told_that_they_are_too_many(
    listener: Listener, fragments: int, known: bool
) -> None:
    """By a close frame, which a reset would have overtaken."""
    piece = "x" * (8 * MB // fragments)
    auth = json.dumps({"t": "auth", "id": 0, "token": listener.token})
    url = f"ws://127.0.0.1:{listener.port}/ws"
    with connect(url, subprotocols=[Subprotocol("im.v1.json")], compression=None, proxy=None) as socket:
        if known:
            socket.send(auth)
            while '"live"' not in socket.recv(timeout=20):
                pass
        with suppress(ConnectionClosed):  # this one reads while it sends
            socket.send([piece] * fragments if fragments > 1 else piece)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    blocking = websocket.create_connection(url, timeout=20, subprotocols=["im.v1.json"])
    assert blocking.sock is not None
    with closing(blocking.sock):
        if known:
            blocking.send(auth)
            while '"live"' not in str(blocking.recv()):
                pass
        for number in range(fragments):  # and this one only after that
            opcode = websocket.ABNF.OPCODE_CONT if number else websocket.ABNF.OPCODE_TEXT
            blocking.send_frame(websocket.ABNF.create_frame(piece, opcode, int(number == fragments - 1)))
        opcode, data = blocking.recv_data(control_frame=True)
        assert (opcode, int.from_bytes(data[:2])) == (websocket.ABNF.OPCODE_CLOSE, 1009)


def test_frames_that_come_too_fast_wait_and_none_is_lost(listener: Listener) -> None:
    """The server takes them from the socket at its own pace, so that a flood takes no more of it than a bound."""
    count = 3 * FRAMES_A_SECOND
    with listener.member() as client:
        began = time.monotonic()
        frames = [Frame(Opcode.TEXT, b'{"t":"ping","id":%d}' % number) for number in range(1, count + 1)]
        client.send(b"".join(frame.serialize(mask=True) for frame in frames))
        answers = client.read_until(b'"id":%d}' % count)
        assert time.monotonic() - began > 1.5, "a busy machine only takes longer"
        assert answers.count(b'"pong"') == count


def test_silent_sockets_of_one_address_are_few_and_keep_nobody_out(listener: Listener) -> None:
    with ExitStack() as closing:
        silent = [closing.enter_context(listener.connect()) for _ in range(6 * HALF_OPEN)]
        assert listener.works()
        assert settled(silent, HALF_OPEN) <= HALF_OPEN


def test_so_are_those_that_never_end_their_request(listener: Listener) -> None:
    with ExitStack() as closing:
        slow = [closing.enter_context(listener.connect()) for _ in range(4 * HALF_OPEN)]
        for client in slow:
            client.send(b"GET / HTTP/1.1\r\nX: ")
        assert settled(slow, HALF_OPEN, listener.check) <= HALF_OPEN


def test_so_are_websockets_that_never_authenticate(listener: Listener) -> None:
    with ExitStack() as closing:
        waiting = [closing.enter_context(listener.websocket()) for _ in range(3 * HALF_OPEN)]
        assert settled(waiting, HALF_OPEN, listener.check) <= HALF_OPEN


def test_who_is_no_proxy_cannot_pass_for_many(listener: Listener) -> None:
    with ExitStack() as closing:
        waiting = [closing.enter_context(listener.websocket(f"6.6.6.{number}")) for number in range(3 * HALF_OPEN)]
        assert settled(waiting, HALF_OPEN, listener.check) <= HALF_OPEN


def test_many_who_come_at_once_get_in(listener: Listener) -> None:
    """After a power cut, behind one address: more than may be half-open."""
    with ExitStack() as closing:
        people = []
        for _ in range(4 * HALF_OPEN):
            people.append(closing.enter_context(listener.connect()))
            people[-1].send(HANDSHAKE)
        for client in people:
            client.read_until(b"\r\n\r\n")
            client.send_text({"t": "auth", "id": 0, "token": listener.token})
        for client in people:
            client.read_until(b'"t":"live"')


def test_one_address_has_a_bound_of_connections(listener: Listener) -> None:
    with ExitStack() as closing:
        people = [closing.enter_context(listener.member()) for _ in range(OPEN)]
        for _ in range(5):
            with listener.connect() as client:
                assert client.answer() == (503, "busy")
        people[0].send_text({"t": "ping", "id": 3})
        people[0].read_until(b'"id":3')
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with listener.connect() as client:
            client.send(HANDSHAKE)
            if client.raw.recv(12) == b"HTTP/1.1 101":
                return
    raise AssertionError("nobody gets in, although all others went")

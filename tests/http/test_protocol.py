"""HTTP as a stranger may write it: what has no length, no end, or another meaning to whoever stands before us."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import uvicorn

from imserver.edge.admission import Admission
from imserver.http.body import BodyLimit
from imserver.http.peer import ForwardedPeer
from imserver.process import uvicorn_protocol
from imserver.process.uvicorn_server import make_server
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.anyio

POST: Final = b"POST /x HTTP/1.1\r\nHost: x\r\n"
CHUNKED: Final = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@dataclass
class App:
    """Reads what it is sent, and tells it back; remembers who asked for what."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    reads: bool = True

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen.append((scope["path"], scope["client"][0]))
        if scope["path"] == "/slow":
            await self.go.wait()
        more = self.reads
        while more:
            message = await receive()
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


class Peer:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def rest(self) -> bytes:
        """All until the server closes, or resets, which takes nothing away from what has come."""
        received = b""
        async with asyncio.timeout(PATIENCE_S):
            with suppress(ConnectionError):
                while some := await self.reader.read(65_536):
                    received += some
        return received

    async def status(self) -> tuple[int, str]:
        head, _, body = (await self.rest()).partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]), json.loads(body)["error"]["code"] if body.startswith(b"{") else ""


@dataclass
class Place:
    app: App
    admission: Admission
    port: int
    connections: set[Any]
    """Those of uvicorn, which are open."""

    @asynccontextmanager
    async def peer(self) -> AsyncIterator[Peer]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Peer(reader, writer)
        finally:
            writer.close()

    async def ask(self, *pieces: bytes) -> bytes:
        async with self.peer() as peer, asyncio.TaskGroup() as tasks:
            answer = tasks.create_task(peer.rest())
            for piece in pieces:
                await peer.send(piece)
                await asyncio.sleep(0.01)
        return answer.result()

    async def status(self, *pieces: bytes) -> tuple[int, str]:
        async with self.peer() as peer:
            for piece in pieces:
                await peer.send(piece)
            return await peer.status()


@pytest.fixture
async def place(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Place]:
    app = App()
    admission = Admission(100, 20, 1000)
    inner = BodyLimit(ForwardedPeer(app, trusted={"127.0.0.1"}), larger=())
    inside = make_server(inner, admission, None)
    inside.config.load()
    make: Any = inside.config.http_protocol_class
    state = {"config": inside.config, "server_state": inside.server_state, "app_state": {}}
    server = await asyncio.get_running_loop().create_server(lambda: make(**state), "127.0.0.1", 0)
    yield Place(app, admission, server.sockets[0].getsockname()[1], inside.server_state.connections)
    server.close()
    app.go.set()
    for connection in list(inside.server_state.connections):
        connection.shutdown()
    await until(lambda: not len(admission))
    assert len(admission) == admission.waiting == 0
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: " + b"0" * 4400 + b"\r\n",
        b"Content-Length: " + b"0" * 16 + b"\r\n",
        *(
            b"Content-Length: " + value + b"\r\n"
            for value in (
                *(b"+5", b"-1", b"5, 5", b"5,6", b"\xd9\xa3", b"\xb2", b"0x5", b"1e3", b"5 5", b"", b"5;"),
                *(str(1 << 63).encode(), str((1 << 64) - 1).encode(), b"9" * 30),
            )
        ),
        b"Content-Length: 5\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        *(
            b"Transfer-Encoding: " + value + b"\r\n"
            for value in (b"identity", b"gzip", b"gzip, chunked", b"chunked, gzip", b"chunked, chunked", b"xchunked")
        ),
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    ],
)
async def test_a_length_that_is_none_is_refused_before_anybody_sees_the_request(place: Place, lines: bytes) -> None:
    assert await place.status(POST + lines + b"\r\n0\r\n\r\n") == (400, "bad_http")
    assert place.app.seen == []


@pytest.mark.parametrize(
    "body",
    [
        b"-5\r\n",
        b"+5\r\nhello\r\n0\r\n\r\n",
        b"f" * 17 + b"\r\n",
        b"5\r\nhelloX",
        b"5;" + b"x" * 2 * uvicorn_protocol.MAX_WRAPPING,
        b"0" * 2 * uvicorn_protocol.MAX_WRAPPING,
        b"1\r\nx\r\n" * uvicorn_protocol.MAX_WRAPPING,
        b"0\r\n" + b"X: y\r\n" * uvicorn_protocol.MAX_WRAPPING,
        b"0\r\nX: " + b"y" * 2 * uvicorn_protocol.MAX_WRAPPING,
    ],
)
async def test_a_body_has_a_bound_of_wrapping(place: Place, body: bytes) -> None:
    assert await place.status(CHUNKED, body) == (400, "bad_http")


async def test_chunks_of_an_ordinary_size_are_taken(place: Place) -> None:
    chunk = b"40\r\n" + b"x" * 64 + b"\r\n"
    close = POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert (await place.ask(close, chunk * 5000, b"0\r\n\r\n")).startswith(b"HTTP/1.1 200")


async def test_trailers_are_no_headers(place: Place) -> None:
    """A proxy strikes out headers that a client may not set; trailers it passes on."""
    forged = b"0\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"
    close = POST + b"X-Forwarded-For: 9.9.9.9\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    await place.ask(close + forged)
    await place.ask(close, forged)
    assert place.app.seen == [("/x", "9.9.9.9")] * 2


async def test_some_requests_may_wait_for_their_turn_and_not_many(place: Place) -> None:
    """In the order in which they came."""
    slow, next_ = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /n HTTP/1.1\r\nHost: x\r\n\r\n"
    async with place.peer() as peer:
        await peer.send(
            slow + next_ * (uvicorn_protocol.MAX_PIPELINED - 1) + b"GET /n HTTP/1.1\r\nConnection: close\r\n\r\n"
        )
        place.app.go.set()
        assert (await peer.rest()).count(b"HTTP/1.1 200") == uvicorn_protocol.MAX_PIPELINED + 1
    place.app.go.clear()
    async with place.peer() as peer:
        await peer.send(slow + next_ * 5000)
        place.app.go.set()
        assert (await peer.rest()).count(b"HTTP/1.1 200") == uvicorn_protocol.MAX_PIPELINED + 1


async def test_what_was_asked_before_a_wrong_request_is_answered(place: Place) -> None:
    async with place.peer() as peer:
        await peer.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
        place.app.go.set()
        assert (await peer.rest()).count(b"HTTP/1.1 200") == 1


@pytest.mark.parametrize("asked", [b"h2c", b"websocket", b"TLS/1.0"])
async def test_an_upgrade_that_isnt_spoken_is_answered_and_nothing_follows(place: Place, asked: bytes) -> None:
    head = b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: " + asked + b"\r\n\r\n"
    answer = await place.ask(head + b"GET /smuggled HTTP/1.1\r\n\r\n", b"GET /smuggled HTTP/1.1\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200") == 1
    assert [path for path, _ in place.app.seen] == ["/x"]


@pytest.mark.parametrize("length", [b"Content-Length: 27", b"Transfer-Encoding: chunked", b"Content-Length: 0027"])
async def test_an_upgrade_with_a_body_is_refused(place: Place, length: bytes) -> None:
    """The parser would take the body for the next request, which whoever stands before us doesn't."""
    head = POST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + length + b"\r\n\r\n"
    assert b" 400 " in await place.ask(head, b"GET /smuggled HTTP/1.1\r\n\r\n")
    assert place.app.seen == []


@pytest.mark.parametrize("target", [b"a:1", b"*", b"http://x:99999/", b"//", b"/%", b"/\xff", b"http://[", b"?x"])
@pytest.mark.parametrize("method", [b"GET", b"CONNECT", b"OPTIONS"])
async def test_a_strange_address_breaks_nothing(place: Place, method: bytes, target: bytes) -> None:
    answer = await place.ask(method + b" " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer[:12] in (b"HTTP/1.1 200", b"HTTP/1.1 400")


async def test_a_head_may_not_take_its_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_protocol, "HEAD_S", 0.2)
    assert await place.status(b"GET / HTTP/1.1\r\nX: ") == (408, "request_timeout")
    assert await place.ask() == b"", "who said nothing is told nothing"
    async with place.peer() as peer:
        await peer.send(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
        await peer.reader.readuntil(b"ok")
        await peer.send(b"\r\n")
        assert b" 408 " in await peer.rest(), "nor may the next one, where only empty lines come"


async def test_a_body_may_not_stand_still(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_protocol, "BODY_EVERY_S", 0.2)
    head = POST + b"Content-Length: 1000000\r\n\r\n"
    assert await place.status(head, b"x" * 100) == (408, "request_timeout")
    async with place.peer() as peer:
        await peer.send(head)
        for _ in range(9):
            await peer.send(b"x" * 100_000)
            await asyncio.sleep(0.1)
        await peer.send(b"x" * 100_000)
        assert (await peer.reader.readline()).startswith(b"HTTP/1.1 200")


async def test_a_body_that_was_not_read_meanwhile_is_not_late(place: Place) -> None:
    """The disk takes its time; what was sent waits, and so does whoever sends."""
    async with place.peer() as peer:
        await peer.send(b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 70_000)
        await until(lambda: any(each.flow and each.flow.read_paused for each in place.connections))
        (connection,) = place.connections
        await until(lambda: connection._content == 70_000)

        def end_window() -> None:
            connection._stop_waiting()
            connection._watch_body()

        end_window()
        end_window()
        place.app.go.set()
        await until(lambda: not connection.flow.read_paused)
        end_window()
        assert not connection._ended, "it was paused for the most of this window"
        end_window()
        assert b" 408 " in await peer.rest()


async def test_a_body_may_not_go_on_after_its_answer(place: Place) -> None:
    place.app.reads = False
    async with place.peer() as peer:
        await peer.send(b"GET /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert (await peer.reader.readline()).startswith(b"HTTP/1.1 200")
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        with pytest.raises(ConnectionError):
            await peer.send(chunk * 500)


@pytest.mark.parametrize("drip", [0, 1, 1000])
async def test_who_takes_next_to_nothing_of_an_answer_is_cut_off(
    place: Place, monkeypatch: pytest.MonkeyPatch, drip: int
) -> None:
    taken_at_least = 60_000

    async def long(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 20_000_000})

    monkeypatch.setattr(App, "__call__", staticmethod(long))
    loop = asyncio.get_running_loop()
    with socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.setblocking(False)
        await loop.sock_connect(peer, ("127.0.0.1", place.port))
        await loop.sock_sendall(peer, b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
        await until(lambda: any(each.flow and each.flow.write_paused for each in place.connections))
        (connection,) = place.connections

        async def take(count: int) -> None:
            while count > 0:
                count -= len(await loop.sock_recv(peer, count))

        def end_window() -> None:
            connection._stuck.cancel()
            connection._watch_reader()

        for _ in range(5):
            await take(2 * taken_at_least)  # 1 kB a second
            end_window()
            assert not connection.transport.is_closing(), "slow, and honest"
        await take(drip)
        end_window()
        await until(lambda: not len(place.admission))


async def test_a_kept_connection_gives_way_while_nothing_is_asked(place: Place) -> None:
    async with place.peer() as kept:
        await kept.send(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
        await kept.reader.readuntil(b"ok")
        assert (len(place.admission), place.admission.waiting) == (1, 1)
        await kept.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        await until(lambda: not place.admission.waiting)
        place.app.go.set()
        await kept.reader.readuntil(b"ok")


def test_uvicorn_is_as_it_was_when_this_was_written() -> None:
    """`BoundedProtocol` builds on what isn't promised: look at the changes, then write down the new version."""
    assert uvicorn.__version__.startswith("0.54.")

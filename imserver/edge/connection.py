"""One WebSocket, as an asyncio protocol; `process.uvicorn_protocol` and `edge.listener` hand it a request.

The handshake and the parsing of frames are those of websockets' sans-I/O `ServerProtocol`; the rules of a
session are those of `imserver.core.session`, whose effects `edge.effects` carries out. There is no task per
connection: a connection that is silent costs memory only.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from websockets.exceptions import HeaderLineTooLong, InvalidState, RequestLineTooLong, TooManyHeaders
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from imserver.core import errors
from imserver.core.codec import JSON, MAX_FRAME, Codec
from imserver.core.errors import CloseCode, ImError
from imserver.core.packed_codec import PACKED
from imserver.core.session import Session
from imserver.core.session_state import BEHIND, CLOSED, DRAINING, LIVE, RESUMING
from imserver.edge.dismissal import Dismissal
from imserver.edge.effects import carry_out
from imserver.edge.framing import BINARY, MAX_FRAME_HEAD, TEXT, UnusualError, cut, unmask, websocket_frame
from imserver.edge.head import malformed, refusal, target_too_long, too_large
from imserver.edge.writer import ConnectionWriter

if TYPE_CHECKING:
    from imserver.core.effects import Effect
    from imserver.edge.admission import ConnectionSlot
    from imserver.edge.gateway import Gateway

PATH: Final = "/ws"
CODECS: Final[dict[str | None, Codec]] = {codec.subprotocol: codec for codec in (PACKED, JSON)}
"""The most economical first: who offers several gets that one."""
SUBPROTOCOLS: Final = [Subprotocol(name) for name in CODECS if name]
CARRIES_DATA: Final = frozenset((Opcode.TEXT, Opcode.BINARY, Opcode.CONT))
MAX_IN_FLIGHT: Final = 64
"""Requests of one connection that may be worked on at once; further ones wait in the client's socket."""
MAX_FIRST: Final = 8192
"""Bytes of a frame before authentication: a token has 2,048 at most."""
MAX_FRAGMENTS: Final = 256
"""Of one message: 256 bytes each, where it is as long as it may be."""
MAX_CONTROL: Final = 100
"""Pings and pongs that may come at once; a piece of what a busy process left unread."""
CONTROL_A_SECOND: Final = 10.0
FRAMES_A_SECOND: Final = 1000
"""Further ones wait in the client's socket. No person is as fast, and a program has the limit on sending before it."""
PIECE: Final = 2048
"""Bytes that the full parser gets at a time: a flood is noticed before all of it is parsed."""
MAX_BUFFERED: Final = 5000
CLOSE_TIMEOUT_S: Final = 5.0

_numbers = itertools.count(1)


class Register(Protocol):
    """Whoever has to know which connections are open."""

    def add(self, connection: Any, /) -> None: ...

    def discard(self, connection: Any, /) -> None: ...


class ClientConnection(asyncio.Protocol):
    __slots__ = (
        "_breath",
        "_closing",
        "_control",
        "_control_at",
        "_counted_at",
        "_first_byte",
        "_frames",
        "_in_flight",
        "_is_dismissed",
        "_is_plain",
        "_largest",
        "_loop",
        "_parts",
        "_pinged_at",
        "_protocol",
        "_register",
        "_rest",
        "_slot",
        "_timeout",
        "_transport",
        "_unread",
        "_writer",
        "gateway",
        "heard_at",
        "name",
        "session",
        "typed_at",
    )

    def __init__(self, gateway: Gateway, register: Register, slot: ConnectionSlot) -> None:
        self.gateway = gateway
        self._register = register
        self._slot = slot
        self._loop = asyncio.get_running_loop()
        self._protocol = ServerProtocol(subprotocols=SUBPROTOCOLS, max_size=MAX_FIRST)
        self._largest = MAX_FIRST
        self._parts: list[bytes] = []
        self._is_plain = False
        self._first_byte = TEXT
        self._rest = b""
        self._unread: deque[bytes] = deque()
        self._in_flight = 0
        self._closing = False
        self._is_dismissed = False
        self._timeout: asyncio.TimerHandle | None = None
        self._frames = FRAMES_A_SECOND
        self._counted_at = 0.0
        self._breath: asyncio.TimerHandle | None = None
        self._control = float(MAX_CONTROL)
        self._control_at = 0.0
        self.session = Session()
        self.name = f"{self.gateway.name}{next(_numbers)}"
        self.heard_at = self._loop.time()
        self._pinged_at = 0.0
        self.typed_at = 0.0

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._writer = ConnectionWriter(self._transport, self.gateway.turn)
        self._register.add(self)

    def open(self, head: bytes) -> None:
        """Begin with the request, all of it and nothing else."""
        self._protocol.receive_data(head)
        requests = [event for event in self._protocol.events_received() if isinstance(event, Request)]
        if requests:
            self._handshake(requests[0])
        else:
            self._refuse(_unreadable(self._protocol.handshake_exc))
            return
        self._send_protocol_data()

    def data_received(self, data: bytes) -> None:
        """Whole messages take the short way; whatever else comes is for the full parser, which then judges it."""
        self.heard_at = self._loop.time()
        if self._rest:
            data, self._rest = self._rest + data, b""
        at = 0
        while at < len(data):
            if not self._is_plain or self._closing:
                self._is_plain = False
                self._parse(data[at:])
                return
            try:
                begin, end = cut(data, at)
            except UnusualError:
                self._is_plain = False
                continue
            if not end:
                self._rest = data[at:]
                if len(data) - at > self._largest + MAX_FRAME_HEAD:
                    self._fail(errors.FRAME_TOO_LARGE)
                return
            if data[at] != self._first_byte or self._parts:
                self._parse(data[at:end])
            else:
                self._receive_data(unmask(data, begin, end))
            at = end

    def _parse(self, data: bytes) -> None:
        for at in range(0, len(data), PIECE):
            if self._transport.is_closing() or self._is_dismissed:
                return
            self._protocol.receive_data(data[at : at + PIECE])
            for event in self._protocol.events_received():
                if isinstance(event, Frame):
                    self._receive(event)
                if self._is_dismissed:
                    return
            if self._protocol.parser_exc is not None:
                self._dismiss_unreadable()
                return
            self._send_protocol_data()

    def eof_received(self) -> None:
        self._protocol.receive_eof()

    def connection_lost(self, exc: Exception | None) -> None:
        self._register.discard(self)
        self.gateway.hub.leave(self)
        self.session.end(errors.SILENT)
        self._unread.clear()
        self._closing = True
        self._slot.leave()
        for timer in (self._timeout, self._breath):
            if timer is not None:
                timer.cancel()

    def pause_writing(self) -> None:
        """Who doesn't take answers gets no further ones to wait for."""
        self._writer.pause(self._loop.time())
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._writer.resume()
        carry_out(self, self.session.make_room())
        self._receive_unread()

    def shutdown(self) -> None:
        """Let another process have this connection: what is being worked on is answered first."""
        if self._closing:
            return
        self._unread.clear()
        self._transport.pause_reading()
        self.session.drain()
        if self._in_flight == 0:
            self.end(errors.RESTARTING)

    # what the peer sends

    def _handshake(self, request: Request) -> None:
        if request.path.partition("?")[0] != PATH:
            response = self._protocol.reject(404, f"WebSockets are at {PATH}.\n")
        elif self.gateway.hub.draining:
            response = self._protocol.reject(503, "The server restarts.\n")
        elif self._slot.forward(request.headers.get_all("X-Forwarded-For")):
            response = self._protocol.reject(503, "Too many connections are open.\n")
        else:
            response = self._protocol.accept(request)
        self._protocol.send_response(response)
        if response.status_code == 101:
            self.session.codec = CODECS[self._protocol.subprotocol]
            self._first_byte = BINARY if self.session.codec.is_binary else TEXT
            self._is_plain = True
            self.gateway.hub.enter(self, self.heard_at)
        else:
            self._start_closing()

    def _receive(self, event: Frame) -> None:
        is_binary = self.session.codec.is_binary
        if (self._closing or event.opcode not in CARRIES_DATA) and self._is_flood():
            self._fail(errors.TOO_MANY_FRAMES)
        elif self._closing:
            return
        elif event.opcode is Opcode.CLOSE:
            self._start_closing()
        elif event.opcode is Opcode.BINARY and not is_binary:
            self.end(errors.BINARY_REFUSED)
        elif event.opcode is Opcode.TEXT and is_binary:
            self.end(errors.TEXT_REFUSED)
        elif event.opcode in CARRIES_DATA:
            self._parts.append(bytes(event.data))
            if len(self._parts) > MAX_FRAGMENTS:
                self._fail(errors.TOO_MANY_FRAMES)
            elif event.fin:
                parts, self._parts = self._parts, []
                self._receive_data(b"".join(parts))

    def _is_flood(self) -> bool:
        """Whether frames that ask for nothing come too fast."""
        now = self.heard_at
        self._control = min(MAX_CONTROL, self._control + (now - self._control_at) * CONTROL_A_SECOND) - 1
        self._control_at = now
        return self._control < 0

    def _receive_data(self, data: bytes) -> None:
        if len(data) > self._largest:
            self._fail(errors.FRAME_TOO_LARGE)
        elif not self.session.codec.is_binary and not _is_utf8(data):
            self.end(errors.NOT_UTF8)
        elif self._unread or self._is_busy():
            self._unread.append(data)
            self._transport.pause_reading()
        else:
            self._frames -= 1
            carry_out(self, self.session.receive(data))

    def _is_busy(self) -> bool:
        """Whether requests should wait: too many are worked on or came, or the peer is slow to take the answers."""
        return self._in_flight >= MAX_IN_FLIGHT or self._writer.paused or (self._frames <= 0 and self._is_fast())

    def _is_fast(self) -> bool:
        """Whether frames come faster than they may; then they go on in a while."""
        if self._breath is not None:
            return True
        wait_s = self._counted_at + 1.0 - self._loop.time()
        if wait_s > 0:
            self._breath = self._loop.call_later(wait_s, self._breathe)
            return True
        self._count_anew()
        return False

    def _count_anew(self) -> None:
        self._frames = FRAMES_A_SECOND
        self._counted_at = self._loop.time()

    def _breathe(self) -> None:
        self._breath = None
        self._count_anew()
        self._receive_unread()

    def _receive_unread(self) -> None:
        while self._unread and not self._is_busy():
            self._frames -= 1
            carry_out(self, self.session.receive(self._unread.popleft()))
        if not self._unread and not self._closing and self.session.state is not DRAINING:
            self._transport.resume_reading()

    def _send_protocol_data(self) -> None:
        """Handshake answers, pongs and closing frames; an empty item asks to end the TCP connection."""
        for data in self._protocol.data_to_send():
            self._writer.flush()
            if data:
                self._transport.write(data)
            else:
                self._transport.close()

    # what the session's effects need

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self._in_flight += 1
        self.gateway.start(work)

    def finish(self, effects: list[Effect]) -> None:
        self._in_flight -= 1
        if self.session.state is CLOSED:
            return
        carry_out(self, effects)
        if self.session.state is BEHIND and not self._writer.paused:
            carry_out(self, self.session.make_room())
        self._receive_unread()
        if self.session.state is DRAINING and self._in_flight == 0:
            self.end(errors.RESTARTING)

    def settle(self) -> None:
        self._slot.settle()
        self._largest = self._protocol.max_message_size = MAX_FRAME

    # what the server sends

    def deliver(self, position: int, payload: bytes, frame: bytes) -> None:
        """An event; `frame` is `payload` ready for the socket."""
        session = self.session
        if self._writer.is_full():
            session.fall_behind()
        if session.deliver(position, payload):
            self._writer.write(frame)
        elif session.buffered > MAX_BUFFERED:
            session.fall_behind()
            if session.state is RESUMING:
                self.end(errors.SLOW)

    def tell(self, frame: bytes) -> None:
        """Something that is stored nowhere, and may be missed."""
        if self.session.state is LIVE and not self._writer.paused:
            self._writer.write(frame)

    def tell_presence(self, online: list[str], offline: list[str]) -> None:
        if not self._writer.paused:
            carry_out(self, self.session.presence(online, offline))

    def write(self, frames: list[bytes]) -> None:
        if self._writer.is_full():
            self.end(errors.SLOW)
            return
        self._writer.write(b"".join([websocket_frame(self.session.codec, frame) for frame in frames]))

    def lose(self) -> None:
        """Events may be missing from here on. Who hasn't been told anything yet begins anew."""
        if self.session.state is RESUMING:
            self.end(errors.RESTARTING)
        else:
            self.session.fall_behind()

    def catch_up(self) -> None:
        """Read what is missing from the store, unless there is no room: then that is done later."""
        if not self._writer.paused:
            carry_out(self, self.session.make_room())

    def is_stuck(self, now: float) -> bool:
        return self._writer.is_stuck(now)

    def ping(self, now: float) -> None:
        """Ask for a sign of life, once per silence; a peer that doesn't read gets no further ping to hoard."""
        if self._pinged_at <= self.heard_at and not self._closing and not self._writer.paused:
            self._pinged_at = now
            self._protocol.send_ping(b"")
            self._send_protocol_data()

    def end(self, code: CloseCode) -> None:
        """Close with `code`; nothing further goes out."""
        carry_out(self, self.session.end(code))

    def abort(self, code: CloseCode) -> None:
        """Close a connection whose peer no longer answers: there is nobody to wait for."""
        self.end(code)
        self._transport.abort()

    def close(self, code: CloseCode) -> None:
        if self._closing:
            return
        try:
            self._protocol.send_close(code.number, code.name)
        except InvalidState:
            self._transport.abort()
            return
        self._send_protocol_data()
        self._start_closing()

    def _fail(self, code: CloseCode) -> None:
        """Close with `code`, and hear nothing further."""
        self.session.end(code)
        self._protocol.fail(code.number, code.name)
        self._slot.note(f"edge.{code.name}", user=self.session.user)
        self._dismiss(b"".join(self._protocol.data_to_send()))

    def _dismiss_unreadable(self) -> None:
        """What came is no frame, or too large a one; the parser has said so to the peer."""
        self.session.end(errors.SILENT)
        self._dismiss(b"".join(self._protocol.data_to_send()))

    def _refuse(self, error: ImError) -> None:
        self.session.end(errors.AUTH_EXPECTED)
        self._dismiss(refusal(error))

    def _dismiss(self, last: bytes) -> None:
        self._closing = self._is_dismissed = True
        self._unread.clear()
        self._parts.clear()
        self._writer.flush()
        if not self._transport.is_closing():
            Dismissal(self._transport, last, self)

    def _start_closing(self) -> None:
        """The peer answers a close frame or ends the connection; who doesn't is cut off."""
        if self._closing:
            return
        self._closing = True
        self._unread.clear()
        self.session.end(errors.SILENT)
        self._send_protocol_data()
        if not self._transport.is_closing():
            self._transport.resume_reading()
            self._timeout = self._loop.call_later(CLOSE_TIMEOUT_S, self._transport.abort)


def _unreadable(error: Exception | None) -> ImError:
    if isinstance(error, RequestLineTooLong):
        return target_too_long()
    if isinstance(error, HeaderLineTooLong | TooManyHeaders):
        return too_large()
    return malformed("its head can't be understood")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

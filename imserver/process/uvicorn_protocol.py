"""uvicorn's HTTP, with bounds: its parser keeps whatever comes, for as long as it comes.

`MAX_HEAD` and the like are those of `imserver.edge.head`, which both listeners share. Of a body only the wrapping is
bounded here: how much content it may have is for `imserver.http.body`.
"""

from __future__ import annotations

import asyncio
import fcntl
import re
import sys
import termios
from typing import TYPE_CHECKING, Any, Final, cast

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.edge.connection import ClientConnection
from imserver.edge.dismissal import Dismissal
from imserver.edge.head import (
    HEAD_S,
    MAX_FIELDS,
    MAX_HEAD,
    MAX_TARGET,
    late,
    malformed,
    refusal,
    target_too_long,
    too_large,
)

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
    from uvicorn.server import ServerState

    from imserver.edge.admission import Admission
    from imserver.edge.gateway import Gateway

MAX_PIPELINED: Final = 8
"""Requests that wait for the answer to the one before them."""
PIECE: Final = 65_536
MAX_WRAPPING: Final = 16_384
"""Bytes of a chunked body that are sizes, extensions and trailers; one for eight of content may be added."""
MAX_UNREAD: Final = 1 << 18
"""Bytes of a body that may follow after the answer."""
BODY_EVERY_S: Final = 30.0
BODY_AT_LEAST: Final = 15_000
"""Bytes of a body in that time: 500 a second, as Apache's mod_reqtimeout has it. Slow networks bring more."""
TAKEN_EVERY_S: Final = 120.0
TAKEN_AT_LEAST: Final = 60_000
"""Bytes that whoever gets a long answer takes in that time: 500 a second, as of a body. A proxy on loopback that passes
on 1 kB a second may take them in steps of 64 KiB."""

_LENGTH: Final = re.compile(rb"[0-9]{1,15}")


class _RefusedError(Exception):
    """Ends the parsing of what has come."""

    def __init__(self, error: ImError) -> None:
        super().__init__(error.message)
        self.error = error


class _Flow(FlowControl):
    """Remembers that reading was paused since somebody asked."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__(transport)
        self._was_paused = False

    def pause_reading(self) -> None:
        self._was_paused = True
        super().pause_reading()

    def was_paused(self) -> bool:
        """Whether it was, at any time since the last call."""
        was, self._was_paused = self._was_paused, self.read_paused
        return was


class BoundedProtocol(HttpToolsProtocol):
    """One connection. A request that is refused is answered in the form of all errors, and the connection ends."""

    def __init__(
        self,
        admission: Admission,
        gateway: Gateway | None,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """`gateway` gets the WebSockets."""
        super().__init__(config, server_state, app_state, _loop)
        self._admission = admission
        self._gateway = gateway
        self._in_head = True
        self._head = 0
        self._heads = 0
        self._target = 0
        self._fields = 0
        self._content = 0
        self._watched = 0
        self._wrapping = 0
        self._unread = 0
        self._is_websocket = False
        self._ended = False
        self._timer: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._untaken = 0

    # asyncio's side

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.flow = self._flow = _Flow(transport)
        self._slot, refused = self._admission.enter(transport)
        if refused:
            self._ended = True
            transport.write(refusal(ImError(errors.BUSY, "Too many connections are open.")))
            transport.close()
        else:
            self._wait(HEAD_S, self._end_late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._stop_waiting()
        self.resume_writing()
        self._slot.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        self._unset_keepalive_if_required()
        self._slot.heard = True
        try:
            self._feed(memoryview(data))
        except _RefusedError as refused:
            self._refuse(refused.error)
        except httptools.HttpParserCallbackError as error:
            cause = error.__context__
            unknown = malformed("its head can't be understood")
            self._refuse(cause.error if isinstance(cause, _RefusedError) else unknown)
        except httptools.HttpParserError as error:
            self._refuse(malformed(str(error)))

    def _feed(self, data: memoryview) -> None:
        at = 0
        while at < len(data) and not self._ended:
            in_head, heads, content = self._in_head, self._heads, self._content
            piece = data[at : at + (MAX_HEAD - self._head if in_head else PIECE)]
            if in_head and self._timer is None:
                self._wait(HEAD_S, self._end_late)
            try:
                self.parser.feed_data(piece)
            except httptools.HttpParserUpgrade as upgrade:
                self._upgrade(bytes(data[at + upgrade.args[0] :]))
                return
            at += len(piece)
            if heads != self._heads:
                self._head = 0
            elif in_head:
                self._count_head(len(piece))
            else:
                self._count_wrapping(len(piece) - (self._content - content))
        if not self._in_head and self._timer is None and not self._ended:
            self._wait(BODY_EVERY_S, self._watch_body)

    def _count_head(self, size: int) -> None:
        """A head that isn't whole yet: what the parser keeps of it can't be seen."""
        self._head += size
        if self._head >= MAX_HEAD:
            raise _RefusedError(too_large())

    def _count_wrapping(self, size: int) -> None:
        self._wrapping += size
        if self._wrapping > MAX_WRAPPING + self._content // 8:
            raise _RefusedError(malformed("its body has more wrapping than content"))

    def pause_writing(self) -> None:
        super().pause_writing()
        self._untaken = self._count_untaken()
        self._stuck = self.loop.call_later(TAKEN_EVERY_S, self._watch_reader)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    # the parser's side

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._target = self._fields = self._content = self._watched = self._wrapping = self._unread = 0

    def on_url(self, url: bytes) -> None:
        self._target += len(url)
        if self._target > MAX_TARGET:
            raise _RefusedError(target_too_long())
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Trailers are left out: they come after whoever reads the headers, a proxy included, has judged them."""
        if not self._in_head:
            return
        self._fields += 1
        if self._fields > MAX_FIELDS:
            raise _RefusedError(too_large())
        lower = name.lower()
        if lower == b"content-length" and not _LENGTH.fullmatch(value.strip()):
            raise _RefusedError(malformed("its Content-Length is no length"))
        if lower == b"transfer-encoding" and value.strip().lower() != b"chunked":
            raise _RefusedError(malformed("its Transfer-Encoding is not chunked"))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        if len(self.pipeline) >= MAX_PIPELINED:
            raise _RefusedError(malformed(f"{MAX_PIPELINED} others wait for their answers"))
        if self.parser.should_upgrade() and self._has_body():
            raise _RefusedError(malformed("it has a body, and asks for an upgrade"))
        self._is_websocket = self.parser.should_upgrade() and self._should_upgrade()
        super().on_headers_complete()
        self._in_head = False
        self._heads += 1
        if not self._is_websocket:
            self._slot.settle()

    def on_body(self, body: bytes) -> None:
        self._content += len(body)
        if self.cycle.response_complete:
            self._unread += len(body)
            if self._unread > MAX_UNREAD:
                raise _RefusedError(malformed("it went on after its answer"))
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = True
        self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._in_head and self.cycle.response_complete:
            self._slot.owe()

    def _has_body(self) -> bool:
        return any(
            name == b"transfer-encoding" or (name == b"content-length" and value.strip(b" \t0"))
            for name, value in self.headers
        )

    # WebSockets

    def _should_upgrade(self) -> bool:
        return (
            self._gateway is not None
            and self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
            and self._get_upgrade() == b"websocket"
        )

    def _upgrade(self, rest: bytes) -> None:
        """Another protocol than ours isn't spoken: then the request is answered, and nothing more is read."""
        self._stop_waiting()
        self._ended = True
        if not self._is_websocket or self._gateway is None:
            self.cycle.keep_alive = False
            return
        self.connections.discard(self)
        head = b"".join([b"%b: %b\r\n" % header for header in self.headers])
        connection = ClientConnection(self._gateway, self.connections, self._slot)
        connection.connection_made(self.transport)
        self.transport.set_protocol(connection)
        connection.open(b"GET %b HTTP/1.1\r\n%b\r\n" % (self.url, head))
        if rest:
            connection.data_received(rest)

    # bounds

    def _wait(self, seconds: float, then: Any) -> None:
        self._timer = self.loop.call_later(seconds, then)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_late(self) -> None:
        """Browsers open connections on spec: where nothing came, nothing is said."""
        self._timer = None
        if self._slot.heard:
            self._refuse(late())
        else:
            self.transport.close()

    def _watch_body(self) -> None:
        arrived, self._watched = self._content - self._watched, self._content
        if not self._flow.was_paused() and arrived < BODY_AT_LEAST:
            self._timer = None
            self._refuse(late())
        else:
            self._wait(BODY_EVERY_S, self._watch_body)

    def _watch_reader(self) -> None:
        untaken = self._count_untaken()
        if self._untaken - untaken < TAKEN_AT_LEAST:
            self._admission.notes.write("http.reader_stuck", address=self._slot.address)
            self.transport.abort()
            return
        self._untaken = untaken
        self._stuck = self.loop.call_later(TAKEN_EVERY_S, self._watch_reader)

    def _count_untaken(self) -> int:
        """Bytes that the other side hasn't acknowledged: the kernel holds megabytes, and asks for more in big steps."""
        held = bytearray(4)
        fcntl.ioctl(self.transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, held)
        return self.transport.get_write_buffer_size() + int.from_bytes(held, sys.byteorder)

    def _refuse(self, error: ImError) -> None:
        """Answers that were asked for before go out first, unless it is the request's own body that is wrong."""
        self._ended = True
        self._stop_waiting()
        self._unset_keepalive_if_required()
        self._admission.notes.write(f"http.{error.code.name}", address=self._slot.address, reason=error.message)
        if self.transport.is_closing():
            return
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is not None and not cycle.response_complete:
            if self._in_head or self.pipeline:
                cycle.keep_alive = False
                return
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.abort()
                return
        self._slot.owe()
        Dismissal(self.transport, refusal(error), self)

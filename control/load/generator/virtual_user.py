"""One virtual user: a connection that comes back, requests that wait for their answers, and what was delivered.

Requests that got no answer are sent again over the next connection, a message under its `client_id`, as the protocol
asks of every client. Their time goes on counting from when they were due.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterable
from typing import Any, Final, Protocol

import msgspec

from control.load.generator import frames
from control.load.generator.connector import Connector
from control.load.generator.delivery_tracker import DeliveryTracker
from control.load.generator.message_ids import user as sender
from control.load.generator.recorder import RunRecorder
from control.load.generator.request import PendingRequest
from control.load.generator.websocket import Wire
from control.load.generator.worker_protocol import UserAccount

BACKOFF_S: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
CATCH_UP: Final = "catch up"
PAGE: Final = 200
TIMEOUT_S: Final = 15.0
"""For a connection, and again for the handshake and the first frames."""


class Driver(Protocol):
    """Who tells users what to do, and hears what came of it."""

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run it in the background."""

    def went_live(self, user: VirtualUser, action: str) -> None:
        """A connection that was opened for `action` came to life."""

    def answered(self, user: VirtualUser) -> None:
        """An action is over, well or not: another may follow."""


class VirtualUser:
    """Times are those of `time.monotonic`."""

    __slots__ = (
        "_attempts",
        "_busy",
        "_connector",
        "_driver",
        "_mode",
        "_number",
        "_opened_at",
        "_pending",
        "_recorder",
        "_wire",
        "account",
        "acked",
        "dialled",
        "dialling",
        "live",
        "sync",
        "trackers",
        "wanted",
    )

    def __init__(self, account: UserAccount, driver: Driver, connector: Connector, recorder: RunRecorder) -> None:
        self._driver = driver
        self._connector = connector
        self._recorder = recorder
        self._mode = ""
        self.account = account
        self._wire: Wire | None = None
        self._number = 0
        self._attempts = 0
        self._busy = False
        self._pending: dict[int, PendingRequest] = {}
        self.trackers: dict[int, DeliveryTracker] = {room: DeliveryTracker() for room in account.rooms}
        self.sync = ""
        self.live = False
        self.wanted = False
        self.dialled = 0.0
        self.dialling = ""
        self.acked = 0
        self._opened_at = 0.0

    def connect(self, due: float, action: str) -> None:
        """Open a connection; its time, until it is live, is recorded as `action`."""
        self.wanted = True
        self.dialled, self.dialling = due, action
        self._driver.spawn(self._dial())

    def cut(self, due: float, action: str) -> None:
        """Break the connection, as a network does, and come back at once."""
        wire, self._wire = self._wire, None
        self._was_lost()
        if wire is not None:
            wire.abort("")
        self.connect(due, action)

    def leave(self) -> None:
        self.wanted = False
        if self._wire is not None:
            self._wire.close()

    @property
    def waits(self) -> int:
        """Messages that were sent and not acknowledged."""
        return sum(1 for request in self._pending.values() if request.client_id)

    def ask(self, request: PendingRequest) -> None:
        self._number += 1
        self._pending[self._number] = request
        if self.live:
            self._send(self._number, request)

    def _send(self, number: int, request: PendingRequest) -> None:
        if self._wire is not None:
            self._wire.send(b'{"id":%d,%b' % (number, request.body))

    async def _dial(self, pause_s: float = 0.0) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            await asyncio.sleep(pause_s)
            while self.wanted and self._wire is None:
                problem = await self._try()
                if problem:
                    self._recorder.fail("connect", time.monotonic(), problem)
                    await asyncio.sleep(self._pause())
        finally:
            self._busy = False

    async def _try(self) -> str:
        """One attempt to connect; what went wrong."""
        if not await self._connector.credentials.token(self.account):
            return "no token"
        try:
            async with asyncio.timeout(TIMEOUT_S):
                wire = await self._connector.open(self)
        except OSError as error:
            return type(error).__name__
        if wire.is_gone:
            return "closed during the handshake"
        if not self.wanted:
            wire.close()
        self._wire, self._opened_at = wire, time.monotonic()
        return ""

    def check(self, now: float) -> None:
        """Whether a connection that was opened came to life in time; else it is given up, and another is tried."""
        wire = self._wire
        if self.wanted and not self.live and wire is not None and now - self._opened_at > TIMEOUT_S:
            self._wire = None
            wire.abort("")
            self._recorder.fail(
                "connect", now, "no answer to its token" if wire.is_open else "no answer to the handshake"
            )
            self._driver.spawn(self._dial())

    def _pause(self) -> float:
        pause = BACKOFF_S[min(self._attempts, len(BACKOFF_S) - 1)]
        self._attempts += 1
        return self._connector.jitter(pause)

    def opened(self, wire: Wire) -> None:
        self._wire, self._opened_at = wire, time.monotonic()
        auth: dict[str, object] = {"t": "auth", "id": 0, "token": self.account.token}
        if self.sync:
            auth["sync"] = self.sync
        wire.send(frames.encode(auth))

    def frame(self, payload: bytes) -> None:
        try:
            if payload.startswith(b'{"t":"message"'):
                message = frames.MESSAGE.decode(payload)
                self.sync = message.sync
                self._received(message)
            elif payload.startswith(b'{"t":"sent"'):
                sent = frames.SENT.decode(payload)
                request = self._pending.pop(sent.id, None)
                self._acked(sent, request)
            elif payload.startswith(b'{"t":"page"'):
                self._page(frames.PAGE.decode(payload))
            elif payload.startswith(b'{"t":"error"'):
                self._error(frames.ERROR.decode(payload))
            elif payload.startswith(b'{"t":"ready"'):
                self._ready(frames.READY.decode(payload))
            else:
                self._other(frames.OTHER.decode(payload))
        except msgspec.MsgspecError as error:
            self._recorder.complain(
                f"user {self.account.index} got a frame that can't be read: {error}: {payload[:200]!r}"
            )

    def _other(self, frame: frames.OtherFrame) -> None:
        if frame.sync:
            self.sync = frame.sync
        if frame.t == "live":
            self._went_live()
        elif frame.conversation is not None and not self.live:
            self._begin([frame.conversation])
        elif frame.id is not None:
            self._answered(frame.id)

    def _answered(self, number: int) -> None:
        request = self._pending.pop(number, None)
        if request is not None:
            self._done(request)

    def _done(self, request: PendingRequest) -> None:
        self._recorder.done(request.action, request.due)
        if request.action != CATCH_UP:
            self._driver.answered(self)

    def _acked(self, sent: frames.SentReply, request: PendingRequest | None) -> None:
        room = self._recorder.rooms.get(sent.conv)
        if request is None or room is None or request.client_id != sent.client_id:
            self._recorder.complain(
                f"user {self.account.index} got an acknowledgement of {sent.client_id}, which it didn't ask for"
            )
            return
        self.acked += 1
        self._recorder.acked(self.account.index, room, sent)
        self.trackers[room].learn(sent.seq)
        self._done(request)

    def _received(self, message: frames.MessageEvent) -> None:
        recorder, index = self._recorder, self.account.index
        room = recorder.rooms.get(message.conv)
        if room is None:
            return
        now = time.monotonic()
        tracker = self.trackers[room]
        if message.seq < tracker.newest:
            recorder.reordered += 1
            recorder.complain(f"user {index}: {message.conv} went back from {tracker.newest} to {message.seq}")
        else:
            tracker.newest = message.seq
        recorder.received(index, room, message, now)
        is_old, is_new = tracker.is_old(message.seq), tracker.learn(message.seq)
        if is_old or sender(message.client_id) == index:
            return  # one's own: the connection broke before its acknowledgement, and the stream told it
        if not is_new:
            recorder.doubled += 1
            recorder.complain(f"user {index}: {message.conv} {message.seq} was delivered again")
            return
        recorder.delivered(message, now)

    def _ready(self, ready: frames.ReadyReply) -> None:
        self._recorder.counts[f"mode {ready.mode}"] += 1
        self._mode = ready.mode
        self._begin(ready.conversations or ())

    def _begin(self, conversations: Iterable[frames.KnownConversation]) -> None:
        """Those of the `ready` frame, and those that had no room in it."""
        for conversation in conversations:
            room = self._recorder.rooms.get(conversation.id)
            if room is None or room not in self.trackers:
                continue
            if self._mode == "limited":
                self._catch_up(conversation.id, self.trackers[room].through)
            else:
                self.trackers[room].begin_after(conversation.last_seq)

    def _catch_up(self, conv: str, after: int) -> None:
        """Too much was missed for the stream: the rest is read by pages, as the protocol says."""
        body = frames.encode({"t": "history", "conv": conv, "after": after, "limit": PAGE})
        self.ask(PendingRequest(CATCH_UP, time.monotonic(), body[1:]))

    def _page(self, page: frames.PageReply) -> None:
        request = self._pending.get(page.id)
        self._answered(page.id)
        if request is None or request.action != CATCH_UP:
            return
        tracker = self.trackers[self._recorder.rooms[page.conv]]
        for message in page.messages:
            tracker.learn(message.seq)
        if page.more:
            self._catch_up(page.conv, page.messages[-1].seq)

    def _error(self, error: frames.ErrorReply) -> None:
        request = self._pending.pop(error.id, None) if error.id is not None else None
        if request is None:
            self._recorder.fail("connect", self.dialled, error.code)
            if error.code in ("token_expired", "token_invalid"):
                self.account.token = ""
            return
        self._recorder.fail(request.action, request.due, error.code)
        self._driver.answered(self)

    def _went_live(self) -> None:
        self.live = True
        self._attempts = 0
        self._recorder.went_live(self.account.index)
        self._recorder.done(self.dialling, self.dialled)
        self._driver.went_live(self, self.dialling)
        for number, request in list(self._pending.items()):
            self._send(number, request)

    def _was_lost(self) -> None:
        if self.live:
            self._recorder.connected -= 1
        self.live = False
        for tracker in self.trackers.values():
            tracker.newest = 0

    def closed(self, wire: Wire, code: int, reason: str) -> None:
        if wire is not self._wire:
            return
        was_live = self.live
        self._wire = None
        self._was_lost()
        if not self.wanted:
            return
        now = time.monotonic()
        if was_live:
            kind = f"closed {code} {reason}" if code else f"broken {reason}"
            self._recorder.fail("connection", now, kind.strip())
            self.dialled, self.dialling = now, "reconnect"
        else:
            self._recorder.fail("connect", now, f"closed {code} {reason}".strip())
        self._driver.spawn(self._dial(self._pause()))

"""One user of the own generator: a connection that comes back, requests that wait for their answers, and what was seen.

Requests that got no answer are sent again over the next connection, a message under its `client_id`, as the protocol
asks of every client. Their time goes on counting from when they were due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from control.load.generator import frames
from control.load.generator.delivery_tracker import DeliveryTracker
from control.load.generator.websocket import Wire
from control.load.generator.worker_protocol import UserAccount

if TYPE_CHECKING:
    from control.load.generator.virtual_users import VirtualUsers

BACKOFF_S: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
PAGE: Final = 200
PATIENCE_S: Final = 15.0
"""For a connection, and again for the handshake and the first frames."""


class PendingRequest:
    """`action` is under which name its time is recorded; empty for one that isn't."""

    __slots__ = ("action", "body", "client_id", "due", "room")

    def __init__(self, action: str, due: float, body: bytes, room: int = -1, client_id: str = "") -> None:
        self.action = action
        self.due = due
        self.body = body
        self.room = room
        self.client_id = client_id


class VirtualUser:
    """Times are those of `time.monotonic`."""

    __slots__ = (
        "_attempts",
        "_busy",
        "_crowd",
        "_mode",
        "_number",
        "_opened_at",
        "_pending",
        "_wire",
        "account",
        "acked",
        "dialled",
        "dialling",
        "live",
        "seen",
        "sync",
        "wanted",
    )

    def __init__(self, crowd: VirtualUsers, account: UserAccount) -> None:
        self._crowd = crowd
        self._mode = ""
        self.account = account
        self._wire: Wire | None = None
        self._number = 0
        self._attempts = 0
        self._busy = False
        self._pending: dict[int, PendingRequest] = {}
        self.seen: dict[int, DeliveryTracker] = {room: DeliveryTracker() for room in account.rooms}
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
        self._crowd.spawn(self._dial())

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
                    self._crowd.fail("connect", self._crowd.now(), problem)
                    await asyncio.sleep(self._pause())
        finally:
            self._busy = False

    async def _try(self) -> str:
        """One attempt to connect; what went wrong."""
        if not await self._crowd.credentials.token(self.account):
            return "no token"
        try:
            async with asyncio.timeout(PATIENCE_S):
                wire = await self._crowd.open(self)
        except OSError as error:
            return type(error).__name__
        if wire.is_gone:
            return "closed during the handshake"
        if not self.wanted:
            wire.close()
        self._wire, self._opened_at = wire, self._crowd.now()
        return ""

    def check(self, now: float) -> None:
        """Whether a connection that was opened came to life in time; else it is given up, and another is tried."""
        wire = self._wire
        if self.wanted and not self.live and wire is not None and now - self._opened_at > PATIENCE_S:
            self._wire = None
            wire.abort("")
            self._crowd.fail("connect", now, "no answer to its token" if wire.is_open else "no answer to the handshake")
            self._crowd.spawn(self._dial())

    def _pause(self) -> float:
        pause = BACKOFF_S[min(self._attempts, len(BACKOFF_S) - 1)]
        self._attempts += 1
        return pause * self._crowd.chance.uniform(0.5, 1.5)

    def opened(self, wire: Wire) -> None:
        self._wire, self._opened_at = wire, self._crowd.now()
        auth: dict[str, object] = {"t": "auth", "id": 0, "token": self.account.token}
        if self.sync:
            auth["sync"] = self.sync
        wire.send(frames.encode(auth))

    def frame(self, payload: bytes) -> None:
        crowd = self._crowd
        try:
            if payload.startswith(b'{"t":"message"'):
                message = frames.MESSAGE.decode(payload)
                self.sync = message.sync
                crowd.received(self, message)
            elif payload.startswith(b'{"t":"sent"'):
                sent = frames.SENT.decode(payload)
                request = self._pending.pop(sent.id, None)
                crowd.acked(self, sent, request)
            elif payload.startswith(b'{"t":"page"'):
                self._page(frames.PAGE.decode(payload))
            elif payload.startswith(b'{"t":"error"'):
                self._error(frames.ERROR.decode(payload))
            elif payload.startswith(b'{"t":"ready"'):
                self._ready(frames.READY.decode(payload))
            else:
                self._other(frames.OTHER.decode(payload))
        except msgspec.MsgspecError as error:
            crowd.complain(f"user {self.account.index} got a frame that can't be read: {error}: {payload[:200]!r}")

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
            self._crowd.done(self, request.action, request.due)

    def _ready(self, ready: frames.ReadyReply) -> None:
        self._crowd.counts[f"mode {ready.mode}"] += 1
        self._mode = ready.mode
        self._begin(ready.conversations or ())

    def _begin(self, conversations: Iterable[frames.KnownConversation]) -> None:
        """Those of the `ready` frame, and those that had no room in it."""
        for conversation in conversations:
            room = self._crowd.room(conversation.id)
            if room not in self.seen:
                continue
            if self._mode == "limited":
                self._catch_up(conversation.id, self.seen[room].through)
            else:
                self.seen[room].begin_after(conversation.last_seq)

    def _catch_up(self, conv: str, after: int) -> None:
        """Too much was missed for the stream: the rest is read by pages, as the protocol says."""
        body = frames.encode({"t": "history", "conv": conv, "after": after, "limit": PAGE})
        self.ask(PendingRequest("catch up", self._crowd.now(), body[1:]))

    def _page(self, page: frames.PageReply) -> None:
        request = self._pending.get(page.id)
        self._answered(page.id)
        if request is None or request.action != "catch up":
            return
        seen = self.seen[self._crowd.room(page.conv)]
        for message in page.messages:
            seen.learn(message.seq)
        if page.more:
            self._catch_up(page.conv, page.messages[-1].seq)

    def _error(self, error: frames.ErrorReply) -> None:
        request = self._pending.pop(error.id, None) if error.id is not None else None
        if request is None:
            self._crowd.fail("connect", self.dialled, error.code)
            if error.code in ("token_expired", "token_invalid"):
                self.account.token = ""
            return
        self._crowd.refused(self, request, error)

    def _went_live(self) -> None:
        self.live = True
        self._attempts = 0
        crowd = self._crowd
        crowd.went_live(self, self.dialling, self.dialled)
        for number, request in list(self._pending.items()):
            self._send(number, request)

    def _was_lost(self) -> None:
        if self.live:
            self._crowd.connected -= 1
        self.live = False
        for seen in self.seen.values():
            seen.newest = 0

    def closed(self, wire: Wire, code: int, reason: str) -> None:
        if wire is not self._wire:
            return
        was_live = self.live
        self._wire = None
        self._was_lost()
        if not self.wanted:
            return
        now = self._crowd.now()
        if was_live:
            self._crowd.dropped(self, code, reason)
            self.dialled, self.dialling = now, "reconnect"
        else:
            self._crowd.fail("connect", now, f"closed {code} {reason}".strip())
        self._crowd.spawn(self._dial(self._pause()))

"""The life of one connection, without I/O.

Frames and results of work go in; effects come out, for the edge to carry out in order. `imserver.core.session_state`
has the states and the rules, `imserver.core.effects` the effects and what answers each.
"""

from __future__ import annotations

from collections import deque
from typing import Final, cast
from uuid import UUID

import msgspec

from imserver.core import errors, frames, message, sync
from imserver.core.codec import JSON, MAX_FRAME, Codec, FrameError, event_frame
from imserver.core.effects import (
    Apply,
    Authenticate,
    Close,
    Effect,
    Observe,
    Post,
    Read,
    Reply,
    Resume,
    Resumption,
    Tell,
)
from imserver.core.errors import CloseCode, ImError
from imserver.core.event import Event
from imserver.core.message import DEFAULT_PAGE, Page, Posted
from imserver.core.room import count_fitting, fit_page
from imserver.core.session_state import (
    BEHIND,
    CATCHING_UP,
    CLOSED,
    CONNECTING,
    DRAINING,
    LIVE,
    RESUMING,
    TAKES_REQUESTS,
    TRANSITIONS,
    Input,
)
from imserver.core.span import check_spans
from imserver.core.sync import SyncToken

MAX_TOLD: Final = 1000
"""Characters of what an error says: it may quote a frame."""


class Session:
    """One connection's state. Not thread-safe; owned by the edge's event loop.

    Once closed, nothing comes out: what is reported of work that was under way has no effect.
    """

    __slots__ = (
        "_buffer",
        "_epoch",
        "_position",
        "_request",
        "_since",
        "_unacked",
        "_window",
        "codec",
        "device_session",
        "state",
        "user",
    )

    def __init__(self, spoken: Codec = JSON) -> None:
        self.codec = spoken
        self.state = CONNECTING
        self.user = ""
        self.device_session = ""
        """The id of the login that the token is of."""
        self._request = 0
        self._since: SyncToken | None = None
        self._buffer: list[tuple[int, bytes]] | None = None
        self._epoch = ""
        self._position = 0
        self._window = 0
        self._unacked: deque[int] | None = None

    def receive(self, data: bytes) -> list[Effect]:
        """A frame arrived."""
        if self.state is CLOSED or self.state is DRAINING:
            return []
        try:
            frame = self.codec.decode(data)
        except FrameError as error:
            return self._reject(error, error.request)
        match frame:
            case frames.Send():
                return self._receive_send(frame)
            case frames.Auth():
                return self._receive_auth(frame)
            case frames.Ack(sync=token):
                return self._receive_ack(token)
        if self.state is CONNECTING:
            return self._reject(ImError(errors.NOT_AUTHENTICATED, "The first frame must be auth."), frame.id)
        if isinstance(frame, frames.Ping):
            return self._reply(frames.Pong(frame.id))
        if self.state not in TAKES_REQUESTS:
            return self._not_live(frame.id)
        match frame:
            case frames.History():
                return self._receive_history(frame)
            case frames.Typing(id=request, conv=conv):
                return [Tell(request, conv)]
            case frames.Watch(id=request, convs=convs):
                return [Observe(request, convs)]
            case _:
                return self._receive_change(frame)

    def _receive_auth(self, frame: frames.Auth) -> list[Effect]:
        if self.state is not CONNECTING:
            return self.fail(frame.id, ImError(errors.ALREADY_AUTHENTICATED, "This connection has sent auth already."))
        self._move(Input.AUTH)
        self._request = frame.id
        if frame.sync is not None:
            self._since = sync.parse(frame.sync) or SyncToken("", 0)
        if frame.window is not None:
            self._window = frame.window
            self._unacked = deque()
        return [Authenticate(frame.token)]

    def _receive_ack(self, token: str) -> list[Effect]:
        """Everything up to `token` has reached the client: the window moves on."""
        acked = sync.parse(token)
        if acked is None or self._unacked is None or acked.epoch != self._epoch:
            return []
        while self._unacked and self._unacked[0] <= acked.position:
            self._unacked.popleft()
        return self.make_room() if self.state is BEHIND else []

    def _receive_send(self, frame: frames.Send) -> list[Effect]:
        if self.state not in TAKES_REQUESTS:
            return self._not_live(frame.id)
        try:
            message.check_text(frame.text, may_be_empty=bool(frame.attachments))
            check_spans(frame.text, frame.mentions, frame.spans)
        except ImError as error:
            return self.fail(frame.id, error)
        post = Post(
            frame.id,
            frame.conv,
            frame.client_id,
            frame.text,
            frame.reply_to,
            frame.thread,
            frame.mentions,
            frame.attachments,
            frame.spelled if isinstance(frame, frames.SpelledSend) else "",
            frame.spans,
        )
        return [post]

    def _receive_change(self, frame: frames.Change) -> list[Effect]:
        try:
            if isinstance(frame, frames.Edit):
                message.check_text(frame.text)
                check_spans(frame.text, frame.mentions or (), frame.spans or ())
            elif isinstance(frame, frames.React) and frame.on:  # what was a reaction once can be taken back
                message.check_emoji(frame.emoji)
            elif isinstance(frame, frames.Mark) and not (frame.read or frame.delivered):
                raise ImError(errors.BAD_FRAME, "Give read, delivered or both.")
        except ImError as error:
            return self.fail(frame.id, error)
        return [Apply(frame)]

    def _receive_history(self, frame: frames.History) -> list[Effect]:
        if frame.before is not None and frame.after is not None:
            return self.fail(frame.id, ImError(errors.BAD_FRAME, "Give before or after, not both."))
        return [Read(frame.id, frame.conv, frame.before, frame.after, frame.limit or DEFAULT_PAGE, frame.thread)]

    def _not_live(self, request: int) -> list[Effect]:
        error = ImError(errors.NOT_AUTHENTICATED, "Requests are taken after the ready frame.")
        return self._reject(error, request)

    def _reject(self, error: ImError, request: int | None) -> list[Effect]:
        """Before authentication the first mistake ends the connection; afterwards it lives on."""
        effects = self.fail(request, error)
        return [*effects, *self.end(errors.AUTH_EXPECTED)] if self.state is CONNECTING else effects

    def authenticated(self, user: str, device_session: str) -> list[Effect]:
        if self.state is CLOSED:
            return []
        self._move(Input.ACCEPTED)
        self.user = user
        self.device_session = device_session
        return [Resume(user, self._since)]

    def refused(self, error: ImError) -> list[Effect]:
        return [*self.fail(self._request, error), *self.end(errors.TOKEN_REFUSED)]

    def resumed(self, resumption: Resumption) -> list[Effect]:
        """What was missed has been read: it goes out first, then what came meanwhile and is newer."""
        if self.state is not RESUMING and self.state is not CATCHING_UP:
            return []
        token = resumption.token
        written: list[bytes] = []
        if self.state is RESUMING or resumption.mode != "resumed":
            written += self._begin(resumption)
        self._epoch = token.epoch
        missed, self._position = resumption.events, token.position
        waiting, self._buffer = self._buffer or (), None
        self._move(Input.CAUGHT_UP)
        known = missed[-1][0] if missed else 0
        arrived = [(at, frame) for at, frame in waiting if at > max(known, token.position)]
        for at, told in (*missed, *arrived):
            if self._is_window_full():
                self._position = self._unacked[-1] if self._unacked else self._position
                self._move(Input.FELL_BEHIND)
                return [Reply(written)]
            self._count(at)
            written.append(told if isinstance(told, bytes) else self._encode_event(at, told))
        if arrived:
            self._position = arrived[-1][0]
        written.append(self.codec.encode(frames.Live(str(SyncToken(token.epoch, self._position)))))
        return [Reply(written)]

    def _begin(self, resumption: Resumption) -> list[bytes]:
        """The `ready` frame, and behind it the conversations that have no room in it.

        Who goes after the first of them and comes back must not be told of changes only: until `live`, the token is
        that of somebody who knows nothing yet.
        """
        token = self._since if resumption.mode == "resumed" and self._since else resumption.token
        conversations = resumption.conversations
        if conversations is not None:
            conversations = [each.as_sent() for each in conversations]
        ready = frames.Ready(
            self._request, self.user, self.device_session, resumption.mode, str(token), conversations, resumption.server
        )
        whole = self.codec.encode(ready)
        if self.codec.size_of(whole) <= MAX_FRAME:
            return [whole]
        conversations = conversations or []
        count = count_fitting(conversations)
        nothing = str(SyncToken(token.epoch, 0))
        ready = msgspec.structs.replace(ready, sync=nothing, conversations=conversations[:count])
        others = [frames.ConversationFrame(nothing, each) for each in conversations[count:]]
        return [self.codec.encode(ready), *(self.codec.encode(frame) for frame in others)]

    def _encode_event(self, position: int, told: Event) -> bytes:
        return self.codec.encode(event_frame(str(SyncToken(self._epoch, position)), told))

    def deliver(self, position: int, frame: bytes) -> list[bytes]:
        """An event for this session: the frames to write now.

        While the store is read it is kept for later; while the reader is behind it is left to the store.
        """
        if self.state is LIVE:
            if self._unacked is not None:
                if self._is_window_full():
                    self.fall_behind()
                    return []
                self._unacked.append(position)
            self._position = position
            return [frame]
        if self.state is RESUMING or self.state is CATCHING_UP:
            if self._buffer is None:
                self._buffer = []
            self._buffer.append((position, frame))
        return []

    def _is_window_full(self) -> bool:
        return self._unacked is not None and len(self._unacked) >= self._window

    def _count(self, position: int) -> None:
        if self._unacked is not None:
            self._unacked.append(position)

    def fall_behind(self) -> None:
        """The reader takes less than comes."""
        if self.state is LIVE or self.state is CATCHING_UP:
            self._buffer = None
            self._move(Input.FELL_BEHIND)

    def make_room(self) -> list[Effect]:
        """What was written has been taken: whatever else came since is read from the store."""
        if self.state is not BEHIND or self._is_window_full():
            return []
        self._move(Input.ROOM)
        return [Resume(self.user, SyncToken(self._epoch, self._position))]

    def drain(self) -> None:
        """The server stops: answers still go out, nothing new is taken."""
        if self.state is not CLOSED:
            self._buffer = None
            self._move(Input.DRAIN)

    @property
    def buffered(self) -> int:
        """Events that wait for the end of resuming."""
        return len(self._buffer) if self._buffer else 0

    def done(self, request: int) -> list[Effect]:
        return self._reply(frames.Done(request))

    def presence(self, online: list[str], offline: list[str]) -> list[Effect]:
        return self._reply(frames.PresenceFrame(online, offline))

    def posted(self, post: Post, posted: Posted) -> list[Effect]:
        client_id = cast(UUID, post.spelled) if post.spelled else post.client_id
        sent = frames.Sent(post.request, post.conv, client_id, posted.seq, posted.ts)
        return self._reply(sent)

    def read(self, read: Read, page: Page) -> list[Effect]:
        if self.state is CLOSED:
            return []
        page = Page([each.as_sent() if each.spelled else each for each in page.messages], page.more)
        data = self.codec.encode(frames.PageFrame(read.request, read.conv, page.messages, page.more))
        if self.codec.size_of(data) > MAX_FRAME:
            page = fit_page(page, self.user, forwards=read.after is not None)
            data = self.codec.encode(frames.PageFrame(read.request, read.conv, page.messages, page.more))
        return [Reply([data])]

    def fail(self, request: int | None, error: ImError) -> list[Effect]:
        code = error.code
        told = error.message[:MAX_TOLD]
        return self._reply(frames.ErrorFrame(request, code.name, told, error.hint, code.retry))

    def _reply(self, frame: frames.ServerFrame) -> list[Effect]:
        return [] if self.state is CLOSED else [Reply([self.codec.encode(frame)])]

    def end(self, code: CloseCode) -> list[Effect]:
        """The server ends the connection."""
        if self.state is CLOSED:
            return []
        self._move(Input.END)
        self._buffer = None
        return [Close(code)]

    def _move(self, by: Input) -> None:
        self.state = TRANSITIONS[self.state, by]

"""The life of one connection, without I/O.

Frames and results of work go in; effects come out, for the edge to carry out in order. The edge feeds the
outcome of an effect back: `Authenticate` is answered by `authenticated` or `refused`, `Resume` by `resumed`,
`Post` by `posted`, `Read` by `read`, and any of them may `fail`.

        connecting -> authenticating -> resuming -> live
             \\____________\\_______________\\_________\\__> closed
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal
from uuid import UUID

import msgspec

from imserver.core import codec, errors, frames, message, sync
from imserver.core.conversation import Conversation
from imserver.core.errors import CloseCode, ImError
from imserver.core.message import DEFAULT_PAGE, Page, Posted
from imserver.core.sync import SyncToken


class State(Enum):
    CONNECTING = auto()
    AUTHENTICATING = auto()
    RESUMING = auto()
    LIVE = auto()
    CLOSED = auto()


class Input(Enum):
    AUTH = auto()
    ACCEPTED = auto()
    CAUGHT_UP = auto()
    END = auto()


TRANSITIONS: Final[dict[tuple[State, Input], State]] = {
    (State.CONNECTING, Input.AUTH): State.AUTHENTICATING,
    (State.AUTHENTICATING, Input.ACCEPTED): State.RESUMING,
    (State.RESUMING, Input.CAUGHT_UP): State.LIVE,
    **{(state, Input.END): State.CLOSED for state in State},
}


@dataclass(frozen=True, slots=True)
class Reply:
    """Write these frames, in this order."""

    frames: list[bytes]


@dataclass(frozen=True, slots=True)
class Authenticate:
    token: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Attach to the live stream first, then read what `user` missed since `since`."""

    user: str
    since: SyncToken | None


@dataclass(frozen=True, slots=True)
class Post:
    request: int
    conv: str
    client_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    request: int
    conv: str
    before: int | None
    after: int | None
    limit: int


@dataclass(frozen=True, slots=True)
class Close:
    code: CloseCode


Effect = Reply | Authenticate | Resume | Post | Read | Close


class Resumption(msgspec.Struct, frozen=True):
    """What a user missed. `events` are encoded frames by position, ascending.

    `conversations` is set unless `mode` is "resumed": the client starts from it.
    """

    mode: Literal["fresh", "resumed", "limited", "reset"]
    token: SyncToken
    conversations: list[Conversation] | None
    events: list[tuple[int, bytes]]


class Session:
    """One connection's state. Not thread-safe; owned by the edge's event loop.

    Once closed, nothing comes out: what is reported of work that was under way has no effect.
    """

    __slots__ = ("_buffer", "_request", "_since", "session", "state", "user")

    def __init__(self) -> None:
        self.state = State.CONNECTING
        self.user = ""
        self.session = ""
        self._request = 0
        self._since: SyncToken | None = None
        self._buffer: list[tuple[int, bytes]] = []

    def receive(self, text: str) -> list[Effect]:
        """A text frame arrived."""
        if self.state is State.CLOSED:
            return []
        try:
            frame = codec.decode(text)
        except codec.FrameError as error:
            return self._reject(error, error.request)
        if isinstance(frame, frames.Send):
            return self._receive_send(frame)
        if isinstance(frame, frames.Auth):
            return self._receive_auth(frame)
        if self.state is State.CONNECTING:
            return self._reject(ImError(errors.NOT_AUTHENTICATED, "The first frame must be auth."), frame.id)
        if isinstance(frame, frames.Ping):
            return self._reply(frames.Pong(frame.id))
        return self._receive_history(frame)

    def _receive_auth(self, frame: frames.Auth) -> list[Effect]:
        if self.state is not State.CONNECTING:
            return self.fail(frame.id, ImError(errors.ALREADY_AUTHENTICATED, "This connection has sent auth already."))
        self._move(Input.AUTH)
        self._request = frame.id
        if frame.sync is not None:
            self._since = sync.parse(frame.sync) or SyncToken("", 0)
        return [Authenticate(frame.token)]

    def _receive_send(self, frame: frames.Send) -> list[Effect]:
        if self.state is not State.LIVE:
            return self._not_live(frame.id)
        try:
            message.check_text(frame.text)
        except ImError as error:
            return self.fail(frame.id, error)
        return [Post(frame.id, frame.conv, frame.client_id, frame.text)]

    def _receive_history(self, frame: frames.History) -> list[Effect]:
        if self.state is not State.LIVE:
            return self._not_live(frame.id)
        if frame.before is not None and frame.after is not None:
            return self.fail(frame.id, ImError(errors.BAD_FRAME, "Give before or after, not both."))
        return [Read(frame.id, frame.conv, frame.before, frame.after, frame.limit or DEFAULT_PAGE)]

    def _not_live(self, request: int) -> list[Effect]:
        error = ImError(errors.NOT_AUTHENTICATED, "Requests are taken after the ready frame.")
        return self._reject(error, request)

    def _reject(self, error: ImError, request: int | None) -> list[Effect]:
        """Before authentication the first mistake ends the connection; afterwards it lives on."""
        effects = self.fail(request, error)
        return [*effects, *self.end(errors.AUTH_EXPECTED)] if self.state is State.CONNECTING else effects

    def authenticated(self, user: str, session: str) -> list[Effect]:
        if self.state is State.CLOSED:
            return []
        self._move(Input.ACCEPTED)
        self.user = user
        self.session = session
        return [Resume(user, self._since)]

    def refused(self, error: ImError) -> list[Effect]:
        return [*self.fail(self._request, error), *self.end(errors.TOKEN_REFUSED)]

    def resumed(self, resumption: Resumption) -> list[Effect]:
        """What was missed has been read: it goes out first, then what came meanwhile and is newer."""
        if self.state is State.CLOSED:
            return []
        token = resumption.token
        ready = frames.Ready(
            self._request,
            self.user,
            self.session,
            resumption.mode,
            str(self._since if resumption.mode == "resumed" and self._since else token),
            resumption.conversations,
        )
        written = [codec.encode(ready)]
        written += [frame for _, frame in resumption.events]
        position = token.position
        for at, frame in self._buffer:
            if at > position:
                written.append(frame)
                position = at
        self._buffer = []
        self._move(Input.CAUGHT_UP)
        written.append(codec.encode(frames.Live(str(SyncToken(token.epoch, position)))))
        return [Reply(written)]

    def deliver(self, position: int, frame: bytes) -> list[bytes]:
        """An event for this session: the frames to write now. While resuming it is kept for later."""
        if self.state is State.LIVE:
            return [frame]
        if self.state is State.RESUMING:
            self._buffer.append((position, frame))
        return []

    @property
    def buffered(self) -> int:
        """Events that wait for the end of resuming."""
        return len(self._buffer)

    def posted(self, post: Post, posted: Posted) -> list[Effect]:
        sent = frames.Sent(post.request, post.conv, post.client_id, posted.seq, posted.ts)
        return self._reply(sent)

    def read(self, read: Read, page: Page) -> list[Effect]:
        frame = frames.PageFrame(read.request, read.conv, page.messages, page.more)
        return self._reply(frame)

    def fail(self, request: int | None, error: ImError) -> list[Effect]:
        code = error.code
        return self._reply(frames.ErrorFrame(request, code.name, error.message, error.hint, code.retry))

    def _reply(self, frame: frames.ServerFrame) -> list[Effect]:
        return [] if self.state is State.CLOSED else [Reply([codec.encode(frame)])]

    def end(self, code: CloseCode) -> list[Effect]:
        """The server ends the connection."""
        if self.state is State.CLOSED:
            return []
        self._move(Input.END)
        self._buffer = []
        return [Close(code)]

    def _move(self, by: Input) -> None:
        self.state = TRANSITIONS[self.state, by]

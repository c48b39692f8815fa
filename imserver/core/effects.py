"""What a session asks of the edge, for the edge to carry out in order.

The edge feeds the outcome back: `Authenticate` is answered by `Session.authenticated` or `refused`, `Resume` by
`resumed`, `Post` by `posted`, `Read` by `read`, `Apply` and `Observe` by `done`, and each request may `fail`. `Tell`
needs no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

import msgspec

from imserver.core import frames
from imserver.core.conversation import Conversation
from imserver.core.errors import CloseCode
from imserver.core.event import Event
from imserver.core.span import Span
from imserver.core.sync import SyncToken


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
    reply_to: int | None = None
    thread: int | None = None
    mentions: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    spelled: str = field(default="", compare=False)
    """How the client wrote its `client_id`, where that isn't the canonical form."""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Apply:
    """Change what is stored."""

    change: frames.Change

    @property
    def request(self) -> int:
        return self.change.id


@dataclass(frozen=True, slots=True)
class Tell:
    """Let the others know that this user is typing; nothing is stored."""

    request: int
    conv: str


@dataclass(frozen=True, slots=True)
class Observe:
    """From now on tell who comes and goes of the members of `convs`."""

    request: int
    convs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    request: int
    conv: str
    before: int | None
    after: int | None
    limit: int
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Close:
    code: CloseCode


RequestEffect = Post | Apply | Tell | Observe | Read
"""Work for a request of the client. Its number is in the answer, and in the error where it fails."""
Effect = Reply | Authenticate | Resume | RequestEffect | Close


class Resumption(msgspec.Struct, frozen=True):
    """What a user missed. `events` stand by their positions, ascending.

    `conversations` is set unless `mode` is "resumed": the client starts from it. `server` is what the server is called.
    """

    mode: Literal["fresh", "resumed", "limited", "reset"]
    token: SyncToken
    conversations: list[Conversation] | None
    events: Sequence[tuple[int, Event]]
    server: str = ""

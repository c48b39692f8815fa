"""The states of a session: the theory, the rules and the table.

A session is a state machine. Every input moves it as `TRANSITIONS` says, and in no other way: an input that the
table doesn't have in a state is a mistake of the server, and raises. docs/architecture.md has the diagram of the
table.

- Inputs come from the client (`AUTH`), from the work that was done for it (`ACCEPTED`, `CAUGHT_UP`), from the flow of
  events to it (`FELL_BEHIND`, `ROOM`) and from the server (`DRAIN`). `END` may come from anywhere, at any time.
- An event goes out at once in `LIVE`. In `RESUMING` and `CATCHING_UP` it waits until the store has been read, and goes
  out unless it was read there. In all other states it is dropped, because the store is read later or not at all.
- Nothing is read from the store twice at once: who falls behind while catching up begins anew from `BEHIND`.
- Requests are taken in `TAKES_REQUESTS`. Being behind concerns events alone, so requests are answered there too.
- Work that was begun is answered until `CLOSED`, but nothing new is taken in `DRAINING`. Nothing leaves `CLOSED`.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class SessionState(Enum):
    CONNECTING = auto()
    """The client's first frame must be `auth`."""
    AUTHENTICATING = auto()
    """Its token is checked."""
    RESUMING = auto()
    """What it missed is read, for `ready` and what follows."""
    LIVE = auto()
    BEHIND = auto()
    """It takes less than comes, or acknowledges less than its window."""
    CATCHING_UP = auto()
    """There is room: what it missed while it was behind is read."""
    DRAINING = auto()
    """The server lets it go as soon as its requests are answered."""
    CLOSED = auto()


class Input(Enum):
    AUTH = auto()
    """The frame `auth` came."""
    ACCEPTED = auto()
    """Its token is good."""
    CAUGHT_UP = auto()
    """What was missed has been read."""
    FELL_BEHIND = auto()
    ROOM = auto()
    """What was written has been taken, and enough is acknowledged."""
    DRAIN = auto()
    """The server stops, or hands its connections to another process."""
    END = auto()


TRANSITIONS: Final[dict[tuple[SessionState, Input], SessionState]] = {
    (SessionState.CONNECTING, Input.AUTH): SessionState.AUTHENTICATING,
    (SessionState.AUTHENTICATING, Input.ACCEPTED): SessionState.RESUMING,
    (SessionState.RESUMING, Input.CAUGHT_UP): SessionState.LIVE,
    (SessionState.LIVE, Input.FELL_BEHIND): SessionState.BEHIND,
    (SessionState.CATCHING_UP, Input.FELL_BEHIND): SessionState.BEHIND,
    (SessionState.BEHIND, Input.ROOM): SessionState.CATCHING_UP,
    (SessionState.CATCHING_UP, Input.CAUGHT_UP): SessionState.LIVE,
    **{(state, Input.DRAIN): SessionState.DRAINING for state in SessionState if state is not SessionState.CLOSED},
    **{(state, Input.END): SessionState.CLOSED for state in SessionState},
}

TAKES_REQUESTS: Final = (SessionState.LIVE, SessionState.BEHIND, SessionState.CATCHING_UP)

CONNECTING, AUTHENTICATING, RESUMING, LIVE, BEHIND, CATCHING_UP, DRAINING, CLOSED = SessionState
"""For what happens with every frame: to look one up in `SessionState` takes Python 3.11 ten times as long."""

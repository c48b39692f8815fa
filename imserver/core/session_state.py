"""The states of a connection, and what moves it from one to another."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class State(Enum):
    CONNECTING = auto()
    AUTHENTICATING = auto()
    RESUMING = auto()
    LIVE = auto()
    BEHIND = auto()
    CATCHING_UP = auto()
    DRAINING = auto()
    CLOSED = auto()


class Input(Enum):
    AUTH = auto()
    ACCEPTED = auto()
    CAUGHT_UP = auto()
    FELL_BEHIND = auto()
    ROOM = auto()
    DRAIN = auto()
    END = auto()


TRANSITIONS: Final[dict[tuple[State, Input], State]] = {
    (State.CONNECTING, Input.AUTH): State.AUTHENTICATING,
    (State.AUTHENTICATING, Input.ACCEPTED): State.RESUMING,
    (State.RESUMING, Input.CAUGHT_UP): State.LIVE,
    (State.LIVE, Input.FELL_BEHIND): State.BEHIND,
    (State.CATCHING_UP, Input.FELL_BEHIND): State.BEHIND,
    (State.BEHIND, Input.ROOM): State.CATCHING_UP,
    (State.CATCHING_UP, Input.CAUGHT_UP): State.LIVE,
    **{(state, Input.DRAIN): State.DRAINING for state in State if state is not State.CLOSED},
    **{(state, Input.END): State.CLOSED for state in State},
}

TAKES_REQUESTS: Final = frozenset((State.LIVE, State.BEHIND, State.CATCHING_UP))

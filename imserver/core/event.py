"""The change stream: everything a client must learn, in the order in which it was committed."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from imserver.core.account import Profile
from imserver.core.conversation import Conversation, MemberRole
from imserver.core.message import Message

EVERYBODY: Final = None


class MessageAdded(msgspec.Struct, frozen=True):
    conv: str
    message: Message


class ConversationAdded(msgspec.Struct, frozen=True):
    """Somebody became a member: the whole conversation, as that member sees it."""

    conversation: Conversation


class MemberChanged(msgspec.Struct, frozen=True, tag="member"):
    conv: str
    member: Profile
    change: Literal["joined", "left", "role"]
    role: MemberRole


class Renamed(msgspec.Struct, frozen=True, tag="renamed"):
    conv: str
    title: str


class Removed(msgspec.Struct, frozen=True, tag="removed"):
    """The reader is no longer a member, or the conversation is gone."""

    conv: str


class ProfileChanged(msgspec.Struct, frozen=True, tag="profile"):
    user: Profile


Logged = MemberChanged | Renamed | Removed | ProfileChanged
"""Events that are stored as such; the others are read from what they tell of."""

Event = MessageAdded | ConversationAdded | Logged


class Delivery(msgspec.Struct, frozen=True):
    """An event on its way to the sessions of `audience` (user ids; `EVERYBODY` for all).

    `origin` is the connection that caused it and was told by an acknowledgement.
    """

    position: int
    event: Event
    audience: tuple[str, ...] | None
    origin: str = ""

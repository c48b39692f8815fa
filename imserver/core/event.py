"""The change stream: everything a client must learn, in the order in which it was committed."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from imserver.core.account import Profile
from imserver.core.conversation import Conversation, MemberRole, Preferences, Settings
from imserver.core.message import Message

EVERYBODY: Final = None


class MessageAdded(msgspec.Struct, frozen=True, tag="message"):
    conv: str
    message: Message


class ConversationAdded(msgspec.Struct, frozen=True, tag="conversation"):
    """Somebody became a member: the whole conversation, as that member sees it."""

    conversation: Conversation


class MemberChanged(msgspec.Struct, frozen=True, tag="member"):
    conv: str
    member: Profile
    change: Literal["joined", "left", "role", "silenced", "unsilenced"]
    role: MemberRole


class GroupChanged(msgspec.Struct, frozen=True, tag="group"):
    conv: str
    title: str
    settings: Settings


class Edited(msgspec.Struct, frozen=True, tag="edited"):
    """A message has another text. Stored without it: the stream reads it from the message, where it is sealed."""

    conv: str
    seq: int
    ts: int
    text: str = ""
    mentions: tuple[str, ...] = ()


class Recalled(msgspec.Struct, frozen=True, tag="recalled"):
    """A message is gone; its number stays."""

    conv: str
    seq: int
    by: str


class Reacted(msgspec.Struct, frozen=True, tag="reaction"):
    conv: str
    seq: int
    user: str
    emoji: str
    on: bool


class Pinned(msgspec.Struct, frozen=True, tag="pinned"):
    conv: str
    seq: int
    by: str
    on: bool


class Expired(msgspec.Struct, frozen=True, tag="expired"):
    """Messages up to `through` were erased because of their age."""

    conv: str
    through: int


class PreferencesChanged(msgspec.Struct, frozen=True, tag="preferences"):
    conv: str
    preferences: Preferences


class BlockChanged(msgspec.Struct, frozen=True, tag="block"):
    """To the devices of who blocks `user`, or no longer does."""

    user: str
    on: bool


class ReceiptMoved(msgspec.Struct, frozen=True, tag="receipt"):
    """How far somebody has read, and been delivered to. Not stored as an event: the newest position says it all."""

    conv: str
    user: str
    read: int
    delivered: int


class Removed(msgspec.Struct, frozen=True, tag="removed"):
    """The reader is no longer a member, or the conversation is gone."""

    conv: str


class ProfileChanged(msgspec.Struct, frozen=True, tag="profile"):
    user: Profile


Logged = (
    MemberChanged
    | GroupChanged
    | Edited
    | Recalled
    | Reacted
    | Pinned
    | Expired
    | PreferencesChanged
    | BlockChanged
    | Removed
    | ProfileChanged
)
"""Events that are stored as such; the others are read from what they tell of."""

Event = MessageAdded | ConversationAdded | ReceiptMoved | Logged


class Delivery(msgspec.Struct, frozen=True):
    """An event on its way to the sessions of `audience` (user ids; `EVERYBODY` for all).

    `origin` is the connection that caused it and was told by an acknowledgement.
    """

    position: int
    event: Event
    audience: tuple[str, ...] | None
    origin: str = ""

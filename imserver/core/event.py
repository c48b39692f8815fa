"""The change stream: everything a client must learn, in the order in which it was committed."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from imserver.core.account import Profile
from imserver.core.conversation import Conversation, GroupSettings, MemberRole, Preferences
from imserver.core.message import Message
from imserver.core.span import Span

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


class GroupChanged(msgspec.Struct, frozen=True, tag="group", omit_defaults=True):
    conv: str
    title: str
    settings: GroupSettings
    avatar: str = ""


class Edited(msgspec.Struct, frozen=True, tag="edited"):
    """A message has another text. Stored without it: the stream reads it from the message, where it is sealed."""

    conv: str
    seq: int
    ts: int
    text: str = ""
    mentions: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


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


def subject_of(event: Logged) -> str | None:
    """What the event says the newest of; None where earlier events of its kind count beside it.

    Who was away needs only the newest of one subject: it says all that those before it said. Who joined and who left is
    told each time, since clients count members by it.
    """
    match event:
        case ProfileChanged(user=profile):
            return f"profile {profile.id}"
        case GroupChanged(conv=conv):
            return f"group {conv}"
        case PreferencesChanged(conv=conv):
            return f"preferences {conv}"
        case BlockChanged(user=user):
            return f"block {user}"
        case Edited(conv=conv, seq=seq):
            return f"edited {conv} {seq}"
        case Reacted(conv=conv, seq=seq, user=user, emoji=emoji):
            return f"reaction {conv} {seq} {user} {emoji}"
        case Pinned(conv=conv, seq=seq):
            return f"pinned {conv} {seq}"
        case Expired(conv=conv):
            return f"expired {conv}"
        case MemberChanged(conv=conv, member=member, change="role"):
            return f"role {conv} {member.id}"
        case MemberChanged(conv=conv, member=member, change="silenced" | "unsilenced"):
            return f"voice {conv} {member.id}"
        case _:
            return None


class Delivery(msgspec.Struct, frozen=True):
    """An event on its way to the sessions of `audience` (user ids; `EVERYBODY` for all).

    `origin` is the connection that caused it and was told by an acknowledgement.
    """

    position: int
    event: Event
    audience: tuple[str, ...] | None
    origin: str = ""

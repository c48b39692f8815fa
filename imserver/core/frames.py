"""The frames of `im.v1`: one struct each, named after its `t`. Documented in docs/protocol.md."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from imserver.core.account import Profile
from imserver.core.action import Action
from imserver.core.attachment import MAX_ATTACHMENTS, Attachment
from imserver.core.conversation import Conversation, GroupSettings, MemberRole, Preferences
from imserver.core.message import MAX_EMOJI, MAX_MENTIONS, MAX_PAGE, Message
from imserver.core.note import Note
from imserver.core.span import MAX_SPANS, Span

MAX_WATCHED: Final = 20
"""Conversations whose members' presence one connection can watch."""
MAX_WINDOW: Final = 10_000

RequestId = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
Number = Annotated[int, msgspec.Meta(ge=1, le=(1 << 53) - 1)]
ShortText = Annotated[str, msgspec.Meta(max_length=64)]
Attachments = Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=MAX_ATTACHMENTS)]
Mentions = Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=MAX_MENTIONS)]
Spans = Annotated[tuple[Span, ...], msgspec.Meta(max_length=MAX_SPANS)]


class Auth(msgspec.Struct, frozen=True, tag_field="t", tag="auth"):
    id: RequestId
    token: Annotated[str, msgspec.Meta(max_length=2048)]
    sync: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    window: Annotated[int, msgspec.Meta(ge=1, le=MAX_WINDOW)] | None = None


class Ack(msgspec.Struct, frozen=True, tag_field="t", tag="ack"):
    sync: Annotated[str, msgspec.Meta(max_length=64)]


class Send(msgspec.Struct, frozen=True, tag_field="t", tag="send"):
    id: RequestId
    conv: ShortText
    client_id: UUID
    text: str
    reply_to: Number | None = None
    thread: Number | None = None
    mentions: Mentions = ()
    attachments: Attachments = ()
    spans: Spans = ()


class SpelledSend(Send, frozen=True, tag_field="t", tag="send"):
    """One whose `client_id` was written in another form than the canonical one. It is told as it was `spelled`."""

    spelled: str = ""


class Edit(msgspec.Struct, frozen=True, tag_field="t", tag="edit"):
    id: RequestId
    conv: ShortText
    seq: Number
    text: str
    mentions: Mentions | None = None
    spans: Spans | None = None


class Recall(msgspec.Struct, frozen=True, tag_field="t", tag="recall"):
    id: RequestId
    conv: ShortText
    seq: Number


class React(msgspec.Struct, frozen=True, tag_field="t", tag="react"):
    id: RequestId
    conv: ShortText
    seq: Number
    emoji: Annotated[str, msgspec.Meta(max_length=MAX_EMOJI)]
    on: bool = True


class Pin(msgspec.Struct, frozen=True, tag_field="t", tag="pin"):
    id: RequestId
    conv: ShortText
    seq: Number
    on: bool = True


class Mark(msgspec.Struct, frozen=True, tag_field="t", tag="mark"):
    id: RequestId
    conv: ShortText
    read: Seq = 0
    delivered: Seq = 0


class Typing(msgspec.Struct, frozen=True, tag_field="t", tag="typing"):
    id: RequestId
    conv: ShortText


class Watch(msgspec.Struct, frozen=True, tag_field="t", tag="watch"):
    id: RequestId
    convs: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=MAX_WATCHED)]


class History(msgspec.Struct, frozen=True, tag_field="t", tag="history"):
    id: RequestId
    conv: ShortText
    before: Seq | None = None
    after: Seq | None = None
    thread: Number | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)] | None = None


class Ping(msgspec.Struct, frozen=True, tag_field="t", tag="ping"):
    id: RequestId


Change = Edit | Recall | React | Pin | Mark
"""Requests that change what is stored, answered by `done`."""

ClientFrame = Auth | Ack | Send | Change | Typing | Watch | History | Ping


class Ready(msgspec.Struct, frozen=True, tag_field="t", tag="ready", omit_defaults=True):
    id: int
    user: str
    session: str
    mode: Literal["fresh", "resumed", "limited", "reset"]
    sync: str
    conversations: list[Conversation] | None = None
    server: str = ""


class Live(msgspec.Struct, frozen=True, tag_field="t", tag="live"):
    sync: str


class Sent(msgspec.Struct, frozen=True, tag_field="t", tag="sent"):
    id: int
    conv: str
    client_id: UUID
    seq: int
    ts: int


class PageFrame(msgspec.Struct, frozen=True, tag_field="t", tag="page"):
    id: int
    conv: str
    messages: list[Message]
    more: bool


class Done(msgspec.Struct, frozen=True, tag_field="t", tag="done"):
    id: int


class Pong(msgspec.Struct, frozen=True, tag_field="t", tag="pong"):
    id: int


class ErrorFrame(msgspec.Struct, frozen=True, tag_field="t", tag="error"):
    id: int | None
    code: str
    message: str
    hint: str
    retry: bool


class MessageFrame(msgspec.Struct, frozen=True, tag_field="t", tag="message", omit_defaults=True):
    sync: str
    conv: str
    seq: int
    sender: str
    client_id: UUID
    ts: int
    text: str
    reply_to: int | None = None
    thread: int | None = None
    mentions: tuple[str, ...] = ()
    edited_at: int | None = None
    reactions: dict[str, tuple[str, ...]] = {}
    gone: Literal["recalled", "damaged"] | None = None
    attachments: tuple[Attachment, ...] = ()
    note: Note | None = None
    action: Action | None = None
    spans: tuple[Span, ...] = ()


class EditedFrame(msgspec.Struct, frozen=True, tag_field="t", tag="edited", omit_defaults=True):
    sync: str
    conv: str
    seq: int
    ts: int
    text: str
    mentions: tuple[str, ...]
    spans: tuple[Span, ...] = ()


class RecalledFrame(msgspec.Struct, frozen=True, tag_field="t", tag="recalled"):
    sync: str
    conv: str
    seq: int
    by: str


class ReactionFrame(msgspec.Struct, frozen=True, tag_field="t", tag="reaction"):
    sync: str
    conv: str
    seq: int
    user: str
    emoji: str
    on: bool


class PinnedFrame(msgspec.Struct, frozen=True, tag_field="t", tag="pinned"):
    sync: str
    conv: str
    seq: int
    by: str
    on: bool


class ExpiredFrame(msgspec.Struct, frozen=True, tag_field="t", tag="expired"):
    sync: str
    conv: str
    through: int


class ReceiptFrame(msgspec.Struct, frozen=True, tag_field="t", tag="receipt"):
    sync: str
    conv: str
    user: str
    read: int
    delivered: int


class ConversationFrame(msgspec.Struct, frozen=True, tag_field="t", tag="conversation"):
    sync: str
    conversation: Conversation


class MemberFrame(msgspec.Struct, frozen=True, tag_field="t", tag="member"):
    sync: str
    conv: str
    user: Profile
    change: Literal["joined", "left", "role", "silenced", "unsilenced"]
    role: MemberRole


class GroupFrame(msgspec.Struct, frozen=True, tag_field="t", tag="group", omit_defaults=True):
    sync: str
    conv: str
    title: str
    settings: GroupSettings
    avatar: str = ""


class PreferencesFrame(msgspec.Struct, frozen=True, tag_field="t", tag="preferences"):
    sync: str
    conv: str
    preferences: Preferences


class BlockFrame(msgspec.Struct, frozen=True, tag_field="t", tag="block"):
    sync: str
    user: str
    on: bool


class RemovedFrame(msgspec.Struct, frozen=True, tag_field="t", tag="removed"):
    sync: str
    conv: str


class ProfileFrame(msgspec.Struct, frozen=True, tag_field="t", tag="profile"):
    sync: str
    user: Profile


class TypingFrame(msgspec.Struct, frozen=True, tag_field="t", tag="typing"):
    conv: str
    user: str


class ServerNamed(msgspec.Struct, frozen=True, tag_field="t", tag="server"):
    name: str


class PresenceFrame(msgspec.Struct, frozen=True, tag_field="t", tag="presence"):
    online: list[str]
    offline: list[str]


EventFrame = (
    MessageFrame
    | EditedFrame
    | RecalledFrame
    | ReactionFrame
    | PinnedFrame
    | ExpiredFrame
    | ReceiptFrame
    | ConversationFrame
    | MemberFrame
    | GroupFrame
    | PreferencesFrame
    | BlockFrame
    | RemovedFrame
    | ProfileFrame
)
"""What stands in the change stream: `sync` is where."""

ServerFrame = (
    Ready | Live | Sent | Done | PageFrame | Pong | ErrorFrame | TypingFrame | PresenceFrame | ServerNamed | EventFrame
)

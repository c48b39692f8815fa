"""The frames of `im.v1`: one struct each, named after its `t`. Documented in docs/protocol.md."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from imserver.core.account import Profile
from imserver.core.conversation import Conversation, MemberRole
from imserver.core.message import MAX_PAGE, Message

RequestId = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
ShortText = Annotated[str, msgspec.Meta(max_length=64)]


class Auth(msgspec.Struct, frozen=True, tag_field="t", tag="auth"):
    id: RequestId
    token: Annotated[str, msgspec.Meta(max_length=2048)]
    sync: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class Send(msgspec.Struct, frozen=True, tag_field="t", tag="send"):
    id: RequestId
    conv: ShortText
    client_id: UUID
    text: str


class History(msgspec.Struct, frozen=True, tag_field="t", tag="history"):
    id: RequestId
    conv: ShortText
    before: Seq | None = None
    after: Seq | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)] | None = None


class Ping(msgspec.Struct, frozen=True, tag_field="t", tag="ping"):
    id: RequestId


ClientFrame = Auth | Send | History | Ping


class Ready(msgspec.Struct, frozen=True, tag_field="t", tag="ready", omit_defaults=True):
    id: int
    user: str
    session: str
    mode: Literal["fresh", "resumed", "limited", "reset"]
    sync: str
    conversations: list[Conversation] | None = None


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


class Pong(msgspec.Struct, frozen=True, tag_field="t", tag="pong"):
    id: int


class ErrorFrame(msgspec.Struct, frozen=True, tag_field="t", tag="error"):
    id: int | None
    code: str
    message: str
    hint: str
    retry: bool


class MessageFrame(msgspec.Struct, frozen=True, tag_field="t", tag="message"):
    sync: str
    conv: str
    seq: int
    sender: str
    client_id: UUID
    ts: int
    text: str


class ConversationFrame(msgspec.Struct, frozen=True, tag_field="t", tag="conversation"):
    sync: str
    conversation: Conversation


class MemberFrame(msgspec.Struct, frozen=True, tag_field="t", tag="member"):
    sync: str
    conv: str
    user: Profile
    change: Literal["joined", "left", "role"]
    role: MemberRole


class RenamedFrame(msgspec.Struct, frozen=True, tag_field="t", tag="renamed"):
    sync: str
    conv: str
    title: str


class RemovedFrame(msgspec.Struct, frozen=True, tag_field="t", tag="removed"):
    sync: str
    conv: str


class ProfileFrame(msgspec.Struct, frozen=True, tag_field="t", tag="profile"):
    sync: str
    user: Profile


EventFrame = MessageFrame | ConversationFrame | MemberFrame | RenamedFrame | RemovedFrame | ProfileFrame
ServerFrame = Ready | Live | Sent | PageFrame | Pong | ErrorFrame | EventFrame

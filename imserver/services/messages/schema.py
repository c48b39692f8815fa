"""What the routes of this service take and give."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from imserver.core.conversation import MAX_MEMBERS, Kind, MemberRole

Id = Annotated[str, Field(max_length=64)]
Line = Annotated[str, Field(max_length=200)]


class ProfileView(BaseModel):
    id: str
    login: str
    name: str


class DirectoryView(BaseModel):
    users: list[ProfileView]
    more: bool


class MemberView(ProfileView):
    role: MemberRole


class MessageView(BaseModel):
    seq: int
    sender: str
    client_id: UUID
    ts: int = Field(description="ms since 1970 UTC, by the server's clock")
    text: str


class ConversationView(BaseModel):
    id: str
    kind: Kind
    title: str
    role: MemberRole = Field(description="the caller's own")
    created_at: int
    last_seq: int
    member_count: int
    members: list[MemberView] = Field(description="at most 200, owners and admins first")
    last: MessageView | None


class ConversationsView(BaseModel):
    conversations: list[ConversationView]


class PageView(BaseModel):
    conv: str
    messages: list[MessageView]
    more: bool


class DirectRequest(BaseModel):
    kind: Literal["direct"]
    user: Id


class GroupRequest(BaseModel):
    kind: Literal["group"]
    title: Line
    members: list[Id] = Field(default=[], max_length=MAX_MEMBERS)


class TitleRequest(BaseModel):
    title: Line


class MemberRequest(BaseModel):
    user: Id
    role: MemberRole | None = Field(None, description="member for newcomers; who is there already keeps theirs")

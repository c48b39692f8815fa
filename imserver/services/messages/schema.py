"""What the routes of this service take and give."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from imserver.core.conversation import MAX_MEMBERS, MAX_RETENTION_S, Kind, MemberRole
from imserver.http.inputs import Title, Whole, YesOrNo

Id = Annotated[str, Field(max_length=64)]


class ProfileView(BaseModel):
    id: str
    login: str
    name: str
    avatar: str = Field("", description="the id of the picture; empty without one")


class DirectoryView(BaseModel):
    users: list[ProfileView]
    more: bool


class PeopleView(BaseModel):
    users: list[ProfileView]


class BlocksView(BaseModel):
    users: list[str]


class MemberView(ProfileView):
    role: MemberRole
    read: int = Field(0, description="the number up to which this member has read; 0 in groups of more than 100")
    delivered: int = 0
    silenced: bool = False


class AttachmentView(BaseModel):
    id: str
    name: str
    type: str = Field(description="what the first bytes of the file say")
    size: int
    width: int = Field(0, description="pixels as it is to be shown; 0 where they are not known")
    height: int = 0
    thumbnail: bool = Field(False, description="whether there is one")


class NoteView(BaseModel):
    did: Literal["added", "removed", "role", "unpictured"]
    people: list[str]
    by: str = Field(description="the id of the administrator; empty for an API token or imctl")
    role: MemberRole = MemberRole.MEMBER


class ActionView(BaseModel):
    did: str = Field(
        description="added, removed, left, renamed, pictured, unpictured, pinned or unpinned; a later server may say"
        " something else"
    )
    people: list[str] = []
    title: str = ""
    seq: int = 0


ClientId = Annotated[
    str,
    BeforeValidator(str),
    Field(validation_alias="sent_as", json_schema_extra={"format": "uuid"}, description="as its client wrote it"),
]


class SpanView(BaseModel):
    start: int = Field(description="characters of the text before it")
    end: int
    who: str


class MessageView(BaseModel):
    seq: int
    sender: str
    client_id: ClientId
    ts: int = Field(description="ms since 1970 UTC, by the server's clock")
    text: str
    reply_to: int | None = None
    thread: int | None = None
    mentions: list[str] = []
    edited_at: int | None = None
    reactions: dict[str, list[str]] = {}
    unnamed: dict[str, int] = Field({}, description="by emoji, how many reacted beside those whom `reactions` names")
    gone: Literal["recalled", "damaged"] | None = None
    attachments: list[AttachmentView] = []
    note: NoteView | None = Field(None, description="what an administrator of the server did to the group")
    action: ActionView | None = Field(None, description="what the sender did to the conversation")
    spans: list[SpanView] = Field([], description="where in the text who is mentioned stands")


class SettingsView(BaseModel):
    posting: Literal["everybody", "admins"] = "everybody"
    mention_all: Literal["everybody", "admins"] = "admins"
    history: Literal["beginning", "joining"] = Field("beginning", description="what newcomers see")
    retention_s: Whole = Field(0, ge=0, le=MAX_RETENTION_S, description="seconds that messages are kept; 0 for ever")


class PreferencesView(BaseModel):
    notify: Literal["all", "mentions", "nothing"] = "all"
    muted_until: Whole = Field(0, ge=0, le=(1 << 53) - 1, description="ms since 1970 UTC")
    pinned: YesOrNo = Field(False, description="stands on top of one's list")


class ConversationView(BaseModel):
    id: str
    kind: Kind
    title: str
    role: MemberRole = Field(description="the caller's own")
    created_at: int
    last_seq: int
    member_count: int
    members: list[MemberView] = Field(description="at most 200, owners and admins first")
    settings: SettingsView
    pins: list[int]
    last: MessageView | None
    first_seq: int = Field(description="the first message that the caller can see")
    read: int
    unread: int = Field(description="messages of others after read, counted up to 1,000")
    mentioned: int
    preferences: PreferencesView
    avatar: str = Field("", description="the id of a group's picture; empty without one")


class ConversationsView(BaseModel):
    conversations: list[ConversationView]


class PageView(BaseModel):
    conv: str
    messages: list[MessageView]
    more: bool


class ResultView(BaseModel):
    conv: str
    message: MessageView


class ResultsView(BaseModel):
    results: list[ResultView]
    before: int | None = Field(description="give it back to go on; null where there is nothing more")


class DirectRequest(BaseModel):
    kind: Literal["direct"]
    user: Id


class GroupRequest(BaseModel):
    kind: Literal["group"]
    title: Title
    members: list[Id] = Field(default=[], max_length=MAX_MEMBERS)
    client_id: UUID | None = Field(None, description="asked again with the same one, it is the same group")


class ChangeRequest(BaseModel):
    title: Title | None = Field(None, description="left out: stays")
    settings: SettingsView | None = Field(None, description="left out: stay; given: all of them")


class MemberRequest(BaseModel):
    user: Id
    role: MemberRole | None = Field(None, description="member for newcomers; who is there already keeps theirs")

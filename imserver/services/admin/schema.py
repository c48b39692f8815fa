"""What the routes of this service take and give. Times are ms since 1970 UTC."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Base64Bytes, BaseModel, Field

from imserver.core.account import Role
from imserver.core.audit import AuditAction, Means
from imserver.core.conversation import MAX_MEMBERS, MemberRole
from imserver.core.user_import import MAX_GROUPS
from imserver.http.errors import ErrorBody
from imserver.http.inputs import MAX_INPUT, Name, NameOrNone, NewLogin, NewPassword, Title, Whole, YesOrNo
from imserver.services.admin.enrolment import MAX_CONTENT, MAX_IMPORT, MAX_ROSTER
from imserver.services.auth.schema import UserView

MAX_RENEWED: Final = 200

Line = Annotated[str, Field(max_length=200)]
Encoding = Literal[
    "utf-8",
    "gb18030",
    "big5",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp850",
    "mac_roman",
    "cp932",
    "cp949",
    "cp874",
]
Person = Annotated[str, Field(max_length=MAX_INPUT, description="login or id")]


class IssuedLinkView(BaseModel):
    url: str
    code: str
    expires_at: int


class UserCounts(BaseModel):
    total: int
    disabled: int
    online: int


class StoreView(BaseModel):
    engine: str
    path: str
    size_bytes: int
    free_bytes: int
    epoch: str
    trouble: str = Field(description="why writing fails at the moment; empty where it works")
    cache: str = Field("none", description="where copies of recent history are, and what is wrong with it")
    cache_hits: int = Field(0, description="reads since the start that a copy answered")
    cache_misses: int = Field(0, description="those that the store had to answer")


class ProcessView(BaseModel):
    pid: int
    rss_bytes: int
    cpu_s: float


class FanoutView(BaseModel):
    by_bus: bool = Field(description="whether events come over the bus; else over the link")
    gaps: int = Field(description="how often something was missing since the start, and was read from the store")
    lag_ms: float = Field(description="the longest of late from the news of a batch to the batch")


class ProcessStatsView(BaseModel):
    pid: int
    rss_bytes: int
    cpu_s: float
    connections: int
    online: int
    draining: bool
    feed: FanoutView | None = Field(None, description="of a gateway: how events reach it")


class ClusterProcessView(BaseModel):
    name: str
    services: list[str]
    release: str
    figures: ProcessStatsView | None = Field(description="null until it has told some")


class TaskView(BaseModel):
    process: str
    name: str
    state: Literal["running", "failing"] = Field(
        description="failing: it failed, and is started again and again; running once it has held for five minutes"
    )
    since: int = Field(description="when the state began")
    restarts: int = Field(description="after failures, since the process started")
    error: str = Field(description="what the last failure said; empty where there was none")


class ClockView(BaseModel):
    """Times are ms since 1970 UTC, durations ms."""

    now: int = Field(description="server time: what messages are given")
    machine: int = Field(description="what the machine's clock says")
    off: int = Field(description="by how much the machine's clock says more than server time; 0 for about the same")
    synchronised: bool = Field(description="whether time servers set the machine's clock")
    left: int | None = Field(
        description="until the machine's clock is believed, if it stays as it is; null: not before it is synchronised"
    )
    unseen: list[Literal["boot", "synchronisation"]] = Field(
        description="what the machine hides from the server, which then never counts the time that it was off"
    )


class CertificateView(BaseModel):
    """Times are ms since 1970 UTC."""

    begins: int
    ends: int
    state: Literal["valid", "soon", "urgent", "ended", "early"] = Field(
        description="soon: it ends within 30 days; urgent: within 7; early: it isn't valid yet"
    )


class StatusView(BaseModel):
    version: str
    health: Literal["ok", "degraded"] = Field(
        description="degraded: nothing can be stored, or something fails in the background"
    )
    uptime_s: float
    has_owner: bool = Field(description="false until somebody has set it up")
    users: UserCounts
    connections: int
    conversations: int
    messages: int
    files: int = Field(description="that messages carry")
    store: StoreView
    bus: dict[str, str | int | float] = Field(
        description="engine and state; latency_ms, latency_max_ms until it took what was published, of late;"
        " counts since the start"
    )
    processes: list[ClusterProcessView] = Field(description="the one that keeps the messages first")
    counters: str
    sealing: str = Field(description="cipher, key and dictionary of what is written now")
    process: ProcessView
    public_url: str
    tasks: list[TaskView] = Field(description="what runs in the background of each process; those that fail first")
    clock: ClockView
    certificate: CertificateView | None = Field(
        description="what people are shown; null where this machine is no way in with TLS"
    )


class TimesView(BaseModel):
    """Counts that only grow: what happened between two answers is their difference."""

    count: int
    sum_ms: float
    waiting: int = Field(description="begun and not ended")
    cells: list[int] = Field(description="cell n counts times from 2^(n-1) ms, below 2^n ms")


class LoadView(BaseModel):
    online: int
    connections: int
    process: ProcessView
    lag: TimesView = Field(description="by how much the event loop woke up too late, four times a second")
    commits: TimesView = Field(description="commits of the store, and operations that wait for one")


class UsersView(BaseModel):
    users: list[UserView]
    more: bool


class ServerRequest(BaseModel):
    name: Line


class NewUserRequest(BaseModel):
    login: NewLogin
    name: NameOrNone | None = None
    role: Role | None = None
    password: NewPassword | None = None


class CreatedView(BaseModel):
    user: UserView
    link: IssuedLinkView | None = Field(description="with which the person sets a password, where none was given")


class UserSessionView(BaseModel):
    id: str
    device: str
    created_at: int
    last_seen_at: int
    online: bool


class DetailsView(UserView):
    sessions: list[UserSessionView]
    conversations: int


class UserChange(BaseModel):
    name: Name | None = None
    role: Role | None = None
    disabled: YesOrNo | None = None
    password: NewPassword | None = None


class ImportRow(BaseModel):
    line: Whole = Field(0, ge=0)
    login: str = Field(max_length=1000)
    name: str | None = Field(None, max_length=1000)
    role: str | None = Field(None, max_length=1000)
    password: str | None = Field(None, max_length=1000)
    groups: list[str] = Field([], max_length=MAX_GROUPS, description="Titles: joined, or made where there are none.")


class ImportRequest(BaseModel):
    rows: list[ImportRow] = Field(max_length=MAX_IMPORT)
    check: YesOrNo = Field(False, description="Only say what is wrong.")
    partial: YesOrNo = Field(False, description="Make the good ones although others are bad.")
    resume: YesOrNo = Field(
        False,
        description="An import of these rows broke off: accounts that are there with the name and role of their row are"
        " no errors, come into its groups, and get new links where no password was chosen.",
    )


class RosterRequest(BaseModel):
    """A CSV file whose first line names the columns: as text, or as it is."""

    text: str | None = Field(None, max_length=MAX_ROSTER)
    content: Base64Bytes | None = Field(
        None, max_length=MAX_CONTENT, description="In Base64. What is wrong with the whole is part of the answer."
    )
    encoding: Encoding | None = Field(None, description="Of content; the most plausible one by default.")


class ImportedView(BaseModel):
    login: str
    id: str
    link: IssuedLinkView | None


class LinksRequest(BaseModel):
    logins: list[Line] = Field(max_length=MAX_RENEWED)


class LinksView(BaseModel):
    links: list[ImportedView] = Field(description="of those who haven't chosen a password yet")


class ImportErrorView(ErrorBody):
    line: int
    login: str
    column: str = Field("", description="login, name, role, password or group")
    value: str = Field("", description="that is wrong; empty for passwords")
    earlier: int = Field(0, description="the line that has the same login")
    holder: str = Field("", description="the name of who has the login, where the account isn't as the row says")


class ImportView(BaseModel):
    created: list[ImportedView]
    completed: list[ImportedView] = Field(description="with resume: accounts that were there")
    there: int = Field(0, description="with resume: rows whose account is there, also where this only checks")
    errors: list[ImportErrorView]


class ProblemView(BaseModel):
    """Why a file makes no sense as a whole."""

    problem: Literal["empty", "encoding", "utf-32", "quotes", "header", "column", "twice", "login"]
    line: int
    value: str
    meant: str = Field(description="the column that may be meant")
    message: str
    hint: str


class RosterView(BaseModel):
    rows: list[ImportRow] = Field(description="those that are in order, as /users/import takes them")
    there: list[ImportRow] = Field([], description="those of the errors whose account is there as the row says it")
    errors: list[ImportErrorView]
    foreign: list[str] = Field([], description="groups that people come into, and that you don't look after")
    columns: dict[str, str] = Field({}, description="what the headings were taken for; empty without headings")
    ignored: list[str] = Field([], description="headings of columns that aren't needed")
    encoding: str = Field("", description="that the content was read in, as Python calls it")
    sample: list[str] = Field([], description="how the content begins")
    problem: ProblemView | None = None


class InviteRequest(BaseModel):
    role: Role = Role.MEMBER
    uses: Whole = Field(1, ge=1, le=10_000)
    days: Whole = Field(7, ge=1, le=365)


class InviteView(BaseModel):
    id: str
    code_hint: str
    role: Role
    uses_left: int
    expires_at: int
    created_by: str = Field(description="a login, or the name of an API token")
    means: Means = Field(description="what it was made with: by a person, with an API token, or on the admin socket")
    created_at: int


class InvitesView(BaseModel):
    invites: list[InviteView]


class GroupView(BaseModel):
    id: str
    title: str
    member_count: int
    last_seq: int
    created_at: int
    avatar: str = Field("", description="the id of the picture; empty without one")


class GroupMemberView(BaseModel):
    id: str
    login: str
    name: str
    avatar: str = ""
    role: MemberRole


class GroupDetailsView(GroupView):
    members: list[GroupMemberView]
    more: bool


class GroupsView(BaseModel):
    groups: list[GroupView]
    more: bool


class NewGroupRequest(BaseModel):
    title: Title
    members: list[Person] = Field(default=[], max_length=MAX_MEMBERS)
    owner: Person | None = Field(None, description="left out: the first of the members")
    client_id: UUID | None = Field(None, description="asked again with the same one, it is the same group")


class MembersRequest(BaseModel):
    users: list[Person] = Field(min_length=1, max_length=MAX_MEMBERS)
    role: MemberRole | None = Field(None, description="member for newcomers; who is there already keeps theirs")


class SealKeyView(BaseModel):
    number: int
    current: bool = Field(description="seals what is written now; the others open what they sealed")
    made_at: int | None


class KeysView(BaseModel):
    keys: list[SealKeyView]


class SearchView(BaseModel):
    indexed: int
    current: bool = Field(description="nothing is missing")
    size_bytes: int


class TokenView(BaseModel):
    id: str
    name: str
    created_at: int
    expires_at: int


class TokensView(BaseModel):
    tokens: list[TokenView]


class NewTokenRequest(BaseModel):
    name: Name
    days: Whole = Field(ge=1, le=3650)


class IssuedTokenView(BaseModel):
    id: str
    token: str
    expires_at: int


class MemoryView(BaseModel):
    total: int
    available: int


class SampleView(BaseModel):
    at: int
    connections: int
    online: int
    messages: float = Field(description="a second, since the sample before")
    cpu: float | None = Field(description="percent of all processors, of all that runs on the machine")
    server_cpu: float
    memory: MemoryView | None
    server_memory: int
    disk_free: int
    temperature: float | None = Field(description="degrees Celsius")


Flag = Literal["voltage", "clock", "throttled", "heat"]


class ThrottlingView(BaseModel):
    now: list[Flag]
    since_start: list[Flag]


class HealthView(BaseModel):
    every_s: float
    samples: list[SampleView]
    model: str | None
    cpus: int
    disk_total: int
    throttling: ThrottlingView | None = Field(description="what the firmware of a Raspberry Pi says; null elsewhere")


class KnobView(BaseModel):
    name: str
    group: str
    title: str
    unit: str
    desired: str | None
    live: str | None
    origin: str
    state: str
    remark: str
    why: str


class TunedView(BaseModel):
    at: int
    profile: str
    model: str
    title: str
    knobs: list[KnobView]


class TuningView(BaseModel):
    status: Literal["tuned", "untuned", "unreadable"]
    record: TunedView | None


class AuditEntryView(BaseModel):
    id: int
    at: int
    means: Means = Field(description="a person, an API token, or the admin socket")
    actor: str
    actor_name: str
    action: AuditAction
    target: str
    target_name: str
    details: dict[str, str | int | bool]
    address: str


class AuditView(BaseModel):
    entries: list[AuditEntryView]
    more: bool

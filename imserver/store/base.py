"""The store port: what every engine promises.

- A method that writes returns after its change is durable, and all or nothing of it is.
- Changes that clients must learn are handed to the listener as `Delivery`s, in the order of their positions,
  after they are durable and before the writing method returns.
- Rules are checked in the same transaction as the change; what they refuse is raised as `ImError`.
- An *issuer* is whoever administers: the id of a person or API token, or `LOCAL` for the admin socket, and for oneself.
  What they may do is looked up in the transaction, so that it counts what they are now. Raises `forbidden`.
- A full disk raises `storage_full`; everything that reads goes on, and writing resumes when space returns.
- `tests/contract/` runs the same tests over every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from imserver.core.account import Profile, Role, User
from imserver.core.attachment import Attachment
from imserver.core.audit import AuditEntry
from imserver.core.conversation import Conversation, GroupSettings, MemberRole, Preferences, Visibility
from imserver.core.discipline import Checkpoint, Step
from imserver.core.effects import Resumption
from imserver.core.event import Delivery
from imserver.core.message import Draft, Message, Page, Posted
from imserver.core.server import ServerFacts
from imserver.core.span import Span
from imserver.core.sync import SyncToken
from imserver.store.records import (
    NOBODY,
    ApiToken,
    Busy,
    Counts,
    DeviceSession,
    Exchange,
    Group,
    Link,
    MakerKey,
    NewUser,
    Over,
    Presented,
    PushNotice,
    PushSubscription,
    Reuse,
    StreamEntry,
    StreamPlace,
    Unseen,
    Upload,
    Webhook,
)

Listener = Callable[[Sequence[Delivery]], None]

LOCAL: Final = ""
"""The issuer that may do everything."""


class Accounts(Protocol):
    async def create(
        self, users: Sequence[NewUser], link: bytes | None = None, now: int = 0, issuer: str = LOCAL
    ) -> list[User]:
        """All or none. With `link`, one use of it is spent in the same transaction. An owner voids links to set up.

        Raises `login_taken`, `login_confusable`, `link_invalid`.
        """

    async def get(self, login_or_id: str) -> User:
        """Where one's id is another's login, the id counts. Raises `unknown_user`."""

    async def credentials(self, login: str) -> tuple[User, str] | None:
        """The account and its encoded password hash, or None."""

    async def search(self, query: str, after: str, limit: int, *, enabled_only: bool = False) -> list[User]:
        """By login, those after the login `after`; `query` is part of a login or name."""

    async def taken(self, logins: Sequence[str]) -> set[str]:
        """Those of `logins` that exist."""

    async def alike(self, logins: Sequence[str]) -> dict[str, str]:
        """By each of `logins` that looks like another one that exists, that one."""

    async def set_name(self, user: str, name: str, issuer: str = LOCAL) -> User: ...

    async def set_avatar(self, user: str, avatar: str, issuer: str = LOCAL) -> User:
        """Its content is on the disk; empty for none. The one before is gone, as a file is (`Media`)."""

    async def set_role(self, user: str, role: Role, now: int = 0, issuer: str = LOCAL) -> User:
        """What the user has issued and could not issue now is gone for good, and so are links that were issued for
        their password in a lower role.

        Raises `last_owner` where nobody would be left to run the server.
        """

    async def set_disabled(self, user: str, disabled: bool, now: int, issuer: str = LOCAL) -> tuple[User, list[str]]:
        """Also ends the sessions of a disabled user, and all that they have issued; returns the sessions' ids."""

    async def set_password(
        self,
        user: str,
        password: str,
        now: int,
        link: bytes | None = None,
        keep: str = "",
        issuer: str = LOCAL,
        former: str | None = None,
    ) -> list[str]:
        """Ends all sessions of the user but `keep`, and returns their ids. With `link`, spends it; other links to set
        this password are gone. With `former`, only where that is the encoded password until now.

        Raises `link_invalid`, `unknown_user`, `credentials_wrong`.
        """

    async def renew_password(self, user: str, former: str, password: str) -> None:
        """Encode the same password anew, unless it was changed since it was `former`. No session ends."""

    async def remove(self, user: str, now: int, issuer: str = LOCAL, former: str | None = None) -> list[str]:
        """Take the account away and free its login; what it wrote stays under its id. Returns ended sessions.

        With `former`, only where that is its encoded password. Raises `credentials_wrong`.
        """

    async def has_owner(self) -> bool: ...


class Links(Protocol):
    async def add(self, link: Link) -> None:
        """Replaces unspent links of the same kind for the same user, and older "setup" links.

        Raises `forbidden`; `already_set_up` for a link to set up a server that has an owner; `account_disabled` for
        one to set the password of who is disabled or gone.
        """

    async def find(self, code_hash: bytes, now: int) -> Link | None:
        """None also where it is void."""

    async def invites(self, now: int) -> list[Link]:
        """Those that can be used now."""

    async def revoke(self, code_hash: bytes) -> bool:
        """Take a link away. Whether it was there."""


class Sessions(Protocol):
    async def add(self, session: DeviceSession, password: str | None = None, online: Sequence[str] = ()) -> list[str]:
        """Returns sessions that end with it: of more than `MAX_SESSIONS` the longest unused, `online` ones last.

        Also sweeps out what expired or ended long ago. With `password`, only where the user still has it: encoded.
        Raises `account_disabled`, also where the account is gone; `credentials_wrong`.
        """

    async def exchange(self, token: Presented, now: int, expires_at: int) -> Exchange | None:
        """Exchange a refresh token. None where it is unknown or expired, or its session has ended.

        The token that was exchanged last still works within `ROTATION_GRACE` of that: the answer that carried its
        successor may have been lost. Using it doesn't prolong that, and gives another successor of the same
        generation; whichever of these is used first makes the others worthless. Later it proves that somebody has a
        copy, as does every earlier token at any time: that ends the session.
        """

    async def end(self, session: str, now: int) -> None: ...

    async def revoke(self, token: Presented, now: int) -> str | None:
        """End the session that a refresh token belongs to, whichever exchange it is of. Its id, if it was open."""

    async def reused(self, user: str, since: int) -> list[Reuse]:
        """Sessions of the user that ended after `since` because of reuse, the last first; known for `REUSE_KEPT`."""

    async def of_user(self, user: str, now: int) -> list[DeviceSession]: ...

    async def ended_since(self, since: int) -> list[str]:
        """Sessions that ended after `since`, also those of removed accounts; known for `ENDED_KEPT`."""

    async def over(self, sessions: Sequence[str]) -> Over:
        """Those of `sessions` that don't count any more."""


class ApiTokens(Protocol):
    async def add(self, token: ApiToken) -> None: ...

    async def find(self, token_hash: bytes, now: int) -> ApiToken | None:
        """None also where it is void."""

    async def all(self, now: int) -> list[ApiToken]:
        """Those that can be used now."""

    async def remove(self, token: str, now: int) -> bool:
        """With it ends what was issued with it. Whether it was there."""


class Conversations(Protocol):
    async def create_direct(self, conv: str, user: str, other: str, now: int) -> Conversation:
        """The direct conversation of the two: the one there is, or a new one under the id `conv`.

        Raises `unknown_user`.
        """

    async def create_group(
        self, conv: str, title: str, owner: str, members: Sequence[str], now: int, key: MakerKey | None = None
    ) -> Conversation:
        """Raises `unknown_user`, `too_many`."""

    async def get(self, conv: str, user: str) -> Conversation:
        """Raises `unknown_conversation`, `not_member`."""

    async def of_user(self, user: str) -> list[Conversation]:
        """Every conversation of the user, the one with the newest message first."""

    async def change(
        self, conv: str, actor: str, title: str | None, settings: GroupSettings | None, now: int = 0
    ) -> Conversation:
        """What is None stays. With a time `now` (ms since 1970 UTC) an action tells of another title, and so it does of
        what `ban`, `add_members`, `remove_member` and `pin` change. A caller of the release before tells no time, which
        has no action written. Raises `forbidden`.
        """

    async def set_avatar(
        self, conv: str, actor: str | None, avatar: str, now: int = 0, by: Profile | None = None
    ) -> None:
        """Of a group: as for people. `actor` None acts for the administration, which only takes pictures away; a note
        of it, with `by`, is as that of `add_members`.

        Raises `forbidden`.
        """

    async def set_preferences(self, conv: str, user: str, preferences: Preferences) -> None: ...

    async def silence(self, conv: str, actor: str, user: str, on: bool) -> None:
        """Raises `unknown_user` for who isn't in it, `forbidden`."""

    async def ban(self, conv: str, actor: str, user: str, now: int = 0) -> None:
        """Remove somebody, who can't be added again. Raises `unknown_user`, `forbidden`."""

    async def unban(self, conv: str, actor: str, user: str) -> None: ...

    async def bans(self, conv: str, actor: str) -> list[Profile]: ...

    async def audience(self, conv: str, user: str) -> tuple[str, ...]:
        """The members, of whom `user` must be one. Raises `unknown_conversation`, `not_member`."""

    async def visibility(self, conv: str, user: str) -> Visibility:
        """Who sees whom type, come and go. Raises as `audience`."""

    async def add_members(
        self,
        conv: str,
        actor: str | None,
        users: Sequence[str],
        role: MemberRole | None,
        by: Profile | None = None,
        now: int = 0,
    ) -> bool:
        """`actor` None acts for the administration. Those who are members already get the role. Whether that changed
        anything.

        With `by`, the administrator who does it, a note of it stands among the messages of the group, at the time `now`
        (ms since 1970 UTC). An API token has no id.

        Without a role the new ones become simple members, and the others stay what they are. Where nothing changes,
        every member may ask.

        Raises `unknown_user`, `too_many`, `banned`, `blocked`, and `last_owner` where no owner would be left.
        """

    async def remove_member(
        self, conv: str, actor: str | None, user: str, by: Profile | None = None, now: int = 0
    ) -> None:
        """The last owner who leaves hands the group to the longest-standing admin or member.

        `by` as for `add_members`. Who has left, or was removed, may be removed once more. Only the administration,
        `actor` None, is told that somebody isn't in it: `unknown_user`.
        """

    async def remove(self, conv: str) -> None:
        """The conversation and all that was said in it."""

    async def group(self, conv: str) -> Group:
        """Raises `unknown_conversation`."""

    async def groups(self, query: str, after: str, limit: int) -> list[Group]: ...

    async def members(self, conv: str, after: str, limit: int) -> list[tuple[Profile, MemberRole]]:
        """Who is in it, by login, those after the login `after`."""


class Messages(Protocol):
    async def append(self, draft: Draft) -> Posted:
        """Store a message under the next number of its conversation, at a time no earlier than the last one's.

        The same (sender, client_id) with the same content gets the first answer again, with other content
        `client_id_conflict`. Raises `unknown_conversation`, `not_member`, `forbidden`, `blocked`, `storage_full`;
        `unknown_message` for a reply to none; `unknown_user` for mentioning who isn't a member; `unknown_file` for
        carrying a file that the sender can't read.
        """

    async def page(
        self, conv: str, user: str, before: int | None, after: int | None, limit: int, thread: int | None = None
    ) -> Page:
        """The newest messages below `before`, or the oldest above `after`; with `thread`, those of that thread."""

    async def extent(self, conv: str, user: str) -> tuple[int, int]:
        """The first message that the user can see, and the newest there is, 0 for none.

        Raises `unknown_conversation`, `not_member`.
        """

    async def last_before(self, conv: str, user: str, ts: int) -> int:
        """The number of the last message that was sent before `ts` (ms since 1970 UTC); 0 where there is none.

        Raises `unknown_conversation`, `not_member`.
        """


class Annotations(Protocol):
    """What happens to a message after it was sent. All raise `unknown_conversation` and `not_member`, and, but for
    `mark`, `unknown_message` for one that isn't there or can't be seen, and for one that is gone where that isn't what
    was asked for. What changes nothing tells nobody, and can be asked again and again.
    """

    async def edit(
        self,
        conv: str,
        user: str,
        seq: int,
        text: str,
        mentions: tuple[str, ...] | None,
        now: int,
        spans: tuple[Span, ...] | None = None,
    ) -> None:
        """With None for `mentions`, who is still a member stays mentioned; with None for `spans`, they stay where the
        text does. Raises `forbidden` for others' messages, `blocked`.
        """

    async def recall(self, conv: str, user: str, seq: int, now: int, window_ms: int) -> None:
        """Erase it, and unpin it; its number stays. Raises `forbidden`, `too_late`."""

    async def react(self, conv: str, user: str, seq: int, emoji: str, on: bool) -> None:
        """Raises `too_many`, `blocked`."""

    async def pin(self, conv: str, user: str, seq: int, on: bool, now: int = 0) -> None:
        """Raises `forbidden`, `too_many`, `blocked`."""

    async def mark(self, conv: str, user: str, read: int, delivered: int) -> None:
        """Positions only grow, and not beyond the newest message; what is read is delivered.

        Nobody is told who has blocked this user, or whom they have blocked.
        """


class Blocks(Protocol):
    async def set(self, user: str, other: str, on: bool) -> None:
        """While one has blocked the other, neither reaches the other: `conversation.check_apart` says how far.

        Raises `unknown_user`.
        """

    async def of_user(self, user: str) -> list[str]: ...


class Retention(Protocol):
    async def expire(self, now: int) -> int:
        """Erase messages that are older than their conversation keeps; their numbers stay. How many."""


class Timeline(Protocol):
    """Where server time stands, and what moves when it makes a step."""

    async def last(self) -> Checkpoint:
        """The newest checkpoint. Where there is none, the time of the newest message, or 0."""

    async def keep(self, checkpoint: Checkpoint, *, mark: bool = False) -> None:
        """Now and then it is also noted what has been written by then; with `mark` it is in any case."""

    async def shift(self, step: Step, checkpoint: Checkpoint) -> None:
        """Move the deadlines, and keep the checkpoint in the same transaction.

        What retention and the audit log count as the age of what was written before doesn't change, but for the time
        that a step leaves out.
        """


class Server(Protocol):
    """What the server is called, and whether it has an owner."""

    async def facts(self) -> ServerFacts: ...

    async def rename(self, name: str) -> str:
        """Returns what it was called before; empty where it had no name."""


class Media(Protocol):
    """What is known of uploaded files and of avatars; their content is elsewhere.

    A file is there until it is *gone*: not sent in time, or the last message that carried it is gone. An avatar is gone
    with the next one, and with the account or group. Then nobody can read it, and it waits for its content to be
    deleted.
    """

    async def add(self, upload: Upload, conv: str, quota: int) -> None:
        """Its content is on the disk. `quota`: bytes that its uploader's files may take together, 0 for no limit.

        Raises `unknown_conversation`, `not_member`, `quota_full`.
        """

    async def get(self, media: str, user: str) -> Attachment:
        """A file that this user uploaded, or that is in a message which they can see. Raises `unknown_file`."""

    async def used(self, user: str) -> int:
        """Bytes that the user's files take."""

    async def of_user(self, user: str) -> list[Upload]:
        """What the user uploaded, the oldest first."""

    async def expire(self, before: int) -> int:
        """What was uploaded before this time and isn't in any message is gone; a bounded number at once. How many."""

    async def gone(self, limit: int, after: str = "") -> list[str]:
        """Those whose content waits to be deleted, by id, from the first one after the id `after` on."""

    async def forget(self, media: Sequence[str]) -> None:
        """The content of these, which are gone, has been deleted."""

    async def known(self, media: Sequence[str]) -> set[str]:
        """Those of `media` that are there, or gone and not forgotten."""

    async def check_avatar(self, avatar: str, user: str) -> None:
        """Whether this user may see it: a person's everybody, a group's its members and who administers the server.

        Raises `unknown_file`.
        """


class Stream(Protocol):
    @property
    def token(self) -> SyncToken:
        """Where the stream stands: everything up to here has been handed to the listener."""

    async def resume(self, user: str, since: SyncToken | None) -> Resumption:
        """What `user` missed. The caller listens already, so that nothing falls in between."""

    async def trim(self, keep: int) -> int:
        """Delete events, oldest first, until `keep` are left; a bounded number at once. How many.

        Who resumes from before them is too far behind.
        """


class Audit(Protocol):
    """What administrators did."""

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """All or none; each gets the next id."""

    async def page(self, query: str, before: int | None, limit: int) -> list[AuditEntry]:
        """The newest first, those before the id `before`.

        `query` is part of a name, of the detail `user` or of an action, or a whole id or address.
        """

    async def trim(self, now: int, age_ms: int, keep: int) -> int:
        """Delete what is older than `age_ms`, and all but the newest `keep`. How many."""


class Changes(Protocol):
    """The change stream as programs follow it: all of it but what is personal to somebody."""

    @property
    def token(self) -> SyncToken: ...

    async def since(self, position: int, limit: int) -> list[Delivery]:
        """The first `limit` events above the position, ascending: messages, and what was logged of conversations and
        to everybody. Each has those as its audience who are in the conversation now, and can see it.
        """


class Push(Protocol):
    """Who wants to be notified where, and what is on its way: a queue in which a later notice of the same conversation
    to the same subscription takes the place of the one before.
    """

    async def subscribe(self, subscription: PushSubscription, limit: int) -> None:
        """An endpoint that is known already becomes this session's. A user has at most `limit`: the oldest go.

        Raises `account_disabled` for a session that has ended.
        """

    async def unsubscribe(self, session: str, endpoint: str) -> bool: ...

    async def drop(self, subscription: str) -> None:
        """The endpoint is no more, and neither is what was queued for it."""

    async def subscribers(self, now: int) -> set[str]:
        """Users with a subscription of a session that lives. Those of others are swept out."""

    async def position(self) -> int | None:
        """Everything up to here has been queued, or needn't be."""

    async def enqueue(self, unseen: Sequence[Unseen], position: int, now: int) -> int:
        """Queue a notice for each of the users' subscriptions, some users at a time, and remember the position with the
        last of them: where that is interrupted, all are decided on again.

        Who has read it, has muted the conversation or wants no notices of this kind gets none, and nobody is told of
        messages and mentions by those of whom one has blocked the other. `seq` is a message of somebody else. How many
        were queued.
        """

    async def due(
        self, now: int, limit: int, busy: Busy = NOBODY, each: int = 100
    ) -> tuple[list[PushNotice], int | None]:
        """What is to be sent now, the longest due first, and when more is: ms since 1970, or None for nothing.

        One notice for each subscription, so that one that can't be reached is tried once; at most `each` for a person,
        so that nobody's many hide somebody's one; and none of who is busy.
        """

    async def sent(self, notice: PushNotice) -> None:
        """Off the queue, unless there is something newer meanwhile."""

    async def postpone(self, notice: PushNotice, due: int) -> None:
        """The subscription can't be reached: whatever waits for it, or comes meanwhile, isn't due before."""

    async def resume(self, subscription: str, now: int) -> None:
        """It can be reached again: what waited for that is due now."""

    async def give_up(self, before: int) -> int:
        """Drop what was queued before this time. How many."""


class Webhooks(Protocol):
    async def add(self, webhook: Webhook, limit: int) -> None:
        """Raises `too_many`; `unknown_conversation`."""

    async def all(self) -> list[Webhook]: ...

    async def may_follow(self, webhook: str) -> bool:
        """Whether it is there, enabled, and its issuer still owns the server: behind a token whoever issued that, also
        when it has expired.
        """

    async def get(self, webhook: str) -> Webhook:
        """Raises `not_found`."""

    async def remove(self, webhook: str) -> None:
        """Raises `not_found`."""

    async def advance(self, webhook: str, position: int) -> None:
        """Everything up to here has been told: it works."""

    async def fail(self, webhook: str, error: str, now: int, *, disable: bool) -> None: ...

    async def enable(self, webhook: str, issuer: str = LOCAL) -> None:
        """Go on where it stopped, as one that `issuer` has added. Raises `not_found`."""


class Corpus(Protocol):
    """The messages as a search reads them."""

    @property
    def token(self) -> SyncToken: ...

    async def changed_since(self, position: int) -> list[tuple[str, int]]:
        """Conversations with messages above the position, each with the number before the first of them."""

    async def entries(self, conv: str, after: int, limit: int) -> list[StreamEntry]:
        """Messages that are not gone, ascending, those after the number `after`."""

    async def edited_since(self, position: int) -> list[StreamEntry]: ...

    async def conversations(self, user: str, limit: int) -> list[str]:
        """Those of the user, the one with the newest message first."""

    async def visible(self, user: str, places: Sequence[StreamPlace]) -> list[tuple[StreamPlace, Message]]:
        """Those of the messages that this user can see, and that are not gone."""


class Store(Protocol):
    @property
    def accounts(self) -> Accounts: ...

    @property
    def links(self) -> Links: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def api_tokens(self) -> ApiTokens: ...

    @property
    def conversations(self) -> Conversations: ...

    @property
    def messages(self) -> Messages: ...

    @property
    def annotations(self) -> Annotations: ...

    @property
    def blocks(self) -> Blocks: ...

    @property
    def retention(self) -> Retention: ...

    @property
    def timeline(self) -> Timeline: ...

    @property
    def server(self) -> Server: ...

    @property
    def media(self) -> Media: ...

    @property
    def stream(self) -> Stream: ...

    @property
    def corpus(self) -> Corpus: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def push(self) -> Push: ...

    @property
    def webhooks(self) -> Webhooks: ...

    async def counts(self) -> Counts: ...

    async def directory(self, query: str, after: str, limit: int) -> list[Profile]:
        """Enabled accounts by login, for everybody who looks for somebody."""

    async def check(self, *, write: bool = False) -> None:
        """Raises `ImError` where reading, or with `write` also writing, would fail now."""

    def describe(self) -> dict[str, str | int]:
        """Engine, place and sizes, for `imctl status`."""

    async def close(self) -> None: ...

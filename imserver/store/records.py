"""What the store keeps and answers with, as plain values."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from imserver.core.account import Role, User
from imserver.core.attachment import Attachment


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """`password` is an encoded hash, or empty: then nobody can log in until a link sets one."""

    id: str
    login: str
    name: str
    role: Role
    password: str
    created_at: int


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link that its bearer redeems: to set up the first owner, to join, or to set a password.

    Only the hash of its code is stored. `user` is set for kind "password", and `role` is the one that they had then.
    It is void where its issuer could not issue it now (`imserver.core.grant`). `created_by` is what they are called.
    Times are ms since 1970 UTC.
    """

    code_hash: bytes
    hint: str
    kind: str
    user: str | None
    role: Role
    uses_left: int
    expires_at: int
    created_by: str
    issuer: str
    created_at: int


class DeviceSession(msgspec.Struct, frozen=True, kw_only=True):
    """A logged-in device. `generation` counts the exchanges of its refresh tokens; the newest one carries it."""

    id: str
    user: str
    device: str
    created_at: int
    refreshed_at: int
    expires_at: int
    generation: int = 0


class Presented(msgspec.Struct, frozen=True):
    """A refresh token that somebody presents: its hash, and the session and generation that it was signed for.

    Without a session it is one of those that were issued before tokens were signed, or none at all.
    """

    token_hash: bytes
    session: str = ""
    generation: int = 0


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a refresh token: the next one is to have the generation of `session`.

    With `reused_at` there is no next one: the token, or another of the session, was used twice, and then the session
    ended.
    """

    session: DeviceSession
    user: User
    reused_at: int = 0


class Reuse(msgspec.Struct, frozen=True):
    """A session that ended because a refresh token of it was used twice, and when (ms since 1970 UTC)."""

    session: str
    device: str
    at: int


class Over(msgspec.Struct, frozen=True):
    """Sessions that have ended or are unknown; that ended since a token of theirs was used twice; whose account is
    disabled or gone.
    """

    ended: list[str]
    reused: list[str]
    disabled: list[str]


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """It is void where its issuer owns the server no more, or was a token that is gone or expired."""

    id: str
    name: str
    token_hash: bytes
    issuer: str
    created_at: int
    expires_at: int


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group as administrators list it."""

    id: str
    title: str
    member_count: int
    last_seq: int
    created_at: int
    avatar: str = ""


class StreamEntry(msgspec.Struct, frozen=True):
    """A message at its position in the change stream, or an edit of it."""

    position: int
    conv: str
    seq: int
    text: str


class StreamPlace(msgspec.Struct, frozen=True):
    position: int
    conv: str
    seq: int


class Upload(msgspec.Struct, frozen=True):
    """An uploaded file: what is said of it, who brought it, and when (ms since 1970 UTC)."""

    attachment: Attachment
    uploader: str
    created_at: int


class PushSubscription(msgspec.Struct, frozen=True, kw_only=True):
    """Where a device's browser has its notices sent, and the keys that seal them for it (RFC 8291)."""

    id: str
    user: str
    session: str
    endpoint: str
    p256dh: bytes
    auth: bytes
    created_at: int


class MakerKey(msgspec.Struct, frozen=True):
    """By which whoever makes something asks for it again without making another."""

    maker: str
    client_id: UUID


class Unseen(msgspec.Struct, frozen=True):
    """A user may want to be told of a conversation's messages from `first` to `seq`."""

    user: str
    conv: str
    seq: int
    first: int = 1


class PushNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What a subscription is to be told: that there is something new in `conv`, up to `seq`.

    `since` is when it was queued, in ms since 1970; `attempts` counts those that failed.
    """

    subscription: PushSubscription
    conv: str
    seq: int
    since: int
    attempts: int


class Busy(msgspec.Struct, frozen=True, kw_only=True):
    """Who can't be sent anything at the moment: people, subscriptions, and whatever lies at these origins
    (`https://host:port`, as far as the path).
    """

    users: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


NOBODY: Final = Busy()

OUTLIVED: Final = "Who added it is no owner of this server any more; an owner can enable it."
"""Why a webhook is disabled whose issuer may not add it now."""


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A program that is told of events. Without `convs`: of those of all conversations.

    Everything up to `position` has been told. `secret` is empty where it is damaged: then nothing can be signed.
    `failing_since` and `disabled_at` are 0 where it works; `error` is what the last attempt said. It is disabled when
    its issuer owns the server no more. Times are ms since 1970 UTC.
    """

    id: str
    url: str
    secret: str
    convs: tuple[str, ...]
    events: tuple[str, ...]
    created_by: str
    issuer: str
    created_at: int
    position: int
    failing_since: int = 0
    disabled_at: int = 0
    error: str = ""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    users: int
    disabled: int
    conversations: int
    messages: int
    files: int
    """Those that messages carry."""

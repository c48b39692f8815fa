"""Conversations and their members: the rules of who may do what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.message import Message

MAX_MEMBERS: Final = 1000
MEMBERS_SHOWN: Final = 200
MAX_PINS: Final = 50
RECEIPTS_UP_TO: Final = 100
"""In larger groups a receipt goes to one's own devices only: to everybody it would grow with the square."""
MAX_RETENTION_S: Final = 10 * 366 * 86_400
COUNTED_UP_TO: Final = 1000
"""Unread messages are counted so far; more of them are as many for whoever looks."""


class Kind(StrEnum):
    DIRECT = "direct"
    GROUP = "group"


class MemberRole(StrEnum):
    """A person's role within one conversation."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"

    @property
    def runs_group(self) -> bool:
        return self is not MemberRole.MEMBER


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """`read` and `delivered` are the numbers up to which; they only grow. Silenced members read and don't write."""

    id: str
    login: str
    name: str
    role: MemberRole
    read: int = 0
    delivered: int = 0
    silenced: bool = False
    avatar: str = ""


class GroupSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the owners and admins of a group decide for all.

    `posting`: who may write; "admins" makes it an announcement channel. `mention_all`: who may mention everyone.
    `history`: what newcomers see. `retention_s`: seconds after which messages are erased, 0 for never.
    """

    posting: Literal["everybody", "admins"] = "everybody"
    mention_all: Literal["everybody", "admins"] = "admins"
    history: Literal["beginning", "joining"] = "beginning"
    retention_s: Annotated[int, msgspec.Meta(ge=0, le=MAX_RETENTION_S)] = 0


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one member wants of a conversation: which messages notify, until when none does (ms since 1970), and whether
    it stands on top of the list.
    """

    notify: Literal["all", "mentions", "nothing"] = "all"
    muted_until: Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)] = 0
    pinned: bool = False


DEFAULT_SETTINGS: Final = GroupSettings()
DEFAULT_PREFERENCES: Final = Preferences()
"""msgspec leaves out a default where it is this very object."""


class Conversation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A conversation as one of its members sees it: `role` and what follows `last` are that member's.

    `members` is cut after `MEMBERS_SHOWN`, owners and admins first; `member_count` is the whole number. `first_seq`
    is the first message this member can see. `unread` and `mentioned` count messages of others after `read`, up to
    `COUNTED_UP_TO`. `avatar` is the id of a group's picture, where it has one.
    """

    id: str
    kind: Kind
    title: str
    role: MemberRole
    created_at: int
    last_seq: int
    member_count: int
    members: tuple[Member, ...]
    settings: GroupSettings = DEFAULT_SETTINGS
    pins: tuple[int, ...] = ()
    last: Message | None = None
    first_seq: int = 1
    read: int = 0
    unread: int = 0
    mentioned: int = 0
    preferences: Preferences = DEFAULT_PREFERENCES
    avatar: str = ""

    def as_sent(self) -> Conversation:
        """As it is told to clients."""
        if self.last is None or not self.last.spelled:
            return self
        return msgspec.structs.replace(self, last=self.last.as_sent())


class Visibility(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is in a conversation, and whom one doesn't see typing, come or go.

    `apart` gives, for a member, the other members who have blocked them or whom they have blocked. `mute` are members
    who can't write here: nobody is told that they type.
    """

    members: tuple[str, ...]
    apart: dict[str, tuple[str, ...]] = {}
    mute: tuple[str, ...] = ()

    def seen_by(self, user: str) -> tuple[str, ...]:
        """The members without those that `user` is apart from. Both see as little of one another."""
        apart = self.apart.get(user)
        return tuple(member for member in self.members if member not in apart) if apart else self.members


def is_notified(preferences: Preferences, now: int, *, mentioned: bool) -> bool:
    """Whether a member with these preferences wants to be told of a message now (ms since 1970)."""
    if preferences.muted_until > now or preferences.notify == "nothing":
        return False
    return mentioned or preferences.notify == "all"


def direct_key(one: str, other: str) -> str:
    """What makes the direct conversation of two users unique."""
    return "\n".join(sorted((one, other)))


def check_may_run(kind: Kind, role: MemberRole, what: str) -> None:
    """Raises `forbidden` unless this member may change the conversation itself."""
    if kind is Kind.DIRECT:
        raise ImError(errors.FORBIDDEN, f"A direct conversation doesn't allow to {what}.", "Make a group instead.")
    if not role.runs_group:
        raise ImError(errors.FORBIDDEN, f"Only an owner or admin of the group can {what}.")


def check_may_remove(kind: Kind, actor: str, actor_role: MemberRole, target: str, target_role: MemberRole) -> None:
    """Everybody may leave a group; to remove somebody takes a role that is not below theirs."""
    if kind is Kind.GROUP and actor == target:
        return
    check_may_run(kind, actor_role, "remove members")
    if target_role is MemberRole.OWNER and actor_role is not MemberRole.OWNER:
        raise ImError(errors.FORBIDDEN, "Only an owner of the group can remove an owner.")


def check_size(members: int) -> None:
    if members > MAX_MEMBERS:
        raise ImError(errors.TOO_MANY, f"A group has at most {MAX_MEMBERS} members, not {members}.")


def check_may_post(
    kind: Kind, role: MemberRole, settings: GroupSettings, *, silenced: bool, mentions_all: bool
) -> None:
    """Raises `forbidden`."""
    if kind is Kind.DIRECT or role.runs_group:
        return
    if silenced:
        raise ImError(errors.FORBIDDEN, "You are silenced in this group.", "Ask an admin of the group.")
    if settings.posting == "admins":
        raise ImError(errors.FORBIDDEN, "Only owners and admins write in this group.", "Ask one of them.")
    if mentions_all and settings.mention_all == "admins":
        raise ImError(
            errors.FORBIDDEN, "Only owners and admins of this group may mention everyone.", "Ask one of them."
        )


def may_post(kind: Kind, role: MemberRole, settings: GroupSettings, *, silenced: bool) -> bool:
    try:
        check_may_post(kind, role, settings, silenced=silenced, mentions_all=False)
    except ImError:
        return False
    return True


def check_apart(apart: bool) -> None:
    """Raises `blocked` where one of two has blocked the other.

    In their direct conversation this refuses messages, edits, reactions and pins, and in a group a reaction to a
    message of the other. What somebody takes back of their own says nothing, and passes: a recall, a reaction. Neither
    learns whether the other types, is here or has read something, wherever they meet.
    """
    if apart:
        raise ImError(errors.BLOCKED, "You can't write to one another.")


def check_may_recall(kind: Kind, role: MemberRole, *, own: bool, age_ms: int, window_ms: int) -> None:
    """One's own messages within the window, and everybody's at any time for who runs the group.

    Raises `forbidden`, `too_late`.
    """
    if kind is Kind.GROUP and role.runs_group:
        return
    if not own:
        raise ImError(errors.FORBIDDEN, "This is somebody else's message.")
    if age_ms > window_ms:
        raise ImError(
            errors.TOO_LATE,
            f"A message can be recalled within {window_ms // 1000} s.",
            None if kind is Kind.GROUP else "It stays: in a direct conversation nobody can recall it any more.",
        )


def check_may_pin(kind: Kind, role: MemberRole) -> None:
    """Raises `forbidden`."""
    if kind is Kind.GROUP:
        check_may_run(kind, role, "pin messages")


def check_may_silence(kind: Kind, actor_role: MemberRole, target_role: MemberRole) -> None:
    """Raises `forbidden`."""
    check_may_run(kind, actor_role, "silence members")
    if target_role.runs_group:
        raise ImError(errors.FORBIDDEN, "Owners and admins of the group can't be silenced.", "Change their role first.")

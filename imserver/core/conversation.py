"""Conversations and their members: the rules of who may do what."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.message import Message

MAX_MEMBERS: Final = 1000
MEMBERS_SHOWN: Final = 200


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


class Member(msgspec.Struct, frozen=True):
    id: str
    login: str
    name: str
    role: MemberRole


class Conversation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A conversation as one of its members sees it: `role` is that member's.

    `members` is cut after `MEMBERS_SHOWN`, owners and admins first; `member_count` is the whole number.
    """

    id: str
    kind: Kind
    title: str
    role: MemberRole
    created_at: int
    last_seq: int
    member_count: int
    members: tuple[Member, ...]
    last: Message | None = None


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

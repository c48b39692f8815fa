"""What administrators did: who, what, to whom, when, from where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

KEPT_MS: Final = 365 * 24 * 60 * 60 * 1000
"""A year: long enough to clear up who did what, and addresses of people aren't kept for ever."""
KEPT: Final = 100_000
"""Entries, some 30 MB: what a script does in a loop can't fill the disk."""

Facts = Mapping[str, str | int | bool]


class Means(StrEnum):
    """What somebody administered with."""

    PERSON = "person"
    TOKEN = "token"  # noqa: S105 - a kind of access
    LOCAL = "local"


class AuditAction(StrEnum):
    """What can be done. Secrets (passwords, codes of links, tokens) are part of none."""

    USER_CREATED = "user.created"
    USER_RENAMED = "user.renamed"
    USER_ROLE = "user.role"
    USER_DISABLED = "user.disabled"
    USER_ENABLED = "user.enabled"
    USER_PASSWORD = "user.password"  # noqa: S105 - an action
    USER_LINK = "user.link"
    USER_UNPICTURED = "user.unpictured"
    USER_REMOVED = "user.removed"
    INVITE_CREATED = "invite.created"
    INVITE_REVOKED = "invite.revoked"
    GROUP_CREATED = "group.created"
    GROUP_JOINED = "group.joined"
    GROUP_LEFT = "group.left"
    GROUP_ROLE = "group.role"
    GROUP_UNPICTURED = "group.unpictured"
    CONVERSATION_REMOVED = "conversation.removed"
    TOKEN_CREATED = "token.created"  # noqa: S105 - an action
    TOKEN_REMOVED = "token.removed"  # noqa: S105 - an action
    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_REMOVED = "webhook.removed"
    WEBHOOK_ENABLED = "webhook.enabled"
    KEY_ROTATED = "key.rotated"
    SEARCH_REBUILT = "search.rebuilt"
    SETUP_LINK = "setup.link"
    SERVER_RENAMED = "server.renamed"


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done. Names are those of its time; `id` grows, and is 0 until it is stored.

    `actor` is the id of a user or API token, and empty for the admin socket, as is `address`. `target` is the id of
    what was changed, where it has one. `at` is in ms since 1970 UTC.
    """

    at: int
    means: Means
    actor: str
    actor_name: str
    action: AuditAction
    target: str = ""
    target_name: str = ""
    details: Facts = {}
    address: str = ""
    id: int = 0

"""Power that is given in advance, by a link or an API token: what it is worth when it is used.

Whoever issued it must be able to issue the same now. `issuer` is the role with which they administer at that moment,
None where they don't any more.
"""

from __future__ import annotations

from enum import StrEnum

from imserver.core.account import Role, may_change


class LinkKind(StrEnum):
    SETUP = "setup"
    INVITE = "invite"
    PASSWORD = "password"  # noqa: S105 - a kind of link


def may_set_up(issuer: Role | None, *, has_owner: bool) -> bool:
    """Whether a link makes the first owner."""
    return issuer is Role.OWNER and not has_owner


def may_invite(issuer: Role | None, role: Role) -> bool:
    """Whether a link makes accounts with this role."""
    return issuer is not None and may_change(issuer, Role.MEMBER, role)


def may_set_password(issuer: Role | None, target: Role | None, role: Role) -> bool:
    """Whether a link sets the password of somebody who is `target` now, None for nobody, and was `role` when it was
    issued: a promotion since then makes it void, as whoever holds it was trusted with less.
    """
    return issuer is not None and target is not None and target.rank <= role.rank and may_change(issuer, target)


def may_act_as_owner(issuer: Role | None) -> bool:
    """Whether an API token administers, or a webhook is told of everything: both are for owners to make."""
    return issuer is Role.OWNER

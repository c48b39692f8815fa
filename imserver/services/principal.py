"""Who administers."""

from __future__ import annotations

import msgspec

from imserver.core import errors
from imserver.core.account import Role
from imserver.core.audit import Means
from imserver.core.errors import ImError


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """An administrator: a person, an API token, or whoever may open the admin socket.

    `name` is a login or the name of a token. `id` and `address` are empty for the admin socket; `expires_at` is when a
    token does (ms since 1970 UTC), 0 for never.
    """

    role: Role
    means: Means
    name: str
    id: str = ""
    address: str = ""
    expires_at: int = 0

    def require_owner(self, what: str) -> None:
        if self.role is not Role.OWNER:
            raise ImError(errors.FORBIDDEN, f"Only an owner of the server can {what}.")

    def bounded(self, expires_at: int) -> int:
        """When something that is issued now ends: with the token with which it was issued at the latest."""
        return min(expires_at, self.expires_at) if self.expires_at else expires_at


LOCAL = Principal(role=Role.OWNER, means=Means.LOCAL, name="local")
"""The admin socket: its file permissions are the authorisation."""

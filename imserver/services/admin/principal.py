"""Who administers."""

from __future__ import annotations

import msgspec

from imserver.core import errors
from imserver.core.account import Role
from imserver.core.errors import ImError


class Principal(msgspec.Struct, frozen=True):
    """An administrator: a person, an API token, or whoever may open the admin socket. `name` is for the record."""

    role: Role
    name: str

    def require_owner(self, what: str) -> None:
        if self.role is not Role.OWNER:
            raise ImError(errors.FORBIDDEN, f"Only an owner of the server can {what}.")


LOCAL = Principal(Role.OWNER, "local")
"""The admin socket: its file permissions are the authorisation."""

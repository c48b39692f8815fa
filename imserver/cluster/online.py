"""What other processes ask the one that keeps the store: who is there."""

from __future__ import annotations

from typing import Final, Protocol

from imserver.core import errors
from imserver.core.errors import ImError

PREFIX: Final = "attendance."


class OnlineDirectory(Protocol):
    async def sessions_online(self, user: str) -> set[str]:
        """The sessions of a user that have a connection, wherever it is."""

    async def online_elsewhere(self, process: str, users: list[str]) -> list[str]:
        """Those of `users` who are connected to any other process than `process`."""

    async def online_of(self, users: list[str]) -> set[str]:
        """Those of `users` who have a connection, wherever it is."""

    async def all_know(self, what: str) -> bool:
        """Whether every gateway passes on to clients what releases before didn't know: one of `rpc.wire.KNOWN`."""


async def check_all_know(online_directory: OnlineDirectory, what: str) -> None:
    """Raises `busy` while there is a process of a release that doesn't: who is told by it would go on without it."""
    if not await online_directory.all_know(what):
        raise ImError(errors.BUSY, "The server is being upgraded.", "Try again in some minutes.")

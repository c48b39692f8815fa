"""What other processes ask the one that keeps the store: who is there."""

from __future__ import annotations

from typing import Final, Protocol

PREFIX: Final = "attendance."


class Attendance(Protocol):
    async def sessions_online(self, user: str) -> set[str]:
        """The sessions of a user that have a connection, wherever it is."""

    async def online_elsewhere(self, process: str, users: list[str]) -> list[str]:
        """Those of `users` who are connected to any other process than `process`."""

    async def online_of(self, users: list[str]) -> set[str]:
        """Those of `users` who have a connection, wherever it is."""

    async def all_know(self, what: str) -> bool:
        """Whether every gateway passes on to clients what releases before didn't know: one of `link.wire.KNOWN`."""

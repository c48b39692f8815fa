"""Servers of a module: one after the other, each for as many tests as leave it as they found it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from tests.server import Server

ADMIN: Final = "/api/v1/admin"
MADE: Final = {
    "webhooks": ("/api/v1/webhooks", "/api/v1/webhooks"),
    "invites": (f"{ADMIN}/invites", f"{ADMIN}/invites"),
    "groups": (f"{ADMIN}/groups", f"{ADMIN}/conversations"),
    "users": (f"{ADMIN}/users", f"{ADMIN}/users"),
}
"""What tests make: where it is listed, and where it is removed."""


class Sites:
    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._started = 0
        self._server: Server | None = None

    def take(self) -> Server:
        """A server that runs, with nobody and nothing on it but what was recorded of tests before."""
        if self._server is None:
            self._started += 1
            self._server = Server(self._folder / f"data{self._started}", self._environment)
            self._server.start()
        return self._server

    def give_back(self) -> None:
        """Removes what the test made. One that somebody owns is ended: its only owner can't be removed."""
        server = self._server
        if server is None:
            return
        try:
            if any(user["role"] == "owner" for user in _listed(server, "users")):
                self.end()
            else:
                _clear(server)
        except httpx.HTTPError:
            self.end()
            raise

    def end(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()
            server.admin.close()


@contextmanager
def sites(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Sites]:
    made = Sites(folder, environment or {})
    try:
        yield made
    finally:
        made.end()


def _clear(server: Server) -> None:
    for kind, (_, path) in MADE.items():
        while found := _listed(server, kind):
            for each in found:
                server.admin.delete(f"{path}/{each['id']}").raise_for_status()


def _listed(server: Server, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.admin.get(MADE[kind][0]).raise_for_status().json()[kind]
    return found

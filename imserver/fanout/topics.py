"""Notices of the feed, between a gateway and the service that commits."""

from __future__ import annotations

from typing import Final

import msgspec

ATTACH: Final = "feed.attach"
ROUTE: Final = "feed.route"
CAME: Final = "feed.came"
WENT: Final = "feed.went"
TYPING: Final = "feed.typing"
WATCH: Final = "feed.watch"
PRESENCE: Final = "feed.presence"
EVENTS: Final = "feed.events"
NUMBER: Final = "feed.number"
ENDED: Final = "feed.ended"
RENAMED: Final = "feed.renamed"


Presence = tuple[str, str]
"""A connection: the ids of its user and of its session."""


class Attach(msgspec.Struct, frozen=True):
    """A gateway begins anew: its key for batches, who is connected to it, and how it wants its batches."""

    key: bytes
    present: list[Presence]
    by_bus: bool


class TypingNotification(msgspec.Struct, frozen=True):
    conv: str
    user: str
    audience: tuple[str, ...]


class Ended(msgspec.Struct, frozen=True):
    """Sessions that are over. `code` names the close code for their connections."""

    sessions: list[str]
    code: str


Watch = tuple[list[str], list[str]]
"""Users whom somebody at a gateway watches from now on, and those whom nobody does any more."""
Elsewhere = list[tuple[str, bool]]
"""Users, and whether they are connected to another process than the one that is told."""


def channel(process: str) -> str:
    """Of a gateway's batches on the bus. The braces are what Redis Cluster shards by."""
    return f"im:{{{process}}}:events"

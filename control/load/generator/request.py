"""A request that waits for its answer."""

from __future__ import annotations


class PendingRequest:
    """`action` is the name under which its time is recorded; empty for a request whose time isn't."""

    __slots__ = ("action", "body", "client_id", "due", "room")

    def __init__(self, action: str, due: float, body: bytes, room: int = -1, client_id: str = "") -> None:
        self.action = action
        self.due = due
        self.body = body
        self.room = room
        self.client_id = client_id

"""Who is in a conversation, kept at hand for what is told and never stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.event import ConversationAdded, Delivery, MemberChanged, Removed

MAX_ENTRIES: Final = 5_000

Load = Callable[[str, str], Awaitable[tuple[str, ...]]]


class Audiences:
    """A cache over the members of conversations; the change stream keeps it true."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._members: dict[str, tuple[str, ...]] = {}
        self._changes = 0

    async def get(self, conv: str, user: str) -> tuple[str, ...]:
        """The members, of whom `user` must be one. Raises `unknown_conversation`, `not_member`."""
        members = self._members.get(conv)
        if members is None:
            before = self._changes
            members = await self._load(conv, user)
            if before == self._changes:
                if len(self._members) >= MAX_ENTRIES:
                    del self._members[next(iter(self._members))]
                self._members[conv] = members
        elif user not in members:
            raise ImError(errors.NOT_MEMBER, f"You are not in the conversation {conv}.")
        return members

    def clear(self) -> None:
        """Changes may have been missed."""
        self._changes += 1
        self._members.clear()

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """Forget conversations whose members changed."""
        for delivery in deliveries:
            event = delivery.event
            if isinstance(event, ConversationAdded):
                self._forget(event.conversation.id)
            elif isinstance(event, MemberChanged | Removed):
                self._forget(event.conv)

    def _forget(self, conv: str) -> None:
        self._changes += 1
        self._members.pop(conv, None)

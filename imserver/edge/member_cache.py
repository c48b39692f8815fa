"""Who is in a conversation and sees whom there, kept at hand for what is told and never stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from imserver.core import errors
from imserver.core.conversation import Visibility
from imserver.core.errors import ImError
from imserver.core.event import BlockChanged, ConversationAdded, Delivery, GroupChanged, MemberChanged, Removed

MAX_ENTRIES: Final = 5_000

Load = Callable[[str, str], Awaitable[Visibility]]


class MemberCache:
    """A cache over the members of conversations; the change stream keeps it true."""

    def __init__(self, load: Load) -> None:
        self.blocks = 0
        """Grows with every block that is made or lifted: what was decided before it may be wrong."""
        self._load = load
        self._known: dict[str, Visibility] = {}
        self._changes = 0

    async def get(self, conv: str, user: str) -> Visibility:
        """Who is in it, of whom `user` must be one. Raises `unknown_conversation`, `not_member`."""
        known = self._known.get(conv)
        if known is None:
            before = self._changes
            known = await self._load(conv, user)
            if before == self._changes:
                if len(self._known) >= MAX_ENTRIES:
                    del self._known[next(iter(self._known))]
                self._known[conv] = known
        elif user not in known.members:
            raise ImError(errors.NOT_MEMBER, f"You are not in the conversation {conv}.")
        return known

    def clear(self) -> None:
        """Changes may have been missed."""
        self._changes += 1
        self.blocks += 1
        self._known.clear()

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """Forget conversations of which it changed who sees whom."""
        for delivery in deliveries:
            event = delivery.event
            if isinstance(event, ConversationAdded):
                self._forget(event.conversation.id)
            elif isinstance(event, MemberChanged | GroupChanged | Removed):
                self._forget(event.conv)
            elif isinstance(event, BlockChanged):
                self._forget_shared(*(delivery.audience or ()), event.user)

    def _forget(self, conv: str) -> None:
        self._changes += 1
        self._known.pop(conv, None)

    def _forget_shared(self, *users: str) -> None:
        """Where all of these are members."""
        self._changes += 1
        self.blocks += 1
        for conv, known in list(self._known.items()):
            if all(user in known.members for user in users):
                del self._known[conv]

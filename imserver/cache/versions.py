"""Which version of a conversation counts. A version is part of every key: what is old is never asked for again.

Whoever commits notes each event before anybody is told of it. So nothing has to be deleted anywhere: not where a
cache is away, slow or was restarted, and not where something read before a commit is stored after it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from imserver.core.event import (
    ConversationAdded,
    Delivery,
    Edited,
    Expired,
    GroupChanged,
    MemberChanged,
    MessageAdded,
    Reacted,
    Recalled,
    Removed,
)

BLOCK: Final = 50
"""Messages that are kept under one key."""
MAX_CONVERSATIONS: Final = 5_000
MAX_BLOCKS: Final = 64


def block_of(seq: int) -> int:
    return (seq - 1) // BLOCK


class Version:
    """Of one conversation. `last_seq` is its newest message, or None where that isn't known yet."""

    __slots__ = ("_base", "_blocks", "last_seq", "members")

    def __init__(self, number: int) -> None:
        self._base = number
        self._blocks: dict[int, int] = {}
        self.last_seq: int | None = None
        self.members = number

    def block(self, block: int) -> int:
        return self._blocks.get(block, self._base)

    def change_block(self, block: int, number: int) -> None:
        if len(self._blocks) >= MAX_BLOCKS:
            self._blocks.clear()
            self._base = number
        self._blocks[block] = number


class Versions:
    """Numbers are given out once in the life of a process. Who is forgotten starts with a new one."""

    def __init__(self) -> None:
        self._number = 0
        self._known: OrderedDict[str, Version] = OrderedDict()

    def next(self) -> int:
        self._number += 1
        return self._number

    def of(self, conv: str) -> Version:
        version = self._known.get(conv)
        if version is None:
            if len(self._known) >= MAX_CONVERSATIONS:
                self._known.popitem(last=False)
            version = self._known[conv] = Version(self.next())
        else:
            self._known.move_to_end(conv)
        return version

    def note(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            match delivery.event:
                case MessageAdded(conv=conv, message=message):
                    if (known := self._known.get(conv)) is not None:
                        known.last_seq = max(known.last_seq or 0, message.seq)
                        known.change_block(block_of(message.seq), self.next())
                case Edited(conv=conv, seq=seq) | Recalled(conv=conv, seq=seq) | Reacted(conv=conv, seq=seq):
                    if (known := self._known.get(conv)) is not None:
                        known.change_block(block_of(seq), self.next())
                case MemberChanged(conv=conv) | GroupChanged(conv=conv):
                    self._change_members(conv)
                case ConversationAdded(conversation=conversation):
                    self._change_members(conversation.id)
                case Expired(conv=conv) | Removed(conv=conv):
                    self._known.pop(conv, None)

    def _change_members(self, conv: str) -> None:
        if (known := self._known.get(conv)) is not None:
            known.members = self.next()

"""How much of a list has room in one frame: the rest is asked for, or comes in further frames.

All is measured as JSON, which is never shorter than its MessagePack.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from imserver.core.codec import MAX_FRAME
from imserver.core.conversation import Conversation
from imserver.core.message import Message, Page

HEAD: Final = 1024
"""Bytes of a frame beside what it lists."""
ROOM: Final = MAX_FRAME - HEAD

_encode: Final = msgspec.json.Encoder().encode


def size_of(value: Any) -> int:
    """Bytes that it takes in a list."""
    return len(_encode(value)) + 1


def fit_page(page: Page, reader: str, *, forwards: bool) -> Page:
    """As much of a page as has room, from the side where paging began: one message at least."""
    shown: list[Message] = []
    left = ROOM
    for message in page.messages if forwards else reversed(page.messages):
        left -= size_of(message)
        if left < 0 and shown:
            break
        shown.append(message if left >= 0 else fit_message(message, reader))
    if not forwards:
        shown.reverse()
    return Page(shown, page.more or len(shown) < len(page.messages))


def fit_message(message: Message, reader: str) -> Message:
    """A message with fewer names of those who reacted: who reads it is named before all others."""
    most = max(map(len, message.reactions.values()), default=0)
    shown = message
    while most and size_of(shown) > ROOM:
        most //= 2
        named = {
            emoji: tuple(sorted(users, key=lambda user: user != reader)[:most])
            for emoji, users in message.reactions.items()
        }
        unnamed = {emoji: len(users) - most for emoji, users in message.reactions.items() if len(users) > most}
        shown = msgspec.structs.replace(message, reactions=named, unnamed=unnamed)
    return shown


def fit_conversation(conversation: Conversation) -> Conversation:
    """A conversation with as many of its members as have room."""
    if size_of(conversation) <= ROOM:
        return conversation
    members = conversation.members
    left = ROOM - size_of(msgspec.structs.replace(conversation, members=()))
    count = count_fitting(members, left)
    return msgspec.structs.replace(conversation, members=members[:count])


def count_fitting(values: Iterable[Any], left: int = ROOM) -> int:
    """How many of the first have room."""
    count = 0
    for value in values:
        left -= size_of(value)
        if left < 0:
            break
        count += 1
    return count

"""Messages: a text at its place in a conversation's dense sequence."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError

MAX_TEXT: Final = 8000
DEFAULT_PAGE: Final = 50
MAX_PAGE: Final = 200


class Draft(msgspec.Struct, frozen=True):
    """A message on its way in. `origin` is the connection that sends it, which needs no echo."""

    conv: str
    sender: str
    client_id: UUID
    text: str
    origin: str
    ts: int


class Message(msgspec.Struct, frozen=True):
    """A stored message within its conversation. `ts` is ms since 1970 UTC, by the server's clock."""

    seq: int
    sender: str
    client_id: UUID
    ts: int
    text: str


class Posted(msgspec.Struct, frozen=True):
    """What the sender is told: the message is durable, under this number."""

    seq: int
    ts: int


class Page(msgspec.Struct, frozen=True):
    """Messages in ascending order; `more` tells whether there are others in the direction of paging."""

    messages: list[Message]
    more: bool


def check_text(text: str) -> None:
    """Raises `text_invalid`."""
    if not text.strip():
        raise ImError(errors.TEXT_INVALID, "The text is empty.")
    if len(text) > MAX_TEXT:
        raise ImError(errors.TEXT_INVALID, f"The text has {len(text)} characters, {MAX_TEXT} are allowed.")
    if "\0" in text:
        raise ImError(errors.TEXT_INVALID, "The text contains U+0000.")

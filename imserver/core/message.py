"""Messages: a text at its place in a conversation's dense sequence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, cast
from uuid import UUID

import msgspec

from imserver.core import errors
from imserver.core.action import Action
from imserver.core.attachment import Attachment
from imserver.core.emoji import is_emoji
from imserver.core.errors import ImError
from imserver.core.legibility import is_visible
from imserver.core.markup import plain
from imserver.core.note import Note
from imserver.core.span import Span

MAX_TEXT: Final = 8000
MAX_MENTIONS: Final = 50
MAX_EMOJI: Final = 32
MAX_REACTIONS: Final = 20
"""Different emoji on one message."""
EVERYONE: Final = "all"
"""In `mentions`: every member of the group."""
DEFAULT_PAGE: Final = 50
MAX_PAGE: Final = 200

_NO_MARK: Final = re.compile("[!-)+-=?-^a-}\u0400-\u0481\u4e00-\u9fff\U0001f300-\U0001f6d0]")
"""Plainly seen, as something is of nearly every message, and none of the marks that may vanish."""


class Draft(msgspec.Struct, frozen=True):
    """A message on its way in. `origin` is the connection that sends it, which needs no echo.

    `attachments` are ids of uploaded files. `spelled` is how the client wrote its `client_id`, where that isn't the
    canonical form.
    """

    conv: str
    sender: str
    client_id: UUID
    text: str
    origin: str
    ts: int
    reply_to: int | None = None
    thread: int | None = None
    mentions: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    spelled: str = ""
    spans: tuple[Span, ...] = ()


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stored message within its conversation. Times are ms since 1970 UTC, by the server's clock.

    `reply_to` and `thread` are numbers of earlier messages: the one it answers, and the one whose thread it stands
    in. `mentions` holds user ids or `EVERYONE`, and `spans` where in the text they stand, as far as its client said so.
    `reactions` holds the ids of who reacted by emoji, and `unnamed` how many more did where not all have room in a
    frame. Of a message that is `gone`, nothing but its place is left. With a `note` it is none of the sender's: the
    server wrote it about them; with an `action`, about what they did.
    """

    seq: int
    sender: str
    client_id: UUID
    ts: int
    text: str
    reply_to: int | None = None
    thread: int | None = None
    mentions: tuple[str, ...] = ()
    edited_at: int | None = None
    reactions: dict[str, tuple[str, ...]] = {}
    gone: Literal["recalled", "damaged"] | None = None
    attachments: tuple[Attachment, ...] = ()
    note: Note | None = None
    action: Action | None = None
    unnamed: dict[str, int] = {}
    spelled: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def sent_as(self) -> UUID:
        """The `client_id` as its client wrote it: then it is a text, which is encoded as what it stands for."""
        return cast(UUID, self.spelled) if self.spelled else self.client_id

    def as_sent(self) -> Message:
        """As it is told to clients."""
        return msgspec.structs.replace(self, client_id=self.sent_as, spelled="") if self.spelled else self

    def names(self, user: str) -> bool:
        """Whether it mentions them."""
        return user in self.mentions or EVERYONE in self.mentions


class Posted(msgspec.Struct, frozen=True):
    """What the sender is told: the message is durable, under this number."""

    seq: int
    ts: int


class Page(msgspec.Struct, frozen=True):
    """Messages in ascending order; `more` tells whether there are others in the direction of paging."""

    messages: list[Message]
    more: bool


def check_text(text: str, *, may_be_empty: bool = False) -> None:
    """Raises `text_invalid`, also for a text of which nothing can be seen. A message that carries files needs none."""
    if len(text) > MAX_TEXT:
        raise ImError(errors.TEXT_INVALID, f"The text has {len(text)} characters, {MAX_TEXT} are allowed.")
    if not may_be_empty and not _is_seen(text):
        raise ImError(errors.TEXT_INVALID, "The text is empty.")
    if "\0" in text:
        raise ImError(errors.TEXT_INVALID, "The text contains U+0000.")


def _is_seen(text: str) -> bool:
    """Whether anything is left to see where markup is shown as meant: its marks aren't."""
    return _NO_MARK.search(text) is not None or (is_visible(text) and is_visible(plain(text)))


def check_mentions(mentions: Sequence[str]) -> None:
    """Raises `too_many`."""
    if len(mentions) > MAX_MENTIONS:
        raise ImError(errors.TOO_MANY, f"{len(mentions)} people are mentioned, {MAX_MENTIONS} may be.")


def check_is_said(message: Message) -> None:
    """Raises `forbidden` for a line that nobody said: nobody can edit, recall or pin it."""
    if message.note:
        raise ImError(errors.FORBIDDEN, "This line says what an administrator of the server did: it stays.")
    if message.action:
        raise ImError(errors.FORBIDDEN, "This line says what was done in the conversation: it stays.")


def check_emoji(emoji: str) -> None:
    """A reaction is one emoji: a word would be a message, from whoever may not write. Raises `emoji_invalid`."""
    if not is_emoji(emoji):
        raise ImError(errors.EMOJI_INVALID, f"{emoji[:40]!r} is not one emoji.")

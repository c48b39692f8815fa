"""The few fields of server frames that a generator looks at. What else is in them is skipped by the decoder."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

T = TypeVar("T")


class SentReply(msgspec.Struct):
    id: int
    conv: str
    client_id: str
    seq: int


class MessageEvent(msgspec.Struct):
    sync: str
    conv: str
    seq: int
    client_id: str


class PageMessage(msgspec.Struct):
    """A message in a page."""

    seq: int


class PageReply(msgspec.Struct):
    id: int
    conv: str
    messages: list[PageMessage]
    more: bool


class KnownConversation(msgspec.Struct):
    id: str
    last_seq: int


class ReadyReply(msgspec.Struct):
    mode: str
    conversations: list[KnownConversation] | None = None


class ErrorReply(msgspec.Struct):
    code: str
    id: int | None = None
    retry: bool = False


class OtherFrame(msgspec.Struct):
    """Whatever else: an answer by its `id`, an event by its `sync`."""

    t: str
    id: int | None = None
    sync: str | None = None
    conversation: KnownConversation | None = None


def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(kind)


SENT: Final = _decoder(SentReply)
MESSAGE: Final = _decoder(MessageEvent)
PAGE: Final = _decoder(PageReply)
READY: Final = _decoder(ReadyReply)
ERROR: Final = _decoder(ErrorReply)
OTHER: Final = _decoder(OtherFrame)
encode: Final = msgspec.json.Encoder().encode

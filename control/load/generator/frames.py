"""The few fields of server frames that a generator looks at. What else is in them is skipped by the decoder."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

T = TypeVar("T")


class Sent(msgspec.Struct):
    id: int
    conv: str
    client_id: str
    seq: int


class Message(msgspec.Struct):
    sync: str
    conv: str
    seq: int
    client_id: str


class Known(msgspec.Struct):
    """A message in a page."""

    seq: int


class Page(msgspec.Struct):
    id: int
    conv: str
    messages: list[Known]
    more: bool


class Conversation(msgspec.Struct):
    id: str
    last_seq: int


class Ready(msgspec.Struct):
    mode: str
    conversations: list[Conversation] | None = None


class Error(msgspec.Struct):
    code: str
    id: int | None = None
    retry: bool = False


class Other(msgspec.Struct):
    """Whatever else: an answer by its `id`, an event by its `sync`."""

    t: str
    id: int | None = None
    sync: str | None = None
    conversation: Conversation | None = None


def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(kind)


SENT: Final = _decoder(Sent)
MESSAGE: Final = _decoder(Message)
PAGE: Final = _decoder(Page)
READY: Final = _decoder(Ready)
ERROR: Final = _decoder(Error)
OTHER: Final = _decoder(Other)
encode: Final = msgspec.json.Encoder().encode

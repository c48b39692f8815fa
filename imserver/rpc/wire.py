"""What goes over a link, without I/O: frames of MessagePack, each with all items that waited.

A frame is its size as four bytes, big-endian, and a list of items. The first item of each side is `Hello`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

PROTOCOL: Final = 1
"""Grows with every change that the other side would not understand."""
HEAD: Final = 4
MAX_FRAME: Final = 1 << 26
MAX_HELLO: Final = 4096
"""Bytes of a frame from somebody who hasn't said who they are."""
AVATARS: Final = "avatars"
KNOWN: Final = (AVATARS,)
"""What this release passes on to clients, and ones before dropped."""


class Hello(msgspec.Struct, frozen=True, array_like=True, tag=0):
    """Who speaks: the name of the process, the services in it, its release.

    `generation` tells processes of one name apart while one takes over from another: it is empty for one that was
    started alone. `is_retiring` tells of one that has been taken over from. `knows` is what it passes on to clients
    that processes of the releases before drop.
    """

    protocol: int
    release: str
    name: str
    services: tuple[str, ...]
    generation: str = ""
    is_retiring: bool = False
    knows: tuple[str, ...] = ()

    @property
    def process(self) -> str:
        """A name that no other process has, not even one of the same name."""
        return f"{self.name}~{self.generation}" if self.generation else self.name


class Refusal(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """Why the other side isn't taken. The connection ends with it."""

    reason: str


class Call(msgspec.Struct, frozen=True, array_like=True, tag=2):
    """`arguments` is a list, as the interface of the method says."""

    id: int
    method: str
    arguments: msgspec.Raw


class Response(msgspec.Struct, frozen=True, array_like=True, tag=3):
    id: int
    result: msgspec.Raw


class Failure(msgspec.Struct, frozen=True, array_like=True, tag=4):
    """An `ImError`, by the name of its code."""

    id: int
    code: str
    message: str
    hint: str


class Notification(msgspec.Struct, frozen=True, array_like=True, tag=5):
    """Something that is told and not answered."""

    topic: str
    data: msgspec.Raw


Item = Hello | Refusal | Call | Response | Failure | Notification

encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[Item]).decode


class WireError(Exception):
    """The other side sent what is no frame."""


def frame(items: list[Item]) -> bytes:
    body = encode(items)
    return len(body).to_bytes(HEAD, "big") + body


class Frames:
    """Bytes in, items out."""

    def __init__(self) -> None:
        self.limit = MAX_FRAME
        """Bytes that the next frame may have."""
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Item]:
        """The items of the frames that are whole now. Raises `WireError`."""
        self._rest += data
        at = 0
        try:
            while len(self._rest) - at >= HEAD:
                size = int.from_bytes(self._rest[at : at + HEAD], "big")
                if size > self.limit:
                    raise WireError(f"a frame of {size} bytes, {self.limit} are allowed")
                end = at + HEAD + size
                if len(self._rest) < end:
                    break
                body = bytes(self._rest[at + HEAD : end])
                at = end
                yield from _items(body)
        finally:
            del self._rest[:at]


def _items(body: bytes) -> list[Item]:
    try:
        return _decode(body)
    except msgspec.MsgspecError as error:
        raise WireError(str(error)) from error

"""Frames for `im.v1.lz4`: MessagePack, compressed with a dictionary that both sides know.

    0 | MessagePack
    1 | size 4 | LZ4 block with dictionary 1; the size of its MessagePack is big-endian

Chat frames are too short to be compressed without a dictionary. One that was released never changes; a better one
gets the next number, and a subprotocol of its own.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib import resources
from typing import Final

import lz4.block
import msgspec

from imserver.core import errors
from imserver.core.codec import MAX_FRAME, Envelope, FrameError, Spelling, diagnose, spelled_send
from imserver.core.frames import ClientFrame, Send, ServerFrame

PLAIN: Final = 0
DICTIONARY: Final = 1

_HEADER: Final = struct.Struct(">BI")


@cache
def dictionary() -> bytes:
    """Made of texts that people write and of frames; served to clients as it stands."""
    return (resources.files("imserver.core") / "dictionaries" / f"{DICTIONARY}.bin").read_bytes()


class PackedCodec:
    subprotocol: Final = "im.v1.lz4"
    is_binary: Final = True

    def __init__(self) -> None:
        self._decoder: msgspec.msgpack.Decoder[ClientFrame] = msgspec.msgpack.Decoder(ClientFrame)
        self._envelope = msgspec.msgpack.Decoder(Envelope)
        self._spelling = msgspec.msgpack.Decoder(Spelling)
        self._encoder = msgspec.msgpack.Encoder(uuid_format="bytes")

    def decode(self, data: bytes) -> ClientFrame:
        plain = _unpack(data)
        try:
            frame = self._decoder.decode(plain)
        except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
            raise diagnose(plain, str(problem), self._envelope, errors.BAD_PACKING, "a MessagePack map") from None
        if isinstance(frame, Send) and self._encoder.encode(frame.client_id) not in plain:
            return spelled_send(frame, self._spelling.decode(plain).client_id)
        return frame

    def encode(self, frame: ServerFrame) -> bytes:
        plain = self._encoder.encode(frame)
        packed = lz4.block.compress(plain, store_size=False, dict=dictionary())
        if len(packed) + _HEADER.size > len(plain):
            return bytes((PLAIN,)) + plain
        return bytes(_HEADER.pack(DICTIONARY, len(plain)) + packed)

    def size_of(self, data: bytes) -> int:
        size: int = len(data) - 1 if data[0] == PLAIN else _HEADER.unpack_from(data)[1]
        return size


PACKED: Final = PackedCodec()


def _unpack(data: bytes) -> bytes:
    """Raises `FrameError`. Nothing is allocated by a size that was not checked."""
    if data[:1] == bytes((PLAIN,)):
        return data[1:]
    if len(data) < _HEADER.size:
        raise FrameError(errors.BAD_PACKING, f"The frame is cut: {len(data)} bytes.", None)
    kind, size = _HEADER.unpack_from(data)
    if kind != DICTIONARY:
        raise FrameError(errors.BAD_PACKING, f"No packing has the number {kind}.", None)
    if size > MAX_FRAME:
        raise FrameError(errors.BAD_PACKING, f"The frame declares {size} bytes, {MAX_FRAME} are allowed.", None)
    try:
        plain: bytes = lz4.block.decompress(data[_HEADER.size :], uncompressed_size=size, dict=dictionary())
    except lz4.block.LZ4BlockError as error:
        raise FrameError(errors.BAD_PACKING, f"The frame can't be decompressed: {error}.", None) from None
    if len(plain) != size:
        raise FrameError(errors.BAD_PACKING, f"The frame holds {len(plain)} bytes and declares {size}.", None)
    return plain

"""`im.v1.lz4`: the same frames in fewer bytes, and nothing that comes in breaks the reader or fills the memory."""

from __future__ import annotations

import hashlib
import struct
import tracemalloc
from typing import get_args
from uuid import uuid4

import lz4.block
import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imserver.core import errors, frames
from imserver.core.codec import JSON, MAX_FRAME, Codec, FrameError, event_frame
from imserver.core.event import Event
from imserver.core.packed_codec import DICTIONARY, PACKED, dictionary
from tests.core.test_codec import client_frames, events, short

PING = msgspec.msgpack.encode({"t": "ping", "id": 5})


def packed(plain: bytes, size: int | None = None, kind: int = DICTIONARY) -> bytes:
    block: bytes = lz4.block.compress(plain, store_size=False, dict=dictionary())
    return struct.pack(">BI", kind, len(plain) if size is None else size) + block


def unpacked(data: bytes) -> object:
    if data[0] == 0:
        return msgspec.msgpack.decode(data[1:])
    (size,) = struct.unpack_from(">I", data, 1)
    return msgspec.msgpack.decode(lz4.block.decompress(data[5:], uncompressed_size=size, dict=dictionary()))


@given(client_frames)
def test_a_frame_is_the_same_however_it_was_packed(frame: frames.ClientFrame) -> None:
    for uuid_format in ("canonical", "bytes"):
        plain = msgspec.msgpack.Encoder(uuid_format=uuid_format).encode(frame)
        assert PACKED.decode(b"\0" + plain) == PACKED.decode(packed(plain)) == frame


@given(short, events)
def test_an_event_says_the_same_in_both_subprotocols(sync: str, event: Event) -> None:
    told = event_frame(sync, event)
    assert msgspec.convert(unpacked(PACKED.encode(told)), type(told), strict=False) == told


def test_a_chat_takes_about_half_of_its_json() -> None:
    texts = ["明天下午三点开会，请准时参加", "ok, see you at the meeting", "好的", "Can you send it?", "收到，谢谢"]

    def told(codec: Codec) -> int:
        return sum(
            len(codec.encode(frames.MessageFrame(f"a1b2c3d4.{10_000 + at}", "c0k3v8q3aa01zz", 40 + at, *fields, text)))
            for at, text in enumerate(texts)
        )

    fields = ("u0k3v8q2m1a7rc", uuid4(), 1_795_500_000_000)
    assert told(PACKED) < 0.55 * told(JSON)


@given(st.binary(max_size=300))
@example(b"")
@example(b"\0")
@example(b"\1\0\0\0\0")
@example(b"\0" + b"\x91" * 60_000)
@example(b"\0\xdf\xff\xff\xff\xff")
@example(b"\0\x83\xa1t\xa5watch\xa2id\x01\xa5convs\xdd\xff\xff\xff\xff")
@example(b"\0\x82\xa1t\xa4ping\xa2id\xcf\xff\xff\xff\xff\xff\xff\xff\xff")
@example(b"\0\x82\xa1t\xa4ping\xa2id\xa1\xff")
def test_no_bytes_break_the_reader(data: bytes) -> None:
    _reads_or_refuses(data)
    _reads_or_refuses(b"\0" + data)
    _reads_or_refuses(packed(data))


@given(client_frames, st.data())
def test_a_damaged_frame_is_refused_or_read_as_a_frame(frame: frames.ClientFrame, data: st.DataObject) -> None:
    whole = packed(msgspec.msgpack.encode(frame))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    _reads_or_refuses(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])


def _reads_or_refuses(data: bytes) -> None:
    refusal = None
    try:
        frame = PACKED.decode(data)
    except FrameError as error:
        refusal = error
    if refusal is None:
        assert isinstance(frame, get_args(frames.ClientFrame))
        return
    assert refusal.code in (errors.BAD_PACKING, errors.BAD_FRAME, errors.UNKNOWN_TYPE)
    assert refusal.message
    assert refusal.request is None or 0 <= refusal.request < 1 << 53


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cut"),
        (b"\1\0\0", "cut"),
        (packed(PING, kind=2), "number 2"),
        (packed(PING, size=len(PING) + 1), "holds 12 bytes and declares 13"),
        (packed(PING, size=len(PING) - 1), "can't be decompressed"),
        (packed(PING, size=MAX_FRAME + 1), "declares 65537 bytes"),
        (b"\1\xff\xff\xff\xff", "declares 4294967295 bytes"),
        (b"\0" + msgspec.msgpack.encode([1]), "not a MessagePack map"),
        (b"\0" + PING + b"\0", "not a MessagePack map"),
        (b"\0" + b'{"t":"ping","id":1}', "not a MessagePack map"),
    ],
)
def test_what_is_wrong_is_named(data: bytes, words: str) -> None:
    with pytest.raises(FrameError, match=words) as refusal:
        PACKED.decode(data)
    assert refusal.value.code is errors.BAD_PACKING


def test_a_wrong_field_is_named_with_its_request() -> None:
    wrong = packed(msgspec.msgpack.encode({"t": "history", "id": 7, "conv": "c1", "limit": 0}))
    with pytest.raises(FrameError, match="limit") as refusal:
        PACKED.decode(wrong)
    assert (refusal.value.code, refusal.value.request) == (errors.BAD_FRAME, 7)


@pytest.mark.parametrize("size", [MAX_FRAME + 1, 1 << 30, (1 << 32) - 1])
def test_a_bomb_is_refused_before_it_takes_memory(size: int) -> None:
    bomb = lz4.block.compress(bytes(4 << 20), store_size=False)
    data = struct.pack(">BI", DICTIONARY, size) + bomb
    tracemalloc.start()
    with pytest.raises(FrameError):
        PACKED.decode(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000


def test_the_dictionary_that_was_released_stays_as_it_is() -> None:
    assert hashlib.sha256(dictionary()).hexdigest()[:32] == "31aaa7e5f22b0dfc65ade3379157d2de"

"""Files in sealed chunks: every byte back, and nothing that was altered."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.seal import keyring
from imserver.seal.algorithm import Algorithm
from imserver.seal.chunks import CHUNK, TAG, ChunkReader, ChunkWriter
from imserver.seal.envelope import Sealer, SealError

RING = keyring.generate()
HEADER = 23
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5)


def sealed(plain: bytes, sealer: Sealer | None = None, parts: int = 70_000) -> bytearray:
    file = io.BytesIO()
    writer = ChunkWriter(sealer or Sealer(RING), "f1", file)
    for start in range(0, len(plain), parts):
        writer.write(plain[start : start + parts])
    writer.finish()
    assert writer.size == len(plain)
    return bytearray(file.getvalue())


def read(stored: bytes | bytearray, name: str = "f1", sealer: Sealer | None = None) -> bytes:
    reader = ChunkReader(sealer or Sealer(RING), name, io.BytesIO(stored))
    plain = b""
    while part := reader.read(len(plain), CHUNK):
        plain += part
    assert len(plain) == reader.size
    return plain


def content(size: int) -> bytes:
    return bytes(number % 251 for number in range(size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("algorithm", Algorithm)
def test_every_byte_comes_back(size: int, algorithm: Algorithm) -> None:
    sealer = Sealer(RING, algorithm)
    stored = sealed(content(size), sealer)
    assert read(stored, sealer=Sealer(RING)) == content(size)
    assert content(size)[:64] not in stored or size < 16


@given(start=st.integers(0, 3 * CHUNK), length=st.integers(1, 2 * CHUNK))
def test_any_range_can_be_read_by_itself(start: int, length: int) -> None:
    plain = content(2 * CHUNK + 9)
    part = ChunkReader(Sealer(RING), "f1", io.BytesIO(STORED)).read(start, length)
    assert plain[start:].startswith(part)
    assert part or start >= len(plain)


STORED = sealed(content(2 * CHUNK + 9))


@pytest.mark.parametrize("place", [4, 6, 10, HEADER, HEADER + CHUNK, HEADER + CHUNK + TAG + 1, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    stored = bytearray(STORED)
    stored[place] ^= 1
    with pytest.raises(SealError):
        read(stored)


def test_a_file_can_be_neither_cut_nor_rearranged_nor_renamed() -> None:
    size = CHUNK + TAG
    first, second = STORED[HEADER : HEADER + size], STORED[HEADER + size : HEADER + 2 * size]
    head, rest = STORED[:HEADER], STORED[HEADER + 2 * size :]
    for stored in (head + first + second, head + first, head + second + first + rest, head + first + rest, head[:9]):
        with pytest.raises(SealError):
            read(stored)
    with pytest.raises(SealError):
        read(STORED, "f2")
    with pytest.raises(SealError, match="not in the ring"):
        read(STORED, sealer=Sealer(keyring.Keyring(2, {2: bytes(16)}, bytes(16))))


def test_two_files_with_the_same_content_have_nothing_in_common() -> None:
    one, other = sealed(bytes(100)), sealed(bytes(100))
    assert one[HEADER:] != other[HEADER:]

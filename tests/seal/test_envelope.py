"""The envelope: what goes in comes out, at its place, and nothing else does."""

from __future__ import annotations

import contextlib
import struct

import lz4.block
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.seal import dictionary
from imserver.seal.envelope import MAX_PLAIN, Sealer, SealError, place
from imserver.seal.keyring import Keyring, generate
from tests.seal import gcm

KEY = bytes.fromhex("feffe9928665731c6d6a8f9467308308")
NONCE = bytes.fromhex("cafebabefacedbaddecaf888")
RING = Keyring(1, {1: KEY}, bytes(range(16)))
HERE = place("c0000000000000", 42, "u0000000000000")

sealer = Sealer(RING)
bodies = st.binary(max_size=600) | st.text("ab", max_size=3000).map(str.encode)
ids = st.text("cu0123456789abcdefghjkmnpqrstvwxyz", min_size=1, max_size=16)
places = st.builds(place, ids, st.integers(1, 1 << 53), ids)


def _envelope(plain: bytes, *, compression: int = 0, size: int | None = None, key: int = 1) -> bytes:
    """An envelope by the description of its bytes alone."""
    header = struct.pack(">BBBHI", 1, 1, compression, key, len(plain) if size is None else size)
    return header + NONCE + gcm.encrypt(KEY, NONCE, plain, header + HERE)


def test_the_independent_aes_gcm_gives_the_published_answer() -> None:
    """Test case 4 of McGrew and Viega's GCM specification; FIPS 197, appendix C.1."""
    assert gcm.encrypt_block(bytes(range(16)), bytes.fromhex("00112233445566778899aabbccddeeff")) == bytes.fromhex(
        "69c4e0d86a7b0430d8cdb78070b4c55a"
    )
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    assert gcm.encrypt(KEY, NONCE, plain, associated) == bytes.fromhex(
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
        "5bc94fbc3221a5db94fae95ae7121a47"
    )


def test_an_envelope_made_by_description_opens() -> None:
    assert sealer.open(_envelope(b"hello"), HERE) == b"hello"


def test_an_envelope_opens_by_description() -> None:
    plain = b"a text that says the same again and again, " * 10
    envelope = sealer.seal(plain, HERE)
    version, algorithm, compression, key, size = struct.unpack_from(">BBBHI", envelope)
    assert (version, algorithm, compression, key, size) == (1, 1, 2, 1, len(plain))
    nonce, sealed = envelope[9:21], envelope[21:]
    content = gcm.encrypt(KEY, nonce, sealed[:-16], b"")[:-16]
    assert gcm.encrypt(KEY, nonce, content, envelope[:9] + HERE) == sealed
    assert gcm.expand(content, dictionary.load()[1]) == plain


def test_what_was_sealed_once_opens_for_ever() -> None:
    kept = bytes.fromhex(
        "01010000010000000fcafebabefacedbaddecaf888dcc0ef5b1a6c17edcecf95d2ce804fa6a1b5c54037fc48df2ebbac35d458f6"
    )
    assert sealer.open(kept, HERE) == "Grüße, 你好".encode()


@given(bodies, places)
def test_what_goes_in_comes_out(plain: bytes, at: bytes) -> None:
    assert sealer.open(sealer.seal(plain, at), at) == plain


@given(bodies, places)
def test_an_envelope_is_never_much_larger_than_its_body(plain: bytes, at: bytes) -> None:
    assert len(sealer.seal(plain, at)) <= len(plain) + 37


def test_long_texts_are_compressed() -> None:
    assert len(sealer.seal(b"the same again " * 500, HERE)) < 200


def test_the_same_body_is_sealed_differently_each_time() -> None:
    assert len({sealer.seal(b"hello", HERE) for _ in range(1000)}) == 1000


def test_a_body_does_not_show() -> None:
    assert b"hello" not in sealer.seal(b"hello" * 3, HERE)


# what is refused


@given(bodies, places, places)
def test_a_moved_envelope(plain: bytes, at: bytes, elsewhere: bytes) -> None:
    envelope = sealer.seal(plain, at)
    if at != elsewhere:
        with pytest.raises(SealError, match="another place"):
            sealer.open(envelope, elsewhere)


@pytest.mark.parametrize(
    "elsewhere",
    [
        place("c0000000000001", 42, "u0000000000000"),
        place("c0000000000000", 43, "u0000000000000"),
        place("c0000000000000", 42, "u0000000000001"),
    ],
    ids=["conversation", "sequence", "sender"],
)
def test_each_part_of_the_place_counts(elsewhere: bytes) -> None:
    with pytest.raises(SealError, match="another place"):
        sealer.open(sealer.seal(b"hello", HERE), elsewhere)


@given(bodies, st.data())
def test_a_flipped_bit(plain: bytes, data: st.DataObject) -> None:
    envelope = bytearray(sealer.seal(plain, HERE))
    bit = data.draw(st.integers(0, len(envelope) * 8 - 1))
    envelope[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealError, match=r"altered|unknown kind|declares|not in the ring"):
        sealer.open(bytes(envelope), HERE)


@given(bodies, st.data())
def test_a_cut_or_lengthened_envelope(plain: bytes, data: st.DataObject) -> None:
    envelope = sealer.seal(plain, HERE)
    with pytest.raises(SealError, match=r"cut|altered"):
        sealer.open(envelope[: data.draw(st.integers(0, len(envelope) - 1))], HERE)
    with pytest.raises(SealError, match="altered"):
        sealer.open(envelope + data.draw(st.binary(min_size=1, max_size=20)), HERE)


@given(st.binary(max_size=100))
def test_no_bytes_break_the_opener(junk: bytes) -> None:
    with pytest.raises(SealError):
        sealer.open(junk, HERE)


@pytest.mark.parametrize(("place_of_byte", "value"), [(0, 0), (0, 2), (1, 0), (1, 3), (2, 3), (2, 255)])
def test_an_unknown_kind_is_named(place_of_byte: int, value: int) -> None:
    envelope = bytearray(sealer.seal(b"hello", HERE))
    envelope[place_of_byte] = value
    with pytest.raises(SealError, match=f"unknown kind: .*{value}"):
        sealer.open(bytes(envelope), HERE)


def test_an_envelope_of_another_ring() -> None:
    with pytest.raises(SealError, match="altered"):
        Sealer(generate()).open(sealer.seal(b"hello", HERE), HERE)


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(SealError, match="key 7 is not in the ring"):
        sealer.open(_envelope(b"hello", key=7), HERE)


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    """Made by somebody who has the key: a megabyte and one byte, from a few kilobytes."""
    bomb = lz4.block.compress(bytes(MAX_PLAIN + 1), store_size=False)
    with pytest.raises(SealError, match=f"declares {MAX_PLAIN + 1} bytes, {MAX_PLAIN} are allowed"):
        sealer.open(_envelope(bomb, compression=1, size=MAX_PLAIN + 1), HERE)
    with pytest.raises(SealError, match=r"declares 4294967295 bytes"):
        sealer.open(_envelope(b"", compression=1, size=0xFFFFFFFF), HERE)


@pytest.mark.parametrize("declared", [0, 4, 999, 1001, MAX_PLAIN])
def test_a_wrong_size_is_refused(declared: int) -> None:
    packed = lz4.block.compress(b"x" * 1000, store_size=False)
    with pytest.raises(SealError, match=r"decompressed|holds 1000 bytes"):
        sealer.open(_envelope(packed, compression=1, size=declared), HERE)


@given(st.binary(max_size=60), st.integers(0, 300))
def test_no_compressed_content_breaks_the_opener(content: bytes, declared: int) -> None:
    """Sealed with the right key, so that only decompression stands between it and the caller."""
    header = struct.pack(">BBBHI", 1, 1, 1, 1, declared)
    envelope = header + NONCE + sealer._ciphers[1, 1].encrypt(NONCE, content, header + HERE)
    with contextlib.suppress(SealError):
        assert len(sealer.open(envelope, HERE)) == declared


def test_a_plain_body_has_the_size_it_declares() -> None:
    with pytest.raises(SealError, match="holds 5 bytes and declares 4"):
        sealer.open(_envelope(b"hello", size=4), HERE)


def test_what_could_not_be_opened_again_is_not_sealed() -> None:
    assert sealer.open(sealer.seal(bytes(MAX_PLAIN), HERE), HERE) == bytes(MAX_PLAIN)
    with pytest.raises(SealError, match=str(MAX_PLAIN + 1)):
        sealer.seal(bytes(MAX_PLAIN + 1), HERE)


# keys and digests


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old = sealer.seal(b"before", HERE)
    rotated = Sealer(Keyring(2, {**RING.keys, 2: bytes(16)}, RING.digest_key))
    new = rotated.seal(b"after", HERE)
    assert rotated.open(old, HERE) == b"before"
    assert rotated.open(new, HERE) == b"after"
    with pytest.raises(SealError, match="key 2 is not in the ring"):
        sealer.open(new, HERE)


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_digests_tell_equal_bodies_from_others(one: bytes, other: bytes) -> None:
    assert (sealer.digest(one) == sealer.digest(other)) is (one == other)


def test_digests_say_nothing_without_the_key_and_stay_when_keys_rotate() -> None:
    rotated = Sealer(Keyring(2, {**RING.keys, 2: bytes(16)}, RING.digest_key))
    assert rotated.digest(b"hello") == sealer.digest(b"hello")
    assert Sealer(generate()).digest(b"hello") != sealer.digest(b"hello")

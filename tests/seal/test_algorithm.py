"""Two ciphers for the same envelope: either opens what the other sealed, and a machine takes its faster one."""

from __future__ import annotations

import hashlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.seal import dictionary
from imserver.seal.algorithm import CALLS, ROUNDS, Algorithm, cipher, fastest
from imserver.seal.envelope import Sealer, SealError, place
from imserver.seal.keyring import Keyring
from tests.seal import chacha, gcm

RING = Keyring(1, {1: bytes(range(16))}, bytes(range(16, 32)))
HERE = place("c0000000000000", 42, "u0000000000000")
NONCE = bytes(range(12))
chacha_sealer = Sealer(RING, Algorithm.CHACHA20_POLY1305)
aes_sealer = Sealer(RING)


def test_the_independent_chacha_gives_the_published_answer() -> None:
    """RFC 8439, section 2.8.2."""
    plain = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen"
        b" would be it."
    )
    sealed = chacha.encrypt(
        bytes(range(0x80, 0xA0)),
        bytes.fromhex("070000004041424344454647"),
        plain,
        bytes.fromhex("50515253c0c1c2c3c4c5c6c7"),
    )
    assert sealed[:16] == bytes.fromhex("d31a8d34648e60db7b86afbc53ef7ec2")
    assert sealed[-16:] == bytes.fromhex("1ae10b594f09e26a7e902ecbd0600691")


@given(st.binary(max_size=200), st.binary(max_size=40), st.binary(min_size=16, max_size=16))
def test_the_products_ciphers_are_the_standards(plain: bytes, associated: bytes, key: bytes) -> None:
    longer = hashlib.blake2b(b"chacha20-poly1305", key=key, digest_size=32).digest()
    for algorithm, expected in (
        (Algorithm.AES_128_GCM, gcm.encrypt(key, NONCE, plain, associated)),
        (Algorithm.CHACHA20_POLY1305, chacha.encrypt(longer, NONCE, plain, associated)),
    ):
        assert cipher(algorithm, key).encrypt(NONCE, plain, associated) == expected


@given(st.binary(max_size=600))
def test_either_opens_what_the_other_sealed(plain: bytes) -> None:
    assert aes_sealer.open(chacha_sealer.seal(plain, HERE), HERE) == plain
    assert chacha_sealer.open(aes_sealer.seal(plain, HERE), HERE) == plain


def test_the_envelope_names_the_cipher() -> None:
    assert chacha_sealer.seal(b"hello", HERE)[1] == 2
    assert aes_sealer.seal(b"hello", HERE)[1] == 1
    swapped = bytearray(chacha_sealer.seal(b"hello", HERE))
    swapped[1] = 1
    with pytest.raises(SealError, match="altered"):
        aes_sealer.open(bytes(swapped), HERE)


@pytest.mark.parametrize("faster", list(Algorithm))
def test_the_faster_one_is_taken_though_a_round_was_disturbed(faster: Algorithm) -> None:
    """A clock that shows the other cipher to take twice as long, and one round of the faster to be interrupted."""
    durations = []
    for number in range(ROUNDS):
        for algorithm in Algorithm:
            usual = 1.0 if algorithm is faster else 2.0
            durations += [0.0, 99.0 if number == 1 and algorithm is faster else usual]
    now, ticks = 0.0, iter(durations)

    def clock() -> float:
        nonlocal now
        now += next(ticks)
        return now

    assert fastest(clock) is faster
    assert CALLS > 1


def test_a_released_dictionary_never_changes() -> None:
    digests = {number: hashlib.sha256(content).hexdigest() for number, content in dictionary.load().items()}
    assert digests == {1: "c8915673ea9956de7b38d7042d848c7c502ea9d00d08210b8970de534210b57d"}


@pytest.mark.parametrize(
    "text", ["你好，明天下午三点在会议室开会。", "Could you please let me know what time the meeting starts?"]
)
def test_short_texts_are_made_smaller(text: str) -> None:
    plain = text.encode()
    sealed = aes_sealer.seal(plain, HERE)
    _, _, compression, _, size = struct.unpack_from(">BBBHI", sealed)
    assert (compression, size) == (2, len(plain))
    assert len(sealed) - 37 < 0.8 * len(plain)
    assert aes_sealer.open(sealed, HERE) == plain


def test_a_dictionary_that_is_not_there_is_named() -> None:
    sealed = bytearray(aes_sealer.seal(b"hello", HERE))
    sealed[2] = 9
    with pytest.raises(SealError, match="unknown kind: 1, 1, 9"):
        aes_sealer.open(bytes(sealed), HERE)

"""ChaCha20-Poly1305 once more, written from RFC 8439, to check the product's against. Slow, and not for secrets."""

from __future__ import annotations

import struct

_CONSTANTS = struct.unpack("<4I", b"expand 32-byte k")
_PRIME = (1 << 130) - 5
_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def _rotate(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & 0xFFFFFFFF


def _quarter(state: list[int], a: int, b: int, c: int, d: int) -> None:
    for one, other, third, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[one] = (state[one] + state[other]) & 0xFFFFFFFF
        state[third] = _rotate(state[third] ^ state[one], by)


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    start = [*_CONSTANTS, *struct.unpack("<8I", key), counter, *struct.unpack("<3I", nonce)]
    state = list(start)
    for _ in range(10):
        for column in range(4):
            _quarter(state, column, column + 4, column + 8, column + 12)
        for a, b, c, d in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            _quarter(state, a, b, c, d)
    return struct.pack("<16I", *((one + other) & 0xFFFFFFFF for one, other in zip(state, start, strict=True)))


def _authenticate(key: bytes, text: bytes) -> bytes:
    factor, addend = int.from_bytes(key[:16], "little") & _CLAMP, int.from_bytes(key[16:], "little")
    total = 0
    for start in range(0, len(text), 16):
        total = (total + int.from_bytes(text[start : start + 16] + b"\1", "little")) * factor % _PRIME
    return ((total + addend) & ((1 << 128) - 1)).to_bytes(16, "little")


def _padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 16)


def encrypt(key: bytes, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
    """Ciphertext and tag (section 2.8). Applied to a ciphertext it gives the plain text, with another tag."""
    stream = b"".join(_block(key, counter, nonce) for counter in range(1, 2 + len(plain) // 64))
    ciphertext = bytes(one ^ other for one, other in zip(plain, stream, strict=False))
    lengths = struct.pack("<QQ", len(associated), len(ciphertext))
    tag = _authenticate(_block(key, 0, nonce)[:32], _padded(associated) + _padded(ciphertext) + lengths)
    return ciphertext + tag

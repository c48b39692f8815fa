"""AES-128-GCM and LZ4 blocks once more, written from their standards, to check the product's against.

FIPS 197, NIST SP 800-38D and the LZ4 block format. Slow, and not for secrets.
"""

from __future__ import annotations

from collections.abc import Iterable

_REDUCTION = 0xE1 << 120


def _multiply(one: int, other: int) -> int:
    """In AES's field of 2^8."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = (one << 1) ^ (0x11B if one & 0x80 else 0)
        other >>= 1
    return product


def _substitute(value: int) -> int:
    inverse = next((other for other in range(256) if _multiply(value, other) == 1), 0)
    result = 0x63
    for shift in range(5):
        result ^= (inverse << shift | inverse >> (8 - shift)) & 0xFF
    return result


_SUBSTITUTION = [_substitute(value) for value in range(256)]


def _xor(one: Iterable[int], other: Iterable[int]) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))


def _round_keys(key: bytes) -> list[bytes]:
    words = [key[start : start + 4] for start in range(0, 16, 4)]
    constant = 1
    for number in range(4, 44):
        word = words[-1]
        if number % 4 == 0:
            word = bytes(_SUBSTITUTION[byte] for byte in word[1:] + word[:1])
            word = _xor(word, (constant, 0, 0, 0))
            constant = _multiply(constant, 2)
        words.append(_xor(words[number - 4], word))
    return [b"".join(words[start : start + 4]) for start in range(0, 44, 4)]


def encrypt_block(key: bytes, block: bytes) -> bytes:
    """AES-128 of 16 bytes."""
    keys = _round_keys(key)
    state = _xor(block, keys[0])
    for number in range(1, 11):
        state = bytes(_SUBSTITUTION[state[(5 * place) % 16]] for place in range(16))
        if number < 10:
            state = b"".join(_mix(state[start : start + 4]) for start in range(0, 16, 4))
        state = _xor(state, keys[number])
    return state


def _mix(column: bytes) -> bytes:
    a, b, c, d = column
    return bytes(
        _multiply(2, first) ^ _multiply(3, second) ^ third ^ fourth
        for first, second, third, fourth in ((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c))
    )


def _multiply_blocks(one: int, other: int) -> int:
    """In GCM's field of 2^128, where the first bit is the lowest power."""
    product = 0
    for bit in range(127, -1, -1):
        if one >> bit & 1:
            product ^= other
        other = other >> 1 ^ (_REDUCTION if other & 1 else 0)
    return product


def _hash(key: int, associated: bytes, ciphertext: bytes) -> int:
    padded = b"".join(part + bytes(-len(part) % 16) for part in (associated, ciphertext))
    lengths = (len(associated) * 8).to_bytes(8, "big") + (len(ciphertext) * 8).to_bytes(8, "big")
    digest = 0
    for start in range(0, len(padded) + 16, 16):
        digest = _multiply_blocks(digest ^ int.from_bytes((padded + lengths)[start : start + 16], "big"), key)
    return digest


def encrypt(key: bytes, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
    """Ciphertext and tag of AES-128-GCM with a 96-bit nonce. Applied to a ciphertext it gives the plain text."""
    stream = b"".join(
        encrypt_block(key, nonce + counter.to_bytes(4, "big")) for counter in range(2, 3 + len(plain) // 16)
    )
    ciphertext = _xor(plain, stream)
    hash_key = int.from_bytes(encrypt_block(key, bytes(16)), "big")
    digest = _hash(hash_key, associated, ciphertext).to_bytes(16, "big")
    return ciphertext + _xor(digest, encrypt_block(key, nonce + b"\0\0\0\1"))


def expand(block: bytes, dictionary: bytes = b"") -> bytes:
    """The content of an LZ4 block. Matches may reach into the dictionary, which stands before it."""
    out = bytearray(dictionary)
    at = 0
    while True:
        token = block[at]
        at += 1
        literals, at = _length(block, at, token >> 4)
        out += block[at : at + literals]
        at += literals
        if at == len(block):
            return bytes(out[len(dictionary) :])
        offset = int.from_bytes(block[at : at + 2], "little")
        matched, at = _length(block, at + 2, token & 15)
        for _ in range(matched + 4):
            out.append(out[-offset])


def _length(block: bytes, at: int, length: int) -> tuple[int, int]:
    if length == 15:
        while True:
            length += block[at]
            at += 1
            if block[at - 1] != 255:
                break
    return length, at

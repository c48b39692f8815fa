"""The envelope of a body at rest: LZ4 where it helps, then an AEAD cipher.

    version 1 | algorithm 1 | compression 1 | key 2 | plain size 4 | nonce 12 | ciphertext and tag

Compression is 0 for none, 1 for LZ4, 1 + n for LZ4 with dictionary n. The header and the body's place
(conversation, sequence, sender) are authenticated, so that an envelope can be neither altered nor moved. Random
96-bit nonces bound one key to 2^32 envelopes (NIST SP 800-38D, 8.3): rotate before.
"""

from __future__ import annotations

import hashlib
import os
import struct
from typing import Final

import lz4.block
from cryptography.exceptions import InvalidTag

from imserver.seal import dictionary
from imserver.seal.algorithm import Aead, Algorithm, cipher
from imserver.seal.keyring import Keyring

VERSION: Final = 1
PLAIN: Final = 0
LZ4: Final = 1
MAX_PLAIN: Final = 1 << 20
DIGEST_BYTES: Final = 16

_HEADER: Final = struct.Struct(">BBBHI")
_NONCE: Final = 12
_TAG: Final = 16
_WORTH_COMPRESSING: Final = 16
_ALGORITHMS: Final = frozenset(map(int, Algorithm))


class SealError(Exception):
    """An envelope that is not to be believed; the text says why."""


def place(conv: str, seq: int, sender: str) -> bytes:
    """The associated data that binds a body to where it stands."""
    return f"{conv}\n{seq}\n{sender}".encode()


class Sealer:
    """Seals with the current key, opens with any key of the ring. Safe to use from several threads."""

    def __init__(self, ring: Keyring, algorithm: Algorithm = Algorithm.AES_128_GCM) -> None:
        self.algorithm = algorithm
        self._digest_key = ring.digest_key
        self._dictionaries = dictionary.load()
        self.use(ring)

    def use(self, ring: Keyring) -> None:
        """Another ring, with the same digest key, from now on."""
        self.ring = ring
        ciphers = {(each, number): cipher(each, key) for each in Algorithm for number, key in ring.keys.items()}
        self._ciphers: dict[tuple[int, int], Aead] = {
            (int(each), number): aead for (each, number), aead in ciphers.items()
        }
        self._sealing = (ring.current, self._ciphers[self.algorithm, ring.current])

    def describe(self) -> str:
        return f"{self.algorithm.title}, key {self._sealing[0]}, LZ4 with dictionary {dictionary.CURRENT}"

    def seal(self, plain: bytes, at: bytes) -> bytes:
        """Raises `SealError` for a body larger than `MAX_PLAIN`."""
        if len(plain) > MAX_PLAIN:
            raise SealError(f"The body has {len(plain)} bytes, {MAX_PLAIN} are allowed.")
        compression, content = PLAIN, plain
        if len(plain) >= _WORTH_COMPRESSING:
            packed = lz4.block.compress(plain, store_size=False, dict=self._dictionaries[dictionary.CURRENT])
            if len(packed) < len(plain):
                compression, content = LZ4 + dictionary.CURRENT, packed
        key, aead = self._sealing
        header = _HEADER.pack(VERSION, self.algorithm, compression, key, len(plain))
        nonce = os.urandom(_NONCE)
        return header + nonce + aead.encrypt(nonce, content, header + at)

    def open(self, envelope: bytes, at: bytes) -> bytes:
        """The plain body. Raises `SealError`; nothing is allocated by a size that was not checked."""
        if len(envelope) < _HEADER.size + _NONCE + _TAG:
            raise SealError(f"The envelope is cut: {len(envelope)} bytes.")
        version, algorithm, compression, key, size = _HEADER.unpack_from(envelope)
        known = compression in (PLAIN, LZ4) or compression - LZ4 in self._dictionaries
        if version != VERSION or algorithm not in _ALGORITHMS or not known:
            raise SealError(f"The envelope is of an unknown kind: {version}, {algorithm}, {compression}.")
        if size > MAX_PLAIN:
            raise SealError(f"The envelope declares {size} bytes, {MAX_PLAIN} are allowed.")
        aead = self._ciphers.get((algorithm, key))
        if aead is None:
            raise SealError(f"The key {key} is not in the ring.")
        header = envelope[: _HEADER.size]
        nonce = envelope[_HEADER.size : _HEADER.size + _NONCE]
        try:
            content = aead.decrypt(nonce, envelope[_HEADER.size + _NONCE :], header + at)
        except InvalidTag:
            raise SealError("The envelope was altered, or stands in another place.") from None
        plain = content if compression == PLAIN else self._decompress(content, compression - LZ4, size)
        if len(plain) != size:
            raise SealError(f"The envelope holds {len(plain)} bytes and declares {size}.")
        return plain

    def _decompress(self, content: bytes, number: int, size: int) -> bytes:
        with_dictionary = {"dict": self._dictionaries[number]} if number else {}
        try:
            plain: bytes = lz4.block.decompress(content, uncompressed_size=size, **with_dictionary)
        except lz4.block.LZ4BlockError as error:
            raise SealError(f"The envelope's content can't be decompressed: {error}.") from None
        return plain

    def digest(self, plain: bytes) -> bytes:
        """A keyed fingerprint: tells equal bodies from others, and nothing to who lacks the key."""
        return hashlib.blake2b(plain, digest_size=DIGEST_BYTES, key=self._digest_key).digest()

"""Files sealed at rest, in chunks that can be read by themselves.

    magic 4 | algorithm 1 | key 2 | salt 16, then chunks: ciphertext of up to 65,536 bytes and tag 16

Each file has a key of its own, derived from the ring's by its salt and name. The nonce of a chunk is its number, and
its associated data the file's name, the number and whether it is the last one (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015): chunks can be neither altered nor moved, and a file can't be cut.
"""

from __future__ import annotations

import hashlib
import os
import struct
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag

from imserver.seal.algorithm import Aead, Algorithm, cipher
from imserver.seal.envelope import Sealer, SealError
from imserver.seal.keyring import KEY_BYTES

CHUNK: Final = 65_536
TAG: Final = 16

_MAGIC: Final = b"IMF1"
_HEADER: Final = struct.Struct(">4sBH16s")


class _Chunks:
    """The cipher of one file's chunks, and the header that names it."""

    def __init__(self, sealer: Sealer, name: str, header: bytes) -> None:
        magic, algorithm, key, salt = _HEADER.unpack(header)
        secret = sealer.ring.keys.get(key)
        if magic != _MAGIC or algorithm not in set(map(int, Algorithm)):
            raise SealError(f"{name} is no sealed file.")
        if secret is None:
            raise SealError(f"The key {key} of {name} is not in the ring.")
        derived = hashlib.blake2b(salt + name.encode(), key=secret, digest_size=KEY_BYTES, person=b"imserver file")
        self._aead: Aead = cipher(Algorithm(algorithm), derived.digest())
        self._name = name.encode()

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        return self._aead.encrypt(number.to_bytes(12), plain, self._place(number, last))

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._aead.decrypt(number.to_bytes(12), sealed, self._place(number, last))
        except InvalidTag:
            raise SealError(f"Chunk {number} of {self._name.decode()} was altered, or the file was cut.") from None

    def _place(self, number: int, last: bool) -> bytes:
        return b"%b\n%d\n%d" % (self._name, number, last)


class ChunkWriter:
    """Seals what is written into `file`, which is at its beginning. Call `finish` once, at the end."""

    def __init__(self, sealer: Sealer, name: str, file: BinaryIO) -> None:
        header = _HEADER.pack(_MAGIC, sealer.algorithm, sealer.ring.current, os.urandom(16))
        self._chunks = _Chunks(sealer, name, header)
        self._file = file
        self._waiting = bytearray()
        self._number = 0
        self.size = 0
        """Plain bytes so far."""
        file.write(header)

    def write(self, plain: bytes) -> None:
        self._waiting += plain
        self.size += len(plain)
        while len(self._waiting) > CHUNK:  # a full one may be the last, which is known at the end
            self._flush(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        self._flush(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _flush(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._chunks.seal(self._number, plain, last=last))
        self._number += 1


class ChunkReader:
    """Reads what a `ChunkWriter` wrote under the same name. Raises `SealError` for what is not to be believed."""

    def __init__(self, sealer: Sealer, name: str, file: BinaryIO) -> None:
        self._file = file
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            raise SealError(f"{name} is cut.")
        self._chunks = _Chunks(sealer, name, header)
        stored = file.seek(0, os.SEEK_END) - _HEADER.size
        self._count = max(1, -(-stored // (CHUNK + TAG)))
        self.size = stored - self._count * TAG
        """Plain bytes of the whole file."""

    def read(self, start: int, length: int) -> bytes:
        """Up to `length` plain bytes from `start`; less where the file or its chunk ends."""
        number, offset = divmod(start, CHUNK)
        if start >= self.size:
            return b""
        self._file.seek(_HEADER.size + number * (CHUNK + TAG))
        sealed = self._file.read(CHUNK + TAG)
        plain = self._chunks.open(number, sealed, last=number == self._count - 1)
        return plain[offset : offset + length]

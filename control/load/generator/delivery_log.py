"""The delivery checker's log: what was sent, acknowledged and shown, in the order in which a worker observed it.

Records of 37 bytes, little-endian: kind (s sent, a acknowledged, m shown, c connection made), user, conversation
(index), number, µs since the start of the run, client id.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

RECORD: Final = struct.Struct("<cIIIQ16s")
BUFFER: Final = 1 << 20
NOBODY: Final = bytes(16)


class LogRecord(NamedTuple):
    kind: bytes
    user: int
    room: int
    seq: int
    at_us: int
    client_id: UUID


class DeliveryLog:
    """Stops writing, and says why in `trouble`, where the disk takes no more."""

    def __init__(self, path: Path) -> None:
        self.trouble = ""
        self._file = path.open("wb", buffering=BUFFER)

    def note(self, kind: bytes, user: int, room: int, seq: int, at_s: float, client_id: str = "") -> None:
        if self.trouble:
            return
        identity = bytes.fromhex(client_id.replace("-", "")) if client_id else NOBODY
        try:
            self._file.write(RECORD.pack(kind, user, room, seq, max(0, int(at_s * 1e6)), identity))
        except OSError as error:
            self.trouble = f"the delivery log ends here: {error}"

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            self.trouble = self.trouble or f"the delivery log ends here: {error}"


def read(path: Path) -> Iterator[LogRecord]:
    with path.open("rb") as file:
        while block := file.read(RECORD.size * 20_000):
            for kind, user, room, seq, at_us, identity in RECORD.iter_unpack(
                block[: len(block) // RECORD.size * RECORD.size]
            ):
                yield LogRecord(kind, user, room, seq, at_us, UUID(bytes=identity))

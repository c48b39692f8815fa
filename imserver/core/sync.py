"""The sync token: where a client stands in the change stream.

Opaque to clients. It names the store's epoch, which changes when a store is restored from a backup, and a
position that only grows.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MAX_POSITION: Final = (1 << 53) - 1


class SyncToken(NamedTuple):
    epoch: str
    position: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.position}"


def parse(text: str) -> SyncToken | None:
    """The token in `text`, or None where it was never one of ours."""
    epoch, dot, digits = text.partition(".")
    if not dot or not epoch or not digits.isascii() or not digits.isdigit() or len(digits) > 16:
        return None
    position = int(digits)
    return SyncToken(epoch, position) if position <= MAX_POSITION else None

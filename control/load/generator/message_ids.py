"""Ids of messages that tell when they were due, so that whoever receives one knows how long it took.

A `client_id` is a UUID of the run (32 bits), the user's index (32 bits), a count (16 bits) and the due time in µs
since the start of the run (48 bits).
"""

from __future__ import annotations

from typing import Final

DUE_DIGITS: Final = 12


def client_id(run: int, user: int, count: int, due_us: int) -> str:
    tail = f"{count & 0xFFFF:04x}-{due_us & 0xFFFFFFFFFFFF:012x}"
    return f"{run & 0xFFFFFFFF:08x}-{user >> 16 & 0xFFFF:04x}-{user & 0xFFFF:04x}-{tail}"


def due_us(identity: str) -> int:
    """Raises `ValueError` for what isn't a UUID."""
    return int(identity[-DUE_DIGITS:], 16)


def user(identity: str) -> int:
    return int(identity[9:13] + identity[14:18], 16)

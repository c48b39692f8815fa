"""The keys that seal content: one current, older ones kept for reading."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

import msgspec

from imserver.seal import keyfile

KEY_BYTES: Final = 16


class Keyring(msgspec.Struct, frozen=True):
    """`keys` maps a key's number (1 to 65,535) to its 16 bytes; `digest_key` never changes."""

    current: int
    keys: dict[int, bytes]
    digest_key: bytes


def generate() -> Keyring:
    return Keyring(1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))


def load(path: Path) -> Keyring:
    """The key ring in `path`, made on first use."""
    content = keyfile.read_or_create(path, msgspec.json.encode(generate()))
    return msgspec.json.decode(content, type=Keyring)

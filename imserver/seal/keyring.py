"""The keys that seal content: one current, older ones kept for reading."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

import msgspec

from imserver.seal import keyfile

KEY_BYTES: Final = 16
MAX_NUMBER: Final = 65_535


class KeyringError(Exception):
    """A file that is no key ring; the text names it, and none of its content."""


class Keyring(msgspec.Struct, frozen=True):
    """`keys` maps a key's number (1 to 65,535) to its 16 bytes; `digest_key` never changes.

    `made` tells when keys were made, in ms since 1970 UTC, where that is known.
    """

    current: int
    keys: dict[int, bytes]
    digest_key: bytes
    made: dict[int, int] = {}


def generate() -> Keyring:
    return Keyring(1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))


def rotate(path: Path, now: int) -> Keyring:
    """Add a key to the ring in `path`, and make it the current one. It is on the disk before this returns.

    Raises as `load` does, and `OSError` where the file can't be written: then it is as it was.
    """
    ring = load(path)
    number = max(ring.keys) + 1
    if number > MAX_NUMBER:
        raise KeyringError(f"{path} has used all {MAX_NUMBER} numbers for keys.")
    keys = {**ring.keys, number: secrets.token_bytes(KEY_BYTES)}
    rotated = Keyring(number, keys, ring.digest_key, {**ring.made, number: now})
    keyfile.replace(path, msgspec.json.encode(rotated))
    return rotated


def load(path: Path) -> Keyring:
    """The key ring in `path`, made on first use. Raises `KeyringError`, `PermissionError`."""
    content = keyfile.read_or_create(path, msgspec.json.encode(generate()))
    try:
        ring = msgspec.json.decode(content, type=Keyring)
    except (msgspec.MsgspecError, ValueError) as problem:
        raise _refusal(path, str(problem)) from None
    if ring.current not in ring.keys:
        raise _refusal(path, f"its current key {ring.current} is not among its keys")
    if not all(1 <= number <= MAX_NUMBER for number in ring.keys):
        raise _refusal(path, f"keys are numbered 1 to {MAX_NUMBER}")
    if any(len(key) != KEY_BYTES for key in (*ring.keys.values(), ring.digest_key)):
        raise _refusal(path, f"every key has {KEY_BYTES} bytes")
    return ring


def _refusal(path: Path, problem: str) -> KeyringError:
    return KeyringError(f"{path} is not a key ring: {problem}. Without its keys no message can be read.")

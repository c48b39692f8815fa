"""Secrets that are handed out once: link codes, refresh tokens, API tokens. Only their hashes are stored."""

from __future__ import annotations

import hashlib
import secrets

from imserver.core import ids


def make_secret(prefix: str = "") -> str:
    """192 random bits, safe in a URL."""
    return prefix + secrets.token_urlsafe(24)


def hash_secret(secret: str) -> bytes:
    """A plain SHA-256 is enough for what was random to begin with."""
    return hashlib.sha256(secret.encode()).digest()


def make_id(kind: str, now_ms: int) -> str:
    return ids.make(kind, now_ms, secrets.randbits(ids.RANDOM_BITS))

"""Refresh tokens: signed, so that each proves by itself of which session and which exchange it is.

No list of old ones has to be kept to know one again, and nobody can make one up who has only seen the id of a session.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

import msgspec

from imserver.store.records import Presented
from imserver.tokens import jwt as tokens
from imserver.tokens.codes import hash_secret
from imserver.tokens.jwt import TokenError

NONCE_BYTES: Final = 9
"""Tells tokens of one generation apart."""
KEY_BYTES: Final = 16


class RefreshClaims(msgspec.Struct, frozen=True, omit_defaults=True):
    """`key` is the shortened hash, in hex, of the secret that has to come with the token, where there is one."""

    sid: str
    gen: int
    nonce: str
    key: str = ""


class RefreshToken(msgspec.Struct, frozen=True):
    """One that somebody presents. `key` as in `RefreshClaims`."""

    presented: Presented
    key: str = ""

    def fits(self, cookie_key: str) -> bool:
        """Whether what had to come with it did."""
        return not self.key or hmac.compare_digest(self.key, shortened(cookie_key))


class RefreshTokens:
    def __init__(self, key: bytes) -> None:
        """`key` is another than that of access tokens: neither passes for the other, and either can be replaced."""
        self._key = key

    def issue(self, session: str, generation: int, key: str = "") -> str:
        return tokens.sign(RefreshClaims(session, generation, secrets.token_urlsafe(NONCE_BYTES), key), self._key)

    def read(self, token: str) -> RefreshToken:
        """Also of what isn't signed: that may be a token from before."""
        token_hash = hash_secret(token)
        try:
            claims = tokens.read(token, self._key, RefreshClaims)
        except TokenError:
            return RefreshToken(Presented(token_hash))
        return RefreshToken(Presented(token_hash, claims.sid, claims.gen), claims.key)


def shortened(cookie_key: str) -> str:
    """What a token says of the secret that has to come with it; nothing of none."""
    return hash_secret(cookie_key)[:KEY_BYTES].hex() if cookie_key else ""

"""Access tokens: short-lived and signed, so that whoever holds the key checks them alone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.seal import keyfile
from imserver.system.clock import Clock
from imserver.tokens import jwt as tokens
from imserver.tokens.jwt import TokenError

LIFETIME_MS: Final = 15 * 60 * 1000
SLACK_MS: Final = 60_000
"""What processes may disagree about the time."""
ENDED_MS: Final = 3 * LIFETIME_MS
"""How long it is remembered that a session ended: a clock that is set back makes its tokens live longer."""
KEY_BYTES: Final = 32


class TokenIdentity(msgspec.Struct, frozen=True):
    """Who a token speaks for."""

    user: str
    session: str


class AccessClaims(msgspec.Struct, frozen=True):
    """`exp` in seconds since 1970 UTC."""

    sub: str
    sid: str
    exp: int


class AccessTokens:
    def __init__(self, key: bytes, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._key = key
        self._clock = clock
        self._monotonic = monotonic
        self._ended: dict[str, float] = {}

    def issue(self, user: str, session: str) -> tuple[str, int]:
        """A token and the time of its end."""
        expires_at = self._clock() + LIFETIME_MS
        return tokens.sign(AccessClaims(user, session, expires_at // 1000), self._key), expires_at

    def verify(self, token: str) -> TokenIdentity:
        """Raises `token_invalid`, `token_expired`."""
        try:
            claims = tokens.read(token, self._key, AccessClaims)
        except TokenError:
            raise ImError(errors.TOKEN_INVALID, "The access token is not valid.") from None
        if not 0 < claims.exp * 1000 - self._clock() <= LIFETIME_MS + SLACK_MS:  # or it is of a time that was wrong
            raise ImError(errors.TOKEN_EXPIRED, "The access token has expired.")
        self.check_open(claims.sid)
        return TokenIdentity(claims.sub, claims.sid)

    def check_open(self, session: str) -> None:
        """Raises `token_invalid` for one that has ended while tokens of it may still be valid."""
        if session in self._ended:
            raise ImError(errors.TOKEN_INVALID, "The session of this token has ended.")

    def end(self, sessions: Iterable[str]) -> None:
        """Refuse the tokens of these sessions from now on: for as long as any could still be valid."""
        now = self._monotonic()
        self._ended = {session: until for session, until in self._ended.items() if until > now}
        self._ended.update(dict.fromkeys(sessions, now + ENDED_MS / 1000))


def load_key(path: Path) -> bytes:
    """The signing key in `path`, made on first use."""
    return keyfile.read_or_create(path, secrets.token_bytes(KEY_BYTES))

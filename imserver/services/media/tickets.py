"""Addresses that a browser can open by itself: for a video that is played, or a file that is saved as it comes.

Elements of a page can't send a bearer token. A ticket is good for one file and a few minutes, and says for whom. It
ends with the session that asked for it.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from imserver.clock import Clock
from imserver.core import errors
from imserver.core.errors import ImError
from imserver.services import token
from imserver.services.auth.access import AccessTokens, Identity
from imserver.services.token import TokenError

LIFETIME_MS: Final = 15 * 60 * 1000


class Claims(msgspec.Struct, frozen=True):
    """`exp` in seconds since 1970 UTC. Without `sid`: of a release before."""

    sub: str
    file: str
    exp: int
    sid: str = ""


class Tickets:
    def __init__(self, key: bytes, access: AccessTokens, clock: Clock) -> None:
        """`key` is that of access tokens; tickets get one derived from it, so that neither passes for the other."""
        self._key = hashlib.blake2b(b"media ticket", key=key[:64], digest_size=32).digest()
        self._access = access
        self._clock = clock

    def issue(self, caller: Identity, media: str) -> tuple[str, int]:
        """A ticket, and the time of its end."""
        expires_at = self._clock() + LIFETIME_MS
        return token.sign(Claims(caller.user, media, expires_at // 1000, caller.session), self._key), expires_at

    def verify(self, ticket: str, media: str) -> str:
        """For whom it is. Raises `token_invalid`, `token_expired`."""
        try:
            claims = token.read(ticket, self._key, Claims)
        except TokenError:
            raise ImError(errors.TOKEN_INVALID, "The ticket is not valid.", "Ask for a new link to the file.") from None
        if claims.file != media:
            raise ImError(errors.TOKEN_INVALID, "The ticket is for another file.", "Ask for a link to this one.")
        if self._access.is_over(claims.sid):
            raise ImError(errors.TOKEN_INVALID, "The session that asked for this ticket has ended.", "Log in again.")
        if claims.exp * 1000 <= self._clock():
            raise ImError(errors.TOKEN_EXPIRED, "The ticket has expired.", "Ask for a new link to the file.")
        return claims.sub

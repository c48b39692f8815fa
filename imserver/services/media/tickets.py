"""Addresses that a browser can open by itself: for a video that is played, or a file that is saved as it comes.

Elements of a page can't send a bearer token. A ticket is good for one file and a few minutes, and says for whom, and in
which session: it ends with that.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.system.clock import Clock
from imserver.tokens import jwt
from imserver.tokens.access import SLACK_MS, TokenIdentity
from imserver.tokens.jwt import TokenError

LIFETIME_MS: Final = 15 * 60 * 1000


class TicketClaims(msgspec.Struct, frozen=True):
    """`exp` in seconds since 1970 UTC."""

    sub: str
    sid: str
    file: str
    exp: int


class Tickets:
    def __init__(self, key: bytes, clock: Clock) -> None:
        """`key` is that of access tokens; tickets get one derived from it, so that neither passes for the other."""
        self._key = hashlib.blake2b(b"media ticket", key=key[:64], digest_size=32).digest()
        self._clock = clock

    def issue(self, identity: TokenIdentity, media: str) -> tuple[str, int]:
        """A ticket, and the time of its end."""
        expires_at = self._clock() + LIFETIME_MS
        return jwt.sign(TicketClaims(identity.user, identity.session, media, expires_at // 1000), self._key), expires_at

    def verify(self, ticket: str, media: str) -> TokenIdentity:
        """For whom it is; whether their session has ended isn't looked at. Raises `token_invalid`, `token_expired`."""
        try:
            claims = jwt.read(ticket, self._key, TicketClaims)
        except TokenError:
            raise ImError(errors.TOKEN_INVALID, "The ticket is not valid.", "Ask for a new link to the file.") from None
        if claims.file != media:
            raise ImError(errors.TOKEN_INVALID, "The ticket is for another file.", "Ask for a link to this one.")
        if not 0 < claims.exp * 1000 - self._clock() <= LIFETIME_MS + SLACK_MS:
            raise ImError(errors.TOKEN_EXPIRED, "The ticket has expired.", "Ask for a new link to the file.")
        return TokenIdentity(claims.sub, claims.sid)

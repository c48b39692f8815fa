"""Devices that have logged in before, told by a cookie: strangers can't use up their attempts.

OWASP, Slow Down Online Guessing Attacks with Device Cookies. The cookie is signed and names no account: it holds a
mark for each that was used on the device, which depends on the password, so that a new password makes it unknown.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import Final

import msgspec

from imserver.services.auth.links import DAY_MS
from imserver.system.clock import Clock
from imserver.tokens import jwt
from imserver.tokens.jwt import TokenError

LIFETIME_MS: Final = 365 * DAY_MS
MOST_ACCOUNTS: Final = 8
"""Of one device, the last used: a family's tablet. The cookie stays below 400 bytes."""
_ID_BYTES: Final = 12
_MARK_BYTES: Final = 12


class DeviceClaims(msgspec.Struct, frozen=True):
    """`exp` in seconds since 1970 UTC."""

    device: str
    marks: list[str]
    exp: int


class KnownDevices:
    def __init__(self, key: bytes, clock: Clock) -> None:
        """`key` is that of access tokens; cookies get one derived from it, so that neither passes for the other."""
        self._key = hashlib.blake2b(b"known device", key=key[:64], digest_size=32).digest()
        self._clock = clock

    def read(self, cookie: str) -> DeviceClaims | None:
        """None where there is no cookie, or none of ours that still counts."""
        try:
            claims = jwt.read(cookie, self._key, DeviceClaims)
        except TokenError:
            return None
        return claims if claims.exp * 1000 > self._clock() else None

    def knows(self, claims: DeviceClaims, user: str, encoded: str) -> bool:
        """Whether `user` logged in on the device with this password, given by its hash."""
        return self._mark(user, encoded) in claims.marks

    def remember(self, claims: DeviceClaims | None, user: str, encoded: str, former: str = "") -> str:
        """The cookie after a login on the device that had `claims`; `former` is the hash of a password that was
        replaced, whose mark would only take the place of another.
        """
        mark = self._mark(user, encoded)
        device = claims.device if claims else secrets.token_urlsafe(_ID_BYTES)
        own = {mark, self._mark(user, former)}
        others = [other for other in claims.marks if other not in own] if claims else []
        expires_at = self._clock() + LIFETIME_MS
        return jwt.sign(DeviceClaims(device, [*others, mark][-MOST_ACCOUNTS:], expires_at // 1000), self._key)

    def _mark(self, user: str, encoded: str) -> str:
        digest = hmac.digest(self._key, f"{user} {encoded}".encode(), "sha256")
        return urlsafe_b64encode(digest[:_MARK_BYTES]).decode()

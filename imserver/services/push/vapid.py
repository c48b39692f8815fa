"""Who sends notices: a key pair of the server, by which vendors know it (RFC 8292)."""

from __future__ import annotations

import base64
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import jwt

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.seal import keyfile
from imserver.system.clock import Clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

LIFETIME_S: Final = 12 * 3600
"""Vendors take up to 24 hours."""
RENEWED_S: Final = 3600
MAX_ORIGINS: Final = 50


class Vapid:
    def __init__(self, path: Path, contact: str, clock: Clock) -> None:
        """The key in `path`, made on first use. A new one makes all subscriptions worthless.

        `contact` is a `mailto:` or `https:` address, for vendors who see trouble, or empty.
        """
        self._path = path
        self._contact = contact
        self._clock = clock
        self._tokens: dict[str, tuple[float, str]] = {}

    @cached_property
    def _key(self) -> EllipticCurvePrivateKey:
        """Raises `ImError` with `storage_failed` where the file can't be used."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        fresh = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        try:
            key = serialization.load_pem_private_key(keyfile.read_or_create(self._path, fresh), None)
        except (OSError, ValueError) as error:
            raise ImError(errors.STORAGE_FAILED, f"The key {self._path.name} can't be used: {error}.") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ImError(errors.STORAGE_FAILED, f"{self._path.name} holds no key for ES256.")
        return key

    @cached_property
    def public_key(self) -> str:
        """What browsers take as `applicationServerKey`. Raises `storage_failed`."""
        from cryptography.hazmat.primitives import serialization

        return encode(
            self._key.public_key().public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
        )

    def authorization(self, endpoint: str) -> str:
        """The header's value for a request to a subscription's endpoint."""
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        now = self._clock() / 1000
        made, token = self._tokens.get(origin, (0.0, ""))
        if not 0 <= now - made <= RENEWED_S:
            claims = {"aud": origin, "exp": int(now) + LIFETIME_S} | ({"sub": self._contact} if self._contact else {})
            token = jwt.encode(claims, self._key, "ES256")
            if len(self._tokens) >= MAX_ORIGINS:
                self._tokens.clear()
            self._tokens[origin] = (now, token)
        return f"vapid t={token}, k={self.public_key}"


def encode(data: bytes) -> str:
    """Base64 as the Web Push standards write it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Raises `ValueError`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

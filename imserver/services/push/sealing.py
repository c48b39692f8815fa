"""Notices that only the browser can read: RFC 8291, in one record of RFC 8188 (`aes128gcm`).

salt 16 | record size 4 | length of the key 1 | our public key 65 | ciphertext and tag
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Final

from imserver.store.records import PushSubscription

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

RECORD: Final = 4096
MAX_PLAIN: Final = RECORD - 17 - 86
"""Bytes: vendors must take 4,096 in all, of which 17 are the tag and the delimiter, and 86 the header."""
_LAST: Final = b"\2"


def seal(
    plain: bytes, to: PushSubscription, *, key: EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """`key` and `salt` are for test vectors: they must never be used twice. Raises `ValueError` for too long a text."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
        return HKDF(hashes.SHA256(), length, salt, info).derive(secret)

    if len(plain) > MAX_PLAIN:
        raise ValueError(f"A notice has {len(plain)} bytes, {MAX_PLAIN} are allowed.")
    once = key or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    point = once.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    shared = once.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.p256dh))
    secret = derive(to.auth, shared, b"WebPush: info\0" + to.p256dh + point, 32)
    content_key = derive(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derive(salt, secret, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, plain + _LAST, None)
    return salt + struct.pack(">IB", RECORD, len(point)) + point + sealed

"""Who wants notices, and where."""

from __future__ import annotations

from typing import Final

from imserver.core import errors, ids
from imserver.core.errors import ImError
from imserver.services.push.destination import Destinations
from imserver.services.push.notifier import Notifier
from imserver.services.push.vapid import Vapid, decode
from imserver.store.base import Store
from imserver.store.records import PushSubscription
from imserver.system.clock import Clock
from imserver.tokens.access import TokenIdentity
from imserver.tokens.codes import make_id

MAX_SUBSCRIPTIONS: Final = 20
"""Of one person: the oldest make room."""
POINT_BYTES: Final = 65
AUTH_BYTES: Final = 16


class Subscriptions:
    def __init__(
        self, store: Store, vapid: Vapid, destinations: Destinations, notifier: Notifier, clock: Clock
    ) -> None:
        self._store = store
        self._destinations = destinations
        self._notifier = notifier
        self._clock = clock
        self._vapid = vapid

    @property
    def public_key(self) -> str:
        return self._vapid.public_key

    async def add(self, caller: TokenIdentity, endpoint: str, p256dh: str, auth: str) -> None:
        """Notify this session there. Raises `bad_request`."""
        self._destinations.check(endpoint)
        point, secret = _bytes(p256dh, "p256dh", POINT_BYTES), _bytes(auth, "auth", AUTH_BYTES)
        from cryptography.hazmat.primitives.asymmetric import ec  # 2 MB, for who subscribes

        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        except ValueError:
            raise ImError(errors.BAD_REQUEST, "p256dh is not a point of P-256.") from None
        now = self._clock()
        subscription = PushSubscription(
            id=make_id(ids.PUSH, now),
            user=caller.user,
            session=caller.session,
            endpoint=endpoint,
            p256dh=point,
            auth=secret,
            created_at=now,
        )
        await self._store.push.subscribe(subscription, MAX_SUBSCRIPTIONS)
        await self._notifier.learn_subscribers()

    async def remove(self, caller: TokenIdentity, endpoint: str) -> None:
        await self._store.push.unsubscribe(caller.session, endpoint)
        await self._notifier.learn_subscribers()


def _bytes(text: str, name: str, length: int) -> bytes:
    try:
        data = decode(text)
    except ValueError:
        data = b""
    if len(data) != length:
        raise ImError(errors.BAD_REQUEST, f"{name} is not {length} bytes in base64url.")
    return data

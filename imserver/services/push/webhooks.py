"""Webhooks: which programs are told of what. Signed as Standard Webhooks says (standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from imserver.core import errors, ids
from imserver.core.audit import AuditAction
from imserver.core.codec import event_frame
from imserver.core.errors import ImError
from imserver.core.event import Event
from imserver.services.audit import AuditService, Deed
from imserver.services.principal import Principal
from imserver.services.push.destination import DeliveryError, Destinations, PushResponse, origin
from imserver.store.base import Store
from imserver.store.records import Webhook
from imserver.system.clock import Clock
from imserver.tokens.codes import make_id

KINDS: Final = ("message", "edited", "recalled", "reaction", "pinned", "expired", "member", "group", "profile")
"""Types of frames. What is personal to somebody is told to nobody else."""
DEFAULT_KINDS: Final = ("message",)
MAX_WEBHOOKS: Final = 20
MAX_CONVERSATIONS: Final = 200
SECRET: Final = "whsec_"  # noqa: S105 - a prefix

_encode = msgspec.json.Encoder().encode


class Tried(msgspec.Struct, frozen=True):
    """What came of a try: a status, or why there was none."""

    ok: bool
    outcome: str


class WebhookService:
    """Who registers one reads what it is told, so only owners of the server do."""

    def __init__(
        self,
        store: Store,
        destinations: Destinations,
        changed: Callable[[], None],
        audit: AuditService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._audit = audit
        self._destinations = destinations
        self._changed = changed
        self._clock = clock

    async def add(self, principal: Principal, url: str, convs: tuple[str, ...], events: tuple[str, ...]) -> Webhook:
        """Tell `url` of what happens from now on. Raises `bad_request`, `too_many`, `unknown_conversation`."""
        principal.require_owner("add webhooks")
        self._destinations.check(url)
        unknown = [kind for kind in events if kind not in KINDS]
        if unknown:
            raise ImError(
                errors.BAD_REQUEST, f"No event is called {unknown[0]!r}.", f"Choose among {', '.join(KINDS)}."
            )
        now = self._clock()
        webhook = Webhook(
            id=make_id(ids.WEBHOOK, now),
            url=url,
            secret=SECRET + base64.b64encode(secrets.token_bytes(32)).decode(),
            convs=tuple(dict.fromkeys(convs)),
            events=tuple(dict.fromkeys(events)) or DEFAULT_KINDS,
            created_by=principal.name,
            issuer=principal.id,
            created_at=now,
            position=self._store.changes.token.position,
        )
        await self._store.webhooks.add(webhook, MAX_WEBHOOKS)
        self._changed()
        details = {"events": ", ".join(webhook.events), "convs": ", ".join(webhook.convs) or "all"}
        await self._audit.note(principal, Deed(AuditAction.WEBHOOK_ADDED, webhook.id, origin(url), details))
        return webhook

    async def all(self, principal: Principal) -> list[Webhook]:
        principal.require_owner("see webhooks")
        return await self._store.webhooks.all()

    async def remove(self, principal: Principal, id: str) -> None:
        principal.require_owner("remove webhooks")
        webhook = await self._store.webhooks.get(id)
        await self._store.webhooks.remove(id)
        self._changed()
        await self._audit.note(principal, Deed(AuditAction.WEBHOOK_REMOVED, id, origin(webhook.url)))

    async def enable(self, principal: Principal, id: str) -> Webhook:
        """Go on where it stopped, answered for by `principal`."""
        principal.require_owner("enable webhooks")
        await self._store.webhooks.enable(id, principal.id)
        self._changed()
        webhook = await self._store.webhooks.get(id)
        await self._audit.note(principal, Deed(AuditAction.WEBHOOK_ENABLED, id, origin(webhook.url)))
        return webhook

    async def try_out(self, principal: Principal, id: str) -> Tried:
        """Send a `ping` now."""
        principal.require_owner("try webhooks")
        webhook = await self._store.webhooks.get(id)
        if not webhook.secret:
            return Tried(False, webhook.error)
        now = self._clock()
        body = _envelope("ping", now, {"t": "ping", "webhook": id})
        try:
            answer = await send(self._destinations, webhook, f"ping.{now}", body, now)
        except DeliveryError as error:
            return Tried(False, str(error))
        return Tried(is_taken(answer), f"status {answer.status}")


def describe(event: Event, sync: str, now: int) -> tuple[str, str, bytes] | None:
    """Kind, conversation ("" for none) and body of what a webhook is told; None for what is personal."""
    frame = event_frame(sync, event)
    kind = str(frame.__struct_config__.tag)
    if kind not in KINDS:
        return None
    return kind, str(getattr(frame, "conv", "")), _envelope(kind, now, frame)


def _envelope(kind: str, now: int, data: object) -> bytes:
    moment = datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return _encode({"type": kind, "timestamp": moment, "data": data})


async def send(destinations: Destinations, webhook: Webhook, id: str, body: bytes, now: int) -> PushResponse:
    """Raises `DeliveryError`."""
    seconds = now // 1000
    headers = {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": sign(webhook.secret, id, seconds, body),
    }
    return await destinations.post(webhook.url, body, headers)


def sign(secret: str, id: str, seconds: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET))
    return (
        "v1," + base64.b64encode(hmac.digest(key, b"%s.%d.%s" % (id.encode(), seconds, body), hashlib.sha256)).decode()
    )


def is_taken(answer: PushResponse) -> bool:
    return 200 <= answer.status < 300

"""The push service as a whole: what it consists of, and what of it runs by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec

from imserver.core.errors import ImError
from imserver.services.audit import AuditService
from imserver.services.push.destination import Destinations
from imserver.services.push.event_log import EventLog
from imserver.services.push.notifier import Notifier, Online
from imserver.services.push.sender import Sender
from imserver.services.push.subscriptions import Subscriptions
from imserver.services.push.vapid import Vapid
from imserver.services.push.webhooks import WebhookService
from imserver.services.push.workers import WebhookWorkers
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.system.supervisor import Supervisor, Work

ASKED_EVERY_S: Final = 1.0


class Rules(msgspec.Struct, frozen=True):
    """`push_private`, `webhook_private`: whether requests may go to private networks. `text`: whether notices say what
    was written. `patience_days`: how long a webhook may fail; 0 for ever.
    """

    push_private: bool
    webhook_private: bool
    text: bool
    patience_days: int


@dataclass(frozen=True, slots=True)
class PushService:
    subscriptions: Subscriptions
    webhooks: WebhookService
    feed: EventLog


@asynccontextmanager
async def open_push(
    store: Store,
    vapid: Vapid,
    online: Online,
    audit: AuditService,
    clock: Clock,
    rules: Rules,
    supervisor: Supervisor,
    *,
    here: bool,
) -> AsyncIterator[PushService]:
    """Runs until the end of the context.

    `here`: whoever opens it notes every committed event in the feed from then on. Otherwise the store is asked.
    """
    vendors, programs = Destinations(private=rules.push_private), Destinations(private=rules.webhook_private)
    feed = EventLog(store.changes)
    sender = Sender(store, vapid, vendors, clock, with_text=rules.text)
    notifier = Notifier(store, feed, online, sender.wake, clock)
    workers = WebhookWorkers(store, feed, programs, clock, supervisor, days=rules.patience_days)
    tasks: dict[str, Work] = {"push-sender": sender.run, "push-notifier": notifier.run, "webhooks": workers.run}
    if not here:
        tasks["push-feed"] = partial(_ask, store, feed)
    for name, work in tasks.items():
        supervisor.start(name, work)
    try:
        yield PushService(
            Subscriptions(store, vapid, vendors, notifier, clock),
            WebhookService(store, programs, workers.change, audit, clock),
            feed,
        )
    finally:
        await supervisor.stop(*tasks)
        await vendors.close()
        await programs.close()


async def _ask(store: Store, feed: EventLog) -> None:
    """Any answer of a store in another process brings its position along."""
    while True:
        with suppress(ImError):
            await store.push.position()
            feed.look()
        await asyncio.sleep(ASKED_EVERY_S)

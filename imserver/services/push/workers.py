"""Tells webhooks what happens: each in order, one after the other, as long as it takes."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Final

from imserver.core.errors import ImError
from imserver.core.event import Delivery
from imserver.core.sync import SyncToken
from imserver.services.push.destination import DeliveryError, Destinations
from imserver.services.push.event_log import EventLog
from imserver.services.push.webhooks import describe, is_taken, send
from imserver.store.base import Store
from imserver.store.records import OUTLIVED, Webhook
from imserver.system.clock import Clock
from imserver.system.logs import get_logger
from imserver.system.supervisor import Supervisor

BATCH: Final = 100
FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 600.0
SAVED_EVERY_S: Final = 60.0
GONE: Final = "status 410"
"""The program says that it wants no more."""
DAY_MS: Final = 24 * 3_600_000

log = get_logger("imserver.webhooks")


class DisabledError(Exception):
    """The webhook has failed for too long, or nobody answers for it."""


class _Place:
    """How far a webhook has been told, also when its task fails and begins again."""

    def __init__(self, position: int) -> None:
        self.position = self.saved = position
        self.saved_at = time.monotonic()


class WebhookWorkers:
    """One task for each webhook: a slow one keeps nobody waiting but itself."""

    def __init__(
        self,
        store: Store,
        feed: EventLog,
        destinations: Destinations,
        clock: Clock,
        supervisor: Supervisor,
        *,
        days: int,
    ) -> None:
        """A webhook that failed for `days` is disabled; 0 for never."""
        self._store = store
        self._feed = feed
        self._destinations = destinations
        self._clock = clock
        self._patience_ms = days * DAY_MS
        self._supervisor = supervisor
        self._changed = asyncio.Event()
        self._followed: dict[str, str] = {}
        """Names of tasks, by the id of the webhook."""

    def change(self) -> None:
        """Webhooks came, went, or were enabled."""
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._changed.clear()
                try:
                    await self._follow_all()
                except ImError as error:
                    log.warning("webhooks.reading_failed", error=error.message)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), LONGEST_WAIT_S / 60)
                    continue
                await self._changed.wait()
        finally:
            await self._supervisor.stop(*self._followed.values())

    async def _follow_all(self) -> None:
        found = await self._store.webhooks.all()
        wanted = {webhook.id: webhook for webhook in found if webhook.secret and not webhook.disabled_at}
        for id in self._followed.keys() - wanted.keys():
            self._supervisor.cancel(self._followed.pop(id))
        for id, webhook in wanted.items():
            name = self._followed[id] = f"webhook {id}"
            if not self._supervisor.runs(name):
                place = _Place(min(webhook.position, self._feed.position))
                self._supervisor.start(name, partial(self._follow, webhook, place))

    async def _follow(self, webhook: Webhook, place: _Place) -> None:
        while True:
            try:
                deliveries, upto = await self._feed.after(place.position, BATCH)
                told = 0
                for delivery in deliveries:
                    told += await self._tell(webhook, delivery)
                    place.position = delivery.position
                place.position = upto
                if told or (place.position > place.saved and time.monotonic() - place.saved_at > SAVED_EVERY_S):
                    await self._store.webhooks.advance(webhook.id, place.position)
                    place.saved, place.saved_at = place.position, time.monotonic()
                await self._feed.wait(place.position)
            except DisabledError:
                return
            except ImError as error:
                log.warning("webhooks.following_failed", webhook=webhook.id, error=error.message)
                await asyncio.sleep(LONGEST_WAIT_S / 60)

    async def _tell(self, webhook: Webhook, delivery: Delivery) -> bool:
        """Whether it had to be told, and was: it is tried until it takes it. Raises `DisabledError`."""
        id = str(SyncToken(self._feed.epoch, delivery.position))
        try:
            described = describe(delivery.event, id, self._clock())
        except Exception:  # what can't be written down once never can: the events behind it don't wait for it
            log.exception("webhooks.event_skipped", webhook=webhook.id, position=delivery.position)
            return False
        if described is None:
            return False
        kind, conv, body = described
        if kind not in webhook.events or (webhook.convs and conv not in webhook.convs):
            return False
        wait, failed = FIRST_WAIT_S, False
        await self._check_issuer(webhook)
        while problem := await self._try(webhook, id, body):
            now, failed = self._clock(), True
            failing_since = (await self._store.webhooks.get(webhook.id)).failing_since or now
            disable = problem == GONE or bool(self._patience_ms and now - failing_since > self._patience_ms)
            await self._store.webhooks.fail(webhook.id, problem, now, disable=disable)
            if disable:
                log.warning("webhooks.disabled", webhook=webhook.id, problem=problem)
                raise DisabledError
            log.info("webhooks.postponed", webhook=webhook.id, problem=problem, seconds=wait)
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT_S, wait * 2)
            await self._check_issuer(webhook)
        if failed:
            await self._store.webhooks.advance(webhook.id, delivery.position)
        return True

    async def _check_issuer(self, webhook: Webhook) -> None:
        """Who added it must own the server now. Raises `DisabledError`."""
        if not await self._store.webhooks.may_follow(webhook.id):
            await self._store.webhooks.fail(webhook.id, OUTLIVED, self._clock(), disable=True)
            log.warning("webhooks.disabled", webhook=webhook.id, problem=OUTLIVED)
            raise DisabledError

    async def _try(self, webhook: Webhook, id: str, body: bytes) -> str:
        """What went wrong; empty where it was taken."""
        try:
            answer = await send(self._destinations, webhook, id, body, self._clock())
        except DeliveryError as error:
            return str(error)
        except Exception as error:
            log.exception("webhooks.request_failed", webhook=webhook.id)
            return f"{type(error).__name__}: {error}"
        return "" if is_taken(answer) else f"status {answer.status}"

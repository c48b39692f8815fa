"""Sends what is queued to the vendors of browsers, sealed so that only the browser can read it (RFC 8030, 8291)."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.conversation import Conversation, Kind
from imserver.core.errors import ImError
from imserver.core.markup import plain
from imserver.core.message import Message
from imserver.services.push.destination import DeliveryError, Destinations, PushResponse
from imserver.services.push.sealing import seal
from imserver.services.push.slots import PER_PERSON, Slots
from imserver.services.push.vapid import Vapid, encode
from imserver.store.base import Store
from imserver.store.records import Busy, PushNotice, PushSubscription
from imserver.system.clock import Clock
from imserver.system.logs import get_logger

BATCH: Final = 100
FIRST_WAIT_MS: Final = 10_000
LONGEST_WAIT_MS: Final = 3_600_000
GIVEN_UP_MS: Final = 24 * 3_600_000
EXCERPT: Final = 200
"""Characters of a text: a notice may have 4,096 bytes in all."""
LOOKED_BACK: Final = 20
"""Messages, for one that wasn't recalled."""
REST_S: Final = 300.0
GATHER_S: Final = 0.02
"""Places that become free within it are filled together: each look at the queue is for several notices."""
SWEPT_EVERY_S: Final = 600.0
PARKED_S: Final = 60.0
"""How long a subscription is left alone where what came of it couldn't be written down."""
GONE: Final = (401, 403, 404, 410)
"""The subscription is no more, or was made for another key of ours: it will never work again."""
UNAUTHORIZED: Final = (401, 403)
CLOCK_SLACK_S: Final = 3600
"""Where the clocks of vendor and server differ by more, what isn't authorised may only be signed at a wrong time."""

log = get_logger("imserver.push")


class PushPayload(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a service worker gets. `title` is that of a group; `text` where the server is set so; `server` is what the
    server is called.
    """

    conv: str
    seq: int
    sender: str
    name: str
    ts: int
    unread: int
    title: str = ""
    text: str = ""
    files: int = 0
    mentioned: bool = False
    server: str = ""


class Sender:
    def __init__(
        self, store: Store, vapid: Vapid, destinations: Destinations, clock: Clock, *, with_text: bool
    ) -> None:
        self._store = store
        self._vapid = vapid
        self._destinations = destinations
        self._clock = clock
        self._with_text = with_text
        self._wake = asyncio.Event()
        self._slots = Slots()
        self._sending: set[asyncio.Task[None]] = set()
        self._parked: dict[str, float] = {}
        """Subscriptions, and until when (the loop's time)."""

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        swept = loop.time()
        await self._give_up()
        try:
            while True:
                self._wake.clear()
                if loop.time() - swept > SWEPT_EVERY_S:
                    swept = loop.time()
                    await self._give_up()
                rest = await self._begin()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), rest)
                await asyncio.sleep(GATHER_S)
        finally:
            for task in self._sending:
                task.cancel()
            if self._sending:
                await asyncio.wait(self._sending)

    async def _begin(self) -> float:
        """Send what is due, as far as there is a place for it; how long to wait for more (s)."""
        later: int | None = None
        loop = asyncio.get_running_loop()
        try:
            while self._slots.free:
                due, later = await self._store.push.due(self._clock(), BATCH, self._busy(), PER_PERSON)
                started = [self._start(notice) for notice in self._slots.in_turn(due, loop.time())]
                if len(due) < BATCH or not any(started):
                    break
        except ImError as error:
            log.warning("push.queue_failed", error=error.message)
            return PARKED_S
        rest = REST_S if later is None else min(REST_S, max(0.1, (later - self._clock()) / 1000))
        return min(rest, PARKED_S) if self._parked else rest

    def _busy(self) -> Busy:
        now = asyncio.get_running_loop().time()
        self._parked = {id: until for id, until in self._parked.items() if until > now}
        busy = self._slots.busy()
        return msgspec.structs.replace(busy, subscriptions=(*busy.subscriptions, *self._parked))

    def _start(self, notice: PushNotice) -> bool:
        """Whether there is a place for it."""
        loop = asyncio.get_running_loop()
        if not self._slots.take(notice.subscription, loop.time()):
            return False
        task = loop.create_task(self._carry(notice))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return True

    async def _carry(self, notice: PushNotice) -> None:
        """Send one notice. Whatever goes wrong with it is nothing to the others."""
        subscription = notice.subscription
        try:
            await self._send(notice)
        except Exception as error:
            if not isinstance(error, ImError):
                log.exception("push.notice_failed", user=subscription.user, subscription=subscription.id)
            await self._park(notice, error)
        finally:
            self._slots.give_back(subscription, asyncio.get_running_loop().time())
            self._wake.set()

    async def _park(self, notice: PushNotice, error: Exception) -> None:
        try:
            await self._postpone(notice, f"{type(error).__name__}: {error}")
        except Exception as problem:
            log.warning("push.not_written_down", subscription=notice.subscription.id, error=str(problem))
            self._parked[notice.subscription.id] = asyncio.get_running_loop().time() + PARKED_S

    async def _send(self, notice: PushNotice) -> None:
        subscription = notice.subscription
        try:
            told = await self._tell(notice)
        except ImError as error:
            if error.code.retry:
                await self._postpone(notice, error.message)
                return
            told = None  # no longer a member
        if told is None:
            await self._store.push.sent(notice)
            return
        try:
            answer = await self._post(subscription, notice, told)
        except DeliveryError as error:
            await self._postpone(notice, str(error))
            return
        if answer.status in UNAUTHORIZED and self._is_wrong(answer):
            await self._postpone(notice, "the server's clock is wrong")
        elif answer.status in GONE:
            log.info("push.subscription_gone", user=subscription.user, status=answer.status)
            await self._store.push.drop(subscription.id)
        elif answer.status == 429 or answer.status >= 500:
            await self._postpone(notice, f"status {answer.status}", answer.retry_after)
        else:
            if not 200 <= answer.status < 300:
                log.warning("push.refused", user=subscription.user, status=answer.status)
            await self._store.push.sent(notice)
            if notice.attempts:
                await self._store.push.resume(subscription.id, self._clock())

    def _is_wrong(self, answer: PushResponse) -> bool:
        """Whether the server has another time than who answers."""
        return answer.date is not None and abs(answer.date - self._clock() / 1000) > CLOCK_SLACK_S

    async def _tell(self, notice: PushNotice) -> PushPayload | None:
        """What to say now; None where there is nothing to say any more.

        What was queued may be gone by now, and somebody may have been blocked since: blocks are looked at again.
        """
        user = notice.subscription.user
        conversation = await self._store.conversations.get(notice.conv, user)
        if conversation.read >= notice.seq or not conversation.unread:
            return None
        page = await self._store.messages.page(notice.conv, user, notice.seq + 1, None, LOOKED_BACK)
        apart = (await self._store.conversations.visibility(notice.conv, user)).apart.get(user, ())
        unseen = [
            message
            for message in page.messages
            if message.seq > conversation.read
            and message.sender != user
            and not message.gone
            and (message.note or message.sender not in apart)
        ]
        if conversation.preferences.notify == "mentions":
            unseen = [message for message in unseen if message.names(user)]
        return await self._describe(conversation, unseen[-1], user) if unseen else None

    async def _describe(self, conversation: Conversation, message: Message, user: str) -> PushPayload:
        sender = "" if message.note else message.sender  # a note is nobody's of the group
        return PushPayload(
            conv=conversation.id,
            seq=message.seq,
            sender=sender,
            name=await self._name(sender) if sender else "",
            ts=message.ts,
            unread=conversation.unread,
            title=conversation.title if conversation.kind is Kind.GROUP else "",
            text=plain(message.text[: 4 * EXCERPT])[:EXCERPT] if self._with_text else "",
            files=len(message.attachments),
            mentioned=message.names(user),
            server=(await self._store.server.facts()).name,
        )

    async def _name(self, user: str) -> str:
        """Empty for somebody who is gone."""
        try:
            return (await self._store.accounts.get(user)).name
        except ImError as error:
            if error.code is not errors.UNKNOWN_USER:
                raise
            return ""

    async def _post(self, subscription: PushSubscription, notice: PushNotice, told: PushPayload) -> PushResponse:
        age_s = max(0, self._clock() - notice.since) // 1000
        topic = hashlib.blake2b(f"{subscription.id}\n{notice.conv}".encode(), digest_size=16).digest()
        return await self._destinations.post(
            subscription.endpoint,
            seal(msgspec.json.encode(told), subscription),
            {
                "Authorization": self._vapid.authorization(subscription.endpoint),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(max(0, GIVEN_UP_MS // 1000 - age_s)),
                "Urgency": "high" if told.mentioned or not told.title else "normal",
                "Topic": encode(topic),  # a later one takes the place of one that wasn't delivered yet
            },
        )

    async def _postpone(self, notice: PushNotice, reason: str, at_least_s: int = 0) -> None:
        wait = min(LONGEST_WAIT_MS, max(at_least_s * 1000, FIRST_WAIT_MS << min(notice.attempts, 12)))
        log.info("push.postponed", user=notice.subscription.user, reason=reason, seconds=wait // 1000)
        await self._store.push.postpone(notice, self._clock() + wait)

    async def _give_up(self) -> None:
        try:
            given_up = await self._store.push.give_up(self._clock() - GIVEN_UP_MS)
        except ImError as error:
            log.warning("push.queue_failed", error=error.message)
            return
        if given_up:
            log.warning("push.given_up", notices=given_up)

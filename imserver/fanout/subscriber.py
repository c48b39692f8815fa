"""Where events come in: the gateway's side of the feed."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection
from typing import Final, Protocol

import msgspec

from imserver.bus.base import Bus, Subscription
from imserver.core.errors import CLOSE_CODES, SESSION_ENDED, CloseCode
from imserver.core.event import Delivery
from imserver.fanout import topics
from imserver.fanout.batch import KEY_BYTES, BatchError, Unpacker, number_of
from imserver.fanout.lag import Lag
from imserver.fanout.topics import Attach, Elsewhere, Ended, Presence, TypingNotification, channel
from imserver.rpc.client import RpcClient
from imserver.rpc.wire import encode
from imserver.system.logs import get_logger

STEADY_BEATS: Final = 10
"""Beats without a hole after which the bus is trusted again."""
MAX_EARLY: Final = 1000
"""Batches that are kept while an earlier one is missing."""

_bytes: Final = msgspec.msgpack.Decoder(bytes).decode
_number: Final = msgspec.msgpack.Decoder(int).decode
_name: Final = msgspec.msgpack.Decoder(str).decode
_typing: Final = msgspec.msgpack.Decoder(TypingNotification).decode
_elsewhere: Final = msgspec.msgpack.Decoder(Elsewhere).decode
_ended: Final = msgspec.msgpack.Decoder(Ended).decode

log = get_logger("imserver.fanout")


class FanoutStats(msgspec.Struct, frozen=True):
    """How events reach a gateway: over the bus or its link, how often something was missing, and how late they are.

    `lag_ms` is the longest of late from the news that there is a batch to the batch.
    """

    by_bus: bool
    gaps: int
    lag_ms: float


class FanoutTarget(Protocol):
    """Whoever is connected here."""

    def present(self) -> list[Presence]: ...

    def deliver(self, epoch: str, deliveries: list[Delivery]) -> None: ...

    def catch_up(self) -> None:
        """Everybody may have missed something: read it from the store."""

    def watched(self) -> Collection[str]: ...

    def note_elsewhere(self, user: str) -> None:
        """Somebody who is watched came or went at another process."""

    def hear_typing(self, typing: TypingNotification) -> None: ...

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None: ...

    def hear_renamed(self, name: str) -> None:
        """The server is called so from now on."""


class FanoutSubscriber:
    """Keeps the numbers of batches, and begins anew where one is missing. Lives in the event loop."""

    def __init__(self, rpc: RpcClient, bus: Bus, target: FanoutTarget) -> None:
        self._rpc = rpc
        self._bus = bus
        self._target = target
        self._subscription: Subscription | None = None
        self._unpacker = Unpacker(secrets.token_bytes(KEY_BYTES))
        self._expected = 1
        self._announced = 0
        self._early: dict[int, bytes] = {}
        self._missing = 0
        self._steady = 0
        self._by_bus = False
        self._elsewhere: set[str] = set()
        self.gaps = 0
        self._lag = Lag()
        rpc.notification_handlers |= {
            topics.EVENTS: lambda data: self.receive(_bytes(data)),
            topics.NUMBER: lambda data: self._hear_number(_number(data)),
            topics.TYPING: lambda data: target.hear_typing(_typing(data)),
            topics.PRESENCE: lambda data: self._hear_presence(_elsewhere(data)),
            topics.ENDED: lambda data: self._hear_ended(_ended(data)),
            topics.RENAMED: lambda data: target.hear_renamed(_name(data)),
        }
        rpc.on_connected.append(self._begin)
        rpc.on_beat.append(self._beat)

    def figures(self) -> FanoutStats:
        return FanoutStats(self._by_bus, self.gaps, round(1000 * self._lag.worst(_now()), 1))

    async def start(self) -> None:
        """Listen on the bus; then ask for batches."""
        self._subscription = await self._bus.subscribe(channel(self._rpc.hello.process), self.receive, lambda: None)
        self._by_bus = self._bus.connected
        self._begin()

    async def close(self) -> None:
        if self._subscription is not None:
            await self._subscription.close()

    def came(self, user: str, session: str) -> None:
        self._rpc.tell(topics.CAME, encode((user, session)))

    def went(self, user: str, session: str) -> None:
        self._rpc.tell(topics.WENT, encode((user, session)))

    def tell(self, typing: TypingNotification) -> None:
        self._rpc.tell(topics.TYPING, encode(typing))

    def is_elsewhere(self, user: str) -> bool:
        """Whether somebody who is watched here is connected to another process, as far as was told."""
        return user in self._elsewhere

    def learn(self, users: Collection[str], elsewhere: Collection[str]) -> None:
        """Of `users`, those in `elsewhere` are connected to another process, and no others.

        Of who is watched already, what was told is newer than an answer that somebody had to wait for.
        """
        watched = self._target.watched()
        asked = {user for user in users if user not in watched}
        self._elsewhere = (self._elsewhere - asked) | (asked & set(elsewhere))

    def watch(self, added: Collection[str], removed: Collection[str]) -> None:
        """What happens to the first is to be told here, to the others not any more."""
        self._elsewhere -= set(removed)
        self._rpc.tell(topics.WATCH, encode((list(added), list(removed))))

    def _hear_presence(self, told: Elsewhere) -> None:
        for user, is_elsewhere in told:
            if is_elsewhere is not (user in self._elsewhere):
                self._elsewhere ^= {user}
                self._target.note_elsewhere(user)

    def _begin(self) -> None:
        """A new key and new numbers; whatever was on its way under the old key doesn't count."""
        key = secrets.token_bytes(KEY_BYTES)
        self._unpacker = Unpacker(key)
        self._expected, self._announced, self._missing = 1, 0, 0
        self._early.clear()
        self._lag.begin_anew()
        self._rpc.tell(topics.ATTACH, encode(Attach(key, self._target.present(), self._by_bus)))
        if watched := list(self._target.watched()):
            self._rpc.tell(topics.WATCH, encode((watched, [])))
        self._target.catch_up()

    def receive(self, data: bytes) -> None:
        """A batch, by either way, in any order, perhaps twice."""
        number = number_of(data)
        if number > self._expected:
            if len(self._early) < MAX_EARLY:
                self._early[number] = data
            return
        if number < self._expected:
            return
        waiting: bytes | None = data
        while waiting is not None:
            try:
                epoch, deliveries = self._unpacker.unpack(waiting)
            except BatchError as error:  # of a key before, or of somebody who has none
                log.info("feed.foreign_batch", number=self._expected, reason=str(error))
                return
            self._expected += 1
            try:
                self._target.deliver(epoch, deliveries)
            except Exception:
                log.exception("feed.delivery_failed", events=len(deliveries))
                self._target.catch_up()  # who missed something reads it from the store
            waiting = self._early.pop(self._expected, None)
        self._lag.arrive(self._expected - 1, _now())

    def _hear_number(self, number: int) -> None:
        self._announced = number
        self._lag.announce(number, self._expected - 1, _now())

    def _beat(self) -> None:
        """A batch that was missing at the beat before and is missing still won't come."""
        self._choose_way()
        if not self._early and self._announced < self._expected:
            self._missing = 0
            self._steady += 1
        elif self._missing == self._expected:
            log.warning("feed.gap", expected=self._expected, announced=self._announced, by_bus=self._by_bus)
            self.gaps += 1
            self._steady = 0
            self._by_bus = False
            self._begin()
        else:
            self._missing = self._expected

    def _choose_way(self) -> None:
        by_bus = self._bus.connected and (self._by_bus or self._steady >= STEADY_BEATS)
        if by_bus is not self._by_bus:
            self._by_bus = by_bus
            self._steady = 0
            self._rpc.tell(topics.ROUTE, encode(by_bus))

    def _hear_ended(self, ended: Ended) -> None:
        self._target.end_sessions(ended.sessions, CLOSE_CODES.get(ended.code, SESSION_ENDED))


def _now() -> float:
    return asyncio.get_running_loop().time()

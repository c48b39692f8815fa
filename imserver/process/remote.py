"""What a process without the messages service has in its place: the same ports, over a link."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, cast

import msgspec

from imserver.bus.base import Bus
from imserver.cluster import join, online, process_stats
from imserver.cluster.join import Joins
from imserver.cluster.online import OnlineDirectory
from imserver.cluster.process_stats import measure
from imserver.cluster.revalidation import Revalidation
from imserver.core.errors import CLOSE_CODES, SESSION_ENDED, CloseCode
from imserver.edge import gateway as edge
from imserver.edge.fanout_target import GatewayTarget, end_here
from imserver.edge.gateway import Gateway
from imserver.edge.hub import Hub
from imserver.edge.member_cache import MemberCache
from imserver.fanout.subscriber import FanoutStats, FanoutSubscriber
from imserver.fanout.topics import ENDED, Ended
from imserver.rpc.address import Address
from imserver.rpc.client import RpcClient
from imserver.rpc.proxy import Remote
from imserver.rpc.wire import Hello, encode
from imserver.store.remote import POSITION, RemoteStore
from imserver.system.clock import TOPIC, FollowedTime
from imserver.system.supervisor import Supervisor
from imserver.tokens.access import AccessTokens

MESSENGER: Final = "messenger."
REVALIDATION: Final = "revalidation"
START_S: Final = 30.0
FIGURES_EVERY: Final = 5
"""In beats of the link."""


class AbsentError(Exception):
    """The messages service can't be reached at start."""


class Reporter:
    """Tells the process that keeps the store how this one does."""

    def __init__(self, rpc: RpcClient, hub: Hub, supervisor: Supervisor) -> None:
        self._feed: Callable[[], FanoutStats | None] = lambda: None
        self._rpc = rpc
        self._hub = hub
        self._supervisor = supervisor
        self._beats = 0
        rpc.on_beat.append(self._beat)

    def include(self, feed: Callable[[], FanoutStats]) -> None:
        """There is a gateway here: tell also how events reach it."""
        self._feed = feed

    def report(self) -> None:
        self._rpc.tell(process_stats.TOPIC, encode(measure(self._hub, self._supervisor, self._feed())))

    def _beat(self) -> None:
        if self._beats % FIGURES_EVERY == 0:
            self.report()
        self._beats += 1


@dataclass(frozen=True, slots=True)
class RemoteSide:
    rpc: RpcClient
    store: RemoteStore
    access_key: bytes
    refresh_key: bytes
    tokens: AccessTokens
    hub: Hub
    end_sessions: Callable[[Collection[str], CloseCode], None]
    reporter: Reporter


@asynccontextmanager
async def open_remote(
    address: Address, hello: Hello, clock: FollowedTime, supervisor: Supervisor
) -> AsyncIterator[RemoteSide]:
    """Raises `AbsentError`, `RefusedError`, `AddressError`."""
    rpc = RpcClient(address, hello)
    store = RemoteStore(rpc.call, lambda: {"engine": "link", "path": address.url})
    rpc.notification_handlers[POSITION] = store.stream.note
    rpc.notification_handlers[TOPIC] = clock.note
    joins = cast(Joins, Remote(Joins, rpc.call, join.PREFIX))
    try:
        await rpc.start(START_S)
        given = await joins.get()
    except TimeoutError:
        raise AbsentError(f"The messages service can't be reached at {address.url}.") from None
    tokens = AccessTokens(given.access_key, clock)
    tokens.end(given.ended)
    hub = Hub()

    def end_everywhere(sessions: Collection[str], code: CloseCode) -> None:
        end_here(tokens, hub, sessions, code)
        rpc.tell(ENDED, encode(Ended(list(sessions), code.name)))

    decode_ended = msgspec.msgpack.Decoder(Ended).decode

    def hear_ended(data: msgspec.Raw) -> None:
        ended = decode_ended(data)
        end_here(tokens, hub, ended.sessions, CLOSE_CODES.get(ended.code, SESSION_ENDED))

    rpc.notification_handlers[ENDED] = hear_ended
    revalidation = Revalidation(joins, tokens, hub)
    rpc.on_connected.append(lambda: supervisor.start(REVALIDATION, revalidation.run))
    reporter = Reporter(rpc, hub, supervisor)
    try:
        yield RemoteSide(rpc, store, given.access_key, given.refresh_key, tokens, hub, end_everywhere, reporter)
    finally:
        await supervisor.stop(REVALIDATION)
        await rpc.close()


@asynccontextmanager
async def open_gateway(
    remote: RemoteSide, bus: Bus, on_drained: Callable[[], None] = lambda: None
) -> AsyncIterator[Gateway]:
    """A gateway whose messages are elsewhere. `on_drained` is that of `Balance`."""
    process = remote.rpc.hello.process
    member_cache = MemberCache(remote.store.conversations.visibility)
    subscriber = FanoutSubscriber(remote.rpc, bus, GatewayTarget(remote.hub, member_cache, remote.tokens))
    asked = cast(OnlineDirectory, Remote(OnlineDirectory, remote.rpc.call, online.PREFIX))

    async def look_elsewhere(users: Collection[str]) -> None:
        subscriber.learn(users, await asked.online_elsewhere(process, list(users)))

    gateway = Gateway(
        remote.hub,
        remote.tokens.verify,
        cast(edge.MessageService, Remote(edge.MessageService, remote.rpc.call, MESSENGER)),
        remote.store.stream,
        member_cache,
        f"{process}/",
        relay_typing=subscriber.tell,
        look_elsewhere=look_elsewhere,
        on_drained=on_drained,
    )
    remote.hub.connect(subscriber)
    remote.reporter.include(subscriber.figures)
    await subscriber.start()
    try:
        yield gateway
    finally:
        await subscriber.close()

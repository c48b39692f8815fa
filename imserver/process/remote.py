"""What a process without the messages service has in its place: the same ports, over a link."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, cast

import msgspec

from imserver.bus.base import Bus
from imserver.cluster import join, online, process_stats
from imserver.cluster.join import Handovers
from imserver.cluster.online import Attendance
from imserver.cluster.process_stats import measure
from imserver.cluster.revalidation import Revalidation
from imserver.core.errors import CLOSE_CODES, SESSION_ENDED, CloseCode
from imserver.edge import gateway as edge
from imserver.edge.fanout_sink import GatewaySink, end_here
from imserver.edge.gateway import Gateway
from imserver.edge.hub import Hub
from imserver.edge.member_cache import Audiences
from imserver.fanout.subscriber import Feed, Intake
from imserver.fanout.topics import ENDED, Ended
from imserver.rpc.address import Address
from imserver.rpc.client import Caller
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

    def __init__(self, caller: Caller, hub: Hub, supervisor: Supervisor) -> None:
        self._feed: Callable[[], Feed | None] = lambda: None
        self._caller = caller
        self._hub = hub
        self._supervisor = supervisor
        self._beats = 0
        caller.on_beat.append(self._beat)

    def include(self, feed: Callable[[], Feed]) -> None:
        """There is a gateway here: tell also how events reach it."""
        self._feed = feed

    def report(self) -> None:
        self._caller.tell(process_stats.TOPIC, encode(measure(self._hub, self._supervisor, self._feed())))

    def _beat(self) -> None:
        if self._beats % FIGURES_EVERY == 0:
            self.report()
        self._beats += 1


@dataclass(frozen=True, slots=True)
class RemoteSide:
    caller: Caller
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
    caller = Caller(address, hello)
    store = RemoteStore(caller.call, lambda: {"engine": "link", "path": address.url})
    caller.told[POSITION] = store.stream.note
    caller.told[TOPIC] = clock.note
    handovers = cast(Handovers, Remote(Handovers, caller.call, join.PREFIX))
    try:
        await caller.start(START_S)
        given = await handovers.get()
    except TimeoutError:
        raise AbsentError(f"The messages service can't be reached at {address.url}.") from None
    tokens = AccessTokens(given.access_key, clock)
    tokens.end(given.ended)
    hub = Hub()

    def end_everywhere(sessions: Collection[str], code: CloseCode) -> None:
        end_here(tokens, hub, sessions, code)
        caller.tell(ENDED, encode(Ended(list(sessions), code.name)))

    decode_ended = msgspec.msgpack.Decoder(Ended).decode

    def hear_ended(data: msgspec.Raw) -> None:
        ended = decode_ended(data)
        end_here(tokens, hub, ended.sessions, CLOSE_CODES.get(ended.code, SESSION_ENDED))

    caller.told[ENDED] = hear_ended
    revalidation = Revalidation(handovers, tokens, hub)
    caller.on_connected.append(lambda: supervisor.start(REVALIDATION, revalidation.run))
    reporter = Reporter(caller, hub, supervisor)
    try:
        yield RemoteSide(caller, store, given.access_key, given.refresh_key, tokens, hub, end_everywhere, reporter)
    finally:
        await supervisor.stop(REVALIDATION)
        await caller.close()


@asynccontextmanager
async def open_gateway(
    remote: RemoteSide, bus: Bus, on_drained: Callable[[], None] = lambda: None
) -> AsyncIterator[Gateway]:
    """A gateway whose messages are elsewhere. `on_drained` is that of `Balance`."""
    process = remote.caller.hello.process
    audiences = Audiences(remote.store.conversations.visibility)
    intake = Intake(remote.caller, bus, GatewaySink(remote.hub, audiences, remote.tokens))
    asked = cast(Attendance, Remote(Attendance, remote.caller.call, online.PREFIX))

    async def look_elsewhere(users: Collection[str]) -> None:
        intake.learn(users, await asked.online_elsewhere(process, list(users)))

    gateway = Gateway(
        remote.hub,
        remote.tokens.verify,
        cast(edge.Messages, Remote(edge.Messages, remote.caller.call, MESSENGER)),
        remote.store.stream,
        audiences,
        f"{process}/",
        relay_typing=intake.tell,
        look_elsewhere=look_elsewhere,
        on_drained=on_drained,
    )
    remote.hub.connect(intake)
    remote.reporter.include(intake.figures)
    await intake.start()
    try:
        yield gateway
    finally:
        await intake.close()

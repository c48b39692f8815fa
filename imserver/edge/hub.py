"""Who is connected, and how an event reaches them all."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from typing import Final, Protocol

from imserver.core import errors
from imserver.core.codec import event_frame
from imserver.core.errors import CloseCode
from imserver.core.event import BlockChanged, Delivery
from imserver.core.frames import ServerFrame
from imserver.core.session import Session
from imserver.core.session_state import SessionState
from imserver.core.sync import SyncToken
from imserver.edge.framing import Encoded
from imserver.edge.presence import Presence
from imserver.system.listeners import tell_all
from imserver.system.logs import get_logger

AUTH_DEADLINE_S: Final = 10.0
PING_AFTER_S: Final = 25.0
"""Seconds of silence before a ping: below the 30 to 60 s after which home routers forget a quiet TCP flow."""
SILENT_AFTER_S: Final = 60.0
SWEEP_EVERY_S: Final = 1.0
CATCH_UP_AT_ONCE: Final = 50
CATCH_UP_EVERY_S: Final = 0.02
LEAVING: Final = (SessionState.DRAINING, SessionState.CLOSED)

log = get_logger("imserver.edge")


class Subscriber(Protocol):
    """A connection, as the hub sees it. `name` is unique in this process; times are those of the event loop."""

    session: Session
    name: str
    heard_at: float

    def deliver(self, position: int, payload: bytes, frame: bytes) -> None: ...

    def tell(self, frame: bytes) -> None: ...

    def tell_presence(self, online: list[str], offline: list[str]) -> None: ...

    def is_stuck(self, now: float) -> bool: ...

    def ping(self, now: float) -> None: ...

    def end(self, code: CloseCode) -> None: ...

    def shutdown(self) -> None: ...

    def abort(self, code: CloseCode) -> None: ...

    def lose(self) -> None: ...

    def catch_up(self) -> None: ...


class OtherProcesses(Protocol):
    """Where else people may be connected: what the hub tells and asks them."""

    def came(self, user: str, session: str) -> None:
        """A connection of this device session joined here."""

    def went(self, user: str, session: str) -> None:
        """A connection of this device session left."""

    def is_elsewhere(self, user: str) -> bool:
        """Whether a user is connected to another process."""

    def watch(self, added: Collection[str], removed: Collection[str]) -> None:
        """Somebody here wants to know when these users come and go, and nobody any longer about the others."""


class NoOtherProcesses:
    """Everybody is connected to this process."""

    def came(self, user: str, session: str) -> None: ...

    def went(self, user: str, session: str) -> None: ...

    def is_elsewhere(self, user: str) -> bool:
        return False

    def watch(self, added: Collection[str], removed: Collection[str]) -> None: ...


class Hub:
    """All connections of this process. Lives in the event loop; not thread-safe."""

    def __init__(self) -> None:
        self.draining = False
        self._others: OtherProcesses = NoOtherProcesses()
        self.presence: Presence[Subscriber] = Presence(self._is_online, self._watch)
        self._connections: dict[Subscriber, None] = {}
        self._waiting: dict[Subscriber, float] = {}
        self._users: dict[str, dict[Subscriber, None]] = {}
        self._sweep_timer: asyncio.TimerHandle | None = None

    def connect(self, others: OtherProcesses) -> None:
        """Once, before anybody is connected: the other processes have to be told of this hub first."""
        self._others = others

    def _is_online(self, user: str) -> bool:
        return user in self._users or self._others.is_elsewhere(user)

    def _watch(self, added: Collection[str], removed: Collection[str]) -> None:
        self._others.watch(added, removed)

    def __len__(self) -> int:
        return len(self._connections)

    @property
    def online(self) -> int:
        """How many users have a connection."""
        return len(self._users)

    def present(self) -> list[tuple[str, str]]:
        """User and device session of every connection that has joined."""
        return [(user, each.session.device_session) for user, mine in self._users.items() for each in mine]

    @property
    def users(self) -> Collection[str]:
        """Those who have a connection."""
        return self._users.keys()

    def sessions_online(self, user: str) -> set[str]:
        return {connection.session.device_session for connection in self._users.get(user, ())}

    @property
    def sessions(self) -> set[str]:
        """Device sessions of all connections that are authenticated, whether or not they have joined."""
        return {each.session.device_session for each in self._connections if each.session.device_session}

    def note_elsewhere(self, user: str) -> None:
        """The user came or went in another process."""
        self.presence.note(user, asyncio.get_running_loop().time())

    def enter(self, connection: Subscriber, now: float) -> None:
        """A socket is open; it has `AUTH_DEADLINE_S` to authenticate."""
        self._connections[connection] = None
        self._waiting[connection] = now + AUTH_DEADLINE_S
        if self._sweep_timer is None:
            self._schedule()

    def join(self, connection: Subscriber) -> None:
        """The connection is authenticated: from here on it gets its user's events.

        One that had fallen behind joins once more, which is nothing that others should hear of.
        """
        self._waiting.pop(connection, None)
        user = connection.session.user
        if connection in self._users.get(user, ()):
            return
        if user not in self._users:
            self._users[user] = {}
            self.presence.note(user, asyncio.get_running_loop().time())
        self._users[user][connection] = None
        self._others.came(user, connection.session.device_session)

    def leave(self, connection: Subscriber) -> None:
        self._connections.pop(connection, None)
        self._waiting.pop(connection, None)
        self.presence.leave(connection)
        user = connection.session.user
        mine = self._users.get(user)
        if mine is not None and connection in mine:
            del mine[connection]
            if not mine:
                del self._users[user]
                self.presence.note(user, asyncio.get_running_loop().time())
            self._others.went(user, connection.session.device_session)

    def deliver(self, epoch: str, deliveries: Sequence[Delivery]) -> None:
        """Put each event to every connection of its audience but its origin."""
        for delivery in deliveries:
            if isinstance(delivery.event, BlockChanged) and delivery.event.on:
                for blocker in delivery.audience or ():
                    self._part(blocker, delivery.event.user)
            connections = list(self._audience(delivery.audience))
            if not connections:
                continue
            encoded = Encoded(event_frame(str(SyncToken(epoch, delivery.position)), delivery.event))
            for connection in connections:
                if connection.name != delivery.origin:
                    connection.deliver(delivery.position, *encoded.by(connection.session.codec))

    def _part(self, one: str, other: str) -> None:
        """One has blocked the other: neither is shown any longer whether the other is here."""
        for user, unseen in ((one, other), (other, one)):
            for connection in self._users.get(user, ()):
                self.presence.part(connection, unseen)

    def catch_up(self) -> None:
        """Events may have been missed: from now on nothing is delivered to a connection until it has read the store.

        Connections do that a few at a time, so that whoever answers them has breath for others.
        """
        connections = [each for user in self._users.values() for each in user]
        for connection in connections:
            connection.lose()
        self._catch_up_some(deque(connections))

    def _catch_up_some(self, waiting: deque[Subscriber]) -> None:
        now = [waiting.popleft() for _ in range(min(CATCH_UP_AT_ONCE, len(waiting)))]
        if waiting:
            asyncio.get_running_loop().call_later(CATCH_UP_EVERY_S, self._catch_up_some, waiting)
        tell_all([connection.catch_up for connection in now])

    def tell(self, frame: ServerFrame, audience: tuple[str, ...] | None, user: str = "") -> None:
        """Write a frame that is stored nowhere to those of `audience` who are connected, but `user`."""
        encoded = Encoded(frame)
        for connection in self._audience(audience):
            if connection.session.user != user:
                connection.tell(encoded.by(connection.session.codec)[1])

    def _audience(self, users: tuple[str, ...] | None) -> Iterator[Subscriber]:
        if users is None:
            for connections in self._users.values():
                yield from connections
            return
        for user in users:
            yield from self._users.get(user, ())

    def close_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        """End the connections of these device sessions."""
        ended = frozenset(sessions)
        for connection in list(self._connections):
            if connection.session.device_session in ended:
                connection.end(code)

    def drain(self) -> None:
        """Take no new connections. Those open are closed by their server, each after its last acknowledgement."""
        self.draining = True

    def staying(self) -> list[Subscriber]:
        """Connections that nobody has asked to go."""
        return [each for each in self._connections if each.session.state not in LEAVING]

    def _schedule(self) -> None:
        self._sweep_timer = asyncio.get_running_loop().call_later(SWEEP_EVERY_S, self._inspect)

    def _inspect(self) -> None:
        """One timer for all: the deadline for auth, pings to the quiet, and an end to the silent."""
        self._sweep_timer = None
        if self._connections:
            self._schedule()  # first: whatever fails below, the next round comes
        now = asyncio.get_running_loop().time()
        for connection in [late for late, deadline in self._waiting.items() if deadline <= now]:
            del self._waiting[connection]
            connection.end(errors.AUTH_TIMEOUT)
        for connection in list(self._connections):
            tell_all([_inspect], connection, now)
        self.presence.flush(now)


def _inspect(connection: Subscriber, now: float) -> None:
    quiet_s = now - connection.heard_at
    if quiet_s > SILENT_AFTER_S:
        log.info("edge.silent", user=connection.session.user, seconds=round(quiet_s))
        connection.abort(errors.SILENT)
    elif connection.is_stuck(now):
        log.info("edge.stuck", user=connection.session.user)
        connection.abort(errors.SLOW)
    elif quiet_s > PING_AFTER_S:
        connection.ping(now)

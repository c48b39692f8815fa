"""Publishes events to the gateways in other processes, each of which has a subscription."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Final, Protocol

import msgspec

from imserver.bus.base import Bus
from imserver.core.errors import CLOSE_CODES, SESSION_ENDED, CloseCode
from imserver.core.event import EVERYBODY, BlockChanged, Delivery
from imserver.fanout import topics
from imserver.fanout.batch import Packer
from imserver.fanout.topics import Attach, Ended, Presence, TypingNotification, Watch, channel
from imserver.rpc.server import Peer, RpcServer
from imserver.rpc.wire import encode

_attach: Final = msgspec.msgpack.Decoder(Attach).decode
_presence: Final = msgspec.msgpack.Decoder(Presence).decode
_flag: Final = msgspec.msgpack.Decoder(bool).decode
_watch: Final = msgspec.msgpack.Decoder(Watch).decode
_typing: Final = msgspec.msgpack.Decoder(TypingNotification).decode
_ended: Final = msgspec.msgpack.Decoder(Ended).decode


class GatewaySubscription:
    def __init__(self, peer: Peer, attach: Attach) -> None:
        self.peer = peer
        self.by_bus = attach.by_bus
        self.channel = channel(peer.hello.process)
        self.packer = Packer(attach.key)
        self.sessions: dict[str, list[str]] = {}
        """Of those who are connected there, by user; one for each connection."""
        self.watched: set[str] = set()
        """Users about whom somebody there wants to know."""
        self.waiting: list[Delivery] = []
        self.told_number = 0


class ConnectedHere(Protocol):
    """Those who are connected to this process."""

    def is_here(self, user: str) -> bool: ...

    def note_elsewhere(self, user: str) -> None:
        """Somebody came to a gateway in another process or this one, or went."""

    def hear_typing(self, typing: TypingNotification) -> None:
        """Somebody types at another process."""

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        """Another process ended these sessions."""


class FanoutPublisher:
    """All gateways in other processes. Lives in the event loop. Implements `imserver.edge.hub.OtherProcesses`."""

    def __init__(self, link: RpcServer, bus: Bus, epoch: Callable[[], str], here: ConnectedHere) -> None:
        self._here = here
        self._link = link
        self._bus = bus
        self._epoch = epoch
        self._subscriptions: dict[Peer, GatewaySubscription] = {}
        self._routes: dict[str, dict[GatewaySubscription, None]] = {}
        self._dirty: list[GatewaySubscription] = []
        link.notification_handlers |= {
            topics.ATTACH: lambda peer, data: self._attach(peer, _attach(data)),
            topics.ROUTE: self._route,
            topics.CAME: lambda peer, data: self._came(peer, *_presence(data)),
            topics.WENT: lambda peer, data: self._went(peer, *_presence(data)),
            topics.WATCH: lambda peer, data: self._watch(peer, _watch(data)),
            topics.TYPING: lambda peer, data: self.tell(_typing(data), peer),
            topics.ENDED: lambda peer, data: self._hear_ended(peer, _ended(data)),
        }
        link.on_left.append(self._leave)
        link.on_beat.append(self._beat)

    def _attach(self, peer: Peer, attach: Attach) -> None:
        self._leave(peer)
        self._subscriptions[peer] = GatewaySubscription(peer, attach)
        for user, session in attach.present:
            self._came(peer, user, session)

    def _route(self, peer: Peer, data: msgspec.Raw) -> None:
        if (subscription := self._subscriptions.get(peer)) is not None:
            subscription.by_bus = _flag(data)

    def _came(self, peer: Peer, user: str, session: str) -> None:
        if (subscription := self._subscriptions.get(peer)) is not None:
            self._routes.setdefault(user, {})[subscription] = None
            if user in subscription.sessions:
                subscription.sessions[user].append(session)
            else:
                subscription.sessions[user] = [session]
                self._note(user)

    def _went(self, peer: Peer, user: str, session: str) -> None:
        subscription = self._subscriptions.get(peer)
        sessions = subscription.sessions.get(user, []) if subscription else []
        if subscription and session in sessions:
            sessions.remove(session)
            if not sessions:
                self._forget(subscription, user)

    def _forget(self, subscription: GatewaySubscription, user: str) -> None:
        del subscription.sessions[user]
        there = self._routes[user]
        del there[subscription]
        if not there:
            del self._routes[user]
        self._note(user)

    def _watch(self, peer: Peer, watch: Watch) -> None:
        if (subscription := self._subscriptions.get(peer)) is not None:
            added, removed = watch
            subscription.watched.difference_update(removed)
            subscription.watched.update(added)
            told = [(user, self._is_elsewhere(user, subscription)) for user in added]
            peer.tell(topics.PRESENCE, encode(told))

    def _is_elsewhere(self, user: str, subscription: GatewaySubscription | None) -> bool:
        """Whether a user is connected to any process but that of `subscription`."""
        return self._here.is_here(user) or any(each is not subscription for each in self._routes.get(user, ()))

    def online_elsewhere(self, process: str, users: Collection[str]) -> list[str]:
        """Those of `users` who are connected to any other process than `process`."""
        mine = next(
            (subscription for peer, subscription in self._subscriptions.items() if peer.hello.process == process), None
        )
        return [user for user in users if self._is_elsewhere(user, mine)]

    def came(self, user: str, session: str) -> None:
        self._note(user)

    def went(self, user: str, session: str) -> None:
        self._note(user)

    def is_elsewhere(self, user: str) -> bool:
        return user in self._routes

    def watch(self, added: Collection[str], removed: Collection[str]) -> None:
        """This process hears of everybody anyway."""

    def _note(self, user: str) -> None:
        """The user came somewhere, or went: tell the gateways where somebody wants to know."""
        for subscription in self._subscriptions.values():
            if user in subscription.watched:
                subscription.peer.tell(topics.PRESENCE, encode([(user, self._is_elsewhere(user, subscription))]))
        self._here.note_elsewhere(user)

    def _leave(self, peer: Peer) -> None:
        subscription = self._subscriptions.pop(peer, None)
        if subscription is not None:
            for user in list(subscription.sessions):
                self._forget(subscription, user)

    def sessions(self, user: str) -> set[str]:
        """The sessions of a user that have a connection to a gateway in another process."""
        return {session for subscription in self._routes.get(user, ()) for session in subscription.sessions[user]}

    @property
    def users(self) -> Collection[str]:
        """People who are connected to a gateway in another process."""
        return self._routes.keys()

    def deliver(self, deliveries: Sequence[Delivery]) -> None:
        """Put each event for the gateways that have somebody of its audience. Of a block all have to know, whoever is
        there: they tell who types, comes and goes.
        """
        for delivery in deliveries:
            audience = EVERYBODY if isinstance(delivery.event, BlockChanged) else delivery.audience
            for subscription in self._concerned(audience):
                if not subscription.waiting:
                    if not self._dirty:
                        loop = asyncio.get_running_loop()
                        loop.call_soon(loop.call_soon, self._flush)  # a turn later: answers go out then
                    self._dirty.append(subscription)
                subscription.waiting.append(delivery)

    def _concerned(self, audience: tuple[str, ...] | None) -> Collection[GatewaySubscription]:
        if audience is None:
            return self._subscriptions.values()
        found: dict[GatewaySubscription, None] = {}
        for user in audience:
            if (there := self._routes.get(user)) is not None:
                found |= there
                if len(found) == len(self._subscriptions):
                    break
        return found

    def _flush(self) -> None:
        """A gateway that is about to be answered gets its events with the answer: that wakes it once, not twice."""
        dirty, self._dirty = self._dirty, []
        for subscription in dirty:
            waiting, subscription.waiting = subscription.waiting, []
            data = subscription.packer.pack(self._epoch(), waiting)
            if subscription.by_bus and self._bus.connected and not subscription.peer.is_about_to_hear:
                self._bus.publish(subscription.channel, data)
            else:
                subscription.peer.tell(topics.EVENTS, encode(data))

    def _beat(self) -> None:
        """Tell each gateway how many batches there were, so that it misses the last one too."""
        for subscription in self._subscriptions.values():
            number = subscription.packer.number
            if number != subscription.told_number:
                subscription.told_number = number
                subscription.peer.tell(topics.NUMBER, encode(number))

    def tell(self, typing: TypingNotification, source: Peer | None = None) -> None:
        """Pass on what is stored nowhere, but to where it comes from."""
        data = encode(typing)
        for subscription in self._concerned(typing.audience):
            if subscription.peer is not source:
                subscription.peer.tell(topics.TYPING, data)
        if source is not None:
            self._here.hear_typing(typing)

    def rename(self, name: str) -> None:
        """Let every gateway know what the server is called now."""
        for subscription in self._subscriptions.values():
            subscription.peer.tell(topics.RENAMED, encode(name))

    def end(self, sessions: Collection[str], code: CloseCode, source: Peer | None = None) -> None:
        """Let every other process know that these sessions are over."""
        data = encode(Ended(list(sessions), code.name))
        for peer in self._link.peers:
            if peer is not source:
                peer.tell(topics.ENDED, data)

    def _hear_ended(self, peer: Peer, ended: Ended) -> None:
        code = CLOSE_CODES.get(ended.code, SESSION_ENDED)
        self._here.end_sessions(ended.sessions, code)
        self.end(ended.sessions, code, peer)

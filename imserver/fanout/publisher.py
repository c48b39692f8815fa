"""Where events go out: one outlet for each gateway."""

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
from imserver.fanout.topics import Attach, Ended, Presence, Typing, Watch, channel
from imserver.rpc.server import LinkServer, Peer
from imserver.rpc.wire import encode

_attach: Final = msgspec.msgpack.Decoder(Attach).decode
_presence: Final = msgspec.msgpack.Decoder(Presence).decode
_flag: Final = msgspec.msgpack.Decoder(bool).decode
_watch: Final = msgspec.msgpack.Decoder(Watch).decode
_typing: Final = msgspec.msgpack.Decoder(Typing).decode
_ended: Final = msgspec.msgpack.Decoder(Ended).decode


class Outlet:
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

    def hear_typing(self, typing: Typing) -> None:
        """Somebody types at another process."""

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        """Another process ended these sessions."""


class Outlets:
    """All gateways in other processes. Lives in the event loop. Implements `imserver.edge.hub.OtherProcesses`."""

    def __init__(self, link: LinkServer, bus: Bus, epoch: Callable[[], str], here: ConnectedHere) -> None:
        self._here = here
        self._link = link
        self._bus = bus
        self._epoch = epoch
        self._outlets: dict[Peer, Outlet] = {}
        self._routes: dict[str, dict[Outlet, None]] = {}
        self._dirty: list[Outlet] = []
        link.told |= {
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
        self._outlets[peer] = Outlet(peer, attach)
        for user, session in attach.present:
            self._came(peer, user, session)

    def _route(self, peer: Peer, data: msgspec.Raw) -> None:
        if (outlet := self._outlets.get(peer)) is not None:
            outlet.by_bus = _flag(data)

    def _came(self, peer: Peer, user: str, session: str) -> None:
        if (outlet := self._outlets.get(peer)) is not None:
            self._routes.setdefault(user, {})[outlet] = None
            if user in outlet.sessions:
                outlet.sessions[user].append(session)
            else:
                outlet.sessions[user] = [session]
                self._note(user)

    def _went(self, peer: Peer, user: str, session: str) -> None:
        outlet = self._outlets.get(peer)
        sessions = outlet.sessions.get(user, []) if outlet else []
        if outlet and session in sessions:
            sessions.remove(session)
            if not sessions:
                self._forget(outlet, user)

    def _forget(self, outlet: Outlet, user: str) -> None:
        del outlet.sessions[user]
        there = self._routes[user]
        del there[outlet]
        if not there:
            del self._routes[user]
        self._note(user)

    def _watch(self, peer: Peer, watch: Watch) -> None:
        if (outlet := self._outlets.get(peer)) is not None:
            added, removed = watch
            outlet.watched.difference_update(removed)
            outlet.watched.update(added)
            told = [(user, self._is_elsewhere(user, outlet)) for user in added]
            peer.tell(topics.PRESENCE, encode(told))

    def _is_elsewhere(self, user: str, outlet: Outlet | None) -> bool:
        """Whether a user is connected to any process but that of `outlet`."""
        return self._here.is_here(user) or any(each is not outlet for each in self._routes.get(user, ()))

    def online_elsewhere(self, process: str, users: Collection[str]) -> list[str]:
        """Those of `users` who are connected to any other process than `process`."""
        mine = next((outlet for peer, outlet in self._outlets.items() if peer.hello.process == process), None)
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
        for outlet in self._outlets.values():
            if user in outlet.watched:
                outlet.peer.tell(topics.PRESENCE, encode([(user, self._is_elsewhere(user, outlet))]))
        self._here.note_elsewhere(user)

    def _leave(self, peer: Peer) -> None:
        outlet = self._outlets.pop(peer, None)
        if outlet is not None:
            for user in list(outlet.sessions):
                self._forget(outlet, user)

    def sessions(self, user: str) -> set[str]:
        """The sessions of a user that have a connection to a gateway in another process."""
        return {session for outlet in self._routes.get(user, ()) for session in outlet.sessions[user]}

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
            for outlet in self._concerned(audience):
                if not outlet.waiting:
                    if not self._dirty:
                        loop = asyncio.get_running_loop()
                        loop.call_soon(loop.call_soon, self._flush)  # a turn later: answers go out then
                    self._dirty.append(outlet)
                outlet.waiting.append(delivery)

    def _concerned(self, audience: tuple[str, ...] | None) -> Collection[Outlet]:
        if audience is None:
            return self._outlets.values()
        found: dict[Outlet, None] = {}
        for user in audience:
            if (there := self._routes.get(user)) is not None:
                found |= there
                if len(found) == len(self._outlets):
                    break
        return found

    def _flush(self) -> None:
        """A gateway that is about to be answered gets its events with the answer: that wakes it once, not twice."""
        dirty, self._dirty = self._dirty, []
        for outlet in dirty:
            waiting, outlet.waiting = outlet.waiting, []
            data = outlet.packer.pack(self._epoch(), waiting)
            if outlet.by_bus and self._bus.connected and not outlet.peer.is_about_to_hear:
                self._bus.publish(outlet.channel, data)
            else:
                outlet.peer.tell(topics.EVENTS, encode(data))

    def _beat(self) -> None:
        """Tell each gateway how many batches there were, so that it misses the last one too."""
        for outlet in self._outlets.values():
            number = outlet.packer.number
            if number != outlet.told_number:
                outlet.told_number = number
                outlet.peer.tell(topics.NUMBER, encode(number))

    def tell(self, typing: Typing, source: Peer | None = None) -> None:
        """Pass on what is stored nowhere, but to where it comes from."""
        data = encode(typing)
        for outlet in self._concerned(typing.audience):
            if outlet.peer is not source:
                outlet.peer.tell(topics.TYPING, data)
        if source is not None:
            self._here.hear_typing(typing)

    def rename(self, name: str) -> None:
        """Let every gateway know what the server is called now."""
        for outlet in self._outlets.values():
            outlet.peer.tell(topics.RENAMED, encode(name))

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

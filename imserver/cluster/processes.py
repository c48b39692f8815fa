"""All processes of this server, as the one that keeps the store sees them."""

from __future__ import annotations

from typing import Final

import msgspec

import imserver
from imserver.cluster import process_stats
from imserver.cluster.process_stats import ProcessStats, measure
from imserver.edge.hub import Hub
from imserver.fanout.publisher import FanoutPublisher
from imserver.rpc.server import Peer, RpcServer
from imserver.rpc.wire import Hello
from imserver.system.supervisor import Supervisor

_figures: Final = msgspec.msgpack.Decoder(ProcessStats).decode


class ClusterProcess(msgspec.Struct, frozen=True):
    """A process. `figures` is None until it has told some."""

    name: str
    services: tuple[str, ...]
    release: str
    figures: ProcessStats | None


class ClusterProcesses:
    """Implements `imserver.cluster.online.OnlineDirectory`.

    Without `link` and `publisher` everything is in this process.
    """

    def __init__(
        self,
        hello: Hello,
        hub: Hub,
        supervisor: Supervisor,
        link: RpcServer | None = None,
        publisher: FanoutPublisher | None = None,
    ) -> None:
        self._hello = hello
        self._supervisor = supervisor
        self._hub = hub
        self._link = link
        self._publisher = publisher
        self._told: dict[Peer, ProcessStats] = {}
        if link is not None:
            link.notification_handlers[process_stats.TOPIC] = self._note
            link.on_left.append(self._forget)

    def _note(self, peer: Peer, data: msgspec.Raw) -> None:
        self._told[peer] = _figures(data)

    def _forget(self, peer: Peer) -> None:
        self._told.pop(peer, None)

    @property
    def connections(self) -> int:
        return len(self._hub) + sum(figures.connections for figures in self._told.values())

    @property
    def online(self) -> int:
        """People with a connection, wherever it is."""
        if self._publisher is None:
            return self._hub.online
        return len({*self._hub.users, *self._publisher.users})

    async def sessions_online(self, user: str) -> set[str]:
        return self._hub.sessions_online(user) | (self._publisher.sessions(user) if self._publisher else set())

    async def online_of(self, users: list[str]) -> set[str]:
        outside = self._publisher.users if self._publisher else ()
        return {user for user in users if user in self._hub.users or user in outside}

    async def online_elsewhere(self, process: str, users: list[str]) -> list[str]:
        return self._publisher.online_elsewhere(process, users) if self._publisher else []

    async def all_know(self, what: str) -> bool:
        peers = self._link.peers if self._link else ()
        return all(what in peer.hello.knows for peer in peers if "gateway" in peer.hello.services)

    def members(self) -> list[ClusterProcess]:
        """This process first, then the others by name."""
        own = ClusterProcess(
            self._hello.name, self._hello.services, imserver.__version__, measure(self._hub, self._supervisor)
        )
        peers = sorted(self._link.peers, key=lambda peer: peer.hello.name) if self._link else []
        others = [
            ClusterProcess(peer.hello.name, peer.hello.services, peer.hello.release, self._told.get(peer))
            for peer in peers
        ]
        return [own, *others]

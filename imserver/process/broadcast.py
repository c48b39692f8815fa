"""What the process that keeps the store tells people, wherever they are connected."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from imserver.bus.base import Bus
from imserver.core.errors import CloseCode
from imserver.edge.fanout_target import GatewayTarget
from imserver.edge.hub import Hub
from imserver.edge.member_cache import MemberCache
from imserver.fanout.publisher import FanoutPublisher
from imserver.fanout.topics import TypingNotification
from imserver.rpc.server import RpcServer
from imserver.rpc.wire import Hello
from imserver.store import remote as remote_store
from imserver.store.base import Store
from imserver.tokens.access import AccessTokens


class OtherGateways:
    """Those in other processes: the link that they call, and what goes out to them."""

    def __init__(self, hello: Hello, bus: Bus, store: Store, here: GatewayTarget) -> None:
        self.link: Final = RpcServer(hello, remote_store.served(store), remote_store.telling(store))
        self.publisher: Final = FanoutPublisher(self.link, bus, lambda: store.stream.token.epoch, here)


class Broadcast:
    """To this process, and to `others` where there can be some."""

    def __init__(self, hub: Hub, member_cache: MemberCache, tokens: AccessTokens) -> None:
        self.hub: Final = hub
        self.member_cache: Final = member_cache
        self.others: OtherGateways | None = None
        self._here = GatewayTarget(hub, member_cache, tokens)

    def reach_others(self, hello: Hello, bus: Bus, store: Store) -> OtherGateways:
        self.others = OtherGateways(hello, bus, store, self._here)
        self.hub.connect(self.others.publisher)
        return self.others

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        self._here.end_sessions(sessions, code)
        if self.others is not None:
            self.others.publisher.end(sessions, code)

    def rename(self, name: str) -> None:
        self._here.hear_renamed(name)
        if self.others is not None:
            self.others.publisher.rename(name)

    def relay_typing(self, typing: TypingNotification) -> None:
        """To other gateways: those who are connected to this one have heard it."""
        if self.others is not None:
            self.others.publisher.tell(typing)

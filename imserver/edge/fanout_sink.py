"""Where a gateway's feed ends: in its connections."""

from __future__ import annotations

from collections.abc import Collection

from imserver.core.errors import CloseCode
from imserver.core.event import EVERYBODY, Delivery
from imserver.core.frames import ServerNamed, TypingFrame
from imserver.edge.gateway import Gateway
from imserver.fanout.topics import Presence, Typing
from imserver.tokens.access import AccessTokens


class GatewaySink:
    """Implements `imserver.fanout.subscriber.Sink`."""

    def __init__(self, gateway: Gateway, tokens: AccessTokens) -> None:
        self._gateway = gateway
        self._tokens = tokens

    def present(self) -> list[Presence]:
        return self._gateway.hub.present()

    def deliver(self, epoch: str, deliveries: list[Delivery]) -> None:
        self._gateway.audiences.note(deliveries)
        self._gateway.hub.deliver(epoch, deliveries)

    def catch_up(self) -> None:
        self._gateway.audiences.clear()
        self._gateway.hub.catch_up()

    def watched(self) -> Collection[str]:
        return self._gateway.hub.presence.watched

    def note_elsewhere(self, user: str) -> None:
        self._gateway.hub.note_elsewhere(user)

    def hear_typing(self, typing: Typing) -> None:
        self._gateway.hub.tell(TypingFrame(typing.conv, typing.user), typing.audience, typing.user)

    def hear_renamed(self, name: str) -> None:
        self._gateway.hub.tell(ServerNamed(name), EVERYBODY)

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        self._tokens.end(sessions)
        self._gateway.hub.close_sessions(sessions, code)

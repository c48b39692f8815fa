"""Where a gateway's feed ends: in its connections."""

from __future__ import annotations

from collections.abc import Collection

from imserver.core.errors import CloseCode
from imserver.core.event import EVERYBODY, Delivery
from imserver.core.frames import ServerNamed, TypingFrame
from imserver.edge.hub import Hub
from imserver.edge.member_cache import MemberCache
from imserver.fanout.topics import Presence, TypingNotification
from imserver.tokens.access import AccessTokens


def end_here(tokens: AccessTokens, hub: Hub, sessions: Collection[str], code: CloseCode) -> None:
    """The access tokens of these sessions are worth nothing, and their connections close."""
    tokens.end(sessions)
    hub.close_sessions(sessions, code)


class GatewayTarget:
    """Implements `imserver.fanout.subscriber.FanoutTarget` and `imserver.fanout.publisher.ConnectedHere`."""

    def __init__(self, hub: Hub, member_cache: MemberCache, tokens: AccessTokens) -> None:
        self._hub = hub
        self._audiences = member_cache
        self._tokens = tokens

    def present(self) -> list[Presence]:
        return self._hub.present()

    def is_here(self, user: str) -> bool:
        return user in self._hub.users

    def deliver(self, epoch: str, deliveries: list[Delivery]) -> None:
        self._audiences.note(deliveries)
        self._hub.deliver(epoch, deliveries)

    def catch_up(self) -> None:
        self._audiences.clear()
        self._hub.catch_up()

    def watched(self) -> Collection[str]:
        return self._hub.presence.watched

    def note_elsewhere(self, user: str) -> None:
        self._hub.note_elsewhere(user)

    def hear_typing(self, typing: TypingNotification) -> None:
        self._hub.tell(TypingFrame(typing.conv, typing.user), typing.audience, typing.user)

    def hear_renamed(self, name: str) -> None:
        self._hub.tell(ServerNamed(name), EVERYBODY)

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        end_here(self._tokens, self._hub, sessions, code)

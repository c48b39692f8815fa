"""What the edge needs of the rest, in one place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any, Protocol

from imserver.core.effects import Post, Read
from imserver.core.frames import Change, TypingFrame
from imserver.core.message import Page, Posted
from imserver.edge.balance import Balance
from imserver.edge.hub import Hub
from imserver.edge.member_cache import MemberCache
from imserver.edge.shedding import Shedding
from imserver.edge.writer import WriteTurn
from imserver.fanout.topics import TypingNotification
from imserver.store.base import Stream
from imserver.system.logs import get_logger

log = get_logger("imserver.edge")


class Identity(Protocol):
    """Who a token speaks for: ids."""

    @property
    def user(self) -> str: ...

    @property
    def session(self) -> str: ...


class Authenticator(Protocol):
    def __call__(self, token: str) -> Identity:
        """Raises `token_invalid`, `token_expired`."""


class MessageService(Protocol):
    async def post(self, user: str, post: Post, origin: str) -> Posted: ...

    async def apply(self, user: str, change: Change) -> None: ...

    async def page(self, user: str, read: Read) -> Page: ...


async def _look_nowhere(users: Collection[str]) -> None:
    """Everybody is in this process."""


def relay_nowhere(typing: TypingNotification) -> None:
    """Everybody is in this process."""


class Gateway:
    """`name` stands before the names of its connections, so that they are unique among several gateways.

    `relay_typing` passes on to other gateways who is typing, `look_elsewhere` learns who of some users is connected to
    another process, and `on_drained` is that of `Balance`.
    """

    def __init__(
        self,
        hub: Hub,
        authenticate: Authenticator,
        messages: MessageService,
        stream: Stream,
        member_cache: MemberCache,
        name: str = "",
        *,
        relay_typing: Callable[[TypingNotification], None] = relay_nowhere,
        look_elsewhere: Callable[[Collection[str]], Awaitable[None]] = _look_nowhere,
        on_drained: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.look_elsewhere = look_elsewhere
        self._relay_typing = relay_typing
        self.hub = hub
        self.shedding = Shedding(hub)
        self.balance = Balance(hub, self.shedding, on_drained)
        self.turn = WriteTurn()
        self.member_cache = member_cache
        self.authenticate = authenticate
        self.messages = messages
        self.stream = stream
        self._work: set[asyncio.Task[None]] = set()

    def tell_typing(self, conv: str, user: str, audience: tuple[str, ...]) -> None:
        self.hub.tell(TypingFrame(conv, user), audience, user)
        self._relay_typing(TypingNotification(conv, user, audience))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a request's work; it is kept until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._work.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("edge.work_failed", exc_info=error)

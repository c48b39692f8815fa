"""The effects of a session, carried out: calls to the gateway, whose outcome goes back into the session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from imserver.core import errors
from imserver.core.conversation import RECEIPTS_UP_TO
from imserver.core.effects import (
    Apply,
    Authenticate,
    Close,
    Effect,
    Observe,
    Post,
    Read,
    Reply,
    RequestEffect,
    Resume,
    Tell,
)
from imserver.core.errors import CloseCode, ImError
from imserver.core.session_state import State
from imserver.edge.hub import Subscriber
from imserver.system.logs import get_logger

if TYPE_CHECKING:
    from imserver.edge.gateway import Gateway

MAX_OBSERVED: Final = 1000
"""People whose presence one connection can watch."""
TYPING_EVERY: Final = 2.0

Asked = TypeVar("Asked", bound=RequestEffect)
Outcome = TypeVar("Outcome")

log = get_logger("imserver.edge")


class Performer(Subscriber, Protocol):
    """A connection, as effects see it. `typed_at` is when its user was typing last, by the event loop's clock."""

    gateway: Gateway
    typed_at: float

    def write(self, frames: list[bytes]) -> None: ...

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it beside others; it ends with `finish`, or with the connection."""

    def finish(self, effects: list[Effect]) -> None: ...

    def settle(self) -> None:
        """Its user is known: larger frames are taken."""

    def close(self, code: CloseCode) -> None: ...


def carry_out(connection: Performer, effects: list[Effect]) -> None:
    for effect in effects:
        HANDLERS[type(effect)](connection, effect)


def _reply(connection: Performer, effect: Reply) -> None:
    connection.write(effect.frames)


def _close(connection: Performer, effect: Close) -> None:
    connection.close(effect.code)


def _authenticate(connection: Performer, effect: Authenticate) -> None:
    session = connection.session
    try:
        identity = connection.gateway.authenticate(effect.token)
    except ImError as error:
        carry_out(connection, session.refused(error))
        return
    connection.settle()
    carry_out(connection, session.authenticated(identity.user, identity.session))


def _resume(connection: Performer, effect: Resume) -> None:
    connection.start(_read_missed(connection, effect))


async def _read_missed(connection: Performer, effect: Resume) -> None:
    connection.gateway.hub.join(connection)
    try:
        resumption = await connection.gateway.stream.resume(effect.user, effect.since)
    except Exception as error:
        log.error("edge.resume_failed", user=effect.user, exc_info=error)
        connection.end(errors.RESTARTING)
    else:
        connection.finish(connection.session.resumed(resumption))


def _post(connection: Performer, effect: Post) -> None:
    session = connection.session
    work = connection.gateway.messages.post(session.user, effect, connection.name)
    connection.start(_answer(connection, effect, work, session.posted))


def _read(connection: Performer, effect: Read) -> None:
    session = connection.session
    work = connection.gateway.messages.page(session.user, effect)
    connection.start(_answer(connection, effect, work, session.read))


def _apply(connection: Performer, effect: Apply) -> None:
    session = connection.session
    work = connection.gateway.messages.apply(session.user, effect.change)
    connection.start(_answer(connection, effect, work, lambda effect, _: session.done(effect.request)))


def _tell(connection: Performer, effect: Tell) -> None:
    work = _tell_typing(connection, effect.conv)
    connection.start(_answer(connection, effect, work, lambda effect, _: []))


def _observe(connection: Performer, effect: Observe) -> None:
    work = _watch(connection, effect)
    connection.start(_answer(connection, effect, work, lambda effect, effects: effects))


HANDLERS: Final[dict[type[Effect], Callable[[Performer, Any], None]]] = {
    Reply: _reply,
    Authenticate: _authenticate,
    Resume: _resume,
    Post: _post,
    Read: _read,
    Apply: _apply,
    Tell: _tell,
    Observe: _observe,
    Close: _close,
}
"""By type, since each frame passes here: a lookup takes half as long as a `match` of two cases."""


async def _answer(
    connection: Performer, effect: Asked, work: Awaitable[Outcome], told: Callable[[Asked, Outcome], list[Effect]]
) -> None:
    """Do the work, and say what came of it."""
    try:
        effects = told(effect, await work)
    except Exception as error:
        effects = connection.session.fail(effect.request, _named(error))
    connection.finish(effects)


async def _tell_typing(connection: Performer, conv: str) -> None:
    """Typing is news for a few seconds: more often than that nobody needs it."""
    now = asyncio.get_running_loop().time()
    if now - connection.typed_at < TYPING_EVERY:
        return
    connection.typed_at = now
    user = connection.session.user
    found = await connection.gateway.audiences.get(conv, user)
    if len(found.members) <= RECEIPTS_UP_TO and user not in found.mute:
        connection.gateway.tell_typing(conv, user, found.seen_by(user))


async def _watch(connection: Performer, effect: Observe) -> list[Effect]:
    gateway, session = connection.gateway, connection.session
    blocks, people = -1, dict[str, None]()
    while blocks != gateway.audiences.blocks:
        blocks = gateway.audiences.blocks
        people = await _find_observed(gateway, session.user, effect.convs)
        await gateway.look_elsewhere(people)
    if session.state is State.CLOSED:
        return []
    online, offline = gateway.hub.presence.watch(connection, tuple(people))
    return [*session.done(effect.request), *session.presence(online, offline)]


async def _find_observed(gateway: Gateway, user: str, convs: tuple[str, ...]) -> dict[str, None]:
    """The people of these conversations whom `user` may see come and go. Raises `too_many`."""
    people: dict[str, None] = {}
    for conv in convs:
        found = await gateway.audiences.get(conv, user)
        people |= dict.fromkeys(found.seen_by(user))
    people.pop(user, None)
    if len(people) > MAX_OBSERVED:
        raise ImError(errors.TOO_MANY, f"{len(people)} people are in these conversations, {MAX_OBSERVED} may be.")
    return people


def _named(error: Exception) -> ImError:
    """The error as its causer may see it; what isn't in the table is logged whole and told as `internal`."""
    if isinstance(error, ImError):
        return error
    log.error("edge.request_failed", exc_info=error)
    return ImError(errors.INTERNAL, "The server failed on this request.")

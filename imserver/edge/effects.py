"""The effects of a session, carried out: calls to the gateway, whose outcome goes back into the session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, Protocol

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
from imserver.core.session_state import SessionState
from imserver.edge.hub import Subscriber
from imserver.system.logs import get_logger

if TYPE_CHECKING:
    from imserver.edge.gateway import Gateway

MAX_OBSERVED: Final = 1000
"""People whose presence one connection can watch."""
TYPING_EVERY_S: Final = 2.0

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


def _write(connection: Performer, effect: Reply) -> None:
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


def _start_resuming(connection: Performer, effect: Resume) -> None:
    connection.start(_resume(connection, effect))


def _start_answering(connection: Performer, effect: RequestEffect) -> None:
    connection.start(_answer(connection, effect))


async def _resume(connection: Performer, effect: Resume) -> None:
    connection.gateway.hub.join(connection)
    try:
        resumption = await connection.gateway.stream.resume(effect.user, effect.since)
    except Exception as error:
        log.error("edge.resume_failed", user=effect.user, exc_info=error)
        connection.end(errors.RESTARTING)
    else:
        connection.finish(connection.session.resumed(resumption))


async def _answer(connection: Performer, effect: RequestEffect) -> None:
    try:
        effects = await REQUESTS[type(effect)](connection, effect)
    except Exception as error:
        effects = connection.session.fail(effect.request, _named(error))
    connection.finish(effects)


async def _post(connection: Performer, effect: Post) -> list[Effect]:
    posted = await connection.gateway.messages.post(connection.session.user, effect, connection.name)
    return connection.session.posted(effect, posted)


async def _read(connection: Performer, effect: Read) -> list[Effect]:
    page = await connection.gateway.messages.page(connection.session.user, effect)
    return connection.session.read(effect, page)


async def _apply(connection: Performer, effect: Apply) -> list[Effect]:
    await connection.gateway.messages.apply(connection.session.user, effect.change)
    return connection.session.done(effect.request)


async def _tell(connection: Performer, effect: Tell) -> list[Effect]:
    """Typing is news for a few seconds: more often than that nobody needs it."""
    now = asyncio.get_running_loop().time()
    if now - connection.typed_at < TYPING_EVERY_S:
        return []
    connection.typed_at = now
    user = connection.session.user
    found = await connection.gateway.member_cache.get(effect.conv, user)
    if len(found.members) <= RECEIPTS_UP_TO and user not in found.mute:
        connection.gateway.tell_typing(effect.conv, user, found.seen_by(user))
    return []


async def _observe(connection: Performer, effect: Observe) -> list[Effect]:
    gateway, session = connection.gateway, connection.session
    blocks, people = -1, dict[str, None]()
    while blocks != gateway.member_cache.blocks:
        blocks = gateway.member_cache.blocks
        people = await _find_observed(gateway, session.user, effect.convs)
        await gateway.look_elsewhere(people)
    if session.state is SessionState.CLOSED:
        return []
    online, offline = gateway.hub.presence.watch(connection, tuple(people))
    return [*session.done(effect.request), *session.presence(online, offline)]


async def _find_observed(gateway: Gateway, user: str, convs: tuple[str, ...]) -> dict[str, None]:
    """The people of these conversations whom `user` may see come and go. Raises `too_many`."""
    people: dict[str, None] = {}
    for conv in convs:
        found = await gateway.member_cache.get(conv, user)
        people |= dict.fromkeys(found.seen_by(user))
    people.pop(user, None)
    if len(people) > MAX_OBSERVED:
        raise ImError(errors.TOO_MANY, f"{len(people)} people are in these conversations, {MAX_OBSERVED} may be.")
    return people


HANDLERS: Final[dict[type[Effect], Callable[[Performer, Any], None]]] = {
    Reply: _write,
    Authenticate: _authenticate,
    Resume: _start_resuming,
    **dict.fromkeys((Post, Read, Apply, Tell, Observe), _start_answering),
    Close: _close,
}
"""By type, since each frame passes here: a lookup takes half as long as a `match` of two cases."""

REQUESTS: Final[dict[type[RequestEffect], Callable[[Performer, Any], Awaitable[list[Effect]]]]] = {
    Post: _post,
    Read: _read,
    Apply: _apply,
    Tell: _tell,
    Observe: _observe,
}
"""What comes of each is for the session's client; what fails becomes an error frame."""


def _named(error: Exception) -> ImError:
    """The error as its causer may see it; what isn't in the table is logged whole and told as `internal`."""
    if isinstance(error, ImError):
        return error
    log.error("edge.request_failed", exc_info=error)
    return ImError(errors.INTERNAL, "The server failed on this request.")

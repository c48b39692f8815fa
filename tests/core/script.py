"""A small language for the life of one session: what happens to it (`>>`), and what it then wants (`<<`).

    script >> {"t": "auth", "id": 1, "token": "abc"} << Authenticate("abc") >> refused(error) << says(t="error")

A dict is a frame from the client, a string is one as it came over the wire, anything callable is what the edge
reports. Everything a step brings about must be expected before the next step: nothing may be left over.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imserver.core.account import Profile
from imserver.core.codec import JSON, event_frame
from imserver.core.effects import Effect, Post, Read, Reply, Resumption
from imserver.core.errors import CloseCode, ErrorCode, ImError
from imserver.core.event import ProfileChanged
from imserver.core.message import Page, Posted
from imserver.core.session import Session
from imserver.core.sync import SyncToken

Frame = dict[str, Any]
Happening = Callable[[Session], list[Effect]]

EPOCH = "e1"
CLIENT_ID = UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff")


@dataclass(frozen=True)
class Says:
    """A frame to the client with at least these fields."""

    fields: Frame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and all(other.get(name, ...) == value for name, value in self.fields.items())


def says(**fields: object) -> Says:
    return Says(fields)


def refuses(code: ErrorCode, request: int | None) -> Says:
    return says(t="error", id=request, code=code.name, retry=code.retry)


class Script:
    def __init__(self) -> None:
        self.session = Session()
        self._seen: list[Effect | Frame] = []

    def __rshift__(self, step: Frame | str | Happening) -> Script:
        self.finish()
        if isinstance(step, dict):
            step = json.dumps(step)
        if isinstance(step, str):
            effects = self.session.receive(step.encode("utf-8", "surrogatepass"))
        else:
            effects = step(self.session)
        for effect in effects:
            self._seen += map(json.loads, effect.frames) if isinstance(effect, Reply) else [effect]
        return self

    def __lshift__(self, expected: Effect | Frame | Says) -> Script:
        assert self._seen, f"expected {expected}, nothing came"
        came = self._seen.pop(0)
        assert expected == came, f"expected {expected}, not {came}"
        return self

    def finish(self) -> None:
        assert not self._seen, f"not expected: {self._seen}"


def accepted(user: str = "u1", session: str = "s1") -> Happening:
    return lambda to: to.authenticated(user, session)


def refused(error: ImError) -> Happening:
    return lambda to: to.refused(error)


def resumed(resumption: Resumption) -> Happening:
    return lambda to: to.resumed(resumption)


def posted(post: Post, outcome: Posted) -> Happening:
    return lambda to: to.posted(post, outcome)


def read(read: Read, page: Page) -> Happening:
    return lambda to: to.read(read, page)


def failed(request: int, error: ImError) -> Happening:
    return lambda to: to.fail(request, error)


def ended(code: CloseCode) -> Happening:
    return lambda to: to.end(code)


def delivered(position: int) -> Happening:
    """`EVENT` at `position` of the stream."""

    def deliver(to: Session) -> list[Effect]:
        frames = to.deliver(position, encoded(position))
        return [Reply(frames)] if frames else []

    return deliver


EVENT = ProfileChanged(Profile("u2", "bob", "Bob"))


def encoded(position: int) -> bytes:
    """`EVENT` as the hub hands it on."""
    return JSON.encode(event_frame(str(at(position)), EVENT))


def at(position: int) -> SyncToken:
    return SyncToken(EPOCH, position)


def fresh(position: int = 10) -> Resumption:
    return Resumption("fresh", at(position), [], [])


def auth(**fields: object) -> Frame:
    return {"t": "auth", "id": 1, "token": "abc"} | fields


def send(**fields: object) -> Frame:
    return {"t": "send", "id": 2, "conv": "c1", "client_id": str(CLIENT_ID), "text": "hello"} | fields


def history(**fields: object) -> Frame:
    return {"t": "history", "id": 3, "conv": "c1"} | fields

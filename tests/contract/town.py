"""A store with people in it: what a test of the contract starts from."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from imserver.core import ids
from imserver.core.account import Role
from imserver.core.codec import JSON, event_frame
from imserver.core.errors import ErrorCode, ImError
from imserver.core.event import Delivery, Event
from imserver.core.message import Draft, Message, Posted
from imserver.core.sync import SyncToken
from imserver.seal.envelope import Sealer
from imserver.seal.keyring import Keyring
from imserver.store.base import Store
from imserver.store.records import NewUser
from tests.contract.engines import Open

NOW = 1_700_000_000_000
RING = Keyring(1, {1: bytes(range(16))}, bytes(range(16, 32)))
Frame = dict[str, Any]


def frame_of(token: SyncToken, event: Event) -> Frame:
    """The event as a client reads it."""
    frame: Frame = json.loads(JSON.encode(event_frame(str(token), event)))
    return frame


class Refused:
    """`with refused(errors.NOT_MEMBER): ...`"""

    def __init__(self, code: ErrorCode) -> None:
        self._code = code

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if error is None:
            pytest.fail(f"{self._code.name} was expected, nothing was refused")
        if not isinstance(error, ImError):
            return False
        assert error.code == self._code, error.message
        assert error.message
        return True


refused = Refused


class Town:
    def __init__(self, open: Open, directory: Path) -> None:
        self._open = open
        self.directory = directory
        self.heard: list[Delivery] = []
        self._numbers = itertools.count(1)
        self.store: Store = open(directory, Sealer(RING), self.listen)

    def listen(self, deliveries: Sequence[Delivery]) -> None:
        self.heard += deliveries

    async def restart(self) -> None:
        await self.store.close()
        self.store = self._open(self.directory, Sealer(RING), self.listen)

    def new_id(self, kind: str) -> str:
        return ids.make(kind, NOW, next(self._numbers))

    def somebody(self, login: str, role: Role = Role.MEMBER, **fields: Any) -> NewUser:
        given: dict[str, Any] = {"name": login.title(), "password": "", "created_at": NOW, "id": self.new_id(ids.USER)}
        return NewUser(login=login, role=role, **(given | fields))

    async def person(self, login: str, role: Role = Role.MEMBER) -> str:
        (user,) = await self.store.accounts.create([self.somebody(login, role)])
        return user.id

    async def people(self, *logins: str) -> list[str]:
        return [user.id for user in await self.store.accounts.create([self.somebody(login) for login in logins])]

    async def group(self, owner: str, *members: str, title: str = "Class 3b") -> str:
        made = await self.store.conversations.create_group(self.new_id(ids.CONVERSATION), title, owner, members, NOW)
        return made.id

    async def direct(self, user: str, other: str) -> str:
        made = await self.store.conversations.create_direct(self.new_id(ids.CONVERSATION), user, other, NOW)
        return made.id

    async def post(
        self, conv: str, sender: str, text: str = "hello", *, client_id: UUID | None = None, origin: str = ""
    ) -> Posted:
        return await self.store.messages.append(Draft(conv, sender, client_id or uuid4(), text, origin, NOW))

    async def history(self, conv: str, user: str) -> list[Message]:
        """All of it, oldest first, page by page."""
        messages: list[Message] = []
        more = True
        while more:
            page = await self.store.messages.page(conv, user, None, messages[-1].seq if messages else 0, 50)
            messages += page.messages
            more = page.more
        return messages

    async def missed(self, user: str, since: SyncToken) -> list[Frame]:
        """The events that a resuming client is sent."""
        resumption = await self.store.stream.resume(user, since)
        assert resumption.mode == "resumed"
        assert resumption.conversations is None
        return [frame_of(SyncToken(since.epoch, position), event) for position, event in resumption.events]

    def heard_by(self, user: str) -> list[Delivery]:
        return [delivery for delivery in self.heard if delivery.audience is None or user in delivery.audience]

    @property
    def token(self) -> SyncToken:
        return self.store.stream.token

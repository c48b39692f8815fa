"""Groups, as administrators keep them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from imserver.clock import Clock
from imserver.core import errors, ids
from imserver.core.account import clean_title
from imserver.core.conversation import Conversation, MemberRole
from imserver.core.errors import ImError
from imserver.services.codes import make_id
from imserver.store.base import Group, Store


class GroupService:
    """People are named by login or id."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find(self, query: str, after: str, limit: int) -> tuple[list[Group], bool]:
        """Groups by id (and so by age), those after `after`; and whether there are more."""
        groups = await self._store.conversations.groups(query, after, limit + 1)
        return groups[:limit], len(groups) > limit

    async def create(self, title: str, members: Sequence[str], owner: str | None) -> Conversation:
        """The owner is the first member unless named. Raises `unknown_user`, `title_invalid`, `too_many`."""
        if not members and not owner:
            raise ImError(errors.BAD_REQUEST, "A group needs a member.", "Name an owner or at least one member.")
        users = await self._resolve(members)
        owner_id = (await self._resolve([owner]))[0] if owner else users[0]
        now = self._clock()
        conv = make_id(ids.CONVERSATION, now)
        return await self._store.conversations.create_group(conv, clean_title(title), owner_id, users, now)

    async def add(self, conv: str, members: Sequence[str], role: MemberRole | None) -> Group:
        await self._store.conversations.add_members(conv, None, await self._resolve(members), role)
        return await self._store.conversations.group(conv)

    async def remove_member(self, conv: str, member: str) -> None:
        await self._store.conversations.remove_member(conv, None, (await self._resolve([member]))[0])

    async def remove(self, conv: str) -> None:
        await self._store.conversations.remove(conv)

    async def _resolve(self, people: Sequence[str]) -> list[str]:
        users = await asyncio.gather(*(self._store.accounts.get(person) for person in people))
        return [user.id for user in users]

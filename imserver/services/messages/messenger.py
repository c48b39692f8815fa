"""What people do in conversations."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from imserver.clock import Clock
from imserver.core import errors, ids
from imserver.core.account import Profile, clean_name, clean_title
from imserver.core.conversation import Conversation, MemberRole
from imserver.core.errors import ImError
from imserver.core.message import Draft, Page, Posted
from imserver.services.codes import make_id
from imserver.store.base import Store


class Messenger:
    """Use cases of a logged-in `user`. Rules that need the store's state are the store's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def post(self, user: str, conv: str, client_id: UUID, text: str, origin: str) -> Posted:
        return await self._store.messages.append(Draft(conv, user, client_id, text, origin, self._clock()))

    async def page(self, user: str, conv: str, before: int | None, after: int | None, limit: int) -> Page:
        return await self._store.messages.page(conv, user, before, after, limit)

    async def conversations(self, user: str) -> list[Conversation]:
        return await self._store.conversations.of_user(user)

    async def conversation(self, user: str, conv: str) -> Conversation:
        return await self._store.conversations.get(conv, user)

    async def open_direct(self, user: str, other: str) -> Conversation:
        """The direct conversation with `other` (id or login), made where there is none."""
        peer = await self._store.accounts.get(other)
        if peer.id == user:
            raise ImError(errors.FORBIDDEN, "That is your own account.", "Choose somebody else.")
        now = self._clock()
        return await self._store.conversations.create_direct(make_id(ids.CONVERSATION, now), user, peer.id, now)

    async def create_group(self, owner: str, title: str, members: Sequence[str]) -> Conversation:
        now = self._clock()
        return await self._store.conversations.create_group(
            make_id(ids.CONVERSATION, now), clean_title(title), owner, members, now
        )

    async def rename(self, user: str, conv: str, title: str) -> Conversation:
        return await self._store.conversations.rename(conv, user, clean_title(title))

    async def add_member(self, user: str, conv: str, other: str, role: MemberRole | None) -> Conversation:
        """Add somebody, or give a present member another role."""
        peer = await self._store.accounts.get(other)
        await self._store.conversations.add_members(conv, user, [peer.id], role)
        return await self._store.conversations.get(conv, user)

    async def remove_member(self, user: str, conv: str, other: str) -> None:
        await self._store.conversations.remove_member(conv, user, other)

    async def directory(self, query: str, after: str, limit: int) -> tuple[list[Profile], bool]:
        """People by login, those after `after`; and whether there are more."""
        people = await self._store.directory(query, after, limit + 1)
        return people[:limit], len(people) > limit

    async def profile(self, user: str) -> Profile:
        account = await self._store.accounts.get(user)
        return Profile(account.id, account.login, account.name)

    async def set_name(self, user: str, name: str) -> None:
        await self._store.accounts.set_name(user, clean_name(name))

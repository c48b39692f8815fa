"""Groups, as administrators keep them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from imserver.core import errors, ids
from imserver.core.account import Profile, User, clean_title
from imserver.core.audit import AuditAction, Facts, Means
from imserver.core.conversation import MAX_MEMBERS, Conversation, MemberRole
from imserver.core.errors import ImError
from imserver.core.folding import caseless
from imserver.core.form import Form
from imserver.services.audit import AuditService, Deed
from imserver.services.principal import Principal
from imserver.store.base import Store
from imserver.store.records import Group, MakerKey
from imserver.system.clock import Clock
from imserver.tokens.codes import make_id

PAGE: Final = 200


class GroupService:
    """People are named by login or id."""

    def __init__(self, store: Store, clock: Clock, audit: AuditService) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit

    async def find(self, query: str, after: str, limit: int) -> tuple[list[Group], bool]:
        """Groups by id (and so by age), those after `after`; and whether there are more."""
        groups = await self._store.conversations.groups(query, after, limit + 1)
        return groups[:limit], len(groups) > limit

    async def details(self, conv: str, after: str, limit: int) -> tuple[Group, list[tuple[Profile, MemberRole]], bool]:
        """A group, its members by login, those after `after`, and whether there are more."""
        group = await self._store.conversations.group(conv)
        members = await self._store.conversations.members(conv, after, limit + 1)
        return group, members[:limit], len(members) > limit

    async def titled(self, principal: Principal, title: str) -> Group | None:
        """The group of that title, small letters or capital: of several, the one that a person looks after.

        Raises `title_invalid`, and `bad_request` where it isn't clear which.
        """
        title, found, after = clean_title(title), list[Group](), ""
        while page := await self._store.conversations.groups(title, after, PAGE):
            after = page[-1].id
            found += [group for group in page if caseless(group.title) == caseless(title)]
        if len(found) > 1 and principal.means is Means.PERSON:
            found = [group for group in found if await self.looks_after(principal, group)] or found
        if len(found) > 1:
            raise ImError(
                errors.BAD_REQUEST,
                f"There are {len(found)} groups called {title[:120]!r}.",
                "Rename one of them, or add the people to it on its page.",
            )
        return found[0] if found else None

    async def logins(self, conv: str) -> set[str]:
        """Of its members."""
        return {profile.login for profile, _ in await self._store.conversations.members(conv, "", MAX_MEMBERS)}

    async def looks_after(self, principal: Principal, group: Group) -> bool:
        """Who is no person looks after every group."""
        if principal.means is not Means.PERSON:
            return True
        try:
            return (await self._store.conversations.get(group.id, principal.id)).role is not MemberRole.MEMBER
        except ImError:
            return False

    async def join(self, principal: Principal, title: str, members: Sequence[str]) -> None:
        """Add people, by their ids, to the group of that title; where there is none, make it.

        Who does it owns the new group; where that is no person, its first member. Raises what `titled` does, and
        `too_many`.
        """
        if group := await self.titled(principal, title):
            inside = {profile.id for profile, _ in await self._store.conversations.members(group.id, "", MAX_MEMBERS)}
            if coming := [member for member in members if member not in inside]:
                await self.add(principal, group.id, coming, None)
        else:
            owner = principal.id if principal.means is Means.PERSON else None
            await self.create(principal, title, members, owner)

    async def create(
        self,
        principal: Principal,
        title: str,
        members: Sequence[str],
        owner: str | None,
        client_id: UUID | None = None,
    ) -> Conversation:
        """The owner is the first member unless named. Raises `unknown_user`, `title_invalid`, `too_many`."""
        if not members and not owner:
            raise ImError(errors.BAD_REQUEST, "A group needs a member.", "Name an owner or at least one member.")
        form, users, owners = Form(), list[User](), list[User]()
        with form.field("title"):
            title = clean_title(title)
        with form.field("members"):
            users = await self._resolve(members)
        with form.field("owner"):
            owners = await self._resolve([owner]) if owner else users[:1]
        form.check()
        now = self._clock()
        conv = make_id(ids.CONVERSATION, now)
        key = MakerKey(f"admin {principal.id}", client_id) if client_id else None
        made = await self._store.conversations.create_group(
            conv, title, owners[0].id, [user.id for user in users], now, key
        )
        if made.id != conv:
            return made
        details: Facts = {"members": made.member_count}
        await self._audit.note(principal, Deed(AuditAction.GROUP_CREATED, conv, made.title, details))
        return made

    async def add(self, principal: Principal, conv: str, members: Sequence[str], role: MemberRole | None) -> Group:
        users = await self._resolve(members)
        await self._store.conversations.add_members(
            conv, None, [user.id for user in users], role, await self._profile(principal), self._clock()
        )
        group = await self._store.conversations.group(conv)
        action = AuditAction.GROUP_ROLE if role else AuditAction.GROUP_JOINED
        given: Facts = {"role": str(role)} if role else {}
        await self._audit.note(
            principal,
            *(Deed(action, conv, group.title, {"user": user.login, **given}) for user in users),
        )
        return group

    async def remove_member(self, principal: Principal, conv: str, member: str) -> None:
        [user] = await self._resolve([member])
        by = await self._profile(principal)
        await self._store.conversations.remove_member(conv, None, user.id, by, self._clock())
        group = await self._store.conversations.group(conv)
        await self._audit.note(principal, Deed(AuditAction.GROUP_LEFT, conv, group.title, {"user": user.login}))

    async def remove_avatar(self, principal: Principal, conv: str) -> None:
        group = await self._store.conversations.group(conv)
        if group.avatar:
            by = await self._profile(principal)
            await self._store.conversations.set_avatar(conv, None, "", self._clock(), by)
            await self._audit.note(principal, Deed(AuditAction.GROUP_UNPICTURED, conv, group.title))

    async def remove(self, principal: Principal, conv: str) -> None:
        """A group, or any other conversation."""
        title = await self._title(conv)
        await self._store.conversations.remove(conv)
        await self._audit.note(principal, Deed(AuditAction.CONVERSATION_REMOVED, conv, title))

    async def _profile(self, principal: Principal) -> Profile:
        """How the members of a group are told who it was: without an id where it was no person's account."""
        if principal.means is not Means.PERSON:
            return Profile("", "", principal.name if principal.means is Means.TOKEN else "")
        return (await self._store.accounts.get(principal.id)).profile

    async def _title(self, conv: str) -> str:
        """Empty for what is no group."""
        try:
            return (await self._store.conversations.group(conv)).title
        except ImError:
            return ""

    async def _resolve(self, people: Sequence[str]) -> list[User]:
        return await asyncio.gather(*(self._store.accounts.get(person) for person in people))

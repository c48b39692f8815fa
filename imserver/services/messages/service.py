"""What people do in conversations."""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import ceil
from typing import Final, assert_never
from uuid import UUID

from imserver.cache.base import Counters
from imserver.core import errors, ids, limits
from imserver.core.account import Profile, clean_name, clean_title
from imserver.core.conversation import Conversation, GroupSettings, MemberRole, Preferences
from imserver.core.effects import Post, Read
from imserver.core.errors import ImError
from imserver.core.frames import Change, Edit, Mark, Pin, React, Recall
from imserver.core.limits import Buckets
from imserver.core.message import Draft, Page, Posted
from imserver.services.messages.allowance import Allowance
from imserver.store.base import Store
from imserver.store.records import MakerKey
from imserver.system.clock import Clock
from imserver.tokens.codes import make_id

SEND_BURST: Final = 20
"""Seconds of the send rate that may come at once: what a client saved up while it was offline."""
MEMBERS_COUNTED: Final = 100
"""Members of a new group that count as much as another conversation."""


class Messenger:
    """Use cases of a logged-in `user`. Rules that need the store's state are the store's.

    Whatever others have to learn is limited, and may be refused with `throttled`.
    """

    def __init__(self, store: Store, clock: Clock, *, recall_window_s: int, send_rate: int, counters: Counters) -> None:
        self._store = store
        self._requests = Buckets(send_rate, send_rate * SEND_BURST)
        self._allowance = Allowance(counters)
        self._clock = clock
        self._recall_window_ms = recall_window_s * 1000

    async def post(self, user: str, post: Post, origin: str) -> Posted:
        """Raises `throttled`, and what the store refuses."""
        self._count_request(user)
        draft = Draft(
            post.conv,
            user,
            post.client_id,
            post.text,
            origin,
            self._clock(),
            post.reply_to,
            post.thread,
            tuple(dict.fromkeys(post.mentions)),
            tuple(dict.fromkeys(post.attachments)),
            post.spelled,
            post.spans,
        )
        return await self._store.messages.append(draft)

    def _count_request(self, user: str) -> None:
        wait = self._requests.take(user, time.monotonic())
        if wait:
            hint = f"Wait {wait:.1f} s before the next request."
            raise ImError(errors.THROTTLED, "You send too much at once.", hint, ceil(wait))

    async def apply(self, user: str, change: Change) -> None:
        """Raises `throttled`, and what the store refuses."""
        self._count_request(user)
        annotations = self._store.annotations
        match change:
            case Edit(conv=conv, seq=seq, text=text, mentions=mentions, spans=spans):
                named = None if mentions is None else tuple(dict.fromkeys(mentions))
                await annotations.edit(conv, user, seq, text, named, self._clock(), spans)
            case Recall(conv=conv, seq=seq):
                await annotations.recall(conv, user, seq, self._clock(), self._recall_window_ms)
            case React(conv=conv, seq=seq, emoji=emoji, on=on):
                await annotations.react(conv, user, seq, emoji, on)
            case Pin(conv=conv, seq=seq, on=on):
                await annotations.pin(conv, user, seq, on, self._clock())
            case Mark(conv=conv, read=read, delivered=delivered):
                await annotations.mark(conv, user, read, delivered)
            case _:
                assert_never(change)

    async def page(self, user: str, read: Read) -> Page:
        return await self._store.messages.page(read.conv, user, read.before, read.after, read.limit, read.thread)

    async def last_before(self, user: str, conv: str, ts: int) -> int:
        """The number of the last message before a time (ms since 1970 UTC), 0 where there is none."""
        return await self._store.messages.last_before(conv, user, ts)

    async def conversations(self, user: str) -> list[Conversation]:
        return await self._store.conversations.of_user(user)

    async def conversation(self, user: str, conv: str) -> Conversation:
        return await self._store.conversations.get(conv, user)

    async def open_direct(self, user: str, other: str) -> Conversation:
        """The direct conversation with `other` (id or login), made where there is none."""
        peer = await self._store.accounts.get(other)
        if peer.id == user:
            raise ImError(errors.FORBIDDEN, "That is your own account.", "Choose somebody else.")
        await self._allowance.take(user, limits.CREATIONS)
        now = self._clock()
        return await self._store.conversations.create_direct(make_id(ids.CONVERSATION, now), user, peer.id, now)

    async def create_group(
        self, owner: str, title: str, members: Sequence[str], client_id: UUID | None = None
    ) -> Conversation:
        """Asked again with the same `client_id`, it is the same group."""
        await self._allowance.take(owner, limits.CREATIONS, 1 + len(members) // MEMBERS_COUNTED)
        now = self._clock()
        return await self._store.conversations.create_group(
            make_id(ids.CONVERSATION, now),
            clean_title(title),
            owner,
            members,
            now,
            MakerKey(owner, client_id) if client_id else None,
        )

    async def change(self, user: str, conv: str, title: str | None, settings: GroupSettings | None) -> Conversation:
        """Title and settings of a group; what is None stays."""
        await self._allowance.take(user, limits.GROUPS)
        await self._allowance.check_group(conv, limits.GROUP_CHANGED)
        clean = None if title is None else clean_title(title)
        changed = await self._store.conversations.change(conv, user, clean, settings, self._clock())
        await self._allowance.count_group(conv, limits.GROUP_CHANGED)
        return changed

    async def set_preferences(self, user: str, conv: str, preferences: Preferences) -> None:
        await self._allowance.take(user, limits.PREFERENCES)
        await self._store.conversations.set_preferences(conv, user, preferences)

    async def silence(self, user: str, conv: str, other: str, on: bool) -> None:
        await self._allowance.take(user, limits.VOICES)
        await self._store.conversations.silence(conv, user, other, on)

    async def ban(self, user: str, conv: str, other: str) -> None:
        await self._allowance.take(user, limits.MEMBERS)
        await self._store.conversations.ban(conv, user, other, self._clock())

    async def unban(self, user: str, conv: str, other: str) -> None:
        await self._allowance.take(user, limits.MEMBERS)
        await self._store.conversations.unban(conv, user, other)

    async def bans(self, user: str, conv: str) -> list[Profile]:
        return await self._store.conversations.bans(conv, user)

    async def block(self, user: str, other: str, on: bool) -> None:
        if user == other:
            raise ImError(errors.FORBIDDEN, "That is your own account.", "Choose somebody else.")
        await self._allowance.take(user, limits.BLOCKS)
        await self._store.blocks.set(user, other, on)

    async def blocks(self, user: str) -> list[str]:
        return await self._store.blocks.of_user(user)

    async def add_member(self, user: str, conv: str, other: str, role: MemberRole | None) -> Conversation:
        """Add somebody, or give a present member another role."""
        peer = await self._store.accounts.get(other)
        await self._allowance.take(user, limits.MEMBERS)
        await self._allowance.check_group(conv, limits.GROUP_GREW)
        if await self._store.conversations.add_members(conv, user, [peer.id], role, now=self._clock()):
            await self._allowance.count_group(conv, limits.GROUP_GREW)
        return await self._store.conversations.get(conv, user)

    async def remove_member(self, user: str, conv: str, other: str) -> None:
        await self._allowance.take(user, limits.MEMBERS)
        await self._store.conversations.remove_member(conv, user, other, now=self._clock())

    async def directory(self, query: str, after: str, limit: int) -> tuple[list[Profile], bool]:
        """People by login, those after `after`; and whether there are more."""
        people = await self._store.directory(query, after, limit + 1)
        return people[:limit], len(people) > limit

    async def profile(self, user: str) -> Profile:
        return (await self._store.accounts.get(user)).profile

    async def set_name(self, user: str, name: str) -> None:
        clean = clean_name(name)
        await self._allowance.take(user, limits.NAMES)
        await self._store.accounts.set_name(user, clean)

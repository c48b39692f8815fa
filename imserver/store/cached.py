"""A store with copies in front of it: recent history, who may read it, and accounts.

It belongs into the process that commits. `note` is to hear every delivery before anybody else does; from then on
nothing older is read.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final, TypeVar, cast

import msgspec

from imserver.cache.base import Cache
from imserver.cache.versions import BLOCK, Version, Versions, block_of
from imserver.core.account import Profile, User
from imserver.core.conversation import Visibility
from imserver.core.event import BlockChanged, Delivery, ProfileChanged
from imserver.core.login import MAX_LOGIN
from imserver.core.message import Message, Page
from imserver.store.base import Accounts, Conversations, Messages, Store
from imserver.store.records import Counts

RECENT_BLOCKS: Final = 8
"""History before these is read from the store: whoever reads it is alone with it."""

T = TypeVar("T")

_encode: Final = msgspec.msgpack.Encoder().encode
_messages: Final = msgspec.msgpack.Decoder(list[Message]).decode
_first_seen: Final = msgspec.msgpack.Decoder(int).decode
_members: Final = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_visible: Final = msgspec.msgpack.Decoder(Visibility).decode
_user: Final = msgspec.msgpack.Decoder(User).decode


class _Overlay:
    """A part of the store of which some methods are others."""

    def __init__(self, under: object, **methods: Callable[..., Any]) -> None:
        self._under = under
        self.__dict__.update(methods)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._under, name)


class CachedStore:
    """Implements `imserver.store.base.Store` over another one."""

    def __init__(self, store: Store, cache: Cache) -> None:
        self._store = store
        self._cache = cache
        self._versions = Versions()
        self._accounts_version = self._versions.next()
        self._blocks_version = self._versions.next()
        self._life = secrets.token_hex(6)
        """Versions begin anew with each process: what another one left under the same number is not meant."""
        self._changing: set[asyncio.Future[Any]] = set()
        self._hits = 0
        self._misses = 0
        self.messages = cast(Messages, _Overlay(store.messages, page=self._page))
        self.conversations = cast(
            Conversations, _Overlay(store.conversations, audience=self._audience, visibility=self._visibility)
        )
        changing = ("set_name", "set_avatar", "set_role", "set_disabled", "remove")
        self.accounts = cast(
            Accounts,
            _Overlay(
                store.accounts,
                get=self._get_account,
                **{name: partial(self._change_account, getattr(store.accounts, name)) for name in changing},
            ),
        )
        self.links = store.links
        self.sessions = store.sessions
        self.api_tokens = store.api_tokens
        self.annotations = store.annotations
        self.blocks = store.blocks
        self.retention = store.retention
        self.timeline = store.timeline
        self.server = store.server
        self.media = store.media
        self.stream = store.stream
        self.corpus = store.corpus
        self.audit = store.audit
        self.changes = store.changes
        self.push = store.push
        self.webhooks = store.webhooks

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """What was committed. To be called before anybody else is told."""
        self._versions.note(deliveries)
        if any(isinstance(delivery.event, ProfileChanged) for delivery in deliveries):
            self._accounts_version = self._versions.next()
        if any(isinstance(delivery.event, BlockChanged) for delivery in deliveries):
            self._blocks_version = self._versions.next()

    def _key(self, conv: str, what: str, version: int) -> str:
        return f"{{{conv}}}:{what}:{self._life}:{version}"

    async def _through(self, key: str, decode: Callable[[bytes], T], load: Callable[[], Awaitable[T]]) -> T:
        (value,) = await self._cache.get([key])
        if value is not None:
            self._hits += 1
            return decode(value)
        self._misses += 1
        loaded = await load()
        self._cache.put(key, _encode(loaded), lasting=True)
        return loaded

    # history

    async def _page(
        self, conv: str, user: str, before: int | None, after: int | None, limit: int, thread: int | None = None
    ) -> Page:
        version = self._versions.of(conv)
        first = await self._first_seen(version, conv, user)
        last = version.last_seq
        if thread is not None or last is None:
            return await self._store.messages.page(conv, user, before, after, limit, thread)
        if after is not None:
            low = max(after + 1, first)
            high = min(low + limit - 1, last)
            more = high < last
        else:
            high = last if before is None else min(before - 1, last)
            low = max(first, high - limit + 1)
            more = low > first
        if high < low:
            return Page([], False)
        if block_of(low) <= block_of(last) - RECENT_BLOCKS:
            return await self._store.messages.page(conv, user, before, after, limit)
        shown = [
            message for message in await self._blocks(version, conv, user, low, high) if low <= message.seq <= high
        ]
        if len(shown) != high - low + 1:
            return await self._store.messages.page(conv, user, before, after, limit)
        return Page(shown, more)

    async def _first_seen(self, version: Version, conv: str, user: str) -> int:
        """The first message that the member can see. Raises `unknown_conversation`, `not_member`."""

        async def load() -> int:
            first, last = await self._store.messages.extent(conv, user)
            version.last_seq = max(version.last_seq or 0, last)
            return first

        return await self._through(self._key(conv, f"first:{user}", version.members), _first_seen, load)

    async def _blocks(self, version: Version, conv: str, user: str, low: int, high: int) -> list[Message]:
        numbers = range(block_of(low), block_of(high) + 1)
        keys = [self._key(conv, f"block:{number}", version.block(number)) for number in numbers]
        messages: list[Message] = []
        for number, key, value in zip(numbers, keys, await self._cache.get(keys), strict=True):
            if value is not None:
                self._hits += 1
                messages += _messages(value)
            else:
                self._misses += 1
                messages += await self._load_block(conv, user, number, key)
        return messages

    async def _load_block(self, conv: str, user: str, number: int, key: str) -> list[Message]:
        """From the store, as this member sees it. Kept only where that is all of it."""
        before = number * BLOCK
        messages = (await self._store.messages.page(conv, user, None, before, BLOCK)).messages
        whole = bool(messages) and messages[0].seq == before + 1
        if whole and not any(message.gone == "damaged" for message in messages):
            self._cache.put(key, _encode(messages), lasting=messages[-1].seq == before + BLOCK)
        return messages

    # members

    async def _audience(self, conv: str, user: str) -> tuple[str, ...]:
        members = await self._through(
            self._key(conv, "members", self._versions.of(conv).members),
            _members,
            lambda: self._store.conversations.audience(conv, user),
        )
        return members if user in members else await self._store.conversations.audience(conv, user)

    async def _visibility(self, conv: str, user: str) -> Visibility:
        """Blocks aren't told by conversation, and are rare: each one makes all of these old."""
        found = await self._through(
            self._key(conv, f"visibility:{self._blocks_version}", self._versions.of(conv).members),
            _visible,
            lambda: self._store.conversations.visibility(conv, user),
        )
        return found if user in found.members else await self._store.conversations.visibility(conv, user)

    # accounts

    async def _get_account(self, login_or_id: str) -> User:
        if len(login_or_id) > MAX_LOGIN:
            return await self._store.accounts.get(login_or_id)
        return await self._through(
            self._key("accounts", login_or_id, self._accounts_version),
            _user,
            lambda: self._store.accounts.get(login_or_id),
        )

    async def _change_account(self, change: Callable[..., Awaitable[T]], *arguments: Any, **options: Any) -> T:
        """Not every change is an event. It is noted when it is done, even if nobody waits for it any more."""

        async def changing() -> T:
            try:
                return await change(*arguments, **options)
            finally:
                self._accounts_version = self._versions.next()

        task = asyncio.ensure_future(changing())
        self._changing.add(task)
        task.add_done_callback(self._changing.discard)
        return await asyncio.shield(task)

    # the rest

    async def counts(self) -> Counts:
        return await self._store.counts()

    async def directory(self, query: str, after: str, limit: int) -> list[Profile]:
        return await self._store.directory(query, after, limit)

    async def check(self, *, write: bool = False) -> None:
        await self._store.check(write=write)

    def describe(self) -> dict[str, str | int]:
        counted: dict[str, str | int] = {"cache_hits": self._hits, "cache_misses": self._misses}
        return self._store.describe() | self._cache.describe() | counted

    async def close(self) -> None:
        await self._cache.close()
        await self._store.close()

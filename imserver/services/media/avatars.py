"""Pictures of people and groups: each is made to a small square, and gets another id with every change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from imserver.cluster.online import OnlineDirectory, check_all_know
from imserver.core import conversation as rules
from imserver.core import errors, ids, limits
from imserver.core.account import User
from imserver.core.attachment import Attachment
from imserver.core.conversation import Conversation
from imserver.core.errors import ImError
from imserver.rpc.wire import AVATARS
from imserver.services.media.blob_store import BlobStore
from imserver.services.media.content import Content, Contents, in_thread
from imserver.services.media.thumbnailer import Thumbnailer
from imserver.services.messages.allowance import Allowance
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.tokens.codes import make_id

MAX_PICTURE: Final = 10 << 20
"""Bytes of what is uploaded: any photo of a phone."""

T = TypeVar("T")


class Avatars:
    """Use cases of a logged-in `user`.

    What is uploaded lies among the blobs, as a file that the store doesn't know, until the square is made. The square
    is there before the store tells of it. So a crash leaves nothing that somebody has, and what it leaves is swept.
    """

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        contents: Contents,
        thumbnailer: Thumbnailer,
        clock: Clock,
        allowance: Allowance,
        online_directory: OnlineDirectory,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._contents = contents
        self._thumbnailer = thumbnailer
        self._clock = clock
        self._allowance = allowance
        self._online_directory = online_directory
        self._uploading: set[str] = set()

    async def set_own(self, user: str, declared: int, picture: AsyncIterator[bytes]) -> User:
        """`declared` is how many bytes the client says it has, or 0.

        Raises `picture_invalid`, `too_large`, `throttled`, `storage_full`, `bad_request`; `busy` also while there is a
        process of a release that knows none.
        """
        await self._allowance.take(user, limits.AVATARS)
        return await self._change(user, declared, picture, lambda avatar: self._store.accounts.set_avatar(user, avatar))

    async def remove_own(self, user: str) -> None:
        await self._allowance.take(user, limits.AVATARS)
        await self._store.accounts.set_avatar(user, "")

    async def set_group(self, user: str, conv: str, declared: int, picture: AsyncIterator[bytes]) -> Conversation:
        """Raises also `unknown_conversation`, `not_member`, `forbidden`."""
        await self._check_group(user, conv)

        async def tell(avatar: str) -> None:
            await self._store.conversations.set_avatar(conv, user, avatar, self._clock())

        await self._change(user, declared, picture, tell)
        await self._allowance.count_group(conv, limits.GROUP_CHANGED)
        return await self._store.conversations.get(conv, user)

    async def remove_group(self, user: str, conv: str) -> None:
        group = await self._check_group(user, conv)
        await self._store.conversations.set_avatar(conv, user, "", self._clock())
        if group.avatar:
            await self._allowance.count_group(conv, limits.GROUP_CHANGED)

    async def _check_group(self, user: str, conv: str) -> Conversation:
        await self._allowance.take(user, limits.AVATARS)
        await self._allowance.check_group(conv, limits.GROUP_CHANGED)
        group = await self._store.conversations.get(conv, user)
        rules.check_may_run(group.kind, group.role, "change its picture")
        return group

    async def _change(
        self, user: str, declared: int, picture: AsyncIterator[bytes], tell: Callable[[str], Awaitable[T]]
    ) -> T:
        """Make the square of what comes, keep it, and have the store know it."""
        await check_all_know(self._online_directory, AVATARS)
        with self._place_for(user):
            square = await self._square(user, declared, picture)
            avatar = make_id(ids.AVATAR, self._clock())
            await self._contents.keep(avatar, square)
            try:
                return await tell(avatar)
            except ImError as refusal:
                if not refusal.code.retry:  # else it may have been done: what nobody has is swept
                    await self._contents.remove(avatar)
                raise

    @contextmanager
    def _place_for(self, user: str) -> Iterator[None]:
        if user in self._uploading:
            raise ImError(errors.THROTTLED, "A picture of yours is being uploaded.", "Wait for it to end.")
        self._uploading.add(user)
        try:
            yield
        finally:
            self._uploading.remove(user)

    async def _square(self, user: str, declared: int, picture: AsyncIterator[bytes]) -> bytes:
        if declared > MAX_PICTURE:
            raise ImError(errors.TOO_LARGE, f"The picture has {declared} bytes, {MAX_PICTURE} are allowed.")
        await self._contents.check_disk(declared)
        source = make_id(ids.FILE, self._clock())
        with self._blobs.draft(source) as draft:
            await self._contents.receive(picture, draft, MAX_PICTURE, errors.TOO_LARGE)
            await in_thread(draft.finish)
            await in_thread(draft.keep)
        try:
            square = await self._thumbnailer.make_avatar(user, self._contents.parts(source, 0, draft.size))
        finally:
            await self._contents.remove(source)
        if not square:
            raise ImError(errors.PICTURE_INVALID, "That is no picture, or one that takes too much to be made small.")
        return square

    async def content(self, user: str, avatar: str) -> Content:
        """Raises `unknown_file`, `storage_failed`."""

        async def check() -> None:
            await self._store.media.check_avatar(avatar, user)

        await check()
        return await self._contents.open(avatar, Attachment(avatar, avatar, "image/*", 0), check)

"""Bring a file, get it again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from imserver.core import errors, ids
from imserver.core.attachment import Attachment, clean_file_name
from imserver.core.errors import ImError
from imserver.services.media.blob_store import THUMBNAIL, BlobStore
from imserver.services.media.content import Content, Contents, in_thread
from imserver.services.media.content_type import kind_of
from imserver.services.media.thumbnailer import Measures, Thumbnailer
from imserver.store.base import Store
from imserver.store.records import Upload
from imserver.system.clock import Clock
from imserver.tokens.codes import make_id

AT_ONCE: Final = 4
"""Uploads of one person."""
PICTURES: Final = "image/"


class Limits(msgspec.Struct, frozen=True):
    """Bytes: of one file, and of all files of one person (0 for no limit)."""

    file: int
    person: int


class MediaFiles:
    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        contents: Contents,
        thumbnailer: Thumbnailer,
        clock: Clock,
        limits: Limits,
    ) -> None:
        self.limits = limits
        self._contents = contents
        self._store = store
        self._blobs = blobs
        self._thumbnailer = thumbnailer
        self._clock = clock
        self._uploading: Counter[str] = Counter()

    async def used(self, user: str) -> int:
        return await self._store.media.used(user)

    async def upload(self, user: str, conv: str, name: str, declared: int, content: AsyncIterator[bytes]) -> Attachment:
        """Keep a file that `user` wants to send to `conv`; it is on the disk when this returns.

        `declared` is how many bytes the client says it has, or 0. Raises `unknown_conversation`,
        `not_member`, `too_large`, `quota_full`, `storage_full`, `throttled`, `bad_request`.
        """
        await self._store.conversations.audience(conv, user)
        with self._place_for(user):
            left = await self._check_room(user, declared)
            media = make_id(ids.FILE, self._clock())
            with self._blobs.draft(media) as draft:
                whole = left == self.limits.file
                refusal = errors.TOO_LARGE if whole else errors.QUOTA_FULL
                head = await self._contents.receive(content, draft, left, refusal)
                if not head:
                    hint = "Send its content as the body of the request."
                    raise ImError(errors.BAD_REQUEST, "The file is empty.", hint)
                kind = await asyncio.to_thread(kind_of, head)
                await in_thread(draft.finish)
                await in_thread(draft.keep)
            try:
                return await self._add(user, conv, Attachment(media, clean_file_name(name), kind, draft.size))
            except BaseException:
                await self._contents.remove(media)
                raise

    @contextmanager
    def _place_for(self, user: str) -> Iterator[None]:
        if self._uploading[user] >= AT_ONCE:
            raise ImError(errors.THROTTLED, f"{AT_ONCE} files of yours are being uploaded.", "Wait for one to end.")
        self._uploading[user] += 1
        try:
            yield
        finally:
            self._uploading[user] -= 1
            if not self._uploading[user]:
                del self._uploading[user]

    async def _check_room(self, user: str, size: int) -> int:
        """How many bytes the file may have. Raises `too_large`, `quota_full`, `storage_full`."""
        limit = self.limits
        if size > limit.file:
            raise ImError(errors.TOO_LARGE, f"The file has {size} bytes, {limit.file} are allowed.")
        left = limit.file
        if limit.person:
            used = await self.used(user)
            left = min(left, limit.person - used)
            if left <= 0 or size > left:
                raise ImError(
                    errors.QUOTA_FULL,
                    f"Your files take {used} bytes, and {limit.person} may be taken: {size} don't fit.",
                )
        await self._contents.check_disk(size)
        return left

    async def _add(self, user: str, conv: str, file: Attachment) -> Attachment:
        if file.type.startswith(PICTURES):
            measures, small = await self._thumbnailer.make(user, self._contents.parts(file.id, 0, file.size))
            if small:
                await self._contents.keep(file.id + THUMBNAIL, small)
            if measures is None:
                measures = Measures(0, 0)
            file = msgspec.structs.replace(file, width=measures.width, height=measures.height, thumbnail=bool(small))
        await self._store.media.add(Upload(file, user, self._clock()), conv, self.limits.person)
        return file

    async def content(self, user: str, media: str, *, thumbnail: bool = False) -> Content:
        """Raises `unknown_file`, `storage_failed`."""
        attachment = await self._store.media.get(media, user)
        if thumbnail and not attachment.thumbnail:
            raise ImError(errors.UNKNOWN_FILE, f"The file {media} has no small picture.", "Show an icon instead.")
        return await self._contents.open(media + THUMBNAIL if thumbnail else media, attachment)

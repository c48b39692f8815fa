"""Bring a file, get it again."""

from __future__ import annotations

import asyncio
import errno
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, ParamSpec, TypeVar

import msgspec

from imserver.clock import Clock
from imserver.core import errors, ids
from imserver.core.attachment import Attachment, clean_file_name
from imserver.core.errors import ImError
from imserver.logs import get_logger
from imserver.seal.chunks import CHUNK, ChunkReader
from imserver.seal.envelope import SealError
from imserver.services.codes import make_id
from imserver.services.media.kind import HEAD, kind_of
from imserver.services.media.thumbnailer import Measures, Thumbnailer
from imserver.services.media.vault import THUMBNAIL, Draft, Vault
from imserver.store.base import Store, Upload

AT_ONCE: Final = 4
"""Uploads of one person."""
STALLED_S: Final = 60.0
GATHERED: Final = 4 * CHUNK
"""Bytes that one trip to a thread carries."""
PICTURES: Final = "image/"
FULL: Final = (errno.ENOSPC, errno.EDQUOT)

log = get_logger("imserver.media")
P = ParamSpec("P")
T = TypeVar("T")


class Limits(msgspec.Struct, frozen=True):
    """Bytes: of one file, of all files of one person (0 for no limit), and what has to stay free on the disk."""

    file: int
    person: int
    free: int


class Content(msgspec.Struct, frozen=True):
    """What a file, or its small picture, consists of. `parts` must be read or closed."""

    attachment: Attachment
    size: int
    parts: Callable[[int, int], AsyncIterator[bytes]]
    """Bytes from the first offset up to the second."""
    head: bytes


class MediaFiles:
    def __init__(self, store: Store, vault: Vault, thumbnailer: Thumbnailer, clock: Clock, limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._vault = vault
        self._thumbnailer = thumbnailer
        self._clock = clock
        self._uploading: Counter[str] = Counter()

    async def used(self, user: str) -> int:
        return await self._store.media.used(user)

    async def upload(
        self, user: str, conv: str, name: str, declared: int | None, content: AsyncIterator[bytes]
    ) -> Attachment:
        """Keep a file that `user` wants to send to `conv`; it is on the disk when this returns.

        `declared` is how many bytes the client says it has, where it says so. Raises `unknown_conversation`,
        `not_member`, `too_large`, `quota_full`, `storage_full`, `throttled`, `bad_request`.
        """
        await self._store.conversations.audience(conv, user)
        with self._place_for(user):
            left = await self._check_room(user, declared or 0)
            media = make_id(ids.FILE, self._clock())
            with self._vault.draft(media) as draft:
                head = await self._receive(content, draft, left)
                kind = await asyncio.to_thread(kind_of, head)
                await _thread(draft.finish)
                await _thread(draft.keep)
            try:
                return await self._add(user, conv, Attachment(media, clean_file_name(name), kind, draft.size))
            except BaseException:
                await _thread(self._vault.remove, media)
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
        await self._check_disk(size)
        return left

    async def _check_disk(self, size: int) -> None:
        if await _thread(self._vault.free_bytes) - size < self.limits.free:
            raise ImError(errors.STORAGE_FULL, f"Files may leave {self.limits.free} bytes of the disk free, not less.")

    async def _receive(self, content: AsyncIterator[bytes], draft: Draft, left: int) -> bytes:
        """Write what comes, and return its first bytes."""
        head, waiting, unchecked, size = b"", bytearray(), 0, 0
        parts = aiter(content)
        try:
            while True:
                async with asyncio.timeout(STALLED_S):
                    part = await anext(parts, None)
                if part is None:
                    break
                size += len(part)
                if size > left:
                    code = errors.TOO_LARGE if left == self.limits.file else errors.QUOTA_FULL
                    raise ImError(code, f"The file has more than {left} bytes, which are all that is allowed now.")
                if len(head) < HEAD:
                    head += part[: HEAD - len(head)]
                waiting += part
                if len(waiting) >= GATHERED:
                    unchecked += len(waiting)
                    await _thread(draft.write, bytes(waiting))
                    waiting.clear()
                if unchecked > 16 * GATHERED:
                    unchecked = 0
                    await self._check_disk(0)
        except TimeoutError:
            raise ImError(errors.BAD_REQUEST, f"No byte of the file came for {STALLED_S:.0f} s.") from None
        await _thread(draft.write, bytes(waiting))
        if not size:
            raise ImError(errors.BAD_REQUEST, "The file is empty.", "Send its content as the body of the request.")
        return head

    async def _add(self, user: str, conv: str, file: Attachment) -> Attachment:
        if file.type.startswith(PICTURES):
            measures, small = await self._thumbnailer.make(user, self._parts(file.id, 0, file.size))
            if small:
                await _thread(self._keep_small, file.id, small)
            if measures is None:
                measures = Measures(0, 0)
            file = msgspec.structs.replace(file, width=measures.width, height=measures.height, thumbnail=bool(small))
        await self._store.media.add(Upload(file, user, self._clock()), conv, self.limits.person)
        return file

    def _keep_small(self, media: str, small: bytes) -> None:
        with self._vault.draft(media + THUMBNAIL) as draft:
            draft.write(small)
            draft.finish()
            draft.keep()

    async def content(self, user: str, media: str, *, thumbnail: bool = False) -> Content:
        """Raises `unknown_file`, `storage_failed`."""
        attachment = await self._store.media.get(media, user)
        if thumbnail and not attachment.thumbnail:
            raise ImError(errors.UNKNOWN_FILE, f"The file {media} has no small picture.", "Show an icon instead.")
        name = media + THUMBNAIL if thumbnail else media
        try:
            reader, file = await _thread(self._vault.open, name)
            with file:
                head = await _thread(reader.read, 0, HEAD)
        except (OSError, SealError) as error:
            raise self._damage(name, error) from error

        def parts(first: int, end: int) -> AsyncIterator[bytes]:
            return self._parts(name, first, end)

        return Content(attachment, reader.size, parts, head)

    async def _parts(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        file: BinaryIO | None = None
        try:
            reader, file = await _thread(self._vault.open, name)
            while first < end:
                part = await _thread(_read, reader, first, end)
                if not part:
                    raise SealError(f"{name} ends at {first}.")
                first += len(part)
                yield part
        except (OSError, SealError) as error:
            raise self._damage(name, error) from error
        finally:
            if file is not None:
                file.close()

    def _damage(self, name: str, error: Exception) -> ImError:
        log.error("media.damaged", file=name, error=str(error))
        return ImError(errors.STORAGE_FAILED, f"The content of {name} can't be read.", "See the server's log.")


def _read(reader: ChunkReader, first: int, end: int) -> bytes:
    """Up to `GATHERED` bytes."""
    parts = []
    end = min(end, first + GATHERED)
    while first < end and (part := reader.read(first, end - first)):
        parts.append(part)
        first += len(part)
    return b"".join(parts)


async def _thread(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Disk work off the event loop. Raises `storage_full`, and what `work` raises."""
    try:
        return await asyncio.to_thread(work, *arguments, **options)
    except OSError as error:
        if error.errno in FULL:
            raise ImError(errors.STORAGE_FULL, "The disk for files is full.") from error
        raise

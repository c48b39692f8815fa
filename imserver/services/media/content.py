"""What files consist of: taken in and given out by parts, off the event loop."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import BinaryIO, Final, ParamSpec, TypeVar

import msgspec

from imserver.core import errors
from imserver.core.attachment import Attachment
from imserver.core.errors import ErrorCode, ImError
from imserver.seal.chunks import CHUNK, ChunkReader
from imserver.seal.envelope import SealError
from imserver.services.media.blob_store import BlobStore, PendingBlob
from imserver.services.media.content_type import HEAD
from imserver.system.logs import get_logger

STALLED_S: Final = 60.0
GATHERED: Final = 4 * CHUNK
"""Bytes that one trip to a thread carries."""
FULL: Final = (errno.ENOSPC, errno.EDQUOT)

log = get_logger("imserver.media")
CheckKnown = Callable[[], Awaitable[None]]
P = ParamSpec("P")
T = TypeVar("T")


class Content(msgspec.Struct, frozen=True):
    """What a file, or its small picture, consists of. `parts` must be read or closed."""

    attachment: Attachment
    size: int
    parts: Callable[[int, int], AsyncIterator[bytes]]
    """Bytes from the first offset up to the second."""
    head: bytes


class Contents:
    """`free` is how many bytes have to stay free on the disk."""

    def __init__(self, blobs: BlobStore, free: int) -> None:
        self._blobs = blobs
        self._free = free

    async def check_disk(self, size: int) -> None:
        """Raises `storage_full` where so many bytes more wouldn't leave enough."""
        if await in_thread(self._blobs.free_bytes) - size < self._free:
            raise ImError(errors.STORAGE_FULL, f"Files may leave {self._free} bytes of the disk free, not less.")

    async def receive(self, content: AsyncIterator[bytes], draft: PendingBlob, left: int, refusal: ErrorCode) -> bytes:
        """Write what comes, and return its first bytes. `refusal` is raised for more than `left` bytes."""
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
                    raise ImError(refusal, f"The file has more than {left} bytes, which are all that is allowed now.")
                if len(head) < HEAD:
                    head += part[: HEAD - len(head)]
                waiting += part
                if len(waiting) >= GATHERED:
                    unchecked += len(waiting)
                    await in_thread(draft.write, bytes(waiting))
                    waiting.clear()
                if unchecked > 16 * GATHERED:
                    unchecked = 0
                    await self.check_disk(0)
        except TimeoutError:
            raise ImError(errors.BAD_REQUEST, f"No byte of the file came for {STALLED_S:.0f} s.") from None
        await in_thread(draft.write, bytes(waiting))
        return head

    async def keep(self, name: str, content: bytes) -> None:
        """Something small, whole: it is on the disk when this returns."""

        def write() -> None:
            with self._blobs.draft(name) as draft:
                draft.write(content)
                draft.finish()
                draft.keep()

        await in_thread(write)

    async def remove(self, media: str) -> None:
        await in_thread(self._blobs.remove, media)

    async def open(self, name: str, attachment: Attachment, check_known: CheckKnown | None = None) -> Content:
        """`check_known` is asked where the content can't be read: it raises why, where it was deleted meanwhile.

        Else raises `storage_failed`.
        """
        try:
            reader, file = await in_thread(self._blobs.open, name)
            with file:
                head = await in_thread(reader.read, 0, HEAD)
        except (OSError, SealError) as error:
            if check_known is not None:
                await check_known()
            raise _damage(name, error) from error

        def parts(first: int, end: int) -> AsyncIterator[bytes]:
            return self.parts(name, first, end, check_known)

        return Content(attachment, reader.size, parts, head)

    async def parts(
        self, name: str, first: int, end: int, check_known: CheckKnown | None = None
    ) -> AsyncIterator[bytes]:
        file: BinaryIO | None = None
        try:
            reader, file = await in_thread(self._blobs.open, name)
            while first < end:
                part = await in_thread(_read, reader, first, end)
                if not part:
                    raise SealError(f"{name} ends at {first}.")
                first += len(part)
                yield part
        except (OSError, SealError) as error:
            if check_known is not None:
                await check_known()
            raise _damage(name, error) from error
        finally:
            if file is not None:
                file.close()


def _damage(name: str, error: Exception) -> ImError:
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


async def in_thread(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Disk work off the event loop. Raises `storage_full`, and what `work` raises."""
    try:
        return await asyncio.to_thread(work, *arguments, **options)
    except OSError as error:
        if error.errno in FULL:
            raise ImError(errors.STORAGE_FULL, "The disk for files is full.") from error
        raise

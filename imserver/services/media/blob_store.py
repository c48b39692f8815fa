"""Where the content of files and avatars lies: sealed, under `media/`, two letters of the id a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from imserver.core import ids
from imserver.seal.chunks import ChunkReader, ChunkWriter
from imserver.seal.envelope import Sealer
from imserver.system.logs import get_logger

log = get_logger("imserver.media")

THUMBNAIL: Final = ".thumbnail"
"""What the name of a file's small picture adds to its id."""
_DRAFT: Final = ".part"


class PendingBlob:
    """A file that is being written. It gets its name, and survives the plug being pulled, with `keep`."""

    def __init__(self, sealer: Sealer, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = path
        self._draft = path.with_name(path.name + _DRAFT)
        self._file: BinaryIO = open(  # noqa: SIM115 - closed by `discard`, which every user calls
            self._draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)
        )
        self._writer = ChunkWriter(sealer, path.name, self._file)

    @property
    def size(self) -> int:
        return self._writer.size

    def write(self, plain: bytes) -> None:
        self._writer.write(plain)

    def finish(self) -> None:
        """Nothing more comes. It is on the disk when this returns."""
        self._writer.finish()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def keep(self) -> None:
        os.rename(self._draft, self._path)
        _sync(self._path.parent)

    def discard(self) -> None:
        """Leave nothing behind, unless it was kept."""
        self._file.close()
        self._draft.unlink(missing_ok=True)


class BlobStore:
    """All methods block: call them from a thread."""

    def __init__(self, directory: Path, sealer: Sealer) -> None:
        self._directory = directory
        self._sealer = sealer

    def prepare(self) -> None:
        """Sweep out what a crash left half written, as far as it can be deleted."""
        for draft in self._directory.glob(f"*/*{_DRAFT}"):
            try:
                draft.unlink(missing_ok=True)
            except OSError as error:
                log.error("media.not_deleted", file=draft.name, error=str(error))

    def free_bytes(self) -> int:
        return shutil.disk_usage(self._directory.parent).free

    @contextmanager
    def draft(self, name: str) -> Iterator[PendingBlob]:
        draft = PendingBlob(self._sealer, self._path(name))
        try:
            yield draft
        finally:
            draft.discard()

    def open(self, name: str) -> tuple[ChunkReader, BinaryIO]:
        """A reader, and the file to close after it. Raises `FileNotFoundError`, `SealError`."""
        with ExitStack() as stack:
            file = stack.enter_context(self._path(name).open("rb"))
            reader = ChunkReader(self._sealer, name, file)
            stack.pop_all()
            return reader, file

    def remove(self, media: str) -> None:
        """The file and its small picture, as far as they are there."""
        for name in (media, media + THUMBNAIL):
            with suppress(FileNotFoundError):
                self._path(name).unlink()

    def kept(self) -> Iterator[str]:
        """Ids of all files and avatars."""
        for path in self._directory.glob("*/*"):
            if _is_name(path.name):
                yield path.name

    def _path(self, name: str) -> Path:
        """The last letters are the random ones: folders fill evenly."""
        media = name.removesuffix(THUMBNAIL)
        if not _is_name(media):
            raise FileNotFoundError(f"{media[:64]!r} is no id of a file")
        return self._directory / media[-2:] / name


def _is_name(text: str) -> bool:
    return ids.is_id(ids.FILE, text) or ids.is_id(ids.AVATAR, text)


def _sync(folder: Path) -> None:
    for directory in (folder, folder.parent):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Secrets in files that only the server's user can read."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def read_or_create(path: Path, fresh: bytes) -> bytes:
    """The content of `path`; where there is no such file, it is made of `fresh`, and on the disk before this returns.

    Of several who create it at once, one does, and all get the same. Raises `PermissionError` where others can
    reach the file.
    """
    if not path.exists():
        _create(path, fresh)
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & 0o077:
            problem = f"it is open to others: chmod 600 {path}, and consider its key known"
            raise PermissionError(errno.EACCES, problem, str(path))
        return file.read()


def replace(path: Path, content: bytes) -> None:
    """Put `content` into `path`, whole or not at all, and on the disk before this returns."""
    with _draft(path, content) as draft:
        os.replace(draft, path)
    _sync(path.parent)


def _create(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with _draft(path, content) as draft:
            os.link(draft, path)
    except FileExistsError:
        return
    _sync(path.parent)


@contextmanager
def _draft(path: Path, content: bytes) -> Iterator[str]:
    """A file beside `path` with this content, on the disk; gone at the end, unless it was renamed."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        Path(draft).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)

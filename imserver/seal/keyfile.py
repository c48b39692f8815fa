"""Secrets in files that only the server's user can read."""

from __future__ import annotations

import errno
import os
import tempfile
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


def _create(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)

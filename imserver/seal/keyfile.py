"""Secrets in files that only the server's user can read."""

from __future__ import annotations

import os
from pathlib import Path


def read_or_create(path: Path, fresh: bytes) -> bytes:
    """The content of `path`, or `fresh`, which is then on the disk before it is returned.

    Raises `PermissionError` where others can read the file.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        _write(path, fresh)
        return fresh
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others: chmod 600 {path}, and consider its key known.")
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)

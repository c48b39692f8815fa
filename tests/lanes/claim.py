"""One check at a time in a clone: two would write the same logs, and open the same ports."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ClaimedError(Exception):
    """Another check has the folder."""


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Raises `ClaimedError`. The lock lies beside the folder, which is deleted; a process that dies lets go of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ClaimedError from error
        yield

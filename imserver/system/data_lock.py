"""One server per data directory."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUseError(Exception):
    """Another server works on this data directory."""


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Make the directory where it is missing, and keep others out. The kernel lets go when the process ends."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUseError(f"Another imserver uses {data_dir.absolute()}.") from None
        yield
    finally:
        os.close(descriptor)

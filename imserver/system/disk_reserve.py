"""A little space set aside in the data directory, so that the server can start where the disk is full.

A database needs some pages of its own merely to be read. Without them, a board whose card filled up would lose not only
the ability to store messages, which it names to whoever writes, but with the next restart all of its history.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

NAME: Final = "reserve"
SIZE: Final = 1 << 19
"""Bytes: what the indices of two write-ahead logs and the first of their pages take, several times."""


def prepare(data_dir: Path) -> None:
    """Give the reserve up where nothing else is left; else see that it is there. For a server that starts or ends."""
    file = data_dir / NAME
    free = shutil.disk_usage(data_dir).free
    if free < SIZE:
        with suppress(FileNotFoundError):
            file.unlink()
    elif free > 2 * SIZE and not file.exists():
        with suppress(OSError):
            file.write_bytes(bytes(SIZE))

"""Dictionaries for LZ4: without one, a chat message is too short to be compressed at all.

A dictionary is a text of what people often write, used as it stands. Bodies name theirs by number: a file that was
released never changes, a better one gets the next number.
"""

from __future__ import annotations

from importlib import resources
from typing import Final

CURRENT: Final = 1


def load() -> dict[int, bytes]:
    """All dictionaries by number."""
    folder = resources.files("imserver.seal") / "dictionaries"
    return {
        int(file.name.removesuffix(".txt")): file.read_bytes()
        for file in folder.iterdir()
        if file.name.endswith(".txt")
    }

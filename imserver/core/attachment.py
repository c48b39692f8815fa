"""Files that messages carry: what is said of one, and what one may be called."""

from __future__ import annotations

import unicodedata
from typing import Final

import msgspec

from imserver.core.legibility import tidy

MAX_ATTACHMENTS: Final = 10
MAX_FILE_NAME: Final = 120
"""Characters; in UTF-8 even of four bytes each they fit into what file systems take with an ending added."""

SHOWN_TYPES: Final = frozenset(
    (
        *("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"),
        *(
            "audio/mpeg",
            "audio/mp4",
            "audio/ogg",
            "audio/wav",
            "audio/flac",
            "audio/aac",
            "audio/webm",
            "audio/matroska",
        ),
        *("video/mp4", "video/quicktime", "video/3gpp", "video/3gpp2", "video/webm", "video/matroska", "video/ogg"),
    )
)
"""What browsers may show in place: types that can't carry scripts. Everything else is only ever saved."""

_REFUSED: Final = frozenset('/\\:*?"<>|')
_DIRECTIONS: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""`exe.gpj` would be read as `jpg.exe`."""


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as everybody sees it. `size` in bytes; `type` is what its first bytes say.

    `width` and `height` in pixels as it is to be shown, where they are known; `thumbnail` tells that there is one.
    """

    id: str
    name: str
    type: str
    size: int
    width: int = 0
    height: int = 0
    thumbnail: bool = False


def clean_file_name(text: str) -> str:
    """`text` as a name that every system can save under: the last part of a path, without what misleads.

    Never refuses: what nothing is left of is called `file`. The ending survives where the name has to be cut.
    """
    name = unicodedata.normalize("NFC", text).replace("\\", "/").rsplit("/", 1)[-1]
    name = tidy("".join(character for character in name if _is_kept(character))).strip(" .")
    if len(name) > MAX_FILE_NAME:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        name = name[: MAX_FILE_NAME - len(ending)].rstrip(" .") + ending
    return name or "file"


def _is_kept(character: str) -> bool:
    if character in _REFUSED or character in _DIRECTIONS:
        return False
    return unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp", "Cn", "Co")

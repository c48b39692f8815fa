"""What a file is, by its first bytes: what its sender says of it, or its name, is never believed."""

from __future__ import annotations

from typing import Final

HEAD: Final = 8192
"""Bytes that are looked at."""
CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
"""No text has them."""
UNKNOWN: Final = "application/octet-stream"
SURE: Final = 0.4
"""puremagic's confidence grows with the length of a signature: two or three characters may as well begin a text."""

_CALLED: Final = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "application/ogg": "audio/ogg",
    "video/x-m4v": "video/mp4",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
}
"""One name for each of the types that are shown."""


def kind_of(head: bytes) -> str:
    """The media type of a file that begins with `head`."""
    import puremagic  # 3 MB of signatures, for who uploads

    try:
        found = [match for match in puremagic.magic_string(head) if match.mime_type]
    except (puremagic.PureError, ValueError):
        found = []
    kind = found[0].mime_type.lower() if found else UNKNOWN
    is_sure = bool(found) and found[0].confidence >= SURE and not kind.startswith("text/")
    if not is_sure and _is_text(head):
        return "text/plain"
    return _CALLED.get(kind, kind)


def _is_text(head: bytes) -> bool:
    """Text in UTF-8, whose last character may be cut."""
    if not head or head.translate(None, CONTROLS) != head:
        return False
    for cut in range(4):
        try:
            head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return True
    return False

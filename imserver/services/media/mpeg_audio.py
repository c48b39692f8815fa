"""Sound in MPEG's frames, with or without tags before them: MP3, layer 2, and AAC in ADTS."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = 10
_RATES: Final = (44_100, 48_000, 32_000)
"""Samples a second of MPEG-1; MPEG-2 has half of each, MPEG-2.5 a quarter."""
_KBITS: Final = {
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By MPEG-1 or later, and layer."""


def kind_of(head: bytes) -> str | None:
    """The media type of sound that begins with `head`; None for everything else."""
    after = _after_tags(head)
    if after is None:
        return _frames(head.lstrip(b"\0"))
    if head.startswith(b"fLaC", after):
        return "audio/flac"
    return _frames(head[after:].lstrip(b"\0")) or "audio/mpeg"


def _after_tags(head: bytes) -> int | None:
    """Where the ID3v2 tags end, maybe beyond `head`; None where there are none."""
    at = 0
    while head.startswith(b"ID3", at) and at + _TAG <= len(head):
        major, flags, size = head[at + 3], head[at + 5], head[at + 6 : at + _TAG]
        if not 2 <= major <= 4 or flags & 15 or any(byte & 0x80 for byte in size):
            break
        at += _TAG + sum(byte << 7 * (3 - place) for place, byte in enumerate(size))
    return at or None


_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""What sound has and a text in an older encoding hasn't: "я" of Windows-1251 begins like a frame."""


def _frames(head: bytes) -> str | None:
    """By the first frame, after which another one, padding, or nothing has to come."""
    for kind, length in (("audio/aac", _adts(head)), ("audio/mpeg", _layered(head))):
        if length:
            following = head[length : length + 2]
            is_followed = not any(following) or _is_alike(head, following)
            if is_followed if len(following) == 2 else _CONTROL.search(head):
                return kind
    return None


def _is_alike(head: bytes, following: bytes) -> bool:
    """Frames of one stream differ in neither version nor layer, but maybe in whether they carry a checksum."""
    return following[0] == head[0] and following[1] | 1 == head[1] | 1


def _adts(head: bytes) -> int:
    """Bytes of a frame of AAC; 0 for what begins none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length >= 7 else 0


def _layered(head: bytes) -> int:
    """Bytes of a frame of layer 2 or 3; 0 for what begins none. Layer 1 begins like UTF-16 does, and nobody has it."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    index, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer not in (2, 3) or not 1 <= index <= 14 or rate == 3 or head[3] & 3 == 2:
        return 0
    first = version == 3
    hertz = _RATES[rate] // (1 if first else 2 if version == 2 else 4)
    bits = _KBITS[1 if first else 2, layer][index - 1] * 1000
    return (72 if layer == 3 and not first else 144) * bits // hertz + (head[2] >> 1 & 1)

"""What containers of pictures, sound and films say of their content: ISO base media (MP4, QuickTime, HEIF), Matroska,
Ogg and RIFF.

Only bytes at hand are looked at, and each of them a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MAX_BOX: Final = 1 << 20
"""Bytes of a box of brands, or of one before it: the length that a text seems to say is larger."""
QUICKTIME: Final = "video/quicktime"

_BOX: Final = 8
_PADDING: Final = frozenset((b"free", b"skip", b"wide", b"pnot", b"JXL ", b"jP  "))
"""Boxes that stand before the one that says what the file is."""
_MOVIE_PARTS: Final = frozenset((b"mvhd", b"cmov", b"rmra", b"iods", b"trak", b"udta", b"meta", b"uuid", b"prfl"))
_FILM: Final = rb"[Mm]4[Vv]H?P?|[Ff]4[Vv]|avc\d|hvc1|hev1|av01|dvh?1"
_BRANDS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = tuple(
    (re.compile(brand), kind)
    for brand, kind in (
        (rb"avi[fs]", "image/avif"),
        (rb"hei[cxms]", "image/heic"),
        (rb"hev[cxms]", "image/heic-sequence"),
        (rb"M4[ABP]|F4[AB]", "audio/mp4"),
        (rb"qt", QUICKTIME),
        (rb"3g2.", "video/3gpp2"),
        (rb"3g[egprst]?.", "video/3gpp"),
        (rb"jxl", "image/jxl"),
        (rb"jp2|jpx|jpm", "image/jp2"),
        (rb"crx", "image/x-canon-cr3"),
        (_FILM, "video/mp4"),
    )
)
"""Those that name one kind. The main brand decides, else the first of these that is among the compatible ones."""
_STILLS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb"mif[12]|miaf"), "image/heif"),
    (re.compile(rb"msf1"), "image/heif-sequence"),
)
_GENERAL: Final = re.compile(rb"iso.|mp4\d|mp71|mmp4|dash|cmf[2cfls]|MSNV|XAVC|ND[SX].|dby1|caqv|isml|piff|niko|pana")


def kind_of(head: bytes) -> str | None:
    """The media type of a container that begins with `head`; None for what is none of them, or none that is known."""
    if head.startswith(b"\x1aE\xdf\xa3"):
        return _matroska(head)
    if head.startswith(b"OggS\0"):
        return _ogg(head)
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _riff(head)
    return _base_media(head)


def _base_media(head: bytes) -> str | None:
    for name, start, end in _boxes(head):
        if name == b"moov":
            return QUICKTIME if head[start + 4 : start + 8] in _MOVIE_PARTS else None
        if name == b"mdat":
            return QUICKTIME
        if end - start > MAX_BOX:
            return None
        if name == b"ftyp":
            return _by_brands(head[start:end])
        if name not in _PADDING:
            return None
    return None


def _boxes(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Names of boxes, and where their contents begin and end: maybe beyond `head`."""
    at = 0
    while at + _BOX <= len(head):
        size, start = int.from_bytes(head[at : at + 4]), at + _BOX
        if size == 1:
            size, start = int.from_bytes(head[start : start + 8]), start + 8
        elif size == 0:  # it reaches to the end of the file
            size = max(len(head) - at, _BOX)
        if at + size < start:
            return
        yield head[at + 4 : at + _BOX], start, at + size
        at += size


def _by_brands(content: bytes) -> str | None:
    brands = [content[at : at + 4].rstrip(b" \0") for at in range(0, len(content), 4) if at != 4]
    if not brands:
        return None
    for known, candidates in ((_BRANDS, brands[:1]), (_BRANDS, _specific(brands)), (_STILLS, brands)):
        for brand, kind in known:
            if any(brand.fullmatch(candidate) for candidate in candidates):
                return kind
    return "video/mp4" if any(map(_GENERAL.fullmatch, brands)) else None


def _specific(brands: list[bytes]) -> list[bytes]:
    """The brands that may say more than the main one does.

    A film may be compatible with what plays sound or QuickTime: it is told by the brands of films.
    """
    films = [brand for brand in brands if re.fullmatch(_FILM, brand)]
    return films or [brand for brand in brands[1:] if brand != b"qt"]


_DOC_TYPE: Final = 0x4282
_SEGMENT: Final = 0x18538067
_TRACKS: Final = 0x1654AE6B
_TRACK: Final = 0xAE
_TRACK_TYPE: Final = 0x83
_SOUND: Final = 2


def _matroska(head: bytes) -> str | None:
    for _, start, end in _elements(head, 0, len(head)):
        for name, first, last in _elements(head, start, min(end, len(head))):
            if name == _DOC_TYPE:
                doc_type = head[first:last].rstrip(b"\0")
                what = "audio" if _is_sound(head, end) else "video"
                return {b"webm": f"{what}/webm", b"matroska": f"{what}/matroska"}.get(doc_type)
        return None
    return None


def _is_sound(head: bytes, at: int) -> bool:
    """Whether all tracks can be seen, and are sound."""
    for name, start, end in _elements(head, at, len(head)):
        if name != _SEGMENT:
            continue
        for part, first, last in _elements(head, start, min(end, len(head))):
            if part == _TRACKS:
                return last <= len(head) and _track_types(head, first, last) == {_SOUND}
    return False


def _track_types(head: bytes, start: int, end: int) -> set[int]:
    return {
        int.from_bytes(head[first:last])
        for track, inner, outer in _elements(head, start, end)
        if track == _TRACK
        for name, first, last in _elements(head, inner, min(outer, end))
        if name == _TRACK_TYPE
    }


def _elements(head: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Names of EBML elements, and where their contents begin and end: maybe beyond `end`."""
    while at < end:
        width = 9 - head[at].bit_length()
        name = int.from_bytes(head[at : at + width])
        at += width
        if width > 4 or at >= end or not head[at]:
            return
        width = 9 - head[at].bit_length()
        unknown = (1 << 7 * width) - 1
        size = int.from_bytes(head[at : at + width]) & unknown
        at += width
        stop = end if size == unknown else at + size
        yield name, at, stop
        at = stop


_OGG_HEADER: Final = 27
_BEGINS: Final = 2
_FILMS: Final = (b"\x80theora", b"\x01video", b"BBCD\0", b"\x80daala", b"OVP80")


def _ogg(head: bytes) -> str:
    """By the first pages, of which each begins a stream."""
    at = 0
    while head.startswith(b"OggS\0", at) and at + _OGG_HEADER <= len(head) and head[at + 5] & _BEGINS:
        segments = head[at + _OGG_HEADER - 1]
        start = at + _OGG_HEADER + segments
        if head.startswith(_FILMS, start):
            return "video/ogg"
        at = start + sum(head[at + _OGG_HEADER : start])
    return "audio/ogg"


def _riff(head: bytes) -> str | None:
    match head[8:12]:
        case b"WAVE":
            return "audio/wav"
        case b"WEBP" if head[12:16] in (b"VP8 ", b"VP8L", b"VP8X"):
            return "image/webp"
        case b"AVI ":
            return "video/x-msvideo"
    return None

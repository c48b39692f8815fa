"""What a file is, by its first bytes: what its sender says of it, or its name, is never believed."""

from __future__ import annotations

import codecs
import re
from typing import Final

from imserver.core.attachment import SHOWN_TYPES
from imserver.services.media import container, mpeg_audio

HEAD: Final = 8192
"""Bytes that are looked at."""
CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
"""No text has them."""
UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"
SURE: Final = 0.4
"""puremagic's confidence grows with the length of a signature: two or three characters may as well begin a text."""

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"fLaC\0", "audio/flac"),
    (b"fLaC\x80", "audio/flac"),
    (b"#!AMR\n", "audio/amr"),
    (b"#!AMR-WB\n", "audio/amr-wb"),
)
_CALLED: Final = {
    "image/x-ms-bmp": "image/bmp",
    "audio/x-aiff": "audio/aiff",
    "application/x-gzip": "application/gzip",
    "video/dvd": "video/mpeg",
}
_PDF: Final = re.compile(rb"%PDF-\d")
_PDF_WITHIN: Final = 1024
"""Bytes before it that readers of PDF skip."""
_MAY_BE_TEXT: Final = ("application/", "image/svg+xml", "message/")
_PACKED: Final = b"PK\x03\x04"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_PACKED_NAMES: Final = (
    (b"word/", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{_OFFICE}presentationml.presentation"),
)
_PACKED_TYPE: Final = re.compile(rb"mimetype(application/[a-z0-9.+-]+)PK")


def kind_of(head: bytes) -> str:
    """The media type of a file that begins with `head`. What is shown is known by its structure, not by a word."""
    if _is_text(head):
        return "application/pdf" if _PDF.match(head.removeprefix(codecs.BOM_UTF8).lstrip()) else _named(head, TEXT)
    signed = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if kind := signed or container.kind_of(head) or mpeg_audio.kind_of(head):
        return kind
    if head.startswith(_PACKED):
        return _packed(head)
    return "application/pdf" if _PDF.search(head[:_PDF_WITHIN]) else _named(head, UNKNOWN)


def _named(head: bytes, otherwise: str) -> str:
    """The type of a file that is only ever saved; `otherwise` where none is known."""
    import puremagic  # 3 MB of signatures, for who uploads

    try:
        found = next((match for match in puremagic.magic_string(head) if match.mime_type), None)
    except (puremagic.PureError, ValueError):
        found = None
    kind = found.mime_type.lower() if found else otherwise
    if found and otherwise == TEXT and (found.confidence < SURE or not kind.startswith(_MAY_BE_TEXT)):
        return TEXT
    return otherwise if kind in SHOWN_TYPES else _CALLED.get(kind, kind)


def _packed(head: bytes) -> str:
    """A ZIP archive, or a document that is one."""
    if told := _PACKED_TYPE.search(head, 30, 200):
        return told[1].decode()
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return next((kind for name, kind in _PACKED_NAMES if name in head), "application/zip")
    return "application/zip"


def _is_text(head: bytes) -> bool:
    """Text in UTF-8, or in UTF-16 that says so; its last character may be cut."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _is_decodable(head[: len(head) // 2 * 2], "utf-16", cuts=(0, 2))
    return _is_decodable(head, "utf-8", cuts=(0, 1, 2, 3))


def _is_decodable(head: bytes, encoding: str, cuts: tuple[int, ...]) -> bool:
    for cut in cuts:
        try:
            text = head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return bool(text) and not _CONTROL.search(text)
    return False


_CONTROL: Final = re.compile(f"[{re.escape(CONTROLS.decode())}\ufffe\uffff]")

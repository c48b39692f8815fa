"""What a file is, by its first bytes."""

from __future__ import annotations

import pytest

from imserver.core.attachment import SHOWN_TYPES
from imserver.services.media.kind import HEAD, UNKNOWN, kind_of

SHOWN = [
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
    (b"GIF89a\x01\0\x01\0", "image/gif"),
    (b"RIFF\x24\x08\0\0WEBPVP8 ", "image/webp"),
    (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", "image/avif"),
    (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "video/mp4"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB", "video/webm"),
    (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
    (b"OggS\0\2" + bytes(20), "audio/ogg"),
    (b"RIFF\x24\x08\0\0WAVEfmt ", "audio/wav"),
    (b"fLaC\0\0\0\x22", "audio/flac"),
    (b"\0\0\0\x20ftypM4A \0\0\2\0", "audio/mp4"),
]
SAVED = [
    (b"hello world", "text/plain"),
    ("你好".encode() * HEAD, "text/plain"),
    (b"<html><script>alert(1)</script>", "text/plain"),
    (b"BM is how this text begins", "text/plain"),
    (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
    (b"\x01\x02\x03\x04\x05\x06\x07", UNKNOWN),
    (b"", UNKNOWN),
]


@pytest.mark.parametrize(("head", "kind"), SHOWN, ids=[kind for _, kind in SHOWN])
def test_what_browsers_show_is_known(head: bytes, kind: str) -> None:
    assert kind_of(head + bytes(100)) == kind
    assert kind in SHOWN_TYPES


@pytest.mark.parametrize(("head", "kind"), SAVED, ids=[head[:9].decode("latin-1") for head, _ in SAVED])
def test_everything_else_is_saved(head: bytes, kind: str) -> None:
    assert kind_of(head[:HEAD]) == kind
    assert kind not in SHOWN_TYPES


@pytest.mark.parametrize(
    "drawing", [b"<svg onload='alert(1)'/>", b"<?xml version='1.0'?><svg/>", b"\xef\xbb\xbf<svg/>"]
)
def test_a_drawing_that_could_run_is_never_shown(drawing: bytes) -> None:
    assert kind_of(drawing) not in SHOWN_TYPES

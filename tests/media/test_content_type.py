"""What a file is, by its first bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imserver.core.attachment import SHOWN_TYPES
from imserver.services.media.content_type import HEAD, UNKNOWN, kind_of


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def brands(main: bytes, *compatible: bytes) -> bytes:
    return box(b"ftyp", main + bytes(4) + b"".join(compatible))


def element(name: str, content: bytes, size: bytes | None = None) -> bytes:
    return bytes.fromhex(name) + (size or struct.pack(">Q", 1 << 56 | len(content))) + content


def matroska(doc_type: bytes, *tracks: int, size: bytes | None = None) -> bytes:
    entries = b"".join(element("ae", element("d7", b"\1") + element("83", bytes([kind]))) for kind in tracks)
    head = element("1a45dfa3", element("ec", bytes(40)) + element("4286", b"\1") + element("4282", doc_type))
    return head + element("18538067", element("1549a966", bytes(20)) + element("1654ae6b", entries), size)


def ogg(*packets: bytes) -> bytes:
    return b"".join(b"OggS\0\2" + bytes(20) + bytes([1, len(packet)]) + packet for packet in packets)


def frames(header: str, length: int) -> bytes:
    return bytes.fromhex(header).ljust(length, b"\x55") * 30


TAG = b"ID3\x03\0\0\0\x7f\x7f\x7fAPIC" + b"\xff\xd8picture" * 1000
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
    (b"GIF87a\x01\0\x01\0", "image/gif"),
    (b"\xff\xd8\xff\xe1\0\x10Exif\0\0", "image/jpeg"),
    (b"\xff\xd8\xff\xfe\0\x43by a scanner", "image/jpeg"),
    *(((b"RIFF\x24\x08\0\0WEBP" + part), "image/webp") for part in (b"VP8L", b"VP8X")),
    (b"RIFF\x24\x08\0\0WAVEJUNK\x1c\0\0\0" + bytes(28) + b"fmt ", "audio/wav"),
    *((brands(b"M4A ", *more), "audio/mp4") for more in ((), (b"M4A ", b"mp42", b"isom"), (b"isom",) * 300)),
    (brands(b"M4B ", b"M4A ", b"mp42"), "audio/mp4"),
    (brands(b"mp42", b"M4A ", b"isom"), "audio/mp4"),
    (brands(b"M4V ", b"M4V ", b"M4A ", b"mp42"), "video/mp4"),
    (brands(b"mp42", b"M4V ", b"M4A "), "video/mp4"),
    *((brands(main, b"isom"), "video/mp4") for main in (b"mp41", b"iso5", b"iso6", b"dash", b"avc1", b"MSNV", b"xxxx")),
    (brands(b"isom", b"qt  "), "video/mp4"),
    (struct.pack(">I4sQ4s4x4s", 1, b"ftyp", 28, b"M4A ", b"isom"), "audio/mp4"),
    (box(b"free", bytes(9)) + brands(b"M4A "), "audio/mp4"),
    *((brands(b"qt  ", *more), "video/quicktime") for more in ((), (b"qt  ",), (b"mp42", *[bytes(4)] * 6))),
    (box(b"moov", box(b"mvhd", bytes(100))), "video/quicktime"),
    (box(b"wide") + box(b"mdat", b"film"), "video/quicktime"),
    (box(b"mdat", bytes(HEAD)), "video/quicktime"),
    *((brands(b"3gp4", *more), "video/3gpp") for more in ((), (b"isom", b"3gp4"))),
    *((brands(b"mif1", *more), "image/avif") for more in ((b"avif",), (b"mif1", b"miaf", b"avif"))),
    (brands(b"avis", b"msf1", b"avif"), "image/avif"),
    (matroska(b"webm", 1, 2), "video/webm"),
    (matroska(b"webm", 2), "audio/webm"),
    (matroska(b"webm", 2, size=b"\x01" + b"\xff" * 7), "audio/webm"),
    (matroska(b"matroska", 1, 2), "video/matroska"),
    (ogg(b"OpusHead\1"), "audio/ogg"),
    (ogg(b"\x01vorbis"), "audio/ogg"),
    (ogg(b"fishead\0", b"\x01vorbis", b"\x80theora"), "video/ogg"),
    *((frames(f"fff{kind}9000", 417), "audio/mpeg") for kind in "ab"),
    *((frames(f"fff{kind}8000", 208), "audio/mpeg") for kind in "23"),
    (frames("ffe38000", 417), "audio/mpeg"),
    (bytes(64) + frames("fffb9200", 418), "audio/mpeg"),
    (TAG, "audio/mpeg"),
    (b"ID3\x04\0\0\0\0\0\4" + bytes(4) + b"fLaC\0", "audio/flac"),
    *((frames(f"fff{kind}50802e7ffc", 371), "audio/aac") for kind in "19"),
]
OFFICE = "application/vnd.openxmlformats-officedocument."
SAVED = [
    (b"hello world", "text/plain"),
    ("你好".encode() * HEAD, "text/plain"),
    (b"<html><script>alert(1)</script>", "text/plain"),
    (b"BM is how this text begins", "text/plain"),
    (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
    (b"\x01\x02\x03\x04\x05\x06\x07", UNKNOWN),
    (b"", UNKNOWN),
    *((brands(*names), "image/heic") for names in ((b"heic",), (b"heix", b"mif1"), (b"mif1", b"mif1", b"heic"))),
    (brands(b"msf1", b"hevc"), "image/heic-sequence"),
    (brands(b"mif1"), "image/heif"),
    (b"\r\n\n %PDF-1.4\n%\xe2\xe3", "application/pdf"),
    (b"\0\0sent by a fax\r\n%PDF-1.4\n%\xe2\xe3", "application/pdf"),
    (b"\xef\xbb\xbf%PDF-1.4\n1 0 obj", "application/pdf"),
    (b"PK\x03\x04\x14" + bytes(21) + b"\5\0\0\0a.txthello", "application/zip"),
    (
        b"PK\x03\x04\x14" + bytes(25) + b"[Content_Types].xml..PK\x03\x04..xl/workbook.xml",
        OFFICE + "spreadsheetml.sheet",
    ),
    (b"PK\x03\x04\x14" + bytes(25) + b"mimetypeapplication/epub+zipPK\x03\x04", "application/epub+zip"),
    *(
        (b"PK\x03\x04\x14" + bytes(25) + b"mimetype" + kind + b"PK\x03\x04", "application/zip")
        for kind in (b"image/png", b"video/mp4", b"text/html")
    ),
    *((f"你好 {word}\n".encode("utf-16"), "text/plain") for word in ("", "hello", "GIF87a")),
    (b"\xfe\xff" + "hello 你好".encode("utf-16-be"), "text/plain"),
    *(
        (f"{word} is how this text begins, and so on".encode(), "text/plain")
        for word in (
            "ID3",
            "GIF87a",
            "OggS",
            "RIFF",
            "RIFFabcdWEBP",
            "RIFFabcdWAVE",
            "fLaC",
            "see ftypM4A ",
            "aaaamoov",
            "ADIF",
        )
    ),
    (b"\xff\xfb is no frame, " + b"\x55" * 2000, UNKNOWN),
    (b"ID3\3 is no tag", UNKNOWN),
    (b"PK\x05\x06ftypisom" + bytes(9), UNKNOWN),
]


@pytest.mark.parametrize(("head", "kind"), SHOWN, ids=[f"{kind} {head[:24]!r}" for head, kind in SHOWN])
def test_what_browsers_show_is_known(head: bytes, kind: str) -> None:
    assert kind_of((head + bytes(100))[:HEAD]) == kind
    assert kind in SHOWN_TYPES


@pytest.mark.parametrize(("head", "kind"), SAVED, ids=[head[:9].decode("latin-1") for head, _ in SAVED])
def test_everything_else_is_saved(head: bytes, kind: str) -> None:
    assert kind_of(head[:HEAD]) == kind
    assert kind not in SHOWN_TYPES


@pytest.mark.parametrize("text", ["явка на собрание", "ярмарка", "яблоки, груши и хлеб"])
def test_a_russian_word_is_no_sound(text: str) -> None:
    assert not kind_of(text.encode("cp1251")).startswith("audio/")


@pytest.mark.parametrize(
    "drawing", [b"<svg onload='alert(1)'/>", b"<?xml version='1.0'?><svg/>", b"\xef\xbb\xbf<svg/>"]
)
def test_a_drawing_that_could_run_is_never_shown(drawing: bytes) -> None:
    assert kind_of(drawing) not in SHOWN_TYPES


BEGINNINGS = [head[:200] for head, _ in (*SHOWN, *SAVED)]


@given(st.sampled_from(BEGINNINGS), st.integers(0, 200), st.binary(max_size=300))
@example(box(b"free") * 1000, 8000, b"")
@example(element("1a45dfa3", b"", b"\xff") * 1000, 8000, b"")
@example(b"ID3\3\0\0\0\0\0\0" * 800, 8000, b"")
def test_no_bytes_are_too_much(beginning: bytes, cut: int, more: bytes) -> None:
    assert "/" in kind_of((beginning[:cut] + more)[:HEAD])


@given(st.text(min_size=1), st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
@example("GIF89a;alert(1)//", "utf-8")
def test_no_text_is_shown(text: str, encoding: str) -> None:
    """What a browser could take for a page or a script."""
    assert kind_of("".join(filter(str.isprintable, text)).encode(encoding)) not in SHOWN_TYPES

"""A small picture of a large one. Runs in a process of its own, which may not take much and whose end harms nobody:
decoders of pictures are where a file can do most damage.

    python -I -m imserver.services.media.picture [avatar] < PICTURE

writes one line of JSON `{"width": …, "height": …}`, in pixels as it is to be shown, and after it the small picture, if
one could be made: the whole of it, or for an avatar the square in its middle. Ends with 1 for what is no picture.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
SIDE: Final = 640
"""Pixels of the longer side: what a phone shows across its screen."""
AVATAR_SIDE: Final = 256
"""Pixels of an avatar: what a screen of three pixels a point needs for the largest that is shown."""
MAX_PIXELS: Final = 40_000_000
"""160 MB once decoded. Larger ones are kept, without a small picture; photos of 100 megapixels are decoded at an eighth
of their sides."""
MIN_MEMORY: Final = 160 << 20
MAX_MEMORY: Final = 512 << 20
"""Bytes of address space: a quarter of the machine's memory, within these. Measured: a JPEG of 12 megapixels takes
34 MB, a WebP of them 210 MB, a PNG of 24 megapixels 215 MB. What doesn't fit has no small picture."""
CPU_S: Final = 10
MAX_SCANS: Final = 100
MAX_SCANNED: Final = 1_000_000_000
"""Scans of a JPEG, and its pixels times its scans: each is a run over all pixels, and may take no bytes to speak of.
Cameras and editors write up to a dozen."""
MAX_SEGMENTS: Final = 20_000
NICE: Final = 10
"""Chat comes first."""
QUALITY: Final = 80
AVATAR: Final = "avatar"

_TRANSPOSED: Final = frozenset((5, 6, 7, 8))
_ORIENTATION: Final = 0x0112
_JPEG: Final = b"\xff\xd8"
"""Also where several are in one file, which Pillow calls MPO."""
_MARKER: Final = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
"""What begins a segment of a JPEG, or ends it; the others stand within a scan, or alone."""
_END: Final = 0xD9
_SCAN: Final = 0xDA


def main(arguments: Sequence[str] = ()) -> int:
    quarter = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    memory = max(MIN_MEMORY, min(MAX_MEMORY, quarter))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # bounded below, by the header alone
    try:
        content = sys.stdin.buffer.read()
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        width, height = picture.size
        scanned = scans(content) if content.startswith(_JPEG) else 0
        is_cheap = scanned <= min(MAX_SCANS, MAX_SCANNED // max(1, width * height))
        picture.draft("RGB", (SIDE * 2, SIDE * 2))  # JPEG is decoded at a fraction of its size
        is_small = picture.width * picture.height <= MAX_PIXELS
        if (is_small or picture.format == "JPEG") and picture.getexif().get(_ORIENTATION) in _TRANSPOSED:
            width, height = height, width  # elsewhere than in JPEG it takes decoding to find that out
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError):
        return 1
    sys.stdout.buffer.write(json.dumps({"width": width, "height": height}).encode() + b"\n")
    sys.stdout.buffer.flush()
    if is_small and is_cheap:
        sys.stdout.buffer.write(square(picture) if AVATAR in arguments else _small(picture))
    return 0


def scans(content: bytes) -> int:
    """How often a decoder runs over a JPEG; more than `MAX_SCANS` for one that is made to keep it busy."""
    count = segments = at = 0
    while (marker := _MARKER.search(content, at)) is not None:
        kind = content[marker.start() + 1]
        segments += 1
        count += kind == _SCAN
        if kind == _END or count > MAX_SCANS:
            return count
        if segments > MAX_SEGMENTS:
            return MAX_SCANS + 1
        length = int.from_bytes(content[marker.end() : marker.end() + 2])
        at = marker.end() + max(2, length)
    return count


def _small(picture: Image) -> bytes:
    """JPEG, or WebP where it is transparent; upright, and without what a camera wrote into it."""
    from PIL import ImageOps

    picture.seek(0)
    picture = _without_palette(picture)
    picture.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    return _written(_plain(ImageOps.exif_transpose(picture)))


def square(picture: Image) -> bytes:
    """The middle of it, as wide as high."""
    from PIL import Image, ImageOps

    picture.seek(0)
    scale = 2 * AVATAR_SIDE / min(picture.size)
    if scale < 1:  # the large one goes before the next copy is made
        picture = _without_palette(picture)
        picture.thumbnail((ceil(picture.width * scale), ceil(picture.height * scale)), reducing_gap=2.0)
    plain = _plain(ImageOps.exif_transpose(picture))
    cut = ImageOps.fit(plain, (AVATAR_SIDE, AVATAR_SIDE), Image.Resampling.LANCZOS)
    if cut.mode == "RGBA" and cut.getchannel("A").getextrema() == (255, 255):
        cut = cut.convert("RGB")
    return _written(cut)


def _without_palette(picture: Image) -> Image:
    """Colours that can be mixed: of those of a palette a smaller picture takes some, and drops the others.

    A picture for which there isn't memory enough stays as it is.
    """
    if picture.mode in ("1", "P", "PA"):
        see_through = picture.mode == "PA" or "transparency" in picture.info
        with suppress(MemoryError):
            return picture.convert("RGBA" if see_through else "L" if picture.mode == "1" else "RGB")
    return picture


def _plain(upright: Image) -> Image:
    """Without a palette, and without what a camera wrote into it."""
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if see_through else "RGB")
    plain.info.clear()
    return plain


def _written(plain: Image) -> bytes:
    written = io.BytesIO()
    plain.save(written, "WEBP" if plain.mode == "RGBA" else "JPEG", quality=QUALITY)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

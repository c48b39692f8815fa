"""Which bytes of a file a request wants (RFC 9110, 14)."""

from __future__ import annotations

import re
from typing import Final

from imserver.core import errors
from imserver.core.errors import ImError

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def wanted(header: str | None, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last; None for all of it, as for several ranges at once.

    Raises `range_invalid`.
    """
    parsed = _RANGE.fullmatch(header.replace(" ", "")) if header else None
    if parsed is None or not (parsed[1] or parsed[2]):
        return None
    if not parsed[1]:
        first, last = max(0, size - int(parsed[2])), size - 1
    else:
        first, last = int(parsed[1]), min(int(parsed[2] or size), size - 1)
        if parsed[2] and int(parsed[2]) < first:
            return None
    if first >= size or last < first:
        raise ImError(errors.RANGE_INVALID, f"The file has {size} bytes, and {header!r} lies outside.")
    return first, last + 1

"""The CSV file that `imctl users import` reads: its encoding, and its errors as those of a command."""

from __future__ import annotations

from typing import Any

import msgspec

from control.errors import UsageError
from imserver.core import user_import
from imserver.core.errors import ImError
from imserver.core.user_import import DecodedFile, Roster, RosterRow

SURE = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
"""Encodings that are told, and not guessed."""


def encoding_name(encoding: str) -> str:
    """What people call it."""
    return "UTF-8" if encoding == "utf-8-sig" else encoding.upper() if encoding in SURE else encoding


def decode(content: bytes, encoding: str | None) -> DecodedFile:
    """`content` as text. Raises `UsageError`."""
    try:
        return user_import.decode(content, encoding)
    except ImError as error:
        raise UsageError(error.message, error.hint, code="encoding_wrong") from None
    except LookupError:
        raise UsageError(
            f"unknown encoding {encoding!r}", "use utf-8, gb18030, big5, cp1252 or another of Python's encodings"
        ) from None


def require_sure(reading: DecodedFile) -> None:
    """Raises `UsageError` for an encoding that was guessed: nobody has seen yet whether the names are right."""
    if reading.encoding not in SURE:
        raise UsageError(
            f"the file is not UTF-8; {reading.encoding} is most plausible, in which it begins: {_names(reading)}",
            f"if that is right, use --encoding {reading.encoding}; else name another, or save it as 'CSV UTF-8';"
            " --dry-run shows the rows",
            code="encoding_wrong",
        )


def read_roster(reading: DecodedFile) -> Roster:
    """The roster in a text. Raises `UsageError` where the file as a whole makes no sense."""
    try:
        return user_import.read_roster(reading.text)
    except ImError as error:
        raise UsageError(error.message, error.hint, code=error.code.name) from None


def as_json(row: RosterRow) -> dict[str, Any]:
    """The row as the server takes it: what is empty is left out."""
    return {name: value for name, value in msgspec.structs.asdict(row).items() if value}


def _names(reading: DecodedFile) -> str:
    """The first lines that tell encodings apart."""
    telling = [line for line in reading.text.split("\n") if not line.isascii()]
    return " / ".join(line[: user_import.SAMPLE_WIDTH] for line in telling[:3])

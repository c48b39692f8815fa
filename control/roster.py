"""The CSV file that `imctl users import` reads: its encoding, and its errors as those of a command."""

from __future__ import annotations

import codecs
from typing import Any

import msgspec

from control.errors import Usage
from imserver.core import roster
from imserver.core.errors import ImError
from imserver.core.roster import Roster, Row


def read_roster(content: bytes, encoding: str = "utf-8") -> Roster:
    """The roster in `content`. Raises `Usage` where the file as a whole makes no sense."""
    try:
        return roster.read_roster(_decode(content, encoding))
    except ImError as error:
        raise Usage(error.message, error.hint, code=error.code.name) from None


def as_json(row: Row) -> dict[str, Any]:
    """The row as the server takes it: what is empty is left out."""
    return {name: value for name, value in msgspec.structs.asdict(row).items() if value}


def _decode(content: bytes, encoding: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Usage(
            f"line {line} is not {encoding.upper()}",
            "save the file as 'CSV UTF-8', or name its encoding: --encoding gb18030",
            code="encoding_wrong",
        ) from None
    except LookupError:
        raise Usage(f"there is no encoding {encoding!r}", "known are utf-8, gb18030, big5, cp1252 and others") from None

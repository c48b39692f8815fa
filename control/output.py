"""What commands print: tables for people, JSON for scripts.

On a terminal tables are drawn by rich, whose columns break between words, or become a few lines for each row where a
word doesn't fit; into a pipe or a file they are plain columns, two spaces apart, never cut.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from control.errors import ControlError


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in a colour of rich, where there are colours."""

    text: str
    colour: str


Cell = str | int | bool | Marked | None
Row = Sequence[Cell]

_REORDERING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
GAP: Final = 3
"""Terminal cells between the columns of a drawn table."""
_UNITS: Final = ("B", "KiB", "MiB", "GiB", "TiB")


class Output:
    """Where a command's results go. `as_json` is the wish for JSON."""

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json

    def data(self, value: Any) -> None:
        """The one JSON document of a command."""
        encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
        text = json.dumps(value, ensure_ascii=encoding != "utf8", indent=2)
        print("".join(character if _is_harmless(character) else f"\\u{ord(character):04x}" for character in text))

    def line(self, text: str) -> None:
        print(printable(text))

    def note(self, text: str) -> None:
        """A remark that is no result: it goes to stderr, and not at all with JSON."""
        if not self.as_json:
            print(printable(text), file=sys.stderr)

    def table(self, columns: Sequence[str], rows: Sequence[Row], empty: str) -> None:
        """`rows` under `columns`; `empty` is said where there is none."""
        if sys.stdout.isatty():
            self._drawn(columns, rows, empty)
        elif rows:
            self._plain([list(columns), *[[_text(cell) for cell in row] for row in rows]])

    def fields(self, pairs: Sequence[tuple[str, Cell]]) -> None:
        """One thing: a line for each of its fields."""
        self._plain([[f"{name}:", _text(value)] for name, value in pairs])

    def error(self, error: ControlError) -> None:
        if self.as_json:
            print(json.dumps(error.as_json(), ensure_ascii=True), file=sys.stderr)
            return
        print(f"error: {printable(error.message)}", file=sys.stderr)
        if error.hint:
            print(f"hint: {printable(error.hint)}", file=sys.stderr)

    def _drawn(self, columns: Sequence[str], rows: Sequence[Row], empty: str) -> None:
        if not rows:
            self.line(empty)
            return
        console = Console()
        cells = [list(columns), *[[_text(cell) for cell in row] for row in rows]]
        if _narrowest(cells) > console.width:
            self._records(cells)
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*[Text(_text(cell), cell.colour if isinstance(cell, Marked) else "") for cell in row])
        console.print(table)

    def _records(self, cells: list[list[str]]) -> None:
        """A table where the terminal is too narrow for its columns: a few lines for each row."""
        columns, *rows = cells
        for number, row in enumerate(rows):
            if number:
                print()
            self.fields([(column.lower(), cell) for column, cell in zip(columns, row, strict=True) if cell])

    def _plain(self, rows: list[list[str]]) -> None:
        widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            padded = [cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row)]
            print("  ".join(padded).rstrip())


def printable(text: str) -> str:
    """`text` with what could steer a terminal or reorder a line made visible instead."""
    return "".join(_visible(character) for character in text)


def width(text: str) -> int:
    """The number of terminal cells that `text` takes: two for a Chinese character."""
    return cell_len(text)


def moment(ms: int | None) -> str:
    """A time in ms since 1970 as local date and time; empty for none."""
    return "" if ms is None else datetime.fromtimestamp(ms / 1000).strftime("%Y-%m-%d %H:%M")


def day(ms: int) -> str:
    """A date in the time zone of the terminal."""
    return datetime.fromtimestamp(ms / 1000).astimezone().strftime("%Y-%m-%d")


def size(count: int | None) -> str:
    """A number of bytes for people: `1.5 GiB`."""
    if count is None:
        return ""
    value, unit = float(count), _UNITS[0]
    for unit in _UNITS:
        if value < 1024 or unit == _UNITS[-1]:
            break
        value /= 1024
    return f"{count} B" if unit == "B" else f"{value:.1f} {unit}"


def span(seconds: float) -> str:
    """A length of time for people: `3 d 4 h`, `12 min`, `40 s`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{rest} s"


def _narrowest(cells: list[list[str]]) -> int:
    """The terminal cells that a drawn table takes where no word is cut."""
    words = [
        max(width(word) for row in cells for word in (row[column].split() or [""])) for column in range(len(cells[0]))
    ]
    return sum(words) + GAP * (len(words) - 1)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Marked):
        return printable(cell.text)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return printable(str(cell)).replace("\n", " ")


def _visible(character: str) -> str:
    if _is_harmless(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


def _is_harmless(character: str) -> bool:
    return character == "\n" or (
        unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") and character not in _REORDERING
    )

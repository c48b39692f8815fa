"""A roster: a table of accounts to be made, as `imctl users import` and the admin page read it from a CSV file.

The first line names the columns: a login, and any of a name, a role, a password and groups, in any order and in
several languages. Without such a line the columns are a login and a name. Columns are separated by commas, semicolons,
tabs or bars, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import msgspec

from imserver.core import encoding, errors
from imserver.core.columns import FIRST, LAST, WORDS, column_meant, column_of, columns_of, full_name, role_of
from imserver.core.errors import ImError
from imserver.core.folding import caseless
from imserver.core.login import skeleton
from imserver.core.spreadsheet import unguard

DELIMITERS: Final = (",", ";", "\t", "|", "，", "；")
HEADER_HINT: Final = "The first line names the columns: login, and any of name, role, password, group."
MAX_GROUPS: Final = 20
"""Of one row."""
MAX_TITLES: Final = 500
"""Different groups of one list: each is looked up."""
MAX_COLUMNS: Final = 200
"""That are looked at; others are left out."""
SAMPLE_LINES: Final = 5
SAMPLE_WIDTH: Final = 120

_QUOTED: Final = re.compile(r'"[^"]*"?')
_GROUPS: Final = re.compile(r"[;；、|\n]")


class RosterRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account to be made. `line` is the line of the file at which it begins, from 1; 0 for no file."""

    line: int = 0
    login: str
    name: str | None = None
    role: str | None = None
    password: str | None = None
    groups: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Row(line={self.line}, login={self.login!r})"


class BadRow(msgspec.Struct, frozen=True):
    """Why a row can't become an account: the column and the value that are wrong, never a password.

    `earlier` is the line that has the same login; 0 where that isn't why. `holder` is the name of who has it.
    """

    line: int
    login: str
    error: ImError
    column: str = ""
    value: str = ""
    earlier: int = 0
    holder: str = ""


class RosterError(ImError):
    """A file that makes no sense as a whole: `problem` says why, of which line and word; `meant` what that may be."""

    def __init__(
        self, problem: str, message: str, hint: str = HEADER_HINT, *, line: int = 1, value: str = "", meant: str = ""
    ) -> None:
        super().__init__(errors.CSV_INVALID, message, hint)
        self.problem = problem
        self.line = line
        self.value = value
        self.meant = meant


class Roster(msgspec.Struct):
    """The rows that could be read, and those that couldn't, both in the order of the file.

    `columns` are what the headings were taken for; empty where there is no line of them. `ignored` are the others.
    `there` are rows, among the bad ones too, whose account is there as they say it. `foreign` are titles of groups
    that people come into, and that the importer doesn't look after.
    """

    rows: list[RosterRow] = []
    there: list[RosterRow] = []
    bad: list[BadRow] = []
    columns: dict[str, str] = {}
    ignored: list[str] = []
    foreign: list[str] = []


class DecodedFile(msgspec.Struct, frozen=True):
    """A file as text, and the encoding that it was read in."""

    text: str
    encoding: str

    def sample(self) -> list[str]:
        """How it begins."""
        return [line[:SAMPLE_WIDTH] for line in self.text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES] if line.strip()]


def decode(content: bytes, name: str | None = None) -> DecodedFile:
    """`content` in the encoding of that name, or in the one that is most plausible. Raises `RosterError`."""
    if _is_utf_32(content):
        raise RosterError("utf-32", "The file is UTF-32.", "Save it as 'CSV UTF-8'.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    chosen = name or encoding.guess(content, WORDS)
    try:
        text = content.decode("utf-8-sig" if chosen.lower() in ("utf-8", "utf8") else chosen)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RosterError(
            "encoding",
            f"line {line} is not {chosen.upper()}",
            f"save the file as 'CSV UTF-8', or name its encoding: --encoding {encoding.guess(content, WORDS)}",
            line=line,
        ) from None
    return DecodedFile(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), chosen)


def _is_utf_32(content: bytes) -> bool:
    """By its mark, or by the zeros that every ASCII character has in it at the same side."""
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return True
    first = content[:4]
    return len(content) % 4 == 0 and first.count(0) == 3 and 0 in (first[0], first[3]) and first[1:3] == b"\x00\x00"


def read_roster(text: str, most: int | None = None) -> Roster:
    """The roster in `text`, with `most` no more records. Raises `RosterError` where the whole makes no sense."""
    records = list(islice(_records(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")), most))
    if not records:
        raise RosterError("empty", "The file is empty.")
    header = [unguard(heading).strip() for heading in records[0][1]]
    roster = Roster()
    if columns := _columns(header):
        roster.columns = {heading: column for heading, column in zip(header, columns, strict=False) if column}
        roster.ignored = [heading for heading, column in zip(header, columns, strict=False) if heading and not column]
        del records[0]
    else:
        columns = _without_header(records)
    rows: dict[str, RosterRow] = {}
    for line, values in records:
        row = _row(line, values, columns)
        if (bad := _wrong(row, values, columns)) is None:
            if (earlier := rows.setdefault(skeleton(caseless(row.login)), row)) is row:
                roster.rows.append(row)
                continue
            bad = taken_twice(row, earlier)
        roster.bad.append(bad)
    return roster


def taken_twice(row: RosterRow, other: RosterRow) -> BadRow:
    """What is wrong with a row where an earlier one has its login, or one that looks like it."""
    where = f"on line {other.line}"
    if caseless(row.login) == caseless(other.login):
        error = ImError(errors.LOGIN_TAKEN, f"The login {row.login[:64]!r} is already {where}.")
    else:
        message = f"The login {row.login[:64]!r} looks like {other.login[:64]!r}, which is already {where}."
        error = ImError(errors.LOGIN_CONFUSABLE, message)
    return BadRow(row.line, row.login, error, "login", row.login, other.line)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records that aren't blank, each with its first line."""
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().strip('"').lower().startswith("sep=") and rest:
        text, skipped = rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = skipped + 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield start, values
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        raise RosterError(
            "quotes",
            f"Line {start} is no CSV: {error}.",
            "A value with quotes or line breaks must be in double quotes, and those inside it doubled.",
            line=start,
        ) from None


def _delimiter(text: str) -> str:
    """The one by which the first line names the most columns; else the most frequent outside of quotes.

    Of two that are as frequent a comma is the less likely: it stands in names and titles. Where the first line is a
    single value, the first delimiter counts that the lines below it have.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    header = lines[0] if lines else ""
    plain = _QUOTED.sub("", header)
    if not any(delimiter in plain for delimiter in DELIMITERS):
        below = _QUOTED.sub("", "\n".join(lines[1:]))
        return next((delimiter for delimiter in DELIMITERS if delimiter in below), DELIMITERS[0])

    def likelihood(delimiter: str) -> tuple[int, int, bool]:
        headings = [unguard(heading.strip().strip('"')) for heading in header.split(delimiter)[:MAX_COLUMNS]]
        named = sum(map(bool, columns_of(headings))) if delimiter in plain else 0
        return named, plain.count(delimiter), delimiter != ","

    return max(DELIMITERS, key=likelihood)


def _columns(header: Sequence[str]) -> list[str | None]:
    """What stands in each column, None for what isn't needed; empty where no heading is known."""
    columns = columns_of(header[:MAX_COLUMNS])
    for heading, column in zip(header, columns, strict=False):
        if meant := column_meant(heading, columns):
            raise RosterError(
                "column",
                f"The column {heading[:64]!r} is unknown. Did you mean {meant!r}?",
                value=heading[:64],
                meant=meant,
            )
        if column and column != "group" and columns.count(column) > 1:
            raise RosterError("twice", f"The column {heading[:64]!r} ({column}) is there twice.", value=heading[:64])
    if not any(columns):
        return []
    if "login" not in columns:
        unknown = ", ".join(f"{heading[:64]!r}" for heading in header if heading and column_of(heading) is None)
        other = f" These are unknown: {unknown}." if unknown else ""
        raise RosterError("login", f"There is no column 'login'.{other}", value=unknown[:200])
    return columns + [None] * (len(header) - len(columns))


def _without_header(records: Sequence[tuple[int, Sequence[str]]]) -> list[str | None]:
    """A login and a name; the login is the one that nowhere holds a space or a letter beyond ASCII."""
    width = max(len([value for value in values if value.strip()]) for _, values in records)
    if width > 2:
        raise RosterError("header", "The first line doesn't name the columns: none of them is known.")
    plain = [
        all(re.fullmatch(r"[!-~]+", values[place].strip()) for _, values in records if len(values) > place)
        for place in (0, 1)
    ]
    return ["name", "login"] if width == 2 and plain == [False, True] else ["login", "name"]


def _row(line: int, values: Sequence[str], columns: Sequence[str | None]) -> RosterRow:
    given = [(column, value) for column, value in zip(columns, values, strict=False) if column]
    fields = dict(given)
    named = {column: unguard(fields.get(column, "")).strip() for column in ("login", "name", FIRST, LAST)}
    groups = (unguard(group.strip()) for column, value in given if column == "group" for group in _GROUPS.split(value))
    return RosterRow(
        line=line,
        login=named["login"],
        name=named["name"] or full_name(named[FIRST], named[LAST]) or None,
        role=role_of(fields.get("role", "")) or None,
        password=fields.get("password") or None,
        groups=tuple(dict.fromkeys(group for group in groups if group)),
    )


def _wrong(row: RosterRow, values: Sequence[str], columns: Sequence[str | None]) -> BadRow | None:
    if extra := [value.strip() for value in values[len(columns) :] if value.strip()]:
        message = f"There are {len(values)} values for {len(columns)} columns."
        return BadRow(row.line, row.login, ImError(errors.CSV_INVALID, message), "", extra[0][:64])
    if not row.login:
        return BadRow(row.line, "", ImError(errors.LOGIN_INVALID, "There is no login."), "login")
    if row.password and row.password != row.password.strip():
        message = "The password begins or ends with a space."
        return BadRow(row.line, row.login, ImError(errors.PASSWORD_WEAK, message), "password")
    if len(row.groups) > MAX_GROUPS:
        message = f"There are {len(row.groups)} groups, {MAX_GROUPS} are allowed."
        return BadRow(row.line, row.login, ImError(errors.TOO_MANY, message), "group")
    return None

"""A roster: the CSV file that `imctl users import` reads.

The first line names the columns: `login` and any of `name`, `role`, `password`, in any order. Columns are
separated by commas, or by semicolons or tabs as spreadsheets write them.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from control.errors import Usage

COLUMNS: Final = ("login", "name", "role", "password")
DELIMITERS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One account to add. `line` is the line of the file at which it begins, from 1."""

    line: int
    login: str
    name: str = ""
    role: str = ""
    password: str = field(default="", repr=False)

    def as_json(self) -> dict[str, Any]:
        """The row as the server takes it: what is empty is left out."""
        body: dict[str, Any] = {"line": self.line, "login": self.login}
        body |= {key: value for key in COLUMNS[1:] if (value := getattr(self, key))}
        return body


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row can't be imported."""

    line: int
    login: str
    code: str
    message: str


@dataclass(slots=True)
class Roster:
    """The rows that could be read, and the problems of the others, both in the order of the file."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_roster(content: bytes, encoding: str = "utf-8") -> Roster:
    """The roster in `content`. Raises `Usage` where the file as a whole makes no sense."""
    text = _decode(content, encoding)
    records = _records(text)
    header = next(records, None)
    if header is None:
        raise _header_error("the file is empty")
    columns = _columns(header[1])
    roster = Roster()
    first_line: dict[str, int] = {}
    for line, values in records:
        problem, row = _row(line, values, columns)
        if problem is None and (earlier := first_line.setdefault(login_key(row.login), line)) != line:
            problem = Problem(line, row.login, "duplicate_login", f"The login is already on line {earlier}.")
        if problem is None:
            roster.rows.append(row)
        else:
            roster.problems.append(problem)
    return roster


def login_key(login: str) -> str:
    """What two spellings of one login have in common."""
    return unicodedata.normalize("NFKC", login).casefold()


def _decode(content: bytes, encoding: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Usage(
            f"line {line} is not {encoding.upper()}",
            "save the file as 'CSV UTF-8', or name its encoding: --encoding gb18030",
            code="encoding_wrong",
        ) from None
    except LookupError:
        raise Usage(f"there is no encoding {encoding!r}", "known are utf-8, gb18030, big5, cp1252 and others") from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records that aren't blank, each with its first line."""
    lines = text.split("\n", 1)
    skipped = 0
    if lines[0].strip().lower().startswith("sep=") and len(lines) > 1:
        text, skipped = lines[1], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = skipped + 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield start, values
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        raise Usage(
            f"line {start} is no CSV: {error}",
            "a value with quotes or line breaks must be in double quotes, and those inside it doubled",
            code="csv_invalid",
        ) from None


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=header.count)


def _columns(header: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    for column in columns:
        if column not in COLUMNS:
            near = get_close_matches(column, COLUMNS, n=1)
            guess = f"; did you mean {near[0]!r}?" if near else ""
            raise _header_error(f"the column {column!r} is unknown{guess}")
        if columns.count(column) > 1:
            raise _header_error(f"the column {column!r} is there twice")
    if "login" not in columns:
        raise _header_error("there is no column 'login'")
    return columns


def _header_error(message: str) -> Usage:
    return Usage(
        message, "the first line names the columns: login, and any of name, role, password", code="header_invalid"
    )


def _row(line: int, values: list[str], columns: list[str]) -> tuple[Problem | None, Row]:
    fields = dict(zip(columns, values, strict=False))
    password = fields.get("password", "")
    row = Row(
        line,
        login=fields.get("login", "").strip(),
        name=fields.get("name", "").strip(),
        role=fields.get("role", "").strip().lower(),
        password=password,
    )
    if any(value.strip() for value in values[len(columns) :]):
        message = f"There are {len(values)} values for {len(columns)} columns."
        return Problem(line, row.login, "too_many_values", message), row
    if not row.login:
        return Problem(line, "", "login_missing", "There is no login."), row
    if password != password.strip():
        message = "The password begins or ends with a space."
        return Problem(line, row.login, "password_spaces", message), row
    return None, row

"""A roster: a CSV file of accounts to be made, as `imctl users import` and the admin page read it.

The first line names the columns: `login` and any of `name`, `role`, `password`, in any order. Columns are
separated by commas, or by semicolons or tabs as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.spreadsheet import unguard

COLUMNS: Final = ("login", "name", "role", "password")
DELIMITERS: Final = (",", ";", "\t")
HEADER_HINT: Final = "The first line names the columns: login, and any of name, role, password."


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An account to be made. `line` is the line of the file at which it begins, from 1; 0 for no file."""

    line: int = 0
    login: str
    name: str | None = None
    role: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"Row(line={self.line}, login={self.login!r})"


class BadRow(msgspec.Struct, frozen=True):
    """Why a row can't become an account."""

    line: int
    login: str
    error: ImError


class Roster(msgspec.Struct):
    """The rows that could be read, and those that couldn't, both in the order of the file."""

    rows: list[Row] = []
    bad: list[BadRow] = []


def read_roster(text: str) -> Roster:
    """The roster in `text`. Raises `csv_invalid` where the file as a whole makes no sense."""
    records = _records(text.removeprefix("\ufeff"))
    header = next(records, None)
    if header is None:
        raise ImError(errors.CSV_INVALID, "The file is empty.", HEADER_HINT)
    columns = _columns(header[1])
    roster = Roster()
    lines: dict[str, int] = {}
    for line, values in records:
        row = _row(line, values, columns)
        try:
            _check(row, values, columns)
            if (earlier := lines.setdefault(login_key(row.login), line)) != line:
                raise ImError(errors.LOGIN_TAKEN, f"The login is already on line {earlier}.")
        except ImError as error:
            roster.bad.append(BadRow(line, row.login, error))
        else:
            roster.rows.append(row)
    return roster


def login_key(login: str) -> str:
    """What two spellings of one login have in common."""
    return unicodedata.normalize("NFKC", login).casefold()


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
        raise ImError(
            errors.CSV_INVALID,
            f"Line {start} is no CSV: {error}.",
            "A value with quotes or line breaks must be in double quotes, and those inside it doubled.",
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
            near = get_close_matches(column[:64], COLUMNS, n=1)
            guess = f" Did you mean {near[0]!r}?" if near else ""
            raise ImError(errors.CSV_INVALID, f"The column {column[:64]!r} is unknown.{guess}", HEADER_HINT)
        if columns.count(column) > 1:
            raise ImError(errors.CSV_INVALID, f"The column {column!r} is there twice.", HEADER_HINT)
    if "login" not in columns:
        raise ImError(errors.CSV_INVALID, "There is no column 'login'.", HEADER_HINT)
    return columns


def _row(line: int, values: list[str], columns: list[str]) -> Row:
    fields = dict(zip(columns, values, strict=False))
    return Row(
        line=line,
        login=unguard(fields.get("login", "")).strip(),
        name=unguard(fields.get("name", "")).strip() or None,
        role=fields.get("role", "").strip().lower() or None,
        password=fields.get("password") or None,
    )


def _check(row: Row, values: list[str], columns: list[str]) -> None:
    if any(value.strip() for value in values[len(columns) :]):
        raise ImError(errors.CSV_INVALID, f"There are {len(values)} values for {len(columns)} columns.")
    if not row.login:
        raise ImError(errors.LOGIN_INVALID, "There is no login.")
    if row.password and row.password != row.password.strip():
        raise ImError(errors.PASSWORD_WEAK, "The password begins or ends with a space.")

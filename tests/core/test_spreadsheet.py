"""Cells that spreadsheets don't run, and what is read of them again."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.spreadsheet import guard, unguard
from imserver.core.user_import import read_roster

SIGNS = "=+-@＝＋－＠"
texts = st.text(alphabet=st.one_of(st.sampled_from(f"{SIGNS}';|,\"\t\r\n \u200b\u00a0\u3000a"), st.characters()))


@pytest.mark.parametrize(
    "text",
    [
        *(f"{sign}cmd|' /C calc'!A0" for sign in SIGNS),
        *("  =1", "\u3000=1", "\u200b=1", "\u00a0@x", "\x00=1", "'=1", "''-1", "\t1", "\r1", "\n1", " \t1"),
    ],
)
def test_what_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert guard(text).startswith("'")
    assert guard(text) != text


@pytest.mark.parametrize(
    "text", ["", "Ann Lee", "Jean-Luc", "a=b", "a@b.example", "O'Neil", "'t Hooft", "陈，－", "1-2", "Lee, -"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(texts)
def test_no_part_is_a_formula_for_any_separator(text: str) -> None:
    for separator in ";\t|\r\n":
        for part in guard(text).split(separator):
            bare = part.lstrip(" \u3000\u200b\u00a0\x00")
            assert not bare.startswith(tuple(SIGNS))
    assert not guard(text).startswith(("\t", "\r", "\n"))


@given(texts)
def test_what_was_written_is_read_again(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text(alphabet="-@._'ab=", min_size=1), st.text(alphabet=f"{SIGNS}'; ab", min_size=1))
def test_a_list_that_was_written_can_be_imported(login: str, name: str) -> None:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["login", "name"])
    rows.writerow([guard(login.strip()), guard(name.strip())])
    (row,) = read_roster(file.getvalue()).rows
    assert (row.login, row.name or "") == (login.strip(), name.strip())

"""What a file may be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.attachment import MAX_FILE_NAME, clean_file_name


@pytest.mark.parametrize(
    ("given_name", "wanted"),
    [
        ("holiday.jpg", "holiday.jpg"),
        ("报告 2026.pdf", "报告 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\a.txt", "a.txt"),
        (".bashrc", "bashrc"),
        ("a\u202egpj.exe", "agpj.exe"),
        ('a"b\r\nSet-Cookie: x.txt', "abSet-Cookie x.txt"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".tar", "x" * (MAX_FILE_NAME - 4) + ".tar"),
    ],
)
def test_a_name_is_one_that_can_be_saved(given_name: str, wanted: str) -> None:
    assert clean_file_name(given_name) == wanted


@given(st.text())
def test_any_name_becomes_one_and_stays_it(text: str) -> None:
    name = clean_file_name(text)
    assert 1 <= len(name) <= MAX_FILE_NAME
    assert not set(name) & set('/\\\r\n"\0')
    assert clean_file_name(name) == name

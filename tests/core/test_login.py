"""What a login may be, and which look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core import ids
from imserver.core.errors import ImError
from imserver.core.login import MAX_LOGIN, RESERVED, check_unlike, clean_login, known_login, skeleton


@pytest.mark.parametrize(
    ("given_text", "canonical"),
    [
        ("anna", "anna"),
        ("Anna.B-C_d@school", "anna.b-c_d@school"),
        ("ＡＮＮＡ", "anna"),
        ("李雷", "李雷"),
        ("Straße", "strasse"),
        ("É", "é"),
        ("e\u0301", "é"),
        ("नमस्ते", "नमस्ते"),
        ("1", "1"),
        ("_anna", "_anna"),
        ("-bob", "-bob"),
        ("@eve", "@eve"),
        ("x" * MAX_LOGIN, "x" * MAX_LOGIN),
        ("анна", "анна"),
        ("علی۱", "علی۱"),
        ("שרה1", "שרה1"),
        ("王wang", "王wang"),
        ("佐々木さん", "佐々木さん"),
        ("ラーメン", "ラーメン"),
        ("김minsu", "김minsu"),
        ("đỗ.thị", "đỗ.thị"),
        ("ελένη", "ελένη"),
        ("แดง2", "แดง2"),
    ],
)
def test_logins_have_one_form(given_text: str, canonical: str) -> None:
    assert clean_login(given_text) == canonical
    assert known_login(given_text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "a b",
            " anna",
            "anna ",
            "a\nb",
            "a\0",
            "a/b",
            "a:b",
            "x" * 65,
            "😀",
            "\u202eanna",
            "a\u200bb",
            "\ud800",
        ),
        *(".", "..", "...", "@", "_", "-", "__", ".-_@"),
        *("anna\ufe0f", "anna\u034f", "\u3164", "anna\u115f", "anna\U000e0100", "a\u17b4", "anna\u200d", "\u0301anna"),
        *("a" + "\u0301" * 2, "a\u0316\u0317\u0318\u0319\u031c", "1علی"),
    ],
)
def test_what_is_no_login(text: str) -> None:
    with pytest.raises(ImError) as refusal:
        clean_login(text)
    assert refusal.value.code.name == "login_invalid"


@pytest.mark.parametrize(
    "text", ["аnn", "annа", "αnn", "ann\u0661", "аннa", "ԁave", "anո", "ann中文кто", "ann가な", "1\u0661x"]
)
def test_scripts_are_not_mixed(text: str) -> None:
    with pytest.raises(ImError) as refusal:
        clean_login(text)
    assert refusal.value.code.name in ("login_mixed", "login_invalid")


@pytest.mark.parametrize(
    "text",
    [
        *RESERVED,
        "@all",
        "_all_",
        "所有人.",
        "ALL",
        "Ａｌｌ",
        "a11",
        "aІІ".lower(),
        ids.make(ids.USER, 1_700_000_000_000, 5),
    ],
)
def test_what_stands_for_something_else_is_kept(text: str) -> None:
    with pytest.raises(ImError) as refusal:
        clean_login(text)
    assert refusal.value.code.name in ("login_reserved", "login_mixed")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ace", "асе"),
        ("paypal", "paypa1"),
        ("corner", "comer"),
        ("bob", "b0b"),
        ("scope", "ѕсоре"),
        ("oo", "οο"),
        ("ilker", "i\u0307lker"),
        ("ann", "ɑnn"),
        ("eve", "@eve"),
        ("eve", "eve."),
        ("口", "囗"),
        ("へ", "ヘ"),
        ("علي", "على"),
    ],
)
def test_what_looks_alike_has_one_skeleton(one: str, other: str) -> None:
    one, other = clean_login(one), clean_login(other)
    assert one != other
    assert skeleton(one) == skeleton(other)
    with pytest.raises(ImError) as refusal:
        check_unlike(other, one)
    assert refusal.value.code.name == "login_confusable"
    check_unlike(one, one)


@pytest.mark.parametrize(
    ("one", "other"), [("ann", "anna"), ("ann.b", "ann_b"), ("e", "é"), ("王", "玉"), ("tim", "tom")]
)
def test_what_looks_different_has_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.one_of(st.text(max_size=80), st.text(st.sampled_from("aаαɑ1lоo0.é\u0301ı王ーー一"), max_size=8)))
def test_a_clean_login_stays_as_it_is(text: str) -> None:
    try:
        login = clean_login(text)
    except ImError:
        return
    assert clean_login(login) == known_login(login) == login
    assert skeleton(skeleton(login)) == skeleton(login)
    assert login.encode()


@given(st.text(st.characters(codec="ascii"), max_size=20))
def test_ascii_has_the_skeleton_that_the_table_says(text: str) -> None:
    """It isn't loaded for them."""
    login = f"a{text.lower()}a"
    assert f"{skeleton(login)}é" == unicodedata.normalize("NFC", skeleton(login + "é"))

"""What of a text can be seen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.account import clean_name, clean_title
from imserver.core.attachment import clean_file_name
from imserver.core.errors import ImError
from imserver.core.legibility import fault, is_visible, tidy
from imserver.core.message import check_text

INVISIBLE = [
    "\u200b",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u3164",
    "\u115f\u1160\uffa0",
    "\u2800",
    "\u00ad",
    "\u034f",
    "\u180e",
    "\u061c\u200e\u200f",
    "\u202e\u202c",
    "\u2066\u2069",
    "\ufe0f\ufe0e",
    "\U000e0100",
    "\U000e0068\U000e0069\U000e007f",
    "\u0301\u0327",
    "\u20e3",
    "\ue000",
    "\ufffc",
    "\u17b4",
    "\U0001d173",
    "\u00a0\u3000\u2003",
    "\x01\x7f\x85",
    " \u3164 \n\t\u200b ",
]
VISIBLE = [
    "a",
    "1",
    ".",
    "·",
    "李",
    "한",
    "ᄀ",
    "❤",
    "❤\ufe0f",
    "🫨",
    "🏽",
    "🇨",
    "\u200b.\u200b",
    "क",
    "\u0301a",
    "⠓",
    "€",
    "^",
]

KEPT = [
    "Nguyễn Thị Ánh",
    "שָׁלוֹם",
    "בְּרֵאשִׁ֖ית",
    "مُحَمَّدٌ",
    "می\u200cخواهم",
    "क्\u200dष",
    "শ্রী",
    "ന്\u200d",
    "น้ำ ผู้ใหญ่",
    "ཧྐྵྨླྺཱུྃ",
    "བསྒྲུབས",
    "ကျွန်ုပ်",
    "ភាសាខ្មែរ",
    "葛\U000e0100城",
    "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",
    "👩\u200d👩\u200d👧 Family",
    "🧑🏽\u200d❤\ufe0f\u200d🧑🏿",
    "1\ufe0f\u20e3",
    "❤\ufe0f Ann",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "🇨🇭",
    "Ann-Marie O’Neil, Jr.",
]

MISLEADING = [
    "a\nb",
    "a\0b",
    "a\u2028b",
    "\u202eann",
    "an\u2067n",
    "Z\u0321\u0322\u0327\u0328\u0316o",
    "a" + "\u0301" * 6,
    "ก" + "็" * 5,
    "བ" + "ྷ" * 9,
    "a" + "\u0301\u200d" * 6,
    "a" + "\u20dd" * 6,
]


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_cannot_be_seen_is_nothing(text: str) -> None:
    assert not is_visible(text)
    assert tidy(text) == ""
    assert clean_file_name(text) == "file"
    for check in (check_text, clean_name, clean_title):
        with pytest.raises(ImError):
            check(text)
    check_text(text, may_be_empty=True)


def test_a_text_of_which_nothing_is_seen_is_refused_as_an_empty_one() -> None:
    messages = []
    for text in ("", "\u3164\u200b"):
        with pytest.raises(ImError) as refusal:
            check_text(text)
        messages.append((refusal.value.code, refusal.value.message))
    assert messages[0] == messages[1]


@pytest.mark.parametrize("text", VISIBLE)
def test_what_can_be_seen_is_sent(text: str) -> None:
    assert is_visible(text)
    check_text(text)


@pytest.mark.parametrize("name", KEPT)
def test_names_of_all_languages_stay_as_they_are(name: str) -> None:
    name = unicodedata.normalize("NFC", name)
    assert clean_name(name) == tidy(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Ann\u200b",
        "\u2060Ann\u3164",
        "Ann\ufe0f",
        "Ann\U000e0100",
        "A\u00adn\u200bn",
        "Ann\u200d",
        "\u0301Ann",
        "Ann\u00a0\u2800",
        "\u200eAnn\u200f",
        "Ann\U000e0041\U000e007f",
    ],
)
def test_names_lose_what_has_no_effect(name: str) -> None:
    assert clean_name(name) == "Ann"


def test_spaces_within_a_name_are_one() -> None:
    assert clean_name("Ann\u3000 \u00a0Lee") == "Ann Lee"


@pytest.mark.parametrize("text", MISLEADING)
def test_what_would_hurt_the_neighbours_is_refused(text: str) -> None:
    assert fault(text)
    assert not fault(tidy(text))
    with pytest.raises(ImError) as refusal:
        clean_name(text)
    assert refusal.value.code.name == "name_invalid"


TROUBLE = st.text(
    st.sampled_from("a❤1क्ก็\u200b\u200c\u200d\u3164\u2800\ufe0f\u0301\u034f\u202e\u00a0 \nא👩葛\U000e0100\U000e0041")
)


@given(st.one_of(st.text(), TROUBLE))
def test_the_laws_of_a_tidy_line(text: str) -> None:
    line = tidy(text)
    assert tidy(line) == line
    assert line == "" or is_visible(line)
    assert is_visible(text) or line == ""
    assert line == line.strip()
    assert fault(line) is None
    assert unicodedata.is_normalized("NFC", line)


@given(st.one_of(st.text(max_size=120), TROUBLE))
def test_a_name_that_passes_is_never_invisible_and_stays(text: str) -> None:
    for clean in (clean_name, clean_title):
        try:
            name = clean(text)
        except ImError:
            continue
        assert is_visible(name)
        assert clean(name) == name

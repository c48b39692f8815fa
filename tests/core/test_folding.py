"""The laws of the fold by which searches compare texts."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.folding import VERSION, fold

LETTERS: Final = [
    character
    for character in map(chr, range(0x20000))
    if unicodedata.category(character)[0] in "LMN" or unicodedata.category(character) == "Cf"
    if not ("\u3400" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" or character >= "\U00017000")
]
IOTA: Final = "\N{COMBINING GREEK YPOGEGRAMMENI}"
"""Its capital is a letter: there, and nowhere else, capitals have one more."""

texts = st.text(st.sampled_from(LETTERS) | st.sampled_from("aéßøiİıкйЁकि์กำがガｶﾞ한ㅏᄀ \u200d\u00ad\u0301\u0306\u3099"))
FORMS: Final = ("NFC", "NFD", "NFKC", "NFKD")


@given(texts)
def test_it_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_the_form_in_which_a_text_comes_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_every_letter_by_itself() -> None:
    for letter in LETTERS:
        folded = fold(letter)
        assert fold(folded) == folded, letter
        assert {fold(unicodedata.normalize(form, letter)) for form in FORMS} == {folded}, letter
        if IOTA not in unicodedata.normalize("NFD", letter):
            assert fold(letter.upper()) == fold(letter.lower()) == fold(letter.title()) == folded, letter


@given(
    st.text(st.sampled_from("abéßøλсйé한会कि"), max_size=12),
    st.sampled_from("\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff"),
)
def test_what_is_not_seen_does_not_matter(text: str, unseen: str) -> None:
    assert fold(unseen.join(text)) == fold(text)


@pytest.mark.parametrize(
    "different", ["कि क", "กิ ก", "कु के", "й и", "が か", "ぱ は", "ำ า", "ə e", "þ t", "ー ", "会 會"]
)
def test_what_is_another_letter(different: str) -> None:
    one, other = different.split(" ")
    assert fold(one) != fold(other)


def test_another_fold_has_another_version() -> None:
    """Where this fails, give `VERSION` the next number: indexes are made anew by it."""
    settled = unicodedata.ucd_3_2_0  # what is assigned there folds alike in every later Unicode
    letters = [character for character in LETTERS if settled.category(character) != "Cn"]
    digest = hashlib.sha256("\0".join(map(fold, letters)).encode()).hexdigest()[:16]
    assert (VERSION.split()[0], digest) == ("3", "d215b040a8440992")

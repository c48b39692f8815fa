"""A reaction is one emoji, and nothing that could be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imserver
from control.load.scenario.texts import REACTIONS
from imserver.core import errors
from imserver.core.emoji import is_emoji, spelling
from imserver.core.errors import ImError
from imserver.core.message import MAX_EMOJI, check_emoji

WEB = Path(imserver.__file__).parent / "web"
OFFERED = re.compile(r'\["([^"]+)","')

SINGLE = ["👍", "👍🏽", "❤", "❤️", "☺", "🅰", "🈁", "🫱🏻‍🫲🏿", "🤷🏿‍♀️", "👨‍👩‍👧‍👦", "🧑🏻‍❤️‍💋‍🧑🏽", "🏳️‍🌈", "👁️‍🗨️", "1️⃣", "#⃣"]
FLAGS = ["🇨🇳", "🇨🇭", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"]
WORDS = [
    "",
    "a",
    "good",
    "赞",
    "two words",
    "1",
    "1\ufe0f",
    "½",
    "\u200d",
    "👍a",
    "a👍",
    "👍\u0301",
    "👍\n",
    " 👍",
    "x" * 32,
]
SEVERAL = ["👍👍", "🇨🇳🇨🇭", "👍🏽🏽", "👍\u200d", "\u200d👍", "👍\u200d👍\u200d👍\u200d👍\u200d👍"]
HIDDEN = [
    "🇽🇽",
    "🇨",
    "🏽",
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "kill") + "\U000e007f",
    "👍" + "".join(chr(0xE0000 + ord(letter)) for letter in "hello"),
    "👍\u200b",
    "\U0001f150",
    "\u24d0",
]


@pytest.mark.parametrize("emoji", SINGLE + FLAGS)
def test_one_emoji_is_a_reaction(emoji: str) -> None:
    assert len(emoji) <= MAX_EMOJI
    check_emoji(emoji)


@pytest.mark.parametrize("text", WORDS + SEVERAL + HIDDEN)
def test_nothing_else_is(text: str) -> None:
    with pytest.raises(ImError) as caught:
        check_emoji(text)
    assert caught.value.code == errors.EMOJI_INVALID


SPELLINGS = {
    "❤\ufe0f": ["❤", "❤\ufe0e", "❤\ufe0f"],
    "👍": ["👍", "👍\ufe0f", "👍\ufe0e"],
    "👍🏽": ["👍🏽", "👍\ufe0f🏽", "👍🏽\ufe0f"],
    "☝🏿": ["☝🏿", "☝\ufe0f🏿"],
    "#\ufe0f\u20e3": ["#\u20e3", "#\ufe0f\u20e3"],
    "🏳\ufe0f\u200d🌈": ["🏳\u200d🌈", "🏳\ufe0f\u200d🌈"],
    "🏳\ufe0f\u200d⚧\ufe0f": ["🏳\u200d⚧", "🏳\ufe0f\u200d⚧", "🏳\u200d⚧\ufe0f"],
    "👁\ufe0f\u200d🗨\ufe0f": ["👁\u200d🗨", "👁\ufe0f\u200d🗨", "👁\u200d🗨\ufe0f"],
    "🧑🏻\u200d❤\ufe0f\u200d💋\u200d🧑🏽": ["🧑🏻\u200d❤\u200d💋\u200d🧑🏽"],
    "🇨🇳": ["🇨🇳", "🇨🇳\ufe0f"],
}


@pytest.mark.parametrize(("one", "spellings"), SPELLINGS.items())
def test_an_emoji_has_one_spelling(one: str, spellings: list[str]) -> None:
    for each in spellings:
        check_emoji(each)
        assert spelling(each) == one


@pytest.mark.parametrize("text", ["good", "赞", "1\ufe0f", "", "❤\ufe0fa", "\ufe0f"])
def test_what_is_no_emoji_keeps_its_spelling(text: str) -> None:
    assert spelling(text) == text


@given(st.text(st.sampled_from("👍❤🏽☝\ufe0e\ufe0f\u200d#1\u20e3🇨🇳🏳🌈a"), max_size=6))
def test_a_spelling_is_the_last_word(text: str) -> None:
    assert spelling(spelling(text)) == spelling(text)
    assert is_emoji(spelling(text)) == is_emoji(text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_that_the_page_offers_is(language: str) -> None:
    offered = OFFERED.findall((WEB / f"vendor/emojibase/{language}.js").read_text())
    assert len(offered) > 1500
    assert [emoji for emoji in offered if not is_emoji(emoji) or spelling(emoji) != emoji] == []


def test_the_usual_ones_and_those_of_load_tests_are() -> None:
    usual = re.findall(
        r"\[(.+)\]", (WEB / "app/state/recent-emoji.js").read_text().partition("USUAL = [")[2].partition("];")[0]
    )
    offered = re.findall(r'"([^"]+)"', " ".join(usual))
    assert len(offered) == 24
    assert [emoji for emoji in (*offered, *REACTIONS) if not is_emoji(emoji) or spelling(emoji) != emoji] == []


@given(st.text(st.characters(categories=["L", "M", "N", "P", "Z"]), max_size=MAX_EMOJI))
def test_no_text_is(text: str) -> None:
    keycap = text[-1:] == "\u20e3"
    assert keycap or not is_emoji(text)

"""What a search finds, by the words of a text alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.words import MAX_TERMS, Term, matches, parse, prefixes, split

DOCUMENT = Path(__file__).parents[2] / "docs" / "protocol.md"
TITLES = ("How words are compared", "Other spellings")
TEXT = "明天下午3点在会议室开会, Hello WORLD! Straße naïve ２０２６ ｈｔｔｐ こんにちは 한국어"


@pytest.mark.parametrize(
    "query",
    [
        *("会", "开会", "会议室", "明天 开会", "开会 明天", "3点", "点在"),
        *("hello", "HEL", "wor", "hello world", "strasse", "stra", "naïve", "naive", "2026", "20", "http", "3"),
        *("こん", "한국", "Hello,开会", "hello!"),
    ],
)
def test_found(query: str) -> None:
    assert matches(TEXT, parse(query))


@pytest.mark.parametrize("query", ["会开", "开会室", "orld", "h", "ello", "hello moon", "明 天 昨", "nave", "202 7"])
def test_not_found(query: str) -> None:
    assert not matches(TEXT, parse(query))


def documented() -> list[tuple[str, list[str], list[str]]]:
    """The examples of the documentation: a text, what it is found by, and what not."""
    text = DOCUMENT.read_text(encoding="utf-8")
    sections = [text.split(f"### {title}", 1)[1].split("\n#", 1)[0] for title in TITLES]
    lines = [line for section in sections for line in section.splitlines() if line.startswith("| ")]
    rows = [line.strip("|").split("|") for line in lines if not line.startswith("| text ")]
    return [(text, re.findall("`([^`]+)`", by), re.findall("`([^`]+)`", other)) for text, by, other in rows]


@pytest.mark.parametrize(("text", "by", "other"), documented())
def test_what_is_documented_is_so(text: str, by: list[str], other: list[str]) -> None:
    assert [query for query in by if not matches(text, parse(query))] == []
    assert [query for query in other if matches(text, parse(query))] == []
    assert by
    assert other


@pytest.mark.parametrize("query", ["", "  ", "!?", "，。", "👍", "\u200d", "_", "\u0301", "\u05b8", "\ufe0f\u00ad"])
def test_no_word_in_it(query: str) -> None:
    assert parse(query) == []


def test_terms_are_bounded() -> None:
    assert len(parse(" ".join(f"word{number}" for number in range(100)))) == MAX_TERMS


@given(st.text())
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    for word in split(text):
        assert matches(text, parse(word))


@given(st.text(st.sampled_from("aeuüöÜ -नम्दीہالكتب会")), st.text(st.sampled_from("aeuüo नम्दی الكتب会"), max_size=6))
def test_another_spelling_takes_nothing_away(text: str, query: str) -> None:
    """What stands in a text finds it, whatever other spellings there are."""
    bare = [Term(term.words, term.is_prefix) for term in parse(query)]
    words = split(text)
    if all(_begins(words, term) for term in bare if term.is_prefix) and not any(not term.is_prefix for term in bare):
        assert matches(text, parse(query))


def _begins(words: list[str], term: Term) -> bool:
    [wanted] = term.words
    return any(word == wanted or (len(wanted) > 1 and word.startswith(wanted)) for word in words)


@given(st.text(st.sampled_from("开会明天 ab"), max_size=20), st.data())
def test_a_text_is_found_by_any_part_of_its_ideographs(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    if part and not set(part) & set("ab "):
        assert matches(text, parse(part))


@given(st.text(min_size=1, max_size=60))
def test_a_word_is_among_its_own_beginnings(text: str) -> None:
    for word in split(text):
        assert all(word.startswith(start) for start in prefixes(word))

"""What a search compares: the words of a text.

Chinese, Japanese, Thai, Lao, Khmer and Burmese don't separate words, and Korean joins them: there each character stands
for itself, with the marks on it, and a term of several is a phrase. Words of other scripts match by their beginning.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from imserver.core.folding import MARKS, fold
from imserver.core.spelling import spelled_out, with_anusvara, without_article

MAX_TERMS: Final = 8
MAX_WORD: Final = 40
MIN_PREFIX: Final = 2
MAX_PREFIX: Final = 12
"""Beginnings of words from two to twelve characters find them; a longer query is compared by its first twelve."""

_UNSPACED: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3100-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48f\uac00-\ud7af\uf900-\ufaff"
    "\U00017000-\U00018dff\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u1049\u1050-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd\u1950-\u19da"
    "\u1a20-\u1a99\u1aa7\ua9e0-\ua9fe\uaa60-\uaa76\uaa7a-\uaac2\uaadb-\uaadd\U00011700-\U0001172b\U00011740-\U00011746"
)
"""Scripts that don't separate words: those of East Asia, then those of Unicode's line breaking class SA."""

_MARKS: Final = (
    "".join(mark for mark in MARKS if mark < "\U00010000")
    + "\U00010a00-\U00010a3f\U00011000-\U00011fff\U00016f4f-\U00016f92"
)
"""Beyond the first plane whole blocks: `re` is slow where it has to tell many characters there apart."""

_PART: Final = re.compile(f"[{_UNSPACED}]")
_WORD: Final = re.compile(f"[{_UNSPACED}][{_MARKS}]*|[^\\W_{_UNSPACED}]+(?:[{_MARKS}]+[^\\W_{_UNSPACED}]*)*")
_ASCII_WORD: Final = re.compile("[a-z0-9]+")


class Term(msgspec.Struct, frozen=True):
    """Characters that must follow one another, or (`is_prefix`) the beginning of a word, or of its `other` spelling."""

    words: tuple[str, ...]
    is_prefix: bool
    other: str = ""

    @property
    def beginnings(self) -> tuple[str, ...]:
        return (self.words[0], self.other) if self.other else self.words[:1]


def split(text: str) -> list[str]:
    """The words of a text, in order; of very long ones the beginning."""
    folded = fold(text)
    words = _ASCII_WORD if folded.isascii() else _WORD
    return [word[:MAX_WORD] for word in words.findall(folded)]


def variants(text: str) -> list[str]:
    """What stands in no text, but finds this one: other spellings of its words."""
    if text.isascii():
        return []
    found = dict.fromkeys(split(text))
    spelled = spelled_out(text)
    others = dict.fromkeys(split(spelled) if spelled != text else ())
    for word in found:
        if not word.isascii():
            others[with_anusvara(word)] = others[without_article(word)] = None
    return [word for word in others if word not in found and not _PART.match(word)]


def prefixes(word: str) -> list[str]:
    """The beginnings by which a word is found; a single letter or digit only by itself."""
    if _PART.match(word):
        return []
    if len(word) < MIN_PREFIX:
        return [word]
    return [word[:length] for length in range(MIN_PREFIX, min(len(word), MAX_PREFIX) + 1)]


def parse(query: str) -> list[Term]:
    """The terms of a query, all of which must be found: at most `MAX_TERMS`. Empty where there is no word in it."""
    terms: list[Term] = []
    others = _spellings(query)
    for part in fold(query).split():
        run: list[str] = []
        for word in split(part):
            if _PART.match(word):
                run.append(word)
                continue
            if run:
                terms.append(Term(tuple(run), False))
                run = []
            terms.append(Term((word,), True, others.get(word, "")))
        if run:
            terms.append(Term(tuple(run), False))
    return list(dict.fromkeys(terms))[:MAX_TERMS]


def _spellings(query: str) -> dict[str, str]:
    """Of the words of a query that can be spelled otherwise, how."""
    if query.isascii():
        return {}
    plain, spelled = split(query), split(spelled_out(query))
    pairs = zip(plain, spelled, strict=True) if len(plain) == len(spelled) else zip(plain, plain, strict=True)
    others = {word: without_article(with_anusvara(word)) if other == word else other for word, other in pairs}
    return {word: other for word, other in others.items() if other != word}


def matches(text: str, terms: list[Term]) -> bool:
    """Whether every term stands in the text. What an index suggests is checked by this."""
    words = split(text)
    others = variants(text)
    return all(_stands_in(words, term) or (term.is_prefix and _stands_in(others, term)) for term in terms)


def _stands_in(words: list[str], term: Term) -> bool:
    if term.is_prefix:
        return any(
            word.startswith(wanted) and (len(wanted) >= MIN_PREFIX or word == wanted)
            for wanted in term.beginnings
            for word in words
        )
    length = len(term.words)
    return any(tuple(words[start : start + length]) == term.words for start in range(len(words) - length + 1))

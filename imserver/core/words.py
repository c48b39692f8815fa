"""What a search compares: the words of a text.

Chinese, Japanese and Korean don't separate words, so each character stands for itself and a term of several is a
phrase; words of other scripts match by their beginning. Texts are compared in NFKC, case folded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import msgspec

MAX_TERMS: Final = 8
MAX_WORD: Final = 40
MIN_PREFIX: Final = 2
MAX_PREFIX: Final = 12
"""Beginnings of words from two to twelve characters find them; a longer query is compared by its first twelve."""

_IDEOGRAPHS: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN: Final = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+")
_IDEOGRAPH: Final = re.compile(rf"[{_IDEOGRAPHS}]")


class Term(msgspec.Struct, frozen=True):
    """Characters that must follow one another, or (`is_prefix`) the beginning of one word."""

    words: tuple[str, ...]
    is_prefix: bool


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def split(text: str) -> list[str]:
    """The words of a text, in order; of very long ones the beginning."""
    return [word[:MAX_WORD] for word in _TOKEN.findall(fold(text))]


def prefixes(word: str) -> list[str]:
    """The beginnings by which a word is found; a single letter or digit only by itself."""
    if _IDEOGRAPH.fullmatch(word):
        return []
    if len(word) < MIN_PREFIX:
        return [word]
    return [word[:length] for length in range(MIN_PREFIX, min(len(word), MAX_PREFIX) + 1)]


def parse(query: str) -> list[Term]:
    """The terms of a query, all of which must be found: at most `MAX_TERMS`. Empty where there is no word in it."""
    terms: list[Term] = []
    for part in fold(query).split():
        run: list[str] = []
        for word in split(part):
            if _IDEOGRAPH.fullmatch(word):
                run.append(word)
                continue
            if run:
                terms.append(Term(tuple(run), False))
                run = []
            terms.append(Term((word,), True))
        if run:
            terms.append(Term(tuple(run), False))
    return list(dict.fromkeys(terms))[:MAX_TERMS]


def matches(text: str, terms: list[Term]) -> bool:
    """Whether every term stands in the text. What an index suggests is checked by this."""
    words = split(text)
    return all(_stands_in(words, term) for term in terms)


def _stands_in(words: list[str], term: Term) -> bool:
    if term.is_prefix:
        (wanted,) = term.words
        return any(word.startswith(wanted) and (len(wanted) >= MIN_PREFIX or word == wanted) for word in words)
    length = len(term.words)
    return any(tuple(words[start : start + length]) == term.words for start in range(len(words) - length + 1))

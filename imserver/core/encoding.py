"""The encoding of a short table of names, such as a spreadsheet writes without saying which.

A few lines of names are too little for statistics of running text: libraries that count on them read `José Núñez` as
Polish, and Chinese names as Korean. So the few encodings that spreadsheets write are tried, and each reading is judged
by its words: the fewest bits that it takes to tell them, where letters that stand together in one language cost little.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice
from typing import Final

import msgspec

JUDGED_LINES: Final = 200
"""That hold more than ASCII; the others are only decoded."""
JUDGED_WIDTH: Final = 500
"""Bytes of each."""
CANDIDATES: Final = {
    "gb18030": 0.0,
    "cp1252": 0.0,
    "cp1251": 0.0,
    "cp1250": 0.1,
    "mac_roman": 0.2,
    "cp1254": 0.3,
    "cp850": 0.5,
    "cp1253": 1.0,
    "big5": 12.0,
    "cp932": 12.0,
}
"""With what it takes to believe in one that is rarer than the others."""

_LIKELY, _UNLIKELY, _STRANGE = 5.0, 8.0, 12.0
_COMMON, _RARE, _OUTLANDISH = 9.0, 13.0, 22.0
_SYMBOL: Final = 14.0
_NONE: Final = 40.0
"""What nobody writes: controls, and characters that aren't any."""
_PUNCTUATION: Final = 4.0
_KANA: Final = 6.0
_CLOSE: Final = 6.0
"""A small Latin letter right beside an ideograph."""
_MARKS: Final = frozenset("’‘“”„–—·•…«»°ªº€№、。，；：！？（）【】《》\u3000\u00a0")
_LINES: Final = re.compile(rb"[\r\n]+")
_WORDS: Final = re.compile(r"[^\x00-\x20!-&(-,./:-@\[-`{-\x7f]+")
"""Hyphens and apostrophes belong to them."""
_VOWELS: Final = "aeiouyáéíóúýäöüëïâêîôûàèìòùåæøãõőűůěąęăаеёиоуыэюяіїєαεηιουωάέήίόύώϊϋ"
_JOINTS: Final = "-'’0123456789"
_LATIN: Final = re.compile(r"[A-Za-z]")
_OTHER_SCRIPTS: Final = ("cp1251", "cp1253")
_LETTER: Final = 4.4
"""Of an alphabet that has nothing in common with the Latin one."""


class _Language(msgspec.Struct, frozen=True):
    """The letters of a language beyond ASCII, and where they hardly ever stand."""

    letters: frozenset[str]
    unlikely: re.Pattern[str]


def _language(letters: str, unlikely: str = r"(?!)") -> _Language:
    return _Language(frozenset(letters), re.compile(unlikely))


_CONSONANT: Final = "[bcdfghjklmnpqrstvwxz]"
_GERMAN: Final = _language("äöüß", r"[aeiou]ü|[aeiou]ö|[ou]ä|ü[aou]|^ß")
_ROMANCE: Final = (
    _language("éèêàâçôîïëûùœÿ", r"[aeou]è|è$|[ûùÿ]|œ(?!u)|^ê"),
    _language("áéíóúñü", r"ñ(?![aeiouáéíóú])|[aeiou]ü"),
    _language("ãõáéíóúâêôçà", r"õ(?!e)|ã(?![oe]|s?$)"),
    _language("àèéìòù", r"[àèìòù](?!$)"),
)
_NORTHERN: Final = (
    _language("æøåé", r"æ$|ø[aeiouy]|[aeiouy]ø|æ[aeiouw]"),
    _language("åäöé", r"[aeiou]ö"),
    _language("áðéíóúýþæö", r"[ðþýæ]"),
    _language("ëïéèü", r"[aeou]è|è$"),
)
_WESTERN: Final = (_GERMAN, *_ROMANCE, *_NORTHERN)
_CARON: Final = rf"(?<![aeiouyáéíóúůě])[šž](?![aeiouyáéíóúptkvlnm])|^[^\W{_VOWELS}]+[šž]{_CONSONANT}"
_CENTRAL: Final = (
    _language("ąćęłńóśźż", rf"ń[aeiouy]|{_CONSONANT}[źś]{_CONSONANT}"),
    _language("áčďéěíňóřšťúůýž", rf"{_CARON}|^ě|^ů"),
    _language("áäčďéíĺľňóôŕšťúýž", _CARON),
    _language("áéíóöőúüű"),
    _language("čćđšž", _CARON),
    _language("ăâîşţ", r"ă[oe]"),
)
_CLUSTER: Final = rf"[^\W{_VOWELS}ьъ]{{5}}|^[^\W{_VOWELS}]{{2,}}$"
_CYRILLIC: Final = (
    _language("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", rf"{_CLUSTER}|^[ъыь]"),
    _language("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", rf"{_CLUSTER}|[єії]{{2}}"),
)
_LANGUAGES: Final = {
    "cp1252": _WESTERN,
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1251": _CYRILLIC,
    "cp1253": (_language("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ", _CLUSTER),),
    "cp1254": (_language("çğıöşüâ", r"[aeiou]ü"),),
}
_HALVES: Final = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6), "cp932": ("shift_jis", 0x88, 0x97)}
"""Character sets whose ideographs come in two halves, and where the common one begins and ends: by the first byte."""


def guess(content: bytes, expected: Collection[str] = ()) -> str:
    """The name of the encoding of `content`, as Python knows it; one in which it can be decoded.

    `expected` are small words of which some may stand in it.
    """
    if told := _told(content):
        return told
    judged = _judged(content)
    costs = {
        name: rareness + _cost(judged, name, expected)
        for name, rareness in CANDIDATES.items()
        if _decoded(content, name) is not None
    }
    if b"\r" in content and b"\n" not in content and "mac_roman" in costs:
        costs["mac_roman"] -= _SYMBOL
    return min(costs, key=lambda name: costs[name], default="latin-1")


def _told(content: bytes) -> str | None:
    """What marks, zeros, or the rules of UTF-8 tell."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in content and len(content) % 2 == 0:
        first, second = content[::2].count(0), content[1::2].count(0)
        for name in ("utf-16-le", "utf-16-be") if second > first else ("utf-16-be", "utf-16-le"):
            if _decoded(content, name) is not None:
                return name
    if _decoded(content, "utf-8") is None:
        return None
    return "utf-8-sig" if _is_unicode(_judged(content).decode("utf-8", "ignore")) else None


def _is_unicode(text: str) -> bool:
    """Whether `text`, read as UTF-8, isn't another encoding's by chance: an ideograph of GBK can be an odd letter."""
    if text.isascii() or max(text) > "\u07ff":
        return True
    return any(len(_scripts(word)) == 1 for word in _telling_words(unicodedata.normalize("NFC", text)))


def _scripts(word: str) -> set[str]:
    """What the names of its characters begin with, as LATIN."""
    return {unicodedata.name(character, "").partition(" ")[0] for character in word if character not in _JOINTS}


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _judged(content: bytes) -> bytes:
    """The first lines that tell encodings apart: the same for all, and few enough for a small board."""
    telling = (line for line in _LINES.split(content) if not line.isascii())
    return b"\n".join(line[:JUDGED_WIDTH] for line in islice(telling, JUDGED_LINES))


def _cost(judged: bytes, name: str, expected: Collection[str]) -> float:
    words = _telling_words(judged.decode(name, "ignore"))
    return sum(_word_cost(word, name) for word in words if word.lower() not in expected)


def _telling_words(text: str) -> Iterator[str]:
    """The words that hold more than ASCII."""
    return (found[0] for found in _WORDS.finditer(text) if not found[0].isascii())


def _word_cost(word: str, name: str) -> float:
    known = _LANGUAGES.get(name, ())
    special = [character for character in word if not character.isascii()]
    if not all(map(_is_alphabetic, special)):
        return sum(_character_cost(word, place, name) for place in range(len(word)))
    folded = "".join(character if character == "ı" else character.lower()[0] for character in word)
    if not _is_regular(word):
        return _STRANGE * len(special)
    letters = {character for character in folded if not character.isascii()}
    rates = [_UNLIKELY if each.unlikely.search(folded) else _LIKELY for each in known if letters <= each.letters]
    rate = min(rates, default=_STRANGE)
    if name in _OTHER_SCRIPTS:
        rate = _STRANGE if _LATIN.search(word) else _LETTER if rate == _LIKELY else rate
    return rate * len(special) + (2 if not word[0].isascii() and word[0].islower() and len(word) > 1 else 0)


def _is_alphabetic(character: str) -> bool:
    return character.isalpha() and (character.lower() != character.upper() or character == "ß")


def _is_regular(word: str) -> bool:
    """Small, capital, or with capitals at the beginnings of its parts."""
    for part in re.split(r"[-']", word):
        rest = part[1:]
        if part and not (rest == rest.lower() or (part == part.upper().replace("SS", "ß")) or part == part.upper()):
            return False
    return True


def _character_cost(word: str, place: int, name: str) -> float:
    character = word[place]
    if character.isascii():
        return 0.0
    beside = word[max(0, place - 1) : place + 2]
    if character in _MARKS:
        is_odd = _LATIN.search(beside) and not (character == "’" and place == 1)
        return _SYMBOL if is_odd else _PUNCTUATION
    if not character.isalpha():
        return _NONE if unicodedata.category(character) in ("Cc", "Cn", "Co") else _SYMBOL
    if _is_alphabetic(character):
        return _STRANGE
    close = _CLOSE if any(one.isascii() and one.islower() for one in beside) else 0.0
    return close + _ideograph_cost(character, name)


@cache
def _ideograph_cost(character: str, name: str) -> float:
    if "\u3040" <= character <= "\u30ff":
        return _KANA if name == "cp932" else _OUTLANDISH
    if not "\u4e00" <= character <= "\u9fff":
        return _OUTLANDISH
    if name not in _HALVES:
        return _RARE
    subset, first, last = _HALVES[name]
    try:
        lead = character.encode(subset)[0]
    except UnicodeEncodeError:
        return _OUTLANDISH
    return _COMMON if first <= lead <= last else _RARE

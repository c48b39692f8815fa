"""How searches compare texts: by letters alone, not by case, accents or what isn't seen.

This is the primary level of the Unicode Collation Algorithm (UTS #10) in its default order, DUCET: `résumé` is
`resume`, `Straße` is `strasse`, `ø` is `o` and `ё` is `е`, while `й` isn't `и`; points and accents of Arabic and
Hebrew, tones and nuktas don't count, but vowel signs of Indic scripts are letters. Four things differ from it:

- Arabic letters that differ by a hamza, and the forms of alef, yeh, kaf and heh, are one, as in the search order of
  CLDR; so are the Persian forms.
- A voiced kana isn't its voiceless one (`が`, `か`), as in browsers; hiragana is katakana, small kana are large ones.
- `ı` is `i`: their capitals are, too, where the language isn't known.
- The nikhahit of Thai and Lao counts: without it `ำ` would be `า`.

`imserver/web/app/ui/fold.js` is the same for the page.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

VERSION: Final = f"3 {unicodedata.unidata_version}"
"""Whatever changes what `fold` returns, or what `imserver.core.spelling` adds, changes this, and what was made with
another version is made anew."""

_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ґ": "г", "ـ": ""}
    | dict(zip("ٱىیکة", "اييكه", strict=True))
    | dict(zip("ךםןףץ", "כמנפצ", strict=True))
    | {"װ": "וו", "ױ": "וי", "ײ": "יי"}
    | {chr(katakana): chr(katakana - 0x60) for katakana in range(0x30A1, 0x30F7)}
)
_SMALL: Final = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ",
)

_ACCENTS: Final = re.compile(
    "[\u0900-\u0903\u093c\u0951-\u0954\u0981-\u0983\u09bc\u09fe\u0a01-\u0a03\u0a3c\u0a70\u0a71\u0a81-\u0a83\u0abc"
    "\u0afa-\u0aff\u0b01-\u0b03\u0b3c\u0b55\u0b82\u0c00-\u0c04\u0c3c\u0c81-\u0c83\u0cbc\u0d00-\u0d03\u0d81-\u0d83"
    "\u0e3a\u0e47-\u0e4c\u0e4e\u0ec8-\u0ecc\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f7e\u0f7f\u0f82\u0f83\u0f86\u0f87\u0fc6"
    "\u1036-\u1038\u135d-\u135f\u17b4\u17b5\u17c6-\u17d1\u17d3\u17dd\u180b-\u180d\u180f\u1939-\u193b\u1a74-\u1a7c\u1a7f"
    "\u1b00-\u1b04\u1b34\u1b6b-\u1b73\u1b80-\u1b82\u1be6\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce8\u1ced\u1cf4\u1cf7-\u1cf9"
    "\ua80b\ua880\ua881\ua8c5\ua8e0-\ua8f1\ua92b-\ua92d\ua980-\ua983\ua9b3\uaabf\uaac1\uabec"
    "\U00010a0d-\U00010a0f\U00010a38-\U00010a3a\U00011000-\U00011002\U00011080-\U00011082\U000110ba"
    "\U00011100-\U00011102\U00011173\U00011180-\U00011182\U000111c9-\U000111cc\U000111cf\U00011234\U00011236\U00011237"
    "\U0001123e\U000112df\U000112e9\U00011300-\U00011303\U0001133b\U0001133c\U00011366-\U0001136c\U00011370-\U00011374"
    "\U00011443-\U00011446\U0001145e\U000114bf-\U000114c1\U000114c3\U000115bc-\U000115be\U000115c0\U0001163d\U0001163e"
    "\U00011640\U000116ab\U000116ac\U000116b7\U00011837\U00011838\U0001183a\U0001193b\U0001193c\U00011943\U000119de"
    "\U000119df\U00011a33\U00011a35-\U00011a39\U00011a96-\U00011a98\U00011c3c-\U00011c3e\U00011cb5\U00011cb6"
    "\U00011d40-\U00011d43\U00011d95\U00011d96]"
)
"""Nasals, tones, nuktas: marks without weight at the primary level, in scripts that write vowels by marks."""

_VOWELLED: Final = (
    *((0x0780, 0x07BF), (0x0900, 0x1AAF), (0x1B00, 0x1CFF), (0x3099, 0x309A), (0xA800, 0xABFF)),
    *((0x10A00, 0x10A3F), (0x11000, 0x11FFF), (0x16F4F, 0x16F92)),
)
MARKS: Final = "".join(
    character
    for first, last in _VOWELLED
    for character in map(chr, range(first, last + 1))
    if unicodedata.category(character)[0] == "M" and not _ACCENTS.match(character)
)
"""The marks that are letters: the vowel signs of those scripts, and what voices a kana."""

_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
_ITSELF: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")


def caseless(text: str) -> str:
    """What the spellings of one login, or of one title, have in common: NFKC, case folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def fold(text: str) -> str:
    """The letters of `text` in the form in which they are compared; applied again it changes nothing."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_PRIMARY))


class _Primary(dict[int, int | str]):
    """For `str.translate`: each character's letters, made when it first occurs. Only the first plane is kept."""

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        letters = character if _ITSELF.match(character) else _letters(character)
        value = code if letters == character else letters
        if code < 0x10000:
            self[code] = value
        return value


_PRIMARY: Final = _Primary()


def _letters(character: str) -> str:
    if character in "йЙ":
        return "й"
    letters = "".join(filter(_counts, unicodedata.normalize("NFKD", character))).casefold()
    letters = "".join(map(_digit, letters.translate(_LETTERS).translate(_SMALL)))
    return unicodedata.normalize("NFC", letters)


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] == "M":
        return character in MARKS
    return category != "Cf" and character not in _FILLERS


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character

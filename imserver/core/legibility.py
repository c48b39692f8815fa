"""What of a text can be seen: the one rule for messages, names, titles, labels and names of files.

Code points by Unicode's Default_Ignorable_Code_Point, whose ranges are reserved for code points to come, and by
general categories. What is assigned after this Python was made counts as seen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from imserver.core.emoji import PICTURES, REGION_FLAGS, TONES

MOST_MARKS: Final = 4
"""On one letter, in NFC. Hebrew with points and accents needs four, Arabic, Thai and Hindi three."""
MOST_TIBETAN_MARKS: Final = 8
"""Letters that stand below another are marks there."""

_TURNING: Final = "\u202a-\u202e\u2066-\u2069"
"""They would turn the text that follows around."""
_IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BLANK: Final = "\u2800\ufffc\U0001d159\U00013441\U00013442"
"""Symbols and letters that are drawn as nothing."""
_JOINED: Final = (
    "\u0600-\u109f\u1700-\u1cff\u2d30-\u2d7f\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
"""Scripts whose letters change their form with their neighbours."""
_VIRAMAS: Final = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_PLAINLY_SEEN: Final = re.compile(
    "[!-~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u0400-\u0482\u0621-\u064a\u0905-\u0939\u3041-\u3096\u30a1-\u30fa"
    "\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001f6d0]"
)
"""So that of nearly every message one character is looked at."""
_UNSEEN: Final = re.compile(f"[{_IGNORABLE}{_BLANK}]")

_EFFECTIVE: Final = "|".join(
    (
        rf"(?<=[{PICTURES}])[\ufe0e\ufe0f]",
        r"(?<=[0-9#*])\ufe0f(?=\u20e3)",
        rf"(?<=[{PICTURES}{TONES}\ufe0e\ufe0f])\u200d(?=[{PICTURES}])",
        rf"(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])",
        rf"(?<=[{_VIRAMAS}])\u200d",
        rf"(?<=[{_HAN}])[\ufe00-\ufe02\U000e0100-\U000e01ef]",
        r"(?<=[\u1820-\u18aa])[\u180b-\u180f]",
        rf"(?:{'|'.join(REGION_FLAGS)})",
    )
)
"""Ignorable code points where they change what is drawn: of emoji, Persian, Indic, Han and Mongolian."""
_WITHOUT_EFFECT: Final = re.compile(rf"({_EFFECTIVE})|[{_IGNORABLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BLANKS: Final = re.compile(f"[{_BLANK}]")


def is_visible(text: str) -> bool:
    """Whether there is anything to see: a letter, digit, sign or picture. Marks alone have nothing to stand on."""
    return "!" <= text[:1] <= "~" or _PLAINLY_SEEN.search(text) is not None or any(map(_is_seen, text))


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in "LNPS" or category == "Cn") and _UNSEEN.match(character) is None


def tidy(text: str) -> str:
    """`text` as one line of which everything has an effect, in NFC; empty where nothing of it can be seen.

    What can't be seen goes, unless it shapes its neighbours, and so do line breaks, what turns the text around, marks
    without a letter, and those that are too many on one.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    while (tidied := _tidied(text)) != text:
        text = tidied
    return text if is_visible(text) else ""


def _tidied(text: str) -> str:
    text = _WITHOUT_EFFECT.sub(lambda found: found[1] or "", unicodedata.normalize("NFC", text))
    text = _without_piles(" ".join(_BLANKS.sub(" ", text).split()))
    return text.lstrip("".join(filter(_is_mark, text)))


def fault(text: str) -> str | None:
    """What makes a name or title one that misleads or hurts its neighbours, or None. Raises nothing."""
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text):
        return "it breaks the line"
    if re.search(f"[{_TURNING}]", text):
        return "it turns around the text that follows"
    composed = unicodedata.normalize("NFC", text)
    if _without_piles(composed) != composed:
        return f"more than {MOST_MARKS} marks stand on one letter"
    return None


def _without_piles(text: str) -> str:
    """Each letter with as many marks as a script needs; more of them would be drawn over the lines around."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        if _is_mark(character):
            marks += 1
            if marks > (MOST_TIBETAN_MARKS if "\u0f71" <= character <= "\u0fbc" else MOST_MARKS):
                continue
        elif unicodedata.category(character) != "Cf":
            marks = 0
        kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")

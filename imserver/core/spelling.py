"""Other spellings of words, by which searches find them too. They are added: whatever a word is found by without them
finds it still, in every language.

- German umlauts are written with an `e` where a keyboard has none: `Müller`, `Mueller`. The table is that of the order
  of telephone books (DIN 5007-2; `de-u-co-phonebk` in CLDR).
- A nasal of Devanagari before a consonant of its own class is an anusvara (`हिन्दी`, `हिंदी`): the rule for the fifth
  letters of the classes in the standard of Hindi spelling of the Central Hindi Directorate.
- Arabic writes the article, and what stands before it, in one with the word: `كتاب`, `الكتاب`, `بالكتاب`. The
  beginnings are those of light stemming (Larkey, Ballesteros and Connell, light10), but for a bare `و`, which may be
  part of the word. What is left has three letters at least: `التي` and `الآن` are no words with an article.

`imserver/web/app/ui/fold.js` has the same, for what it finds without a connection.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from imserver.core.folding import fold

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_UMLAUT: Final = re.compile("[äöüÄÖÜ]")
_CLASSES: Final = {"ङ": "कखगघ", "ञ": "चछजझ", "ण": "टठडढ", "न": "तथदध", "म": "पफबभ"}
_NASAL: Final = re.compile("|".join(f"{nasal}\u094d(?=[{stops}])" for nasal, stops in _CLASSES.items()))
_ARTICLE: Final = re.compile(r"^(?:[وبكف]?ال|لل)(?=\w{3})")


def spelled_out(text: str) -> str:
    """`text` with its umlauts as an `e` after the letter."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_UMLAUTS) if _UMLAUT.search(composed) else text


def holds(text: str, folded: str, spelled: str) -> bool:
    """Whether a query stands in a name: `folded`, or `spelled` out and folded."""
    return folded in fold(text) or spelled in fold(spelled_out(text))


def with_anusvara(word: str) -> str:
    """A folded word as it is where its nasals are written as anusvaras, which a folded word doesn't show."""
    return _NASAL.sub("", word)


def without_article(word: str) -> str:
    """A folded word without the article that it begins with."""
    return _ARTICLE.sub("", word)

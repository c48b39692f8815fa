"""Texts in the cells of CSV files: spreadsheets run what begins like a formula, unless an apostrophe stands before it.

`unguard(guard(text)) == text` for every text, so that what was written for a spreadsheet can be read again.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = r"[=+\-@＝＋－＠﹦﹢﹣﹫]"
"""With the forms that keyboards of Chinese and Japanese write."""
_ENDS: Final = r"[;\t\r\n|]"
"""Where a cell ends for spreadsheets of other countries, which read neither commas nor the quotes around a cell."""
_BLANK: Final = rf"(?:(?!{_ENDS})[\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff])*"
_APOSTROPHES: Final = re.compile(rf"(?:^|(?<={_ENDS}))'*(?={_BLANK}{_SIGNS})|^'*(?={_BLANK}[\t\r\n])")


def guard(text: str) -> str:
    """`text` for a cell that no spreadsheet takes for a formula, wherever it sees a cell begin."""
    return _APOSTROPHES.sub(lambda found: f"{found[0]}'", text)


def unguard(text: str) -> str:
    """The text of which `text` is the guarded form; others stay as they are."""
    return _APOSTROPHES.sub(lambda found: found[0][1:], text)

"""Logins: the form that counts, what may be one, and which look alike.

Characters by PRECIS (RFC 8264, the IdentifierClass of usernames), scripts and likeness by UTS #39: a login is of one
script, or of those that Chinese, Japanese and Korean write beside Latin ("highly restrictive"), and no two have the
same skeleton. That holds for logins to be made; whoever has another one goes on with it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from imserver.core import errors, ids
from imserver.core.errors import ImError
from imserver.core.folding import caseless
from imserver.core.legibility import fault

if TYPE_CHECKING:
    from precis_i18n.profile import Profile

MAX_LOGIN: Final = 64
RESERVED: Final = frozenset(
    (
        *("all", "channel", "everybody", "everyone", "here"),
        *("所有人", "全体", "全体成员", "全員", "全员", "全部", "大家", "所有成员", "全體成員", "在线成员"),
    )
)
"""What mentions everybody here or in other messengers."""

_SIGNS: Final = "._-@"
_COMMON: Final = ""
_EAST_ASIAN: Final = tuple(
    frozenset(("LATIN", "CJK", *others)) for others in (("HIRAGANA", "KATAKANA"), ("BOPOMOFO",), ("HANGUL",))
)
_ALIASES: Final = {
    "IDEOGRAPHIC": "CJK",
    "KATAKANA-HIRAGANA": "KATAKANA",
    "ARABIC-INDIC": "ARABIC",
    "EXTENDED": "ARABIC",
    "MODIFIER": _COMMON,
    "VEDIC": _COMMON,
    "DIGIT": _COMMON,
}
"""First words of names of characters that aren't the name of the script."""
_SEVERAL_WORDS: Final = ("OLD", "NEW", "TAI", "INSCRIPTIONAL")
_ASCII: Final = str.maketrans({"0": "o", "1": "l", "m": "rn"})
"""Of the table in `confusables`, which thus needn't be loaded for most logins."""

_HIDDEN_DOT: Final = re.compile("(?<=[ijl])\u0307")
"""Drawn over the dot that the letter has."""


def known_login(text: str) -> str:
    """The login that somebody signs in with, which may be one of those that couldn't be made any more; empty for what
    never could.
    """
    login = caseless(text)
    return login if len(login) <= MAX_LOGIN and all(map(_was_allowed, login)) else ""


def _was_allowed(character: str) -> bool:
    return character in _SIGNS or unicodedata.category(character)[0] in "LNM"


def clean_login(text: str) -> str:
    """The canonical form of a login to be made. Letters of every script are welcome.

    Raises `login_invalid`, `login_mixed`, `login_reserved`.
    """
    login = known_login(text)
    shown = f"{text[:80]!r}"
    if not login or not (login.isascii() or _is_identifier(login)):
        raise ImError(errors.LOGIN_INVALID, f"{shown} can't be a login.")
    if not any(map(_is_letter, login)) or not (_is_letter(login[0]) or login[0] in _SIGNS):
        raise ImError(errors.LOGIN_INVALID, f"{shown} can't be a login: it has no letter, or begins with a mark.")
    if wrong := fault(login) or _doubled_mark(login):
        raise ImError(errors.LOGIN_INVALID, f"{shown} can't be a login: {wrong}.")
    if not _is_of_one_script(login):
        raise ImError(errors.LOGIN_MIXED, f"{shown} mixes letters or digits of several scripts.")
    if ids.is_id(ids.USER, login):
        raise ImError(errors.LOGIN_RESERVED, f"{shown} looks like the id of an account.")
    if skeleton(login.strip(_SIGNS)) in _reserved(login.isascii()):
        raise ImError(errors.LOGIN_RESERVED, f"{shown} is kept for mentions of everybody.")
    return login


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _is_identifier(login: str) -> bool:
    try:
        _usernames().enforce(login)
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _usernames() -> Profile:
    from precis_i18n import get_profile  # a megabyte, for logins beyond ASCII only

    return get_profile("UsernameCasePreserved")


def _doubled_mark(login: str) -> str | None:
    decomposed = unicodedata.normalize("NFD", login)
    if any(one == other and unicodedata.category(one) == "Mn" for one, other in pairwise(decomposed)):
        return "a mark stands on itself"
    return None


def _is_of_one_script(login: str) -> bool:
    scripts = frozenset(map(_script, login)) - {_COMMON}
    zeros = {ord(digit) - unicodedata.decimal(digit) for digit in login if digit.isdecimal()}
    return len(zeros) <= 1 and (len(scripts) <= 1 or any(scripts <= allowed for allowed in _EAST_ASIAN))


def _script(character: str) -> str:
    """The script, by the first word of the character's name, which Unicode never changes; empty for what all share."""
    if character.isascii():
        return "LATIN" if character.isalpha() else _COMMON
    words = unicodedata.name(character, "").split()
    if words[:1] == ["COMBINING"]:
        return words[1] if words[1] in ("CYRILLIC", "DEVANAGARI", "GLAGOLITIC", "GREEK", "LATIN") else _COMMON
    script = " ".join(words[:2] if words[0] in _SEVERAL_WORDS else words[:1]) if words else _COMMON
    return _ALIASES.get(script, script)


def skeleton(login: str) -> str:
    """What logins that look alike have in common (UTS #39), without regard to case, and to signs around one that a
    sentence or a mention may have.
    """
    login = login.strip(".@")
    if login.isascii():
        return login.translate(_ASCII)
    alike = unicodedata.normalize("NFD", login).translate(_prototypes())
    return unicodedata.normalize("NFD", _HIDDEN_DOT.sub("", alike))


@functools.cache
def _prototypes() -> dict[int, str]:
    from imserver.core.confusables import prototypes

    return prototypes()


@functools.cache
def _reserved(ascii_only: bool) -> frozenset[str]:
    """The skeletons. ASCII looks like no Chinese word, and doesn't need the table."""
    return frozenset(skeleton(word) for word in RESERVED if word.isascii() or not ascii_only)


def check_unlike(login: str, other: str | None) -> None:
    """Raises `login_confusable` where a login looks like another one."""
    if other is not None and other != login:
        raise ImError(errors.LOGIN_CONFUSABLE, f"The login {login!r} looks like {other!r}, which somebody has.")

"""Identifiers: short strings whose first letter tells what they name.

The rest is 15 digits of Crockford's base32: 41 bits of milliseconds and 34 random bits, so that ids of one
kind sort by age and can be made on any node without asking another. Five thousand made in one millisecond,
as by an import, collide with a chance of 1 in 1,400.
"""

from __future__ import annotations

from typing import Final

USER: Final = "u"
CONVERSATION: Final = "c"
SESSION: Final = "s"
FILE: Final = "f"
AVATAR: Final = "a"
PUSH: Final = "p"
WEBHOOK: Final = "w"
TOKEN: Final = "t"  # noqa: S105 - a prefix, not a secret

RANDOM_BITS: Final = 34
_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH: Final = 16


def make(kind: str, now_ms: int, entropy: int) -> str:
    """An id of `kind` from the time and `RANDOM_BITS` random bits."""
    number = (now_ms & ((1 << 41) - 1)) << RANDOM_BITS | (entropy & ((1 << RANDOM_BITS) - 1))
    digits = []
    for _ in range(_LENGTH - 1):
        digits.append(_DIGITS[number & 31])
        number >>= 5
    return kind + "".join(reversed(digits))


def is_id(kind: str, value: str) -> bool:
    return len(value) == _LENGTH and value[0] == kind and all(digit in _DIGITS for digit in value[1:])

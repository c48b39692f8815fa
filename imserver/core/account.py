"""Accounts: what a name, a password and a role may be. Logins are in `login`."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.legibility import fault, tidy

MAX_NAME: Final = 100
MIN_PASSWORD: Final = 8
MAX_PASSWORD: Final = 256


class Role(StrEnum):
    """A person's role on the whole server. An owner may do everything, an admin all but touch owners."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"

    @property
    def is_admin(self) -> bool:
        return self is not Role.MEMBER

    @property
    def rank(self) -> int:
        """The higher, the more it may do."""
        return (Role.MEMBER, Role.ADMIN, Role.OWNER).index(self)


class User(msgspec.Struct, frozen=True, kw_only=True):
    """An account as administrators see it. Times are ms since 1970 UTC."""

    id: str
    login: str
    name: str
    role: Role
    disabled: bool
    created_at: int
    avatar: str = ""

    @property
    def profile(self) -> Profile:
        return Profile(self.id, self.login, self.name, self.avatar)


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account as everybody sees it. `avatar` is the id of its picture, where it has one."""

    id: str
    login: str
    name: str
    avatar: str = ""


def clean_name(text: str) -> str:
    """A display name: one line with something to see, without what has no effect on it. Raises `name_invalid`."""
    return _clean_line(text, errors.NAME_INVALID, "name")


def clean_title(text: str) -> str:
    """The title of a group. Raises `title_invalid`."""
    return _clean_line(text, errors.TITLE_INVALID, "title")


def _clean_line(text: str, code: errors.ErrorCode, what: str) -> str:
    line = text.strip()
    if wrong := fault(line):
        raise ImError(code, f"{text[:120]!r} can't be a {what}: {wrong}.")
    line = tidy(line)
    if not 1 <= len(line) <= MAX_NAME:
        raise ImError(code, f"{text[:120]!r} can't be a {what}.")
    return line


def password_forms(password: str) -> tuple[str, ...]:
    """The forms in which one password may come, each once. The first is the one to hash.

    That is NFKC, as NIST SP 800-63B asks for: keyboards differ in whether they write an accent or a Hangul syllable as
    one character or as several, and in the width of digits. The others are as it was typed, NFC and NFD: those of
    hashes that were made before.
    """
    forms = (unicodedata.normalize("NFKC", password), password)
    return tuple(dict.fromkeys((*forms, *(unicodedata.normalize(form, password) for form in ("NFC", "NFD")))))


def check_password(password: str, login: str) -> None:
    """Raises `password_weak`; the password itself is never part of the message.

    Characters are counted in NFC: a letter and its accent are one, and a ligature isn't several.
    """
    length = len(unicodedata.normalize("NFC", password))
    if not MIN_PASSWORD <= length <= MAX_PASSWORD:
        raise ImError(errors.PASSWORD_WEAK, f"The password has {length} characters.")
    if unicodedata.normalize("NFKC", password).casefold() == login:
        raise ImError(errors.PASSWORD_WEAK, "The password is the login.")
    if any(unicodedata.category(character) == "Cs" for character in password):
        raise ImError(errors.PASSWORD_WEAK, "The password holds half a character.")


def check_may_change(actor: Role, target: Role, new_role: Role | None = None) -> None:
    """Owners may change anybody, admins everybody but owners, and nobody makes an owner but an owner."""
    if not actor.is_admin:
        raise ImError(errors.FORBIDDEN, f"The role {actor} doesn't administer accounts.")
    if not may_change(actor, target, new_role):
        raise ImError(errors.FORBIDDEN, "Only an owner can change an owner, or make one.")


def may_change(actor: Role, target: Role, new_role: Role | None = None) -> bool:
    """What `check_may_change` lets pass."""
    return actor.is_admin and (actor is Role.OWNER or Role.OWNER not in (target, new_role))

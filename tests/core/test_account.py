"""What a login, a name, a password and a role may be."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.account import (
    MAX_NAME,
    Role,
    check_may_change,
    check_password,
    clean_name,
    clean_title,
    password_forms,
)
from imserver.core.errors import ImError


@given(st.text(max_size=120))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except ImError:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= MAX_NAME
    assert unicodedata.is_normalized("NFC", name)
    assert name.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n",
        "a\nb",
        "a\0b",
        "a\u2028b",
        "x" * 101,
        "\ud800",
        "\u200b",
        "\u2060\u200d",
        "\u3164",
        "\u202eanna",
    ],
)
def test_what_is_no_name_or_title(text: str) -> None:
    """Also what would be shown as nothing."""
    with pytest.raises(ImError) as name:
        clean_name(text)
    with pytest.raises(ImError) as title:
        clean_title(text)
    assert (name.value.code.name, title.value.code.name) == ("name_invalid", "title_invalid")


def test_names_lose_what_surrounds_them() -> None:
    assert clean_name("  Anna Karenina \n") == "Anna Karenina"
    assert clean_title("👩‍👩‍👧 Family") == "👩‍👩‍👧 Family"


@pytest.mark.parametrize("password", ["", "short", "x" * 257, "anna.long", "ANNA.long", "\ud800" * 8])
def test_weak_passwords(password: str) -> None:
    with pytest.raises(ImError) as refusal:
        check_password(password, "anna.long")
    assert refusal.value.code.name == "password_weak"
    assert not password or password not in refusal.value.message


@pytest.mark.parametrize("password", ["12345678", "密码密码密码密码", "x" * 256, " a b c d "])
def test_passwords_that_do(password: str) -> None:
    check_password(password, "anna")


@pytest.mark.parametrize(
    ("actor", "target", "new_role", "allowed"),
    [
        (Role.OWNER, Role.OWNER, None, True),
        (Role.OWNER, Role.OWNER, Role.MEMBER, True),
        (Role.OWNER, Role.MEMBER, Role.OWNER, True),
        (Role.ADMIN, Role.MEMBER, None, True),
        (Role.ADMIN, Role.ADMIN, Role.MEMBER, True),
        (Role.ADMIN, Role.MEMBER, Role.ADMIN, True),
        (Role.ADMIN, Role.OWNER, None, False),
        (Role.ADMIN, Role.MEMBER, Role.OWNER, False),
        (Role.MEMBER, Role.MEMBER, None, False),
        (Role.MEMBER, Role.MEMBER, Role.MEMBER, False),
    ],
)
def test_who_may_change_whom(actor: Role, target: Role, new_role: Role | None, allowed: bool) -> None:
    if allowed:
        check_may_change(actor, target, new_role)
        return
    with pytest.raises(ImError) as refusal:
        check_may_change(actor, target, new_role)
    assert refusal.value.code.name == "forbidden"


@given(st.text(max_size=30), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_a_password_is_hashed_in_one_form_however_it_is_typed(password: str, form: Literal["NFC", "NFD"]) -> None:
    typed = unicodedata.normalize(form, password)
    forms = password_forms(typed)
    assert forms[0] == password_forms(password)[0] == password_forms(forms[0])[0]
    assert {typed, unicodedata.normalize("NFC", typed), unicodedata.normalize("NFD", typed)} <= set(forms)
    assert len(forms) == len(set(forms)) <= (1 if typed.isascii() else 4)

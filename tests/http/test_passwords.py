"""A password is the same on every keyboard, however that writes its characters."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from tests.client import Person
from tests.server import Server

ADMIN = "/api/v1/admin"
FORMS = {
    "accents": ("Café crème à Noël", "Cafe\u0301 cre\u0300me a\u0300 Noe\u0308l"),
    "order of marks": ("Vi\u1ec7t Nam 1234", "Vie\u0302\u0323t Nam 1234"),
    "Hangul": ("비밀번호입니다요", "".join(map(chr, (0x1107, 0x1175, 0x1106, 0x1175, 0x11AF))) + "번호입니다요"),
    "width": ("密码 pass 1234", "密码\u3000ｐａｓｓ\u00a0１２３４"),
    "singletons": ("Ångström 12", "\u212bngstro\u0308m 12"),
}
both = pytest.mark.parametrize("forms", FORMS.values(), ids=FORMS)


def log_in(site: Server, login: str, password: str) -> httpx.Response:
    return httpx.post(f"{site.url}/api/v1/login", json={"login": login, "password": password}, timeout=60)


def redeem(site: Server, link: dict[str, Any], password: str, login: str | None = None) -> None:
    body = {"login": login, "password": password}
    httpx.post(f"{site.url}/api/v1/links/{link['code']}", json=body, timeout=60).raise_for_status()


def name_of(forms: tuple[str, str], suffix: str = "") -> str:
    return f"u{list(FORMS.values()).index(forms)}{suffix}"


@both
def test_what_was_set_on_one_device_opens_on_the_other(site: Server, forms: tuple[str, str]) -> None:
    for number, (here, there) in enumerate((forms, forms[::-1])):
        login = name_of(forms, str(number))
        site.admin.post(f"{ADMIN}/users", json={"login": login, "password": here}).raise_for_status()
        assert log_in(site, login, there).status_code == 200
        assert log_in(site, login, here).status_code == 200
        assert log_in(site, login, here[:-1]).status_code == 401


def test_wherever_a_password_is_taken(site: Server) -> None:
    here, there = FORMS["accents"]
    invite = site.admin.post(f"{ADMIN}/invites", json={}).json()
    redeem(site, invite, there, "noel")
    assert log_in(site, "noel", here).status_code == 200
    redeem(site, site.admin.post(f"{ADMIN}/users/noel/link").json(), here)
    token = log_in(site, "noel", there).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    change = {"old": here, "new": "Déjà vu déjà vu"}
    assert httpx.post(f"{site.url}/api/v1/me/password", json=change, headers=headers).status_code == 204
    assert log_in(site, "noel", "De\u0301ja\u0300 vu de\u0301ja\u0300 vu").status_code == 200
    site.admin.patch(f"{ADMIN}/users/noel", json={"password": there}).raise_for_status()
    token = log_in(site, "noel", here).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.post(f"{site.url}/api/v1/me/delete", json={"password": here}, headers=headers).status_code == 204
    rows = [{"login": "imported", "password": there}]
    site.admin.post(f"{ADMIN}/users/import", json={"rows": rows}).raise_for_status()
    assert log_in(site, "imported", here).status_code == 200


@both
def test_a_hash_of_before_stays_good_and_is_made_anew(site: Server, forms: tuple[str, str]) -> None:
    login = name_of(forms, "old")
    Person(site, login)
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    old = hasher.hash(forms[1])
    with closing(sqlite3.connect(site.data_dir / "messages.db", isolation_level=None)) as database:
        database.execute("UPDATE users SET password = ? WHERE login = ?", (old, login))
        typed = forms[0] if unicodedata.normalize("NFD", forms[0]) == forms[1] else forms[1]
        session = log_in(site, login, typed).raise_for_status().json()
        [(renewed,)] = database.execute("SELECT password FROM users WHERE login = ?", (login,))
    assert renewed != old
    assert log_in(site, login, forms[0]).status_code == log_in(site, login, forms[1]).status_code == 200
    token = {"refresh_token": session["refresh_token"]}
    assert httpx.post(f"{site.url}/api/v1/token", json=token).status_code == 200, "nobody is signed out by it"


def test_its_length_is_that_of_what_one_sees(site: Server) -> None:
    def set_password(password: str) -> int:
        return site.admin.patch(f"{ADMIN}/users/counted", json={"password": password}).status_code

    Person(site, "counted")
    assert set_password("e\u0301" * 7) == 422
    assert set_password("\ufdfa") == 422, "one character, whatever it can be spelled as"
    assert set_password("e\u0301" * 8) == 200
    assert set_password("e\u0301" * 256) == 200
    assert set_password("e\u0301" * 257) == 422
    assert log_in(site, "counted", "é" * 256).status_code == 200

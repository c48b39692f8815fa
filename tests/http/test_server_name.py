"""What the server tells everybody of itself, who names it, and where the name is read; forms with several mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client import PASSWORD, Person
from tests.server import Server, running

ADMIN = "/api/v1/admin"


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "data") as server:
        yield server


def facts(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{server.url}/api/v1/server").raise_for_status().json()
    return found


def manifest(server: Server) -> dict[str, Any]:
    answer = httpx.get(f"{server.url}/manifest.webmanifest").raise_for_status()
    assert answer.headers["content-type"] == "application/manifest+json"
    found: dict[str, Any] = answer.json()
    return found


def wrong(answer: httpx.Response) -> dict[str, str]:
    """The codes by field; the first of them is that of the whole refusal, which is all that older clients read."""
    error = answer.json()["error"]
    codes = {name: field["code"] for name, field in error["fields"].items()}
    assert error["code"] == next(iter(codes.values()))
    assert {"message", "hint", "retry"} <= error.keys()
    return codes


def test_its_first_owner_names_it_and_everything_says_so(new: Server) -> None:
    assert facts(new) == {"name": "", "owned": False, "peopled": False}
    assert manifest(new)["name"] == "imnode"
    url = new.setup_link.replace("/#/link/", "/api/v1/links/")
    offered = httpx.get(url).json()["server"]
    assert offered
    assert "127.0.0.1" not in offered
    body = {"server": "  Greenfield School ", "login": "maria", "password": PASSWORD}
    grant = httpx.post(url, json=body, timeout=60).raise_for_status().json()
    assert facts(new) == {"name": "Greenfield School", "owned": True, "peopled": True}
    assert manifest(new)["name"] == manifest(new)["short_name"] == "Greenfield School"
    [entry] = [each for each in new.admin.get(f"{ADMIN}/audit").json()["entries"] if each["action"] == "server.renamed"]
    assert (entry["actor_name"], entry["target_name"]) == ("maria", "Greenfield School")
    invite = new.admin.post(f"{ADMIN}/invites", json={}).json()
    assert httpx.get(f"{new.url}/api/v1/links/{invite['code']}").json()["server"] == "Greenfield School"

    ann = Person(new, "ann")
    with ann.device() as device:
        assert device.ready["server"] == "Greenfield School"
        headers = {"Authorization": f"Bearer {grant['access_token']}"}
        renamed = httpx.patch(f"{new.url}{ADMIN}/server", json={"name": "绿野学校"}, headers=headers)
        assert renamed.raise_for_status().json()["name"] == "绿野学校"
        assert device.wait(lambda frame: frame["t"] == "server") == {"t": "server", "name": "绿野学校"}
    new.stop()
    new.start()
    assert facts(new)["name"] == "绿野学校"


def test_nobody_but_an_owner_names_it(site: Server) -> None:
    for role in ("member", "admin"):
        person = Person(site, f"a-{role}", role)
        assert person.call("PATCH", "/admin/server", {"name": "Mine"}).json()["error"]["code"] == "forbidden"
    assert facts(site)["name"] == ""
    refused = site.admin.patch(f"{ADMIN}/server", json={"name": "\u200b"})
    assert refused.json()["error"]["code"] == "server_name_invalid"
    body = {"login": "zoe", "password": PASSWORD, "server": "Zoe’s"}
    invite = site.admin.post(f"{ADMIN}/invites", json={"role": "owner"}).json()
    httpx.post(f"{site.url}/api/v1/links/{invite['code']}", json=body, timeout=60).raise_for_status()
    assert facts(site)["name"] == "", "an invite is no set-up"


def test_a_refusal_names_every_wrong_field(site: Server) -> None:
    ann = Person(site, "fiona", "owner")
    code = site.admin.post(f"{ADMIN}/invites", json={}).json()["code"]
    link = f"{site.url}/api/v1/links/{code}"
    body = {"login": "fiona", "name": "\u200b", "password": "short"}
    assert wrong(httpx.post(link, json=body)) == {
        "login": "login_taken",
        "name": "name_invalid",
        "password": "password_weak",
    }
    body = {"login": "no spaces", "password": "short"}
    assert wrong(httpx.post(link, json=body)) == {"login": "login_invalid", "password": "password_weak"}
    changed = ann.call("POST", "/me/password", {"old": "not mine", "new": "short"})
    assert wrong(changed) == {"old": "credentials_wrong", "new": "password_weak"}
    added = ann.call("POST", "/admin/users", {"login": "", "name": "\n", "password": "x"})
    assert wrong(added) == {"login": "login_invalid", "name": "name_invalid", "password": "password_weak"}
    many = ann.call("POST", "/admin/users", {"login": "x" * 201, "role": "king"})
    assert wrong(many) == {"login": "bad_request", "role": "bad_request"}
    edited = ann.call("PATCH", f"/admin/users/{ann.id}", {"name": " ", "password": "x"})
    assert wrong(edited) == {"name": "name_invalid", "password": "password_weak"}
    group = ann.call("POST", "/admin/groups", {"title": "", "members": ["nobody"], "owner": "nobody-else"})
    assert wrong(group) == {"title": "title_invalid", "members": "unknown_user", "owner": "unknown_user"}
    invite = ann.call("POST", "/admin/invites", {"uses": 0, "days": 9999})
    assert wrong(invite) == {"uses": "bad_request", "days": "bad_request"}


def test_a_wrong_type_hides_no_broken_rule(site: Server) -> None:
    ann = Person(site, "greta", "owner")
    code = site.admin.post(f"{ADMIN}/invites", json={}).json()["code"]
    redeemed = httpx.post(
        f"{site.url}/api/v1/links/{code}", json={"login": "no spaces", "name": 7, "password": "short"}
    )
    assert wrong(redeemed) == {"name": "bad_request", "login": "login_invalid", "password": "password_weak"}
    for body, codes in (
        ({"login": "no spaces", "role": "king"}, {"role": "bad_request", "login": "login_invalid"}),
        ({"name": "\n", "login": 7}, {"login": "bad_request", "name": "name_invalid"}),
        (
            {"name": "\n", "password": "x"},
            {"login": "bad_request", "name": "name_invalid", "password": "password_weak"},
        ),
        (
            {"login": "good.login", "password": "good.login", "role": "king"},
            {"role": "bad_request", "password": "password_weak"},
        ),
        ({"login": "good.login", "name": "", "role": "king"}, {"role": "bad_request"}),
    ):
        assert wrong(ann.call("POST", "/admin/users", body)) == codes
    group = ann.call("POST", "/admin/groups", {"title": "\u200b", "members": 7})
    assert wrong(group) == {"members": "bad_request", "title": "title_invalid"}
    token = ann.call("POST", "/admin/tokens", {"name": " ", "days": "many"})
    assert wrong(token) == {"days": "bad_request", "name": "name_invalid"}
    assert wrong(ann.call("POST", "/me/password", {"new": "short"})) == {"old": "bad_request", "new": "password_weak"}


def test_a_refusal_that_is_nobodys_field_names_none(site: Server) -> None:
    answer = httpx.get(f"{site.url}/api/v1/links/no-such-code")
    assert "fields" not in answer.json()["error"]

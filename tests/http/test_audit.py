"""Every administrative change is recorded with who, what, to whom and from where, and without secrets."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.client import PASSWORD, Person
from tests.server import Server

pytestmark = pytest.mark.slow  # servers start again and again

ADMIN = "/api/v1/admin"


def entries(server: Server, **query: str | int) -> list[dict[str, Any]]:
    """From old to new."""
    answer = server.admin.get(f"{ADMIN}/audit", params=query).raise_for_status().json()
    return list(reversed(answer["entries"]))


def test_each_change_of_a_person_is_recorded(server: Server) -> None:
    boss = Person(server, "boss", "owner")
    ids = {}
    before = len(entries(server))
    ids["cara"] = boss.call("POST", "/admin/users", {"login": "cara", "password": PASSWORD}).json()["user"]["id"]
    for change in ({"name": "Cara Two"}, {"role": "admin"}, {"disabled": True}, {"disabled": False}):
        assert boss.call("PATCH", "/admin/users/cara", change).status_code == 200
    boss.call("PATCH", "/admin/users/cara", {"password": "another good one"})
    boss.call("PATCH", "/admin/users/cara", {"role": "admin"})
    boss.call("POST", "/admin/users/cara/link")
    boss.call("POST", "/admin/invites", {"uses": 3, "days": 2})
    [invite] = boss.call("GET", "/admin/invites").json()["invites"]
    assert boss.call("DELETE", f"/admin/invites/{invite['id']}").status_code == 204
    group = boss.call("POST", "/admin/groups", {"title": "Choir", "members": ["boss"]}).json()["id"]
    boss.call("POST", f"/admin/groups/{group}/members", {"users": ["cara"]})
    boss.call("POST", f"/admin/groups/{group}/members", {"users": ["cara"], "role": "admin"})
    boss.call("DELETE", f"/admin/groups/{group}/members/cara")
    boss.call("DELETE", f"/admin/conversations/{group}")
    token = boss.call("POST", "/admin/tokens", {"name": "script", "days": 1}).json()
    boss.call("DELETE", f"/admin/tokens/{token['id']}")
    boss.call("POST", "/admin/keys/rotate")
    boss.call("POST", "/admin/search/rebuild")
    boss.call("DELETE", "/admin/users/cara")
    found = entries(server)[before:]
    assert [(entry["action"], entry["target_name"]) for entry in found] == [
        ("user.created", "cara"),
        ("user.renamed", "cara"),
        ("user.role", "cara"),
        ("user.disabled", "cara"),
        ("user.enabled", "cara"),
        ("user.password", "cara"),
        ("user.link", "cara"),
        ("invite.created", ""),
        ("invite.revoked", ""),
        ("group.created", "Choir"),
        ("group.joined", "Choir"),
        ("group.role", "Choir"),
        ("group.left", "Choir"),
        ("conversation.removed", "Choir"),
        ("token.created", "script"),
        ("token.removed", "script"),
        ("key.rotated", ""),
        ("search.rebuilt", ""),
        ("user.removed", "cara"),
    ]
    assert {(entry["means"], entry["actor"], entry["actor_name"]) for entry in found} == {("person", boss.id, "boss")}
    assert {entry["address"] for entry in found} == {"127.0.0.1"}
    assert found[0]["target"] == ids["cara"]
    assert found[1]["details"] == {"from": "cara", "to": "Cara Two"}
    assert found[2]["details"] == {"from": "member", "to": "admin"}
    assert found[11]["details"] == {"user": "cara", "role": "admin"}
    assert found[7]["details"] == {"role": "member", "uses": 3, "days": 2}
    assert [entry["at"] for entry in found] == sorted(entry["at"] for entry in found)


def test_what_is_refused_is_not_recorded(server: Server) -> None:
    boss, deputy = Person(server, "boss", "owner"), Person(server, "deputy", "admin")
    before = entries(server)
    assert boss.call("PATCH", "/admin/users/boss", {"role": "member"}).status_code == 409
    assert deputy.call("PATCH", "/admin/users/boss", {"disabled": True}).status_code == 403
    assert boss.call("POST", "/admin/users", {"login": "deputy"}).status_code == 409
    assert boss.call("DELETE", "/admin/invites/0011223344556677").json()["error"]["code"] == "not_found"
    assert entries(server) == before


def test_tokens_and_the_admin_socket_are_told_apart(server: Server) -> None:
    issued = server.admin.post(f"{ADMIN}/tokens", json={"name": "night job", "days": 1}).json()
    headers = {"Authorization": f"Bearer {issued['token']}", "X-Forwarded-For": "203.0.113.9"}
    httpx.post(f"{server.url}{ADMIN}/users", json={"login": "dan"}, headers=headers).raise_for_status()
    local, remote = entries(server)
    assert (local["means"], local["actor_name"], local["address"]) == ("local", "local", "")
    assert (remote["means"], remote["actor"], remote["actor_name"]) == ("token", issued["id"], "night job")
    assert remote["address"] == "127.0.0.1", "a header that no trusted proxy wrote must not count"


def test_behind_a_trusted_proxy_it_is_the_real_address(site: Server) -> None:
    boss = Person(site, "proxied", "owner")
    headers = {"Authorization": f"Bearer {boss.token}", "X-Forwarded-For": "203.0.113.9"}
    httpx.post(f"{site.url}{ADMIN}/users/proxied/link", headers=headers).raise_for_status()
    assert entries(site)[-1]["address"] == "203.0.113.9"


def test_no_secret_ever_stands_in_it(server: Server) -> None:
    boss = Person(server, "boss", "owner")
    secrets = [PASSWORD, boss.token, "a new secret phrase"]
    secrets.append(boss.call("POST", "/admin/users", {"login": "eve"}).json()["link"]["code"])
    secrets.append(boss.call("POST", "/admin/users/eve/link").json()["code"])
    secrets.append(boss.call("POST", "/admin/invites", {}).json()["code"])
    secrets.append(boss.call("POST", "/admin/tokens", {"name": "x", "days": 1}).json()["token"])
    secrets.append(boss.call("POST", "/admin/setup-link").text)
    boss.call("POST", "/webhooks", {"url": "https://hooks.example.org/services/T0/key-to-it?sign=another-key"})
    secrets += ["key-to-it", "another-key"]
    boss.call("PATCH", "/admin/users/eve", {"password": "a new secret phrase"})
    rows = [{"login": "fay", "password": "imported secret"}]
    boss.call("POST", "/admin/users/import", {"rows": rows}).raise_for_status()
    secrets.append("imported secret")
    text = server.admin.get(f"{ADMIN}/audit").text
    assert "user.password" in text
    assert "fay" in text
    assert "https://hooks.example.org" in text
    assert [secret for secret in secrets if secret in text] == []


def test_an_import_names_each_account(server: Server) -> None:
    rows = [{"line": number, "login": f"pupil{number}"} for number in range(30)]
    server.admin.post(f"{ADMIN}/users/import", json={"rows": rows, "check": True}).raise_for_status()
    assert entries(server) == []
    server.admin.post(f"{ADMIN}/users/import", json={"rows": rows}).raise_for_status()
    assert {entry["target_name"] for entry in entries(server)} == {row["login"] for row in rows}


def test_it_is_searched_and_paged_and_members_see_none_of_it(server: Server) -> None:
    member = Person(server, "worker")
    for number in range(5):
        server.admin.post(f"{ADMIN}/users", json={"login": f"a{number}", "role": "member"}).raise_for_status()
    page = server.admin.get(f"{ADMIN}/audit", params={"limit": 2}).json()
    assert [entry["target_name"] for entry in page["entries"]] == ["a4", "a3"]
    assert page["more"] is True
    rest = server.admin.get(f"{ADMIN}/audit", params={"before": page["entries"][-1]["id"]}).json()
    assert [entry["target_name"] for entry in rest["entries"]] == ["a2", "a1", "a0", "worker"]
    assert rest["more"] is False
    assert [entry["target_name"] for entry in entries(server, q="a3")] == ["a3"]
    assert member.call("GET", "/admin/audit").json()["error"]["code"] == "forbidden"
    assert server.admin.get(f"{ADMIN}/audit", params={"before": "x"}).status_code == 422


def test_it_outlives_a_restart(server: Server) -> None:
    server.admin.post(f"{ADMIN}/users", json={"login": "gil"}).raise_for_status()
    before = entries(server)
    server.kill()
    server.start()
    assert entries(server) == before
    assert re.fullmatch(r"\d+", str(before[-1]["id"]))

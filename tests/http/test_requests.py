"""What any request may expect, and what it may not send."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator

import httpx
import pytest

from imserver.http.body import MAX_BODY
from tests.client import Person
from tests.server import Server

People = tuple[Person, Person, Person]


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


@pytest.mark.parametrize(
    ("body", "named", "place"),
    [
        (b"{", "bad_json", "JSON"),
        (b"\xff", "bad_json", ""),
        (b"[" * 100_000, "bad_json", ""),
        (b"{}", "bad_request", "login"),
        (b'{"login": 5, "password": "x"}', "bad_request", "login"),
        (b'{"login": "x", "password": {}}', "bad_request", "password"),
        (b'{"login": "' + b"x" * 500 + b'", "password": "x"}', "bad_request", "login"),
        (b'{"login": "\\ud800", "password": "x"}', "bad_request", "login"),
    ],
)
def test_a_bad_body_is_named(site: Server, body: bytes, named: str, place: str) -> None:
    answer = httpx.post(f"{site.url}/api/v1/login", content=body, headers={"Content-Type": "application/json"})
    assert code(answer) == named
    assert place in answer.json()["error"]["message"]
    assert answer.json()["error"]["hint"]


def test_too_much_is_refused_before_it_is_read(site: Server) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 65_536 + 2):
            yield b" " * 65_536

    url, headers = f"{site.url}/api/v1/login", {"Content-Type": "application/json"}
    assert code(httpx.post(url, content=b" " * (MAX_BODY + 1), headers=headers)) == "too_large"
    assert code(httpx.post(url, content=endless(), headers=headers)) == "too_large"


@pytest.mark.parametrize(
    ("method", "path", "named"),
    [
        ("GET", "/api/v1/nothing", "not_found"),
        ("GET", "/nothing.js", "not_found"),
        ("DELETE", "/api/v1/login", "method_not_allowed"),
    ],
)
def test_a_wrong_address_is_named(site: Server, method: str, path: str, named: str) -> None:
    assert code(httpx.request(method, site.url + path)) == named


def test_the_page_may_do_nothing_but_what_it_brings(site: Server) -> None:
    page, api = httpx.get(site.url), httpx.get(f"{site.url}/api/v1/me")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    worker, icon = httpx.get(f"{site.url}/sw.js"), httpx.get(f"{site.url}/icon.svg")
    for answer in (worker, icon):
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    for answer in (page, api, worker, icon):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for answer in (api, httpx.get(f"{site.url}/app/main.js")):
        assert "Content-Security-Policy" not in answer.headers
    assert page.headers["Cache-Control"] == "no-cache"
    assert api.headers["Cache-Control"] == "no-store"
    assert httpx.get(site.url, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_scripts_are_compressed_and_named_as_such(site: Server) -> None:
    script = httpx.get(f"{site.url}/app/main.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert script.headers["Content-Encoding"] == "gzip"


def test_probes_answer(site: Server) -> None:
    assert httpx.get(f"{site.url}/healthz").json()["status"] == "ok"
    assert httpx.get(f"{site.url}/readyz").json() == {"status": "ready"}


def test_openapi_describes_the_calls(site: Server) -> None:
    paths = httpx.get(f"{site.url}/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/login", "/api/v1/conversations/{id}/messages", "/api/v1/admin/users/import"} <= paths.keys()
    assert all("summary" in call for calls in paths.values() for call in calls.values())


def test_only_its_owner_opens_the_admin_socket(site: Server) -> None:
    assert stat.S_IMODE(site.admin_socket.stat().st_mode) == 0o600


def test_a_direct_conversation_is_one(people: People) -> None:
    ann, bob, _ = people
    assert ann.direct(bob) == bob.direct(ann)
    assert code(ann.call("POST", "/conversations", {"kind": "direct", "user": ann.id})) == "forbidden"
    assert code(ann.call("POST", "/conversations", {"kind": "direct", "user": "unobody"})) == "unknown_user"
    conv = ann.direct(bob)
    assert code(ann.call("PATCH", f"/conversations/{conv}", {"title": "x"})) == "forbidden"


def test_a_group_is_run_by_its_owner(people: People) -> None:
    ann, bob, cara = people
    group = ann.group(bob)
    assert code(bob.call("PATCH", f"/conversations/{group}", {"title": "Mine"})) == "forbidden"
    assert code(cara.call("GET", f"/conversations/{group}")) == "not_member"
    assert code(bob.call("POST", f"/conversations/{group}/members", {"user": cara.id})) == "forbidden"
    added = ann.call("POST", f"/conversations/{group}/members", {"user": "cara"}).json()
    assert added["member_count"] == 3
    assert cara.call("GET", f"/conversations/{group}").json()["role"] == "member"
    assert ann.call("PATCH", f"/conversations/{group}", {"title": " Ours "}).json()["title"] == "Ours"
    assert code(bob.call("DELETE", f"/conversations/{group}/members/{cara.id}")) == "forbidden"
    assert ann.call("DELETE", f"/conversations/{group}/members/{ann.id}").status_code == 204
    assert bob.call("GET", f"/conversations/{group}").json()["role"] == "owner"


def test_the_directory_comes_by_pages(people: People) -> None:
    ann, *_ = people
    first = ann.call("GET", "/users?limit=2").json()
    assert first["more"] is True
    rest = ann.call("GET", f"/users?after={first['users'][-1]['login']}").json()
    logins = [user["login"] for user in first["users"] + rest["users"]]
    assert logins == sorted(logins)
    assert {"ann", "bob", "cara"} <= set(logins)
    assert [user["login"] for user in ann.call("GET", "/users?q=CAR").json()["users"]] == ["cara"]


def test_the_page_s_files_are_listed_with_their_hashes(site: Server) -> None:
    answer = httpx.get(f"{site.url}/precache.js", timeout=60)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    listed = json.loads(answer.text.removeprefix("self.PRECACHE = ").rstrip(";\n"))
    [main] = [path for path in listed["files"] if path.endswith("/main.js")]
    assert "sw.js" not in listed["files"]
    for path in ("index.html", main):
        body = httpx.get(f"{site.url}/{path}", timeout=60).content
        assert hashlib.sha256(body).hexdigest().startswith(listed["files"][path])

"""Whoever was demoted, disabled or removed has given nothing that still works."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client import Person
from tests.ports import free_port
from tests.server import Server

ADMIN = "/api/v1/admin"


def code(answer: httpx.Response) -> str:
    return "" if answer.is_success else str(answer.json()["error"]["code"])


def redeem(server: Server, link: dict[str, Any], login: str | None = None) -> httpx.Response:
    body = {"login": login, "password": "another good one"}
    return httpx.post(f"{server.url}/api/v1/links/{link['code']}", json=body, timeout=60)


def change(server: Server, login: str, **wanted: Any) -> None:
    server.admin.patch(f"{ADMIN}/users/{login}", json=wanted).raise_for_status()


@pytest.mark.parametrize("way", ["demoted", "disabled", "removed"])
def test_what_an_owner_gave_ends_with_their_power(site: Server, way: str) -> None:
    name = f"boss-{way}"
    boss, member = Person(site, name, "owner"), Person(site, f"member-{way}")
    Person(site, f"keeper-{way}", "owner")
    invite = boss.call("POST", "/admin/invites", {"role": "owner", "uses": 5}).json()
    link = boss.call("POST", f"/admin/users/{member.login}/link").json()
    token = boss.call("POST", "/admin/tokens", {"name": name, "days": 1}).json()
    bearer = {"Authorization": f"Bearer {token['token']}"}
    child = httpx.post(f"{site.url}{ADMIN}/tokens", json={"name": "child", "days": 9}, headers=bearer).json()
    assert child["expires_at"] <= token["expires_at"]
    assert code(redeem(site, invite, f"friend-{way}")) == ""
    if way == "removed":
        site.admin.delete(f"{ADMIN}/users/{name}").raise_for_status()
    else:
        change(site, name, **({"role": "member"} if way == "demoted" else {"disabled": True}))
    for _ in range(2):
        assert code(redeem(site, invite, f"accomplice-{way}")) == "link_invalid"
        assert code(httpx.get(f"{site.url}/api/v1/links/{invite['code']}")) == "link_invalid"
        assert code(redeem(site, link)) == "link_invalid"
        for each in (token, child):
            bearer = {"Authorization": f"Bearer {each['token']}"}
            assert code(httpx.get(f"{site.url}{ADMIN}/users", headers=bearer)) == "token_invalid"
        assert site.admin.get(f"{ADMIN}/invites").json()["invites"] == []
        assert site.admin.get(f"{ADMIN}/tokens").json()["tokens"] == []
        if way != "removed":
            change(site, name, role="owner", disabled=False)


def test_an_old_password_link_opens_no_higher_account(site: Server) -> None:
    deputy, ann = Person(site, "deputy", "admin"), Person(site, "anny", "admin")
    link = deputy.call("POST", "/admin/users/anny/link").json()
    change(site, "anny", role="owner")
    assert code(redeem(site, link)) == "link_invalid"
    assert ann.call("GET", "/me").json()["role"] == "owner", "and nobody is signed out by it"


def test_links_of_the_admin_socket_work_as_ever(site: Server) -> None:
    Person(site, "plain")
    for path, body in ((f"{ADMIN}/users/plain/link", None), (f"{ADMIN}/invites", {"role": "admin"})):
        link = site.admin.post(path, json=body).json()
        assert code(redeem(site, link, "newcomer")) == ""


def test_an_admin_who_is_demoted_has_lost_everything_at_once(site: Server) -> None:
    admin = Person(site, "former", "admin")
    invite = admin.call("POST", "/admin/invites", {"role": "admin"}).json()
    change(site, "former", role="member")
    assert code(redeem(site, invite, "puppet")) == "link_invalid"
    assert code(admin.call("POST", "/admin/invites", {})) == "forbidden"
    assert code(admin.call("GET", "/admin/users")) == "forbidden"


def test_a_setup_link_is_void_once_there_is_an_owner(server: Server) -> None:
    link = {"code": server.setup_link.rpartition("/")[2]}
    Person(server, "boss", "owner")
    assert code(redeem(server, link, "usurper")) == "link_invalid"
    assert code(httpx.get(f"{server.url}/api/v1/links/{link['code']}")) == "link_invalid"


def start(data: Path, output: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "imserver", "run", "--port", str(free_port()), "--data-dir", str(data)]
    return subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)


def read_until(stream: int, wanted: bytes) -> bytes:
    """What is said up to there."""
    said, deadline = b"", time.monotonic() + 60
    while wanted not in said:
        ready, _, _ = select.select([stream], [], [], deadline - time.monotonic())
        assert ready, said
        piece = os.read(stream, 4096)
        assert piece, said
        said += piece
    return said


@pytest.mark.slow  # two servers start
def test_the_link_of_the_first_owner_is_shown_to_a_terminal_and_told_to_no_log(tmp_path: Path) -> None:
    watched, terminal = pty.openpty()
    kept, log = os.pipe()
    for output, seen, wanted, secret in (
        (terminal, watched, b"Ctrl-C ends it", True),
        (log, kept, b"imctl setup-link", False),
    ):
        process = start(tmp_path / f"data-{secret}", output)
        try:
            assert (b"/#/link/" in read_until(seen, wanted)) is secret
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            os.close(output)
    assert b"/#/link/" not in os.read(kept, 65536)
    os.close(watched)
    os.close(kept)

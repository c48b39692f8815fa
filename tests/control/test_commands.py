"""What an administrator does at the shell, against a real server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx

from tests.control.conftest import Terminal


def test_an_account_comes_changes_and_goes(terminal: Terminal) -> None:
    added = terminal.json("users", "add", "ann", "--name", "Ann Lee")
    assert added["user"]["name"] == "Ann Lee"
    assert added["link"]["url"].startswith("http")
    assert terminal.json("users", "role", "ann", "admin")["users"][0]["role"] == "admin"
    assert terminal.json("users", "disable", "ann")["users"][0]["disabled"] is True
    assert terminal.json("users", "enable", "ann")["users"][0]["disabled"] is False
    assert terminal.json("users", "show", "ann")["login"] == "ann"
    assert "ann" in terminal.run("users", "list").stdout
    assert terminal.json("users", "remove", "ann", "--yes") == {"removed": ["ann"]}
    assert "ann" not in terminal.logins()


def test_the_server_gets_a_name(terminal: Terminal) -> None:
    assert "has no name yet" in terminal.run("server-name").stdout
    assert terminal.run("server-name", "Greenfield School").stdout == "The server's name is Greenfield School.\n"
    assert terminal.run("server-name").stdout == "Greenfield School\n"
    assert terminal.json("server-name", "绿野学校")["name"] == "绿野学校"
    assert "Invitation to 绿野学校 for one person" in terminal.run("users", "invite").stdout
    refused = terminal.run("server-name", "x" * 65)
    assert refused.returncode == 1
    assert "Use 1 to 64 visible characters." in refused.stderr


def test_all_that_is_wrong_with_an_account_is_told(terminal: Terminal) -> None:
    refused = terminal.run("users", "add", "two words", "--name", "\u200b")
    assert refused.returncode == 1
    assert "can't be a login" in refused.stderr
    assert "can't be a name" in refused.stderr


def test_a_password_from_standard_input_works(terminal: Terminal) -> None:
    terminal.json("users", "add", "bob")
    assert terminal.run("users", "passwd", "bob", "--password-stdin", stdin="a good long one\n").returncode == 0
    body = {"login": "bob", "password": "a good long one"}
    assert httpx.post(f"{terminal.server.url}/api/v1/login", json=body).status_code == 200


def test_a_link_sets_a_password_once(terminal: Terminal) -> None:
    terminal.json("users", "add", "cara")
    link = terminal.json("users", "passwd", "cara", "--link")["link"]
    url = f"{terminal.server.url}/api/v1/links/{link['code']}"
    assert httpx.get(url).json()["login"] == "cara"
    assert httpx.post(url, json={"password": "a good long one"}).status_code == 200
    assert httpx.post(url, json={"password": "a good long one"}).json()["error"]["code"] == "link_invalid"


def test_a_group_is_made_filled_and_emptied(terminal: Terminal) -> None:
    for login in ("dan", "eve", "fay"):
        terminal.json("users", "add", login)
    terminal.json("groups", "create", "Choir", "dan", "eve")
    assert terminal.json("groups", "add", "Choir", "fay")["member_count"] == 3
    assert terminal.run("groups", "add", "Choir", "fay").stdout == "Choir has 3 members.\n"
    assert terminal.run("groups", "create", "Duo", "dan").stdout.startswith("Created Duo with 1 member: ")
    terminal.json("groups", "remove", "Choir", "eve")
    [choir] = [group for group in terminal.json("groups", "list")["groups"] if group["title"] == "Choir"]
    assert choir["member_count"] == 2


def test_a_group_is_named_in_small_letters_or_capitals(terminal: Terminal) -> None:
    terminal.json("users", "add", "gil")
    first = terminal.json("groups", "create", "Bläser Nord", "gil")["id"]
    assert "gil" in terminal.run("groups", "members", "bläser NORD").stdout
    second = terminal.json("groups", "create", "BLÄSER NORD", "gil")["id"]
    assert terminal.json("groups", "members", "BLÄSER NORD")["group"] == second
    unclear = terminal.run("groups", "members", "bläser nord")
    assert unclear.returncode == 1
    for told in ("2 groups", first, second, "'Bläser Nord'", "'BLÄSER NORD'", "1 member"):
        assert told in unclear.stderr
    unknown = terminal.run("groups", "delete", "blaser", "--yes")
    assert unknown.returncode == 1
    assert "there is no group 'blaser'" in unknown.stderr
    assert f"'Bläser Nord' ({first}, 1 member)" in unknown.stderr
    assert terminal.run("groups", "delete", second, "--yes").stdout == "Deleted BLÄSER NORD.\n"


def test_a_token_opens_the_server_from_afar(terminal: Terminal) -> None:
    token = terminal.json("tokens", "create", "laptop")["token"]
    done = terminal.run("--url", terminal.server.url, "status", "--json", IM_TOKEN=token)
    assert json.loads(done.stdout)["version"]
    for token in ("imt_wrong", "wrong"):
        done = terminal.run("--url", terminal.server.url, "status", IM_TOKEN=token)
        assert done.returncode == 4
        assert "imctl tokens create" in done.stderr


def test_status_says_how_it_is(terminal: Terminal) -> None:
    text = terminal.run("status").stdout
    assert terminal.server.url in text
    assert "works" in text
    assert re.search(r"copies: +memory", text)


def test_the_setup_link_is_there_until_there_is_an_owner(terminal: Terminal) -> None:
    link = terminal.json("setup-link")
    body = {"login": "owner", "name": "Owner", "password": "a good long one"}
    url = f"{terminal.server.url}/api/v1/links/{link['code']}"
    assert httpx.post(url, json=body).json()["user"]["role"] == "owner"
    done = terminal.run("--json", "setup-link")
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"]["code"] == "already_set_up"


def test_each_kind_of_failure_has_its_exit_code(terminal: Terminal, tmp_path: Path) -> None:
    refused = terminal.run("users", "show", "nobody")
    assert refused.returncode == 1
    assert "nobody" in refused.stderr
    assert "hint:" in refused.stderr
    assert terminal.run("users", "shout").returncode == 2
    away = terminal.run("--socket", str(tmp_path / "none.sock"), "status")
    assert away.returncode == 3
    assert str(tmp_path / "none.sock") in away.stderr
    assert terminal.run("--url", terminal.server.url, "status").returncode == 4


def test_it_finds_the_server_that_was_started_last(terminal: Terminal, tmp_path: Path) -> None:
    note = tmp_path / "imnode" / "admin-socket"
    note.parent.mkdir()
    note.write_text(f"{terminal.server.admin_socket}\n")
    assert terminal.run("status", IM_ADMIN_SOCKET="", XDG_STATE_HOME=str(tmp_path)).returncode == 0


def test_the_audit_log_tells_who_did_what(terminal: Terminal) -> None:
    terminal.json("users", "add", "hal", "--name", "Hal")
    terminal.json("users", "role", "hal", "admin")
    newest, before = terminal.json("audit", "--search", "hal")["entries"]
    assert (newest["action"], newest["details"]) == ("user.role", {"from": "member", "to": "admin"})
    assert before["action"] == "user.created"
    text = terminal.run("audit", "--search", "hal").stdout
    assert [line.split("  ")[1] for line in text.splitlines()[1:]] == ["admin socket", "admin socket"]
    assert "from member, to admin" in text
    assert len(terminal.json("audit", "--limit", "1")["entries"]) == 1

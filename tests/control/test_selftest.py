"""The self-test, which leaves nothing behind."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from control.client.target import UrlTarget
from control.commands.selftest import at_home
from tests.control.conftest import Terminal


def test_it_passes_and_leaves_no_account(terminal: Terminal) -> None:
    before = terminal.logins()
    report = terminal.json("selftest", "--rounds", "3")
    assert report["ok"] is True
    assert report["ack_ms"]["p50"] > 0
    assert terminal.logins() == before
    assert "People can chat" in terminal.run("selftest").stdout


def test_it_fails_where_nobody_answers_and_leaves_no_account(terminal: Terminal) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        done = terminal.run("--json", "selftest", "--url", url)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["ok"], report["failed"]) == (False, "log in")
    assert report["error"]["hint"]
    assert not any(login.startswith("selftest") for login in terminal.logins())


def test_it_works_with_a_token_instead_of_the_socket(terminal: Terminal) -> None:
    token = terminal.json("tokens", "create", "selftest")["token"]
    done = terminal.run("selftest", "--url", terminal.server.url, IM_TOKEN=token, IM_ADMIN_SOCKET="/nowhere")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("url", "files", "reached", "ca"),
    [
        ("https://chat.invalid", ["ca.pem"], "https://localhost", "ca.pem"),
        ("https://chat.invalid:8443", ["ca.pem", "own.pem"], "https://localhost:8443", "ca.pem"),
        ("https://localhost", ["ca.pem"], "https://localhost", "ca.pem"),
        ("https://localhost", ["ca.pem", "own.pem"], "https://localhost", None),
        ("https://chat.invalid", [], "https://chat.invalid", None),
        ("http://chat.invalid", ["ca.pem"], "http://chat.invalid", None),
    ],
)
def test_on_a_node_its_own_authority_counts_and_its_name_may_be_unknown(
    tmp_path: Path, url: str, files: list[str], reached: str, ca: str | None
) -> None:
    for name in files:
        (tmp_path / name).touch()
    target = at_home(UrlTarget(url, None, None), tmp_path)
    assert (target.url, target.ca) == (reached, tmp_path / ca if ca else None)

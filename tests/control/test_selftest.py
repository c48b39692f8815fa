"""The self-test, which leaves nothing behind."""

from __future__ import annotations

import json
import socket

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

"""`imctl webhooks`, against a real server and a program on loopback."""

from __future__ import annotations

import json

from tests.control.conftest import Terminal
from tests.fake_vendor import Listener


def test_a_webhook_comes_is_tried_and_goes(terminal: Terminal) -> None:
    with Listener() as program:
        added = terminal.json("webhooks", "add", f"{program.url}/hook", "--event", "message", "--event", "recalled")
        id = added["id"]
        assert added["secret"].startswith("whsec_")
        assert added["events"] == ["message", "recalled"]
        [listed] = terminal.json("webhooks", "list")["webhooks"]
        assert listed["state"] == "active"
        assert added["secret"] not in terminal.run("webhooks", "list").stdout
        assert "accepted the ping" in terminal.run("webhooks", "test", id).stdout
        assert json.loads(program.requests[0].body)["type"] == "ping"
        program.status = 500
        failed = terminal.run("webhooks", "test", id)
        assert failed.returncode == 1
        assert "status 500" in failed.stderr
    unreached = terminal.run("webhooks", "test", id)
    assert unreached.returncode == 1
    assert unreached.stderr.startswith(f"error: {id} didn't accept the ping: 127.0.0.1")
    assert terminal.json("webhooks", "enable", id)["state"] == "active"
    terminal.json("webhooks", "remove", id)
    assert terminal.json("webhooks", "list") == {"webhooks": []}
    assert terminal.run("webhooks", "remove", id).returncode == 1


def test_adding_one_says_who_will_be_read(terminal: Terminal) -> None:
    done = terminal.run("webhooks", "add", "https://example.org/hook")
    assert done.returncode == 0, done.stderr
    assert "all conversations" in done.stderr
    id = done.stdout.split()[1]
    terminal.json("webhooks", "remove", id)
    refused = terminal.run("webhooks", "add", "http://169.254.169.254/")
    assert refused.returncode == 1
    assert "not allowed" in refused.stderr

"""Webhooks: a program on loopback is told of what happens, signed, in order, and again until it takes it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import Person
from tests.fake_vendor import Listener, Request
from tests.server import Server
from tests.sites import Sites

pytestmark = pytest.mark.slow  # servers start again and again


@pytest.fixture
def server(lent: Sites) -> Iterator[Server]:
    yield lent.take()
    lent.give_back()


@pytest.fixture
def program() -> Iterator[Listener]:
    with Listener() as listener:
        listener.status = 204
        yield listener


def add(server: Server, program: Listener, **fields: Any) -> dict[str, Any]:
    answer = server.admin.post("/api/v1/webhooks", json={"url": f"{program.url}/hook", **fields})
    assert answer.status_code == 201, answer.text
    webhook: dict[str, Any] = answer.json()
    return webhook


def state(server: Server, webhook: dict[str, Any]) -> dict[str, Any]:
    found = server.admin.get("/api/v1/webhooks").json()["webhooks"]
    (view,) = [each for each in found if each["id"] == webhook["id"]]
    assert "secret" not in view
    return dict(view)


def wait_for_state(server: Server, webhook: dict[str, Any], wanted: str) -> dict[str, Any]:
    deadline = time.monotonic() + 30
    while (view := state(server, webhook))["state"] != wanted:
        assert time.monotonic() < deadline, view
        time.sleep(0.05)
    return view


def told(requests: list[Request]) -> list[dict[str, Any]]:
    """What was told, each once: it may come again after a failure."""
    found = {request.headers["webhook-id"]: json.loads(request.body) for request in requests}
    return list(found.values())


def signature(secret: str, request: Request) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    id, seconds = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    signed = f"{id}.{seconds}.".encode() + request.body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def test_a_program_is_told_in_order_and_can_tell_who_says_so(server: Server, program: Listener) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    conv = ann.direct(bob)
    webhook = add(server, program, events=["message", "edited", "recalled"])
    with ann.device() as device:
        for number in range(20):
            device.send(conv, f"{number} 你好")
        device.request({"t": "edit", "conv": conv, "seq": 1, "text": "zero"})
        device.request({"t": "react", "conv": conv, "seq": 1, "emoji": "👍"})
        device.request({"t": "recall", "conv": conv, "seq": 2})
    requests = program.wait(lambda requests: len(requests) >= 22)
    events = told(requests)
    assert [event["type"] for event in events] == ["message"] * 20 + ["edited", "recalled"]
    assert [event["data"]["text"] for event in events[:20]] == [f"{number} 你好" for number in range(20)]
    assert events[0]["data"]["conv"] == conv
    assert events[0]["data"]["sender"] == ann.id
    for request in requests:
        assert request.headers["webhook-signature"] == signature(webhook["secret"], request)
        assert abs(int(request.headers["webhook-timestamp"]) - time.time()) < 300


def test_a_program_is_told_of_its_conversations_and_of_nothing_before(server: Server, program: Listener) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    conv, other = ann.group(bob), ann.direct(bob)
    with ann.device() as device:
        device.send(conv, "before")
        add(server, program, convs=[conv])
        device.send(other, "elsewhere")
        device.send(conv, "after")
    (event,) = told(program.wait(lambda requests: len(requests) >= 1))
    assert event["data"]["text"] == "after"


def test_a_program_that_fails_is_told_later_and_nobody_waits_for_it(server: Server, program: Listener) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    webhook = add(server, program)
    program.status = 500
    with ann.device() as device:
        device.send(conv, "one")
        view = wait_for_state(server, webhook, "failing")
        assert view["error"] == "status 500"
        assert view["failing_since"]
        assert device.send(conv, "two")["t"] == "sent"
        server.kill()
    server.start()
    ann.log_in()
    program.status = 204
    with ann.device() as device:
        device.send(conv, "three")
    program.wait(lambda requests: "three" in str(requests))
    assert [event["data"]["text"] for event in told(program.requests)] == ["one", "two", "three"]
    assert wait_for_state(server, webhook, "active")["error"] == ""


def test_a_program_that_is_gone_is_disabled_until_it_is_enabled(server: Server, program: Listener) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    webhook = add(server, program)
    program.status = 410
    with ann.device() as device:
        device.send(conv, "one")
        assert wait_for_state(server, webhook, "disabled")["disabled_at"]
        program.status = 204
        device.send(conv, "two")
        server.admin.post(f"/api/v1/webhooks/{webhook['id']}/enable").raise_for_status()
        program.wait(lambda requests: "two" in str(requests))
        assert [event["data"]["text"] for event in told(program.requests)] == ["one", "two"]
        server.admin.delete(f"/api/v1/webhooks/{webhook['id']}").raise_for_status()
        again = add(server, program)
        device.send(conv, "three")
        program.wait(lambda requests: "three" in str(requests))
    assert sum("three" in str(request.body) for request in program.requests) == 1
    assert again["id"] != webhook["id"]


def test_a_redirect_is_no_answer_and_is_not_followed(server: Server, program: Listener) -> None:
    webhook = add(server, program)
    program.status = 307
    answer = server.admin.post(f"/api/v1/webhooks/{webhook['id']}/test").json()
    assert answer == {"ok": False, "outcome": "status 307"}
    assert {request.path for request in program.requests} == {"/hook"}
    program.status = 200
    assert server.admin.post(f"/api/v1/webhooks/{webhook['id']}/test").json()["ok"]
    assert told(program.requests)[-1]["type"] == "ping"


def test_only_owners_have_to_do_with_webhooks(server: Server, program: Listener) -> None:
    webhook = add(server, program)
    for role in ("member", "admin"):
        person = Person(server, role, role)
        for method, path in (
            *(("GET", ""), ("POST", ""), ("DELETE", f"/{webhook['id']}")),
            *(("POST", f"/{webhook['id']}/test"), ("POST", f"/{webhook['id']}/enable")),
        ):
            body = {"url": program.url} if method == "POST" and not path else None
            assert person.call(method, f"/webhooks{path}", body).status_code == 403
    assert Person(server, "owner", "owner").call("GET", "/webhooks").is_success


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"url": "ftp://example.org"}, "bad_request"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "bad_request"),
        ({"url": "http://[::ffff:169.254.169.254]/"}, "bad_request"),
        ({"url": "http://0.0.0.0:8080/"}, "bad_request"),
        ({"url": "http://192.0.2.1/"}, "bad_request"),
        ({"url": "http://a@example.org/"}, "bad_request"),
        ({"url": "http://example.org:99999/"}, "bad_request"),
        ({"events": ["presence"]}, "bad_request"),
        ({"convs": ["c000"]}, "unknown_conversation"),
    ],
)
def test_a_webhook_has_to_be_one(site: Server, program: Listener, fields: dict[str, Any], code: str) -> None:
    answer = site.admin.post("/api/v1/webhooks", json={"url": program.url, **fields})
    assert answer.json()["error"]["code"] == code, answer.text


def test_a_webhook_stops_with_the_owner_who_added_it_until_another_answers_for_it(
    server: Server, program: Listener
) -> None:
    boss, keeper, ann = (Person(server, login, "owner") for login in ("boss", "keeper", "ann"))
    webhook = boss.call("POST", "/webhooks", {"url": f"{program.url}/hook"}).raise_for_status().json()
    conv = ann.group()
    with ann.device() as device:
        device.send(conv, "before")
        program.wait(lambda requests: len(requests) == 1)
        server.admin.patch("/api/v1/admin/users/boss", json={"role": "admin"}).raise_for_status()
        assert "owner" in wait_for_state(server, webhook, "disabled")["error"]
        device.send(conv, "meanwhile")
        server.admin.patch("/api/v1/admin/users/boss", json={"role": "owner"}).raise_for_status()
        assert state(server, webhook)["state"] == "disabled"
        keeper.call("POST", f"/webhooks/{webhook['id']}/enable").raise_for_status()
        server.admin.delete("/api/v1/admin/users/boss").raise_for_status()
        device.send(conv, "after")
        requests = program.wait(lambda requests: len(told(requests)) == 3)
    assert [each["data"]["text"] for each in told(requests)] == ["before", "meanwhile", "after"]
    assert state(server, webhook)["state"] == "active"

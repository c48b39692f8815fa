"""One person's endpoints, whatever they are or do, are nothing to the notices of the others."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.client import Person
from tests.fake_vendor import Browser, Listener
from tests.http.test_push import MakeServer, make_server, subscribe, vendor
from tests.server import Server

pytestmark = pytest.mark.slow  # servers start again and again

__all__ = ["make_server", "vendor"]

LONG = f"https://{'a' * 70}.example/x"
NO_HOSTS = (
    *(LONG, "https://a..example/x", f"https://{'.'.join(['a' * 60] * 5)}/x", "https://xn--/x", "https:///x"),
    *(
        "https://ex%2eample.org/x",
        "https://example.org:0/x",
        "https://example.org:99999/x",
        "https://[2606:2800::1%25lo]/x",
    ),
    *("https://-a.example/x", "https://a\u200b.example/x", "https://\u2488.example/x", "https://a b.example/x"),
)


@pytest.mark.parametrize("endpoint", NO_HOSTS)
def test_an_endpoint_that_nobody_could_call_is_refused(site: Server, people: tuple[Person, ...], endpoint: str) -> None:
    with Listener() as unused:
        subscription = {**Browser(unused).subscription(), "endpoint": endpoint}
        answer = people[0].call("POST", "/push/subscriptions", subscription)
    assert answer.status_code == 422, answer.text
    error = answer.json()["error"]
    assert error["code"] == "bad_request"
    assert "can't be called" in error["message"]
    assert "https://" in error["hint"]


def change_database(server: Server, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(server.data_dir / "messages.db")) as database, database:
        assert database.execute(statement, values).rowcount == 1


POISON = (
    *(("endpoint", endpoint) for endpoint in (LONG, "https://xn--/x", "https://[/x", "", "https://x:99999/x")),
    ("p256dh", b"no point of the curve"),
)


def test_what_was_stored_before_stops_nobody_else_s_notices(make_server: MakeServer, vendor: Listener) -> None:
    server = make_server()
    ann, cara, *others = (Person(server, login) for login in ("ann", "cara", *(f"bob{n}" for n in range(len(POISON)))))
    good, bad = Browser(vendor, "good"), [Browser(vendor, f"bad{number}") for number in range(len(POISON))]
    subscribe(cara, good)
    for person, browser in zip(others, bad, strict=True):
        subscribe(person, browser)
    conv = ann.group(cara, *others)
    server.stop()
    for (column, value), browser in zip(POISON, bad, strict=True):
        change = f"UPDATE push_subscriptions SET {column} = ? WHERE endpoint = ?"  # noqa: S608 - columns of this test
        change_database(server, change, value, browser.endpoint)
    for count in (1, 2):  # also after a restart, with the bad ones in the queue
        server.start()
        ann.log_in()
        with ann.device() as device:
            device.send(conv, "hello")
            good.wait(count)
        status = server.admin.get("/api/v1/admin/status").json()
        assert status["health"] == "ok", status["tasks"]
        assert {"push-sender", "push-notifier", "webhooks"} <= {task["name"] for task in status["tasks"]}
        server.kill()
    assert {request.path for request in vendor.requests} == {"/push/good"}
    tried = [attempts for _, attempts in _queued(server)]
    assert len(tried) == len(POISON), "what fails is tried again"
    assert 1 <= min(tried) <= max(tried) <= 4, "later, and not at once"


class Silent:
    """A host on loopback that takes connections and requests, and answers with what `drip` gives, or never."""

    def __init__(self, drip: bytes = b"") -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self._drip = drip
        self._ended = threading.Event()
        self._taken: list[socket.socket] = []
        self.asked = threading.Semaphore(0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._take)

    def _take(self) -> None:
        self._listener.settimeout(0.05)
        while not self._ended.is_set():
            for each in list(self._taken):
                try:
                    each.send(self._drip)
                except OSError:
                    self._taken.remove(each)
            try:
                taken, _ = self._listener.accept()
            except TimeoutError:
                continue
            taken.settimeout(None)
            self._taken.append(taken)
            self.asked.release()

    def __enter__(self) -> Silent:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for each in (*self._taken, self._listener):
            each.close()


@pytest.fixture
def silent() -> Iterator[Callable[[], Silent]]:
    hosts: list[Silent] = []

    def make() -> Silent:
        hosts.append(Silent())
        return hosts[-1].__enter__()

    yield make
    for host in hosts:
        host.__exit__()


def test_endpoints_that_never_answer_delay_nobody_else(
    make_server: MakeServer, vendor: Listener, silent: Callable[[], Silent]
) -> None:
    server = make_server()
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    dead = [silent() for _ in range(8)]
    for number in range(20):
        phone = Browser(vendor)
        # half of them at the host that answers others, and some at one that answers nobody
        phone.endpoint = f"{vendor.url}/silent/{number}" if number % 2 else f"{dead[min(number // 2, 7)].url}/{number}"
        subscribe(bob, phone)
    good = Browser(vendor, "good")
    subscribe(cara, good)
    convs = [ann.group(bob) for _ in range(8)]
    last = ann.group(cara)
    with ann.device() as device:
        for conv in convs:
            device.send(conv, "hello")
        device.send(last, "hello")
        good.wait(1)
    # 160 notices wait for 20 endpoints, each of which takes ten seconds: none but the first few have been tried
    waiting = _queued(server)
    assert len(waiting) >= 160
    assert sum(attempts == 0 for _, attempts in waiting) >= 100


def _queued(server: Server) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(server.data_dir / "messages.db")) as database:
        rows: list[Any] = database.execute("SELECT subscription, attempts FROM push_queue").fetchall()
        return rows


def test_no_webhook_delays_another(make_server: MakeServer, vendor: Listener, silent: Callable[[], Silent]) -> None:
    server = make_server()
    ann = Person(server, "ann")
    conv = ann.group()
    urls = (silent().url, f"{vendor.url}/damaged", f"{vendor.url}/unreadable", vendor.url)
    added = [server.admin.post("/api/v1/webhooks", json={"url": url}).json() for url in urls]
    server.stop()
    change_database(server, "UPDATE webhooks SET secret = x'00' WHERE id = ?", added[1]["id"])
    change_database(server, "UPDATE webhooks SET url = 'https://xn--/' WHERE id = ?", added[2]["id"])
    server.start()
    ann.log_in()
    with ann.device() as device:
        for text in ("one", "two"):
            device.send(conv, text)
            vendor.wait(lambda requests, text=text: text in str(requests))  # type: ignore[misc]
    assert {request.path for request in vendor.requests} == {"/"}
    listed = server.admin.get("/api/v1/webhooks").json()["webhooks"]
    assert "damaged" in listed[1]["error"]
    tried = server.admin.post(f"/api/v1/webhooks/{added[1]['id']}/test").json()
    assert not tried["ok"]
    assert "damaged" in tried["outcome"]
    for webhook in added:
        assert server.admin.delete(f"/api/v1/webhooks/{webhook['id']}").status_code == 204
    assert server.admin.get("/api/v1/admin/status").json()["health"] == "ok"

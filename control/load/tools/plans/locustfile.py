"""A scenario of imnode for Locust. `scenario.json`, `people.csv`, `texts.txt` and `words.txt` stand beside this file.

By hand: `locust --host http://127.0.0.1:8080` in this folder; `locust.conf` holds the rest. On several machines:
`locust --master --expect-workers 2` on one, `locust --worker --master-host …` on the others. Times are those from when
an action was due until its answer; `delivery` is until another user got the message. The histograms are in `times.json`
at the end, merged over all workers; until then, totals are in `progress.json`.

Needs: pip install locust websocket-client hdrhistogram
"""

from __future__ import annotations

import csv
import json
import math
import os
import random
import signal
import time
from collections import Counter, defaultdict
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import gevent
import locust.runners
from gevent.event import AsyncResult, Event
from gevent.lock import Semaphore
from hdrh.histogram import HdrHistogram
from locust import HttpUser, constant, events, task
from locust.exception import StopUser
from locust.runners import MasterRunner, WorkerRunner
from websocket import WebSocketException, create_connection

locust.runners.HEARTBEAT_LIVENESS = 60
"""A busy worker misses beats, and a run that lost one ends early with exit code 0."""

HERE = Path(__file__).parent
PLAN = json.loads((HERE / "scenario.json").read_text("utf-8"))
PEOPLE = list(csv.DictReader((HERE / "people.csv").open(encoding="utf-8", newline="")))
TEXTS = (HERE / "texts.txt").read_text("utf-8").splitlines()
WORDS = (HERE / "words.txt").read_text("utf-8").splitlines()
OUT = Path(os.environ.get("OUT", HERE / "times.json"))
PROGRESS = OUT.with_name("progress.json")
CA = os.environ.get("CA") or True
RUN = random.getrandbits(32)
RENEW_S = 600
MASK = (1 << 48) - 1
BACKOFF_S = 5.0
BEAT_S = 0.1
NAMES = {"send": "ack", "file": "upload", "storm": "reconnect"}
"""Under which names times are kept, where it isn't that of the action."""

stopping = Event()
quiet = Event()
"""Nobody of this process waits for an answer any more."""
started = [0.0]
arrived = [0]
acting = [0]
left = [0]
gone: dict[str, int] = {}


class TimeLog:
    """Response times of one action in microseconds: an HDR histogram, and a coarse one for each second since 1970."""

    def __init__(self) -> None:
        self.histogram = HdrHistogram(1, 3_600_000_000, 3)
        self.heat: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self.cells: Counter[int] = Counter()
        self.errors: Counter[str] = Counter()
        self.error_seconds: Counter[int] = Counter()

    def record(self, due: float, us: int) -> None:
        self.histogram.record_value(us)
        cell = int(2 * math.log2(us))
        self.heat[int(due)][cell] += 1
        self.cells[cell] += 1

    def fail(self, due: float, kind: str) -> None:
        self.errors[kind] += 1
        self.error_seconds[int(due)] += 1

    def merge(self, other: dict[str, Any]) -> None:
        self.histogram.decode_and_add(other["hdr"].encode())
        for second, cells in other["heat"].items():
            for index, count in cells:
                self.heat[int(second)][index] += count
                self.cells[index] += count
        self.errors.update(other["errors"])
        self.error_seconds.update({int(second): count for second, count in other["error_seconds"].items()})

    def totals(self) -> dict[str, Any]:
        return {"cells": list(self.cells.items()), "errors": dict(self.errors)}

    def as_json(self) -> dict[str, Any]:
        return {
            "hdr": self.histogram.encode().decode(),
            "heat": {str(second): sorted(cells.items()) for second, cells in self.heat.items()},
            "errors": dict(self.errors),
            "error_seconds": {str(second): count for second, count in self.error_seconds.items()},
        }


times: defaultdict[str, TimeLog] = defaultdict(TimeLog)


class SentRequest(NamedTuple):
    """What was asked for over a connection, under which name its time is kept, and since when it is due."""

    action: str
    due: float
    frame: dict[str, Any]
    answer: AsyncResult


class Chatter(HttpUser):
    """One user: arrives, acts at due times or after thinking, reads all the while, and stays a little after the end."""

    wait_time = constant(0)

    def on_start(self) -> None:
        self.me = account(self.environment)
        self.client.verify = CA
        self.token, self.refresh, self.issued = self.me["token"], "", time.time()
        shares = [part.split("=") for part in self.me["convs"].split(";")]
        self.convs = [conv for conv, _ in shares]
        self.weights = list(accumulate(float(share) for _, share in shares))
        self.lot = random.Random(f"{PLAN['seed']} {self.me['login']}")
        self.ws: Any = None
        self.is_live = self.is_stale = self.is_gone = False
        self.acts = True
        self.dialling = Semaphore()
        self.waiting: dict[int, SentRequest] = {}
        self.number, self.sync = 0, ""
        self.newest: dict[str, int] = {}
        self.known: dict[str, int] = {}
        self.begins = max(time.time(), started[0])
        self.ends = started[0] + PLAN["ramp"] + PLAN["hold"]
        acting[0] += 1
        quiet.clear()

    @task
    def live_through(self) -> None:
        try:
            self.arrive()
            for due, action in self.diary():
                if due >= self.ends:
                    break
                self.sleep_until(due)
                if stopping.is_set():
                    break
                if time.time() > self.ends + PLAN["answer"]:
                    self.failed(NAMES.get(action, action), due, "no answer")
                else:
                    self.act(action, due)
            self.settle()
        finally:
            self.leave()
        raise StopUser

    def diary(self) -> Any:
        """What is due when: storms at their times, and between them the mix. All of it is done, however late."""
        hold = started[0] + PLAN["ramp"]
        storms = sorted(
            hold + storm["at"] + self.lot.random() * storm["within"]
            for storm in PLAN["storms"]
            if self.lot.random() < storm["share"]
        )
        names, weights = list(PLAN["mix"]), list(PLAN["mix"].values())
        due = time.time()
        while True:
            due = self.next_after(due if PLAN["open"] else time.time())
            while storms and storms[0] <= due:
                yield storms.pop(0), "storm"
            yield due, self.lot.choices(names, weights)[0]

    def next_after(self, moment: float) -> float:
        if PLAN["open"]:
            return moment + self.lot.expovariate(1 / PLAN["period"])
        return moment + self.lot.uniform(PLAN["think_low"], PLAN["think_high"])

    def sleep_until(self, until: float) -> None:
        stopping.wait(max(0.0, until - time.time()))

    def act(self, action: str, due: float) -> None:
        conv = self.lot.choices(self.convs, cum_weights=self.weights)[0]
        if action in ("react", "mark") and not self.known.get(conv):
            action = "history"
        if action in ("storm", "reconnect"):
            if self.is_live:
                self.cut()
            self.connect("reconnect", due)
        elif action == "search":
            self.get(f"/api/v1/search?q={quote(self.lot.choice(WORDS))}", action, due)
        elif action == "inbox":
            self.get("/api/v1/conversations", action, due)
        elif action == "file":
            self.upload(conv, due)
        else:
            self.ask(NAMES.get(action, action), due, self.frame(action, conv, due))

    def frame(self, action: str, conv: str, due: float) -> dict[str, Any]:
        if action == "send":
            return {"t": "send", "conv": conv, "client_id": self.client_id(due), "text": self.lot.choice(TEXTS)}
        last = self.known.get(conv, 0)
        if action == "mark":
            return {"t": "mark", "conv": conv, "read": last}
        if action == "react":
            return {"t": "react", "conv": conv, "seq": last, "emoji": self.lot.choice(PLAN["emoji"])}
        older = {"before": self.lot.randint(1, max(1, last)) + 1} if action == "scroll" else {}
        return {"t": "history", "conv": conv, "limit": 50, **older}

    def client_id(self, due: float) -> str:
        """A UUID that ends in the due time: µs since 1970, modulo 2^48."""
        user = int(self.me["index"])
        tail = f"{(self.number + 1) & 0xFFFF:04x}-{round(due * 1e6) & MASK:012x}"
        return f"{RUN:08x}-{user >> 16:04x}-{user & 0xFFFF:04x}-{tail}"

    def arrive(self) -> None:
        due = self.begins
        while not self.token and not self.is_over():
            if self.login(due):
                due = time.time()
                break
            gevent.sleep(self.lot.uniform(0.5, 1.5))
            due = time.time()
        self.connect("connect", due)

    def login(self, due: float) -> bool:
        body = {"login": self.me["login"], "password": self.me["password"], "device": "load"}
        return self.granted(self.call("POST", "/api/v1/login", "login", due, json=body))

    def renew(self, *, force: bool = False) -> None:
        """A new access token where the old one is about to end."""
        if not force and time.time() - self.issued < RENEW_S:
            return
        if self.refresh:
            self.granted(self.call("POST", "/api/v1/token", "token", time.time(), json={"refresh_token": self.refresh}))
        elif self.me["password"]:
            self.login(time.time())

    def granted(self, grant: dict[str, Any] | None) -> bool:
        if grant is None:
            return False
        self.token, self.refresh, self.issued = grant["access_token"], grant["refresh_token"], time.time()
        self.is_stale = False
        return True

    def get(self, path: str, action: str, due: float) -> None:
        self.renew()
        self.call("GET", path, action, due, headers={"Authorization": f"Bearer {self.token}"})

    def upload(self, conv: str, due: float) -> None:
        """A file of noise, then a message that carries it."""
        size = self.lot.choices(PLAN["files"], [file["weight"] for file in PLAN["files"]])[0]["bytes"]
        self.renew()
        headers = {"Authorization": f"Bearer {self.token}", "X-File-Name": f"{size}.bin"}
        path, content = f"/api/v1/media?conv={conv}", random.randbytes(size)
        file = self.call("POST", path, "upload", due, headers=headers, data=content)
        if file is not None:
            due = time.time()
            self.ask("ack", due, {**self.frame("send", conv, due), "attachments": [file["id"]]})

    def call(self, method: str, path: str, action: str, due: float, **rest: Any) -> dict[str, Any] | None:
        """The answer; None where there was none, or a refusal. Locust's own table has it too."""
        with self.client.request(method, path, name=action, catch_response=True, timeout=60, **rest) as answer:
            good = answer.error is None and answer.ok  # without an answer, `ok` raises
            if good:
                answer.success()
                record(action, due)
            else:
                kind = error_code(answer)
                answer.failure(kind)
                times[action].fail(due, kind)
            result = answer.json() if good else None
        self.client.close()
        return result

    def connect(self, action: str, due: float) -> None:
        """Open the socket and authenticate, again until it works; nothing once the run is over."""
        with self.dialling:
            pause, refused = 0.1, False
            while self.ws is None and not self.is_over():
                self.renew(force=self.is_stale)
                try:
                    self.dial()
                except (OSError, WebSocketException, gevent.Timeout, ConnectionError) as error:
                    reason = str(error) if isinstance(error, ConnectionError) else type(error).__name__
                    self.failed(action, due, reason)
                    self.cut()
                    if reason.startswith("token"):
                        if not refused:
                            pause = 0.1  # the server is there; a newer token may be refused too
                        self.is_stale = refused = True
                    stopping.wait(pause * self.lot.uniform(0.5, 1.5))
                    pause = min(BACKOFF_S, pause * 2)
            if self.ws is not None:
                self.answered(action, due)

    def is_over(self) -> bool:
        return self.is_gone or stopping.is_set() or time.time() > self.ends + PLAN["drain"]

    def dial(self) -> None:
        """What has no answer yet is asked for again, a message under its `client_id`."""
        url = str(self.host).replace("http", "ws", 1).rstrip("/") + "/ws"
        options = {"ca_certs": CA} if isinstance(CA, str) else {}
        self.ws = create_connection(url, timeout=PLAN["answer"], subprotocols=["im.v1.json"], sslopt=options)
        self.ws.settimeout(None)
        live = AsyncResult()
        gevent.spawn(self.read, self.ws, live)
        self.ws.send(
            json.dumps({"t": "auth", "id": 0, "token": self.token, **({"sync": self.sync} if self.sync else {})})
        )
        live.get(timeout=PLAN["answer"])
        if self.ws is None:
            raise ConnectionError("closed")
        self.is_live = True
        for number, request in list(self.waiting.items()):
            self.send(number, request)

    def ask(self, action: str, due: float, frame: dict[str, Any]) -> None:
        """Send a request, at once or over the next connection. Where arrival is closed, wait for its answer."""
        self.number += 1
        request = self.waiting[self.number] = SentRequest(action, due, frame, AsyncResult())
        self.send(self.number, request)
        if not PLAN["open"]:
            request.answer.wait(timeout=PLAN["answer"])
        self.give_up(time.time() - PLAN["answer"])

    def send(self, number: int, request: SentRequest) -> None:
        ws = self.ws
        if not self.is_live:
            return
        try:
            ws.send(json.dumps({**request.frame, "id": number}, ensure_ascii=False))
        except (OSError, WebSocketException):
            ws.shutdown()

    def give_up(self, before: float) -> None:
        """What was due before then and has no answer has failed."""
        for number, request in list(self.waiting.items()):
            if request.due < before:
                del self.waiting[number]
                self.failed(request.action, request.due, "no answer")

    def read(self, ws: Any, live: AsyncResult) -> None:
        """Take what comes over one connection, until it ends; then make another."""
        reason = "closed"
        try:
            while raw := ws.recv():
                self.take(json.loads(raw), live)
        except (OSError, WebSocketException, ValueError) as error:
            reason = type(error).__name__
        if not live.ready():
            live.set_exception(ConnectionError(reason))
        elif live.successful() and ws is self.ws:
            now = time.time()
            self.failed("connection", now, reason)
            self.cut()
            self.connect("reconnect", now)

    def take(self, frame: dict[str, Any], live: AsyncResult) -> None:
        kind = frame["t"]
        self.sync = frame.get("sync") or self.sync
        if kind in ("message", "sent"):
            self.known[frame["conv"]] = max(frame["seq"], self.known.get(frame["conv"], 0))
        if kind == "message":
            if not self.is_news(frame):
                return
            came = round(time.time() * 1e6)
            us = (came - int(frame["client_id"][-12:], 16)) & MASK
            us = us if us < MASK >> 1 else 1
            self.answered("delivery", (came - us) / 1e6)
        elif kind == "live":
            if not live.ready():
                live.set(True)
        elif kind == "error" and not frame.get("id"):
            if not live.ready():
                live.set_exception(ConnectionError(frame["code"]))
        elif frame.get("id") in self.waiting:
            request = self.waiting.pop(frame["id"])
            if kind == "error":
                self.failed(request.action, request.due, frame["code"])
            else:
                self.answered(request.action, request.due)
            request.answer.set(True)

    def is_news(self, message: dict[str, Any]) -> bool:
        """Not one's own, and not told once more after a reconnection."""
        sender = int(message["client_id"][9:18].replace("-", ""), 16)
        if sender == int(self.me["index"]) or message["seq"] <= self.newest.get(message["conv"], 0):
            return False
        self.newest[message["conv"]] = message["seq"]
        return True

    def answered(self, action: str, due: float) -> None:
        record(action, due)
        self.tell(action, due, None)

    def failed(self, action: str, due: float, kind: str) -> None:
        times[action].fail(due, kind)
        self.tell(action, due, ConnectionError(kind))

    def tell(self, action: str, due: float, error: Exception | None) -> None:
        """For Locust's own table."""
        self.environment.events.request.fire(
            request_type="WS",
            name=action,
            response_time=(time.time() - due) * 1000,
            response_length=0,
            exception=error,
            context={},
        )

    def cut(self) -> None:
        ws, self.ws, self.is_live = self.ws, None, False
        if ws is not None:
            ws.shutdown()

    def settle(self) -> None:
        """Wait for the last answers, also those of everybody else, and for messages that are on their way."""
        self.sleep_until(self.ends)
        patience = time.time() + PLAN["answer"]
        while self.waiting and time.time() < patience and (self.is_live or not self.is_over()):
            gevent.sleep(0.05)
        self.give_up(math.inf)
        self.act_no_more()
        quiet.wait(timeout=2 * PLAN["answer"])
        gevent.sleep(PLAN["drain"])

    def act_no_more(self) -> None:
        if self.acts:
            self.acts = False
            acting[0] -= 1
        if not acting[0]:
            quiet.set()

    def leave(self) -> None:
        self.act_no_more()
        self.is_gone = True
        self.cut()
        left[0] += 1


def record(action: str, due: float) -> None:
    """Messages that were due while users still arrived stand apart."""
    if action in ("ack", "delivery") and due < started[0] + PLAN["ramp"]:
        action += " (ramp)"
    times[action].record(due, max(1, min(3_600_000_000, round((time.time() - due) * 1e6))))


def error_code(answer: Any) -> str:
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {answer.status_code}" if answer.status_code else type(answer.error).__name__


asked: dict[int, AsyncResult] = {}


def account(environment: Any) -> dict[str, str]:
    """The next account of people.csv that nobody has: on several machines, the master hands them out."""
    arrived[0] += 1
    if not isinstance(environment.runner, WorkerRunner):
        return person(arrived[0] - 1)
    number = arrived[0]
    asked[number] = AsyncResult()
    environment.runner.send_message("account", {"number": number})
    index = asked[number].get(timeout=60)
    del asked[number]
    return person(index)


def person(index: int) -> dict[str, str]:
    if index >= len(PEOPLE):
        raise StopUser
    return {**PEOPLE[index], "index": str(index)}


@events.init.add_listener
def on_init(environment: Any, **rest: Any) -> None:
    runner = environment.runner
    # As Python has it, Ctrl-C would end whichever user is at work.
    gevent.signal_handler(signal.SIGINT, gevent.kill, gevent.getcurrent(), KeyboardInterrupt)
    if isinstance(runner, MasterRunner):

        def hand_out(environment: Any, msg: Any, **rest: Any) -> None:
            runner.send_message("account", {"number": msg.data["number"], "index": arrived[0]}, client_id=msg.node_id)
            arrived[0] += 1

        runner.register_message("account", hand_out)
    elif isinstance(runner, WorkerRunner):
        runner.register_message(
            "account", lambda environment, msg, **rest: asked[msg.data["number"]].set(msg.data["index"])
        )
    if not isinstance(runner, WorkerRunner):
        environment.events.quit.add_listener(on_quit)


@events.test_start.add_listener
def on_test_start(environment: Any, **rest: Any) -> None:
    started[0] = time.time()
    if not isinstance(environment.runner, MasterRunner):
        gevent.spawn(beat)
    if not isinstance(environment.runner, WorkerRunner):
        OUT.unlink(missing_ok=True)
        gevent.spawn(end_early, environment.runner)
        gevent.spawn(keep)


def beat() -> None:
    """How late this process looks at the clock: what it adds to every time by itself."""
    while not stopping.is_set():
        due = time.time() + BEAT_S
        gevent.sleep(BEAT_S)
        record("beat", due)


def keep() -> None:
    """Write down totals, once a second, for whoever watches."""
    while not stopping.is_set():
        gevent.sleep(1)
        with suppress(OSError):
            write(PROGRESS, {action: taken.totals() for action, taken in times.items()})


def end_early(runner: Any) -> None:
    """Don't wait for the end of run-time once everybody has left."""
    while left[0] < PLAN["users"]:
        gevent.sleep(0.2)
    runner.quit()


@events.test_stopping.add_listener
def on_test_stopping(environment: Any, **rest: Any) -> None:
    stopping.set()


@events.report_to_master.add_listener
def on_report(client_id: str, data: dict[str, Any]) -> None:
    """A worker's histograms since its last report."""
    data["times"] = {action: taken.as_json() for action, taken in times.items()}
    data["left"] = left[0]
    times.clear()


@events.worker_report.add_listener
def on_worker_report(client_id: str, data: dict[str, Any]) -> None:
    for action, taken in data.get("times", {}).items():
        times[action].merge(taken)
    gone[client_id] = data.get("left", 0)
    left[0] = sum(gone.values())


def on_quit(**rest: Any) -> None:
    """Everybody has left by now; after Ctrl-C, `quitting` comes before that."""
    write(OUT, {action: taken.as_json() for action, taken in sorted(times.items())})


def write(file: Path, actions: dict[str, Any]) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps({"start": started[0], "actions": actions}), "utf-8")
    new.replace(file)

"""The users of one worker: what they do, when it is due, and what is noted of it."""

from __future__ import annotations

import asyncio
import heapq
import random
import ssl
import time
from collections import Counter, defaultdict
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from control.load.generator import frames
from control.load.generator.credentials import UserCredentials
from control.load.generator.delivery_log import DeliveryLog
from control.load.generator.http_actions import HttpActions
from control.load.generator.message_ids import client_id, due_us, user
from control.load.generator.virtual_user import PendingRequest, VirtualUser
from control.load.generator.websocket import Wire
from control.load.generator.worker_protocol import Tick, WorkerPlan
from control.load.histogram import Recorder, cell, named
from control.load.scenario import texts
from control.load.scenario.scenario import Scenario, UserAction
from control.load.scenario.texts import Phrases

COMPLAINTS: Final = 20
AT_ONCE: Final = 200
"""Actions begun in one turn of the loop, so that answers are read between."""
PAGE: Final = 50
TICK_S: Final = 0.001
"""The loop's timers count milliseconds: for a part of one it would ask the clock over and over until it is past."""
TEXTS: Final = 2000
"""Made beforehand: messages are taken from these, so that writing them costs nothing while time is measured."""


class VirtualUsers:
    """Make it in a running event loop. All times are of `time.monotonic`; `start` is that of the run."""

    def __init__(self, plan: WorkerPlan, scenario: Scenario) -> None:
        self._plan = plan
        self._scenario = scenario
        self._loop = asyncio.get_running_loop()
        parts = urlsplit(plan.url)
        self._host, self._address = (
            parts.netloc,
            (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)),
        )
        self._tls = ssl.create_default_context(cafile=plan.ca or None) if parts.scheme == "https" else None
        self.http = httpx.AsyncClient(
            base_url=plan.url,
            verify=self._tls if self._tls is not None else True,
            timeout=60,
            limits=httpx.Limits(max_connections=500, max_keepalive_connections=50),
            trust_env=False,
        )
        self.credentials = UserCredentials(plan.key, self.http)
        self.requests = HttpActions(self)
        self.chance = random.Random(scenario.seed * 1000 + plan.worker)  # noqa: S311 - can be repeated, no secret
        self.journal = DeliveryLog(Path(plan.log))
        self.people = [VirtualUser(self, account) for account in plan.accounts]
        self.recorders: defaultdict[str, Recorder] = defaultdict(Recorder)
        self.lateness = Recorder()
        self.counts: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.lost = self.doubled = self.reordered = 0
        self.connected = 0
        self.start = 0.0
        self.stopping = False
        self.uploading = 0
        """Files on their way: each is followed by a message."""
        self._cells: Counter[int] = Counter()
        self._rooms = {conv: index for index, conv in enumerate(plan.convs)}
        self._newest = [0] * len(plan.convs)
        writer = Phrases(scenario.texts, self.chance)
        self._texts = [writer.text() for _ in range(TEXTS)]
        self._actions = list(scenario.shares())
        self._shares = list(scenario.shares().values())
        self._due: list[tuple[float, int, VirtualUser, str]] = []
        self._order = 0
        self._timer: asyncio.TimerHandle | None = None
        self._wakes = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._messages = 0

    @property
    def password(self) -> str:
        return self._plan.password

    async def pause(self) -> float:
        """Wait a little before something is tried again; the time after it."""
        await asyncio.sleep(self.chance.uniform(0.5, 1.5))
        return self.now()

    def now(self) -> float:
        return time.monotonic()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def open(self, person: VirtualUser) -> Wire:
        """A connected socket. Raises `OSError`."""
        _, wire = await self._loop.create_connection(
            lambda: Wire(person, self._host),
            *self._address,
            ssl=self._tls,
            server_hostname=self._address[0] if self._tls else None,
        )
        return wire

    def room(self, conv: str) -> int:
        """The index of a conversation; -1 for one that isn't of this run."""
        return self._rooms.get(conv, -1)

    def begin(self, start: float) -> None:
        """Everybody arrives in turn from `start` on; storms come when they are due."""
        self.start = start
        scenario = self._scenario
        for person in self.people:
            self._put(start + scenario.ramp.seconds * person.account.index / scenario.users, person, "arrive")
        for number, storm in enumerate(scenario.storms):
            chance = random.Random(scenario.seed + number)  # noqa: S311
            for person in self.people:
                if chance.random() < storm.share:
                    due = start + scenario.ramp.seconds + storm.at.seconds + chance.random() * storm.within.seconds
                    self._put(due, person, "storm")
        self._arm()

    def _put(self, due: float, person: VirtualUser, what: str) -> None:
        self._order += 1
        heapq.heappush(self._due, (due, self._order, person, what))

    def _arm(self) -> None:
        """Wake up when the next action is due, or a tick later: what is due within one goes out together."""
        if self._due and not self.stopping:
            due = self._due[0][0]
            if self._timer is not None:
                if due >= self._wakes:
                    return
                self._timer.cancel()
            wait = due - self.now()
            self._wakes = due
            self._timer = self._loop.call_later(max(TICK_S, wait) if wait > 0 else 0.0, self._turn)

    def _turn(self) -> None:
        self._timer = None
        for _ in range(AT_ONCE):
            now = self.now()
            if not self._due or self._due[0][0] > now or self.stopping:
                break
            due, _, person, what = heapq.heappop(self._due)
            if what != "storm":  # those are all due at once: whoever comes last is late by design
                self.lateness.record(due - self.start, now - due)
            self._do(person, due, what)
        self._arm()

    def _do(self, person: VirtualUser, due: float, what: str) -> None:
        match what:
            case "arrive":
                self._arrive(person, due)
            case "storm":
                self.counts["cut"] += 1
                person.cut(due, "reconnect")
            case _:
                self._act(person, due)

    def _arrive(self, person: VirtualUser, due: float) -> None:
        if self._scenario.sign_in == "password":
            self.spawn(self.requests.login(person, due))
        else:
            person.connect(due, "connect")

    def went_live(self, person: VirtualUser, action: str, due: float) -> None:
        self.connected += 1
        self.journal.note(b"c", person.account.index, 0, 0, self.now() - self.start)
        if action:
            self.done(person, action, due, think=False)
        if action == "connect" and person.account.rooms:
            self._put(self._next(self.now()), person, "act")
            self._arm()
        elif action == "reconnect":
            self.counts["reconnects"] += 1

    def _next(self, after: float) -> float:
        scenario = self._scenario
        if scenario.rate is not None:
            return after + self.chance.expovariate(scenario.rate.per_s)
        low, high = (scenario.think.low, scenario.think.high) if scenario.think else (0.0, 0.0)
        return after + self.chance.uniform(low, high)

    def _act(self, person: VirtualUser, due: float) -> None:
        if self._scenario.arrival == "open":
            self._put(self._next(due), person, "act")
        self.counts["planned"] += 1
        action = self._actions[0]
        if len(self._actions) > 1:
            [action] = self.chance.choices(self._actions, self._shares)
        room = self._room(person)
        last = person.seen[room].through
        if action in (UserAction.REACT, UserAction.MARK) and not last:
            action = UserAction.HISTORY
        match action:
            case UserAction.SEND:
                self.send(person, due, room)
            case UserAction.HISTORY:
                self._ask(person, "history", due, t="history", conv=self._plan.convs[room], limit=PAGE)
            case UserAction.SCROLL:
                before = self.chance.randint(1, max(1, last)) + 1
                self._ask(person, "scroll", due, t="history", conv=self._plan.convs[room], before=before, limit=PAGE)
            case UserAction.MARK:
                self._ask(person, "mark", due, t="mark", conv=self._plan.convs[room], read=last)
            case UserAction.REACT:
                emoji = self.chance.choice(texts.REACTIONS)
                self._ask(person, "react", due, t="react", conv=self._plan.convs[room], seq=last, emoji=emoji)
            case UserAction.RECONNECT:
                person.cut(due, "reconnect")
                self.think(person)
            case UserAction.SEARCH:
                self.spawn(self.requests.search(person, due))
            case UserAction.INBOX:
                self.spawn(self.requests.inbox(person, due))
            case UserAction.FILE:
                self.spawn(self.requests.upload(person, due, room, self._plan.convs[room], self._size()))

    def _room(self, person: VirtualUser) -> int:
        rooms = person.account.rooms
        if len(rooms) == 1:
            return rooms[0]
        weights = self._plan.weights
        return self.chance.choices(rooms, [weights[room] for room in rooms])[0]

    def _size(self) -> int:
        files = self._scenario.files
        return self.chance.choices([file.size.bytes for file in files], [file.weight for file in files])[0]

    def _ask(self, person: VirtualUser, action: str, due: float, **frame: object) -> None:
        person.ask(PendingRequest(action, due, frames.encode(frame)[1:]))

    def send(self, person: VirtualUser, due: float, room: int, **more: object) -> None:
        """A message of one or two phrases, and `more` fields of its frame."""
        self._messages += 1
        index = person.account.index
        identity = client_id(self._plan.run, index, self._messages, max(0, round((due - self.start) * 1e6)))
        frame = {
            "t": "send",
            "conv": self._plan.convs[room],
            "client_id": identity,
            "text": self._texts[int(self.chance.random() * TEXTS)],
            **more,
        }
        self.counts["sent"] += 1
        self.journal.note(b"s", index, room, 0, self.now() - self.start, identity)
        person.ask(PendingRequest("ack", due, frames.encode(frame)[1:], room, identity))

    def done(self, person: VirtualUser, action: str, due: float, *, think: bool = True) -> None:
        """An action was answered."""
        if action:
            self.counts["done"] += 1
            self._record(action, due - self.start, self.now() - due)
            if think and action != "catch up":
                self.think(person)

    def _record(self, action: str, second: float, seconds: float) -> None:
        self.recorders[named(action, second, self._scenario.ramp.seconds)].record(second, seconds)

    def think(self, person: VirtualUser) -> None:
        if self._scenario.arrival == "closed":
            self._put(self._next(self.now()), person, "act")
            self._arm()

    def fail(self, action: str, due: float, kind: str) -> None:
        self.recorders[action].fail(max(0.0, due - self.start), kind)
        self.counts["errors"] += 1

    def refused(self, person: VirtualUser, request: PendingRequest, error: frames.ErrorReply) -> None:
        self.fail(request.action, request.due, error.code)
        self.think(person)

    def dropped(self, person: VirtualUser, code: int, reason: str) -> None:
        """A live connection ended, and it wasn't this side that ended it."""
        self.fail("connection", self.now(), f"closed {code} {reason}".strip() if code else f"broken {reason}".strip())

    def complain(self, text: str) -> None:
        self.counts["complaints"] += 1
        if len(self.complaints) < COMPLAINTS:
            self.complaints.append(text)

    def acked(self, person: VirtualUser, sent: frames.SentReply, request: PendingRequest | None) -> None:
        room = self._rooms.get(sent.conv)
        if request is None or room is None or request.client_id != sent.client_id:
            self.complain(
                f"user {person.account.index} got an acknowledgement of {sent.client_id}, which it didn't ask for"
            )
            return
        self.counts["acked"] += 1
        person.acked += 1
        now = self.now()
        self.journal.note(b"a", person.account.index, room, sent.seq, now - self.start, sent.client_id)
        self._newest[room] = max(self._newest[room], sent.seq)
        person.seen[room].learn(sent.seq)
        self.done(person, "ack", request.due)

    def received(self, person: VirtualUser, message: frames.MessageEvent) -> None:
        room = self._rooms.get(message.conv)
        if room is None:
            return
        now = self.now()
        seen = person.seen[room]
        if message.seq < seen.newest:
            self.reordered += 1
            self.complain(f"user {person.account.index}: {message.conv} went back from {seen.newest} to {message.seq}")
        else:
            seen.newest = message.seq
        self.journal.note(b"m", person.account.index, room, message.seq, now - self.start, message.client_id)
        is_old, is_new = seen.is_old(message.seq), seen.learn(message.seq)
        if is_old or user(message.client_id) == person.account.index:
            return  # one's own: the connection broke before its acknowledgement, and the stream told it
        if not is_new:
            self.doubled += 1
            self.complain(f"user {person.account.index}: {message.conv} {message.seq} was delivered again")
            return
        self.counts["received"] += 1
        taken = now - self.start - due_us(message.client_id) / 1e6
        self._record("delivery", now - self.start - taken, taken)
        self._cells[cell(max(1, round(taken * 1e6)))] += 1

    def newest(self) -> dict[str, int]:
        """By room, the last number that one of these users was acknowledged."""
        return {str(room): seq for room, seq in enumerate(self._newest) if seq}

    def lacking(self, expect: dict[str, int]) -> int:
        """How many messages these users should know and don't."""
        return sum(
            seen.lacking(expect.get(str(room), 0))
            for person in self.people
            if person.live
            for room, seen in person.seen.items()
        )

    def away(self) -> int:
        """Users who should be connected and aren't: what they miss isn't lost yet."""
        return sum(person.wanted and not person.live for person in self.people)

    def patrol(self) -> None:
        """Give up handshakes that get no answer."""
        now = self.now()
        for person in self.people:
            person.check(now)

    def expected(self, expect: dict[str, int]) -> int:
        """Deliveries that are due to these users, their own messages left out."""
        all_of_them = sum(
            max(0, expect.get(str(room), 0) - seen.before)
            for person in self.people
            if person.live
            for room, seen in person.seen.items()
        )
        return all_of_them - sum(person.acked for person in self.people if person.live)

    def waits(self) -> int:
        return sum(person.waits for person in self.people)

    def tick(self, cpu: float) -> Tick:
        counts = self.counts
        cells, self._cells = self._cells, Counter()
        return Tick(
            connected=self.connected,
            planned=counts["planned"],
            done=counts["done"],
            sent=counts["sent"],
            acked=counts["acked"],
            received=counts["received"],
            errors=counts["errors"],
            reconnects=counts["reconnects"],
            cells={str(index): count for index, count in cells.items()},
            cpu=cpu,
        )

    def stop(self) -> None:
        """Begin nothing new."""
        self.stopping = True
        self._arm()

    async def close(self) -> None:
        for person in self.people:
            person.leave()
        for task in list(self._tasks):
            task.cancel()
        await self.http.aclose()
        self.journal.close()

"""The virtual users of one worker: what each of them does next."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final

from control.load.generator import frames
from control.load.generator.connector import Connector
from control.load.generator.http_actions import HttpActions
from control.load.generator.message_ids import client_id
from control.load.generator.recorder import RunRecorder
from control.load.generator.request import PendingRequest
from control.load.generator.schedule import ACT, ARRIVE, STORM, Schedule
from control.load.generator.virtual_user import VirtualUser
from control.load.generator.worker_protocol import WorkerPlan
from control.load.scenario import texts
from control.load.scenario.scenario import Scenario, UserAction
from control.load.scenario.texts import Phrases

PAGE: Final = 50
TEXTS: Final = 2000
"""Made beforehand: messages are taken from these, so that writing them costs nothing while time is measured."""


class VirtualUsers:
    """Make it in a running event loop. All times are of `time.monotonic`."""

    def __init__(self, plan: WorkerPlan, scenario: Scenario) -> None:
        self._plan = plan
        self._scenario = scenario
        self._loop = asyncio.get_running_loop()
        self._chance = random.Random(scenario.seed * 1000 + plan.worker)  # noqa: S311 - can be repeated, no secret
        self.recorder = RunRecorder(plan.convs, scenario.ramp.seconds, Path(plan.log))
        self._connector = Connector(plan.url, plan.ca, plan.key, self._chance)
        self._http = HttpActions(self._connector, self.recorder, plan.password)
        self._schedule = Schedule(self.recorder, self._begin)
        self.users = [VirtualUser(account, self, self._connector, self.recorder) for account in plan.accounts]
        writer = Phrases(scenario.texts, self._chance)
        self._texts = [writer.text() for _ in range(TEXTS)]
        self._actions = list(scenario.shares())
        self._shares = list(scenario.shares().values())
        self._stopping = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._messages = 0

    @property
    def uploading(self) -> int:
        """Files on their way: each is followed by a message."""
        return self._http.uploading

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def begin(self, start: float) -> None:
        """Everybody arrives in turn from `start` on; storms come when they are due."""
        self.recorder.start = start
        scenario = self._scenario
        for user in self.users:
            self._schedule.put(start + scenario.ramp.seconds * user.account.index / scenario.users, user, ARRIVE)
        for number, storm in enumerate(scenario.storms):
            chance = random.Random(scenario.seed + number)  # noqa: S311
            for user in self.users:
                if chance.random() < storm.share:
                    due = start + scenario.ramp.seconds + storm.at.seconds + chance.random() * storm.within.seconds
                    self._schedule.put(due, user, STORM)
        self._schedule.arm()

    def _begin(self, user: VirtualUser, due: float, what: str) -> None:
        if what == ARRIVE:
            self._arrive(user, due)
        elif what == STORM:
            self.recorder.counts["cut"] += 1
            user.cut(due, "reconnect")
        else:
            self._act(user, due)

    def _arrive(self, user: VirtualUser, due: float) -> None:
        if self._scenario.sign_in == "password":
            self.spawn(self._sign_in(user, due))
        else:
            user.connect(due, "connect")

    async def _sign_in(self, user: VirtualUser, due: float) -> None:
        """Log in with the password, again and again until it works, then connect."""
        while not self._stopping:
            if await self._http.login(user.account, due):
                user.connect(time.monotonic(), "connect")
                return
            await asyncio.sleep(self._connector.jitter(1.0))
            due = time.monotonic()

    def went_live(self, user: VirtualUser, action: str) -> None:
        if action == "connect" and user.account.rooms:
            self._act_later(user, time.monotonic())
        elif action == "reconnect":
            self.recorder.counts["reconnects"] += 1

    def answered(self, user: VirtualUser) -> None:
        if self._scenario.arrival == "closed":
            self._act_later(user, time.monotonic())

    def _act_later(self, user: VirtualUser, after: float) -> None:
        self._schedule.put(self._next(after), user, ACT)
        self._schedule.arm()

    def _next(self, after: float) -> float:
        scenario = self._scenario
        if scenario.rate is not None:
            return after + self._chance.expovariate(scenario.rate.per_s)
        low, high = (scenario.think.low, scenario.think.high) if scenario.think else (0.0, 0.0)
        return after + self._chance.uniform(low, high)

    def _act(self, user: VirtualUser, due: float) -> None:
        if self._scenario.arrival == "open":
            self._schedule.put(self._next(due), user, ACT)
        self.recorder.counts["planned"] += 1
        action = self._actions[0]
        if len(self._actions) > 1:
            [action] = self._chance.choices(self._actions, self._shares)
        room = self._room(user)
        last = user.trackers[room].through
        if action in (UserAction.REACT, UserAction.MARK) and not last:
            action = UserAction.HISTORY
        conv = self._plan.convs[room]
        match action:
            case UserAction.SEND:
                self._send(user, due, room)
            case UserAction.HISTORY:
                self._ask(user, "history", due, t="history", conv=conv, limit=PAGE)
            case UserAction.SCROLL:
                before = self._chance.randint(1, max(1, last)) + 1
                self._ask(user, "scroll", due, t="history", conv=conv, before=before, limit=PAGE)
            case UserAction.MARK:
                self._ask(user, "mark", due, t="mark", conv=conv, read=last)
            case UserAction.REACT:
                emoji = self._chance.choice(texts.REACTIONS)
                self._ask(user, "react", due, t="react", conv=conv, seq=last, emoji=emoji)
            case UserAction.RECONNECT:
                user.cut(due, "reconnect")
                self.answered(user)
            case UserAction.SEARCH:
                self.spawn(self._search(user, due))
            case UserAction.INBOX:
                self.spawn(self._inbox(user, due))
            case UserAction.FILE:
                self.spawn(self._upload(user, due, room, self._size()))

    def _room(self, user: VirtualUser) -> int:
        rooms = user.account.rooms
        if len(rooms) == 1:
            return rooms[0]
        weights = self._plan.weights
        return self._chance.choices(rooms, [weights[room] for room in rooms])[0]

    def _size(self) -> int:
        files = self._scenario.files
        return self._chance.choices([file.size.bytes for file in files], [file.weight for file in files])[0]

    def _ask(self, user: VirtualUser, action: str, due: float, **frame: object) -> None:
        user.ask(PendingRequest(action, due, frames.encode(frame)[1:]))

    def _send(self, user: VirtualUser, due: float, room: int, **more: object) -> None:
        """A message of one or two phrases, and `more` fields of its frame."""
        self._messages += 1
        index, due_us = user.account.index, max(0, round((due - self.recorder.start) * 1e6))
        identity = client_id(self._plan.run, index, self._messages, due_us)
        frame = {
            "t": "send",
            "conv": self._plan.convs[room],
            "client_id": identity,
            "text": self._texts[int(self._chance.random() * TEXTS)],
            **more,
        }
        self.recorder.sent(index, room, identity)
        user.ask(PendingRequest("ack", due, frames.encode(frame)[1:], room, identity))

    async def _search(self, user: VirtualUser, due: float) -> None:
        await self._http.search(user.account, due, self._chance.choice(texts.WORDS))
        self.answered(user)

    async def _inbox(self, user: VirtualUser, due: float) -> None:
        await self._http.inbox(user.account, due)
        self.answered(user)

    async def _upload(self, user: VirtualUser, due: float, room: int, size: int) -> None:
        """Upload a file, then send it."""
        file = await self._http.upload(user.account, due, self._plan.convs[room], size)
        if file is None:
            self.answered(user)
        else:
            self._send(user, time.monotonic(), room, attachments=[file])

    def lacking(self, expect: dict[str, int]) -> int:
        """How many messages these users should know and don't."""
        return sum(
            tracker.lacking(expect.get(str(room), 0))
            for user in self.users
            if user.live
            for room, tracker in user.trackers.items()
        )

    def away(self) -> int:
        """Users who should be connected and aren't: what they miss isn't lost yet."""
        return sum(user.wanted and not user.live for user in self.users)

    def give_up_handshakes(self) -> None:
        """Those that got no answer in time."""
        now = time.monotonic()
        for user in self.users:
            user.check(now)

    def expected(self, expect: dict[str, int]) -> int:
        """Deliveries that are due to these users, their own messages left out."""
        all_of_them = sum(
            max(0, expect.get(str(room), 0) - tracker.before)
            for user in self.users
            if user.live
            for room, tracker in user.trackers.items()
        )
        return all_of_them - sum(user.acked for user in self.users if user.live)

    def waits(self) -> int:
        """Messages that were sent and not acknowledged."""
        return sum(user.waits for user in self.users)

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopping = True
        self._schedule.stop()

    async def close(self) -> None:
        for user in self.users:
            user.leave()
        for task in list(self._tasks):
            task.cancel()
        await self._connector.close()
        self.recorder.log.close()

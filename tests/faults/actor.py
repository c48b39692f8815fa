"""A scripted client: sends, retries until it is acknowledged, resumes after every cut, and writes down what it sees."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from control.load.verdict.history_check import DeviceLog, KnownMessage
from tests.client import PASSWORD

Frame = dict[str, Any]
ACK_PATIENCE_S = 3.0


@dataclass(slots=True)
class Habits:
    """How a client behaves: how often it sends each frame, and how long it rests between messages at most."""

    repeat: int = 1
    rest_s: float = 0.05
    in_order: bool = True
    """Whether what it is shown should come in order: not over a network that swaps messages."""
    edits: float = 0.0


@dataclass
class Actor:
    """One device of one person: logs in at `home`, connects through the network at `url()`, and speaks in `convs`.

    While neither `speaking` nor `stopping` it listens.
    """

    login: str
    home: str
    url: Callable[[], str]
    convs: Sequence[str]
    chance: random.Random
    habits: Habits = field(default_factory=Habits)

    def __post_init__(self) -> None:
        self.log = DeviceLog(self.login)
        self.outbox: dict[UUID, tuple[str, str]] = {}
        self.sync: str | None = None
        self.speaking = True
        self.stopping = False
        self.since: dict[str, int] = {}
        """By conversation: what is newer must be shown, what isn't can be asked for."""
        self.silence_s = 0.0
        """The longest time in which nothing was heard."""
        self._heard_at: float | None = None
        self._count = 0
        self._requests = 0
        self.refusals: Counter[str] = Counter()
        self._answers: dict[int, asyncio.Future[Frame]] = {}
        self._token = ""

    async def run(self) -> None:
        """Until `stopping` is set and everything is acknowledged."""
        while not (self.stopping and not self.outbox):
            with suppress(OSError, TimeoutError, WebSocketException, httpx.HTTPError):
                await self._live_once()
            await asyncio.sleep(self.chance.uniform(0.01, 0.1))

    async def _live_once(self) -> None:
        if not self._token:
            await self._log_in()
        async with connect(
            self.url(),
            subprotocols=[Subprotocol("im.v1.json")],
            compression=None,
            ping_interval=None,
            open_timeout=3,
            close_timeout=0.2,
            max_size=None,
        ) as socket:
            live: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            listening = asyncio.create_task(self._listen(socket, live))
            try:
                auth = {"t": "auth", "id": 0, "token": self._token}
                await socket.send(json.dumps(auth | ({"sync": self.sync} if self.sync else {})))
                await asyncio.wait_for(live, ACK_PATIENCE_S)
                await self._speak(socket)
                while not self.stopping and not listening.done():
                    for client_id in list(self.outbox):  # what was refused for now
                        await self._send(socket, client_id)
                    await asyncio.wait({listening}, timeout=0.05)
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)

    async def _log_in(self) -> None:
        async with httpx.AsyncClient(base_url=self.home, timeout=10) as client:
            answer = await client.post("/api/v1/login", json={"login": self.login, "password": PASSWORD})
        self._token = answer.raise_for_status().json()["access_token"]

    async def _listen(self, socket: ClientConnection, live: asyncio.Future[None]) -> None:
        try:
            async for text in socket:
                self._take(json.loads(text), live)
        finally:
            if not live.done():
                live.set_exception(ConnectionError("cut before it was live"))
                live.exception()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionError("cut before it was answered"))
                    answer.exception()
            self._answers.clear()

    def _take(self, frame: Frame, live: asyncio.Future[None]) -> None:
        self._note_silence()
        kind = frame["t"]
        if kind == "error" and frame["code"] in ("token_invalid", "token_expired"):
            self._token = ""
        elif kind == "ready":
            if frame["mode"] == "reset":
                self.log.reset()
            self.since |= {each["id"]: each["last_seq"] for each in frame.get("conversations", ())}
            self.sync = frame["sync"]
        elif kind == "live":
            self.sync = frame["sync"]
            if not live.done():
                live.set_result(None)
        elif kind == "message":
            said = KnownMessage(frame["seq"], UUID(frame["client_id"]), frame["text"])
            self.log.show(frame["conv"], said, in_order=self.habits.in_order)
        if "sync" in frame and kind not in ("ready", "live"):
            self.sync = frame["sync"]
        answer = self._answers.get(frame.get("id", -1))
        if answer is not None and not answer.done():
            answer.set_result(frame)

    @property
    def shown(self) -> int:
        return sum(map(len, self.log.shown.values()))

    def lacks(self, said: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        """Of what was said, by conversation and number, what it should have been shown and was not."""
        own = set(self.log.acked.values())
        return sorted(
            (conv, seq)
            for conv, seq in said
            if conv in self.since
            and seq > self.since[conv]
            and seq not in self.log.shown.get(conv, ())
            and (conv, seq) not in own
        )

    def _note_silence(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._heard_at is not None and self.speaking:
            self.silence_s = max(self.silence_s, now - self._heard_at)
        self._heard_at = now

    async def _speak(self, socket: ClientConnection) -> None:
        for client_id in list(self.outbox):
            await self._send(socket, client_id)
        while self.speaking:
            self._count += 1
            client_id = UUID(int=self.chance.getrandbits(128))
            entry = (self.chance.choice(self.convs), f"{self.login} {self._count} 你好")
            self.outbox[client_id] = self.log.sent[client_id] = entry
            await self._send(socket, client_id)
            await asyncio.sleep(self.chance.uniform(0, self.habits.rest_s))

    async def _send(self, socket: ClientConnection, client_id: UUID) -> None:
        """Raises `TimeoutError` and `OSError`: then the message stays in the outbox."""
        conv, text = self.outbox[client_id]
        self._requests += 1
        answer = self._answers[self._requests] = asyncio.get_running_loop().create_future()
        frame = {"t": "send", "id": self._requests, "conv": conv, "client_id": str(client_id), "text": text}
        for _ in range(self.habits.repeat):
            await socket.send(json.dumps(frame))
        try:
            got = await asyncio.wait_for(answer, ACK_PATIENCE_S)
        finally:
            self._answers.pop(self._requests, None)
        if got["t"] == "sent":
            self.log.ack(client_id, conv, got["seq"])
            del self.outbox[client_id]
            return
        self.refusals[got["code"]] += 1
        if not got["retry"]:
            self.log.complaints.append(f"{client_id} was refused: {got['code']} {got['message']}")
            del self.outbox[client_id]

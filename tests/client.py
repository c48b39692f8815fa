"""A person with a device: logs in over HTTP, chats over a WebSocket."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final, Self
from uuid import UUID, uuid4

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.server import Place

PASSWORD: Final = "correct horse battery"
PATIENCE_S: Final = 60.0

Frame = dict[str, Any]


class Closed(Exception):
    """The server closed the WebSocket with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Person:
    """An account, logged in."""

    def __init__(self, server: Place, login: str, role: str = "member") -> None:
        account = {"login": login, "name": login.title(), "password": PASSWORD, "role": role}
        server.admin.post("/api/v1/admin/users", json=account).raise_for_status()
        self.server = server
        self.login = login
        self.log_in()

    def log_in(self) -> None:
        body = {"login": self.login, "password": PASSWORD}
        grant = httpx.post(f"{self.server.url}/api/v1/login", json=body, timeout=60).raise_for_status().json()
        self.token: str = grant["access_token"]
        self.id: str = grant["user"]["id"]

    def call(self, method: str, path: str, body: Frame | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.request(method, f"{self.server.url}/api/v1{path}", json=body, headers=headers, timeout=60)

    def direct(self, other: Person) -> str:
        answer = self.call("POST", "/conversations", {"kind": "direct", "user": other.id})
        return str(answer.raise_for_status().json()["id"])

    def group(self, *members: Person, title: str = "Group") -> str:
        body = {"kind": "group", "title": title, "members": [member.id for member in members]}
        return str(self.call("POST", "/conversations", body).raise_for_status().json()["id"])

    def history(self, conv: str) -> list[Frame]:
        """Everything that was said, from the first message on."""
        found: list[Frame] = []
        while True:
            after = found[-1]["seq"] if found else 0
            page = self.call("GET", f"/conversations/{conv}/messages?after={after}&limit=200").raise_for_status().json()
            found += page["messages"]
            if not page["more"]:
                return found

    def device(self, sync: str | None = None, through: Place | None = None) -> Device:
        """A connection that is live, to one's server or to another way in. Use it as a context manager."""
        device = Device(through or self.server)
        try:
            device.authenticate(self.token, sync)
        except BaseException:
            device.close()
            raise
        return device


class Device:
    """One WebSocket. Frames that nobody waited for are kept in `frames`."""

    def __init__(self, server: Place) -> None:
        self._stack = ExitStack()
        opening = connect(
            server.ws_url,
            subprotocols=[Subprotocol("im.v1.json")],
            compression=None,
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE_S,
        )
        self.socket = self._stack.enter_context(opening)
        self.frames: deque[Frame] = deque()
        self.sync = ""
        self._requests = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._stack.close()

    def authenticate(self, token: str, sync: str | None = None) -> None:
        self.ready = self.request({"t": "auth", "token": token} | ({"sync": sync} if sync else {}))
        self.sync = self.wait(lambda frame: frame["t"] == "live")["sync"]

    def send_frame(self, frame: Frame) -> int:
        """Send a frame under a fresh request id, which is returned."""
        self._requests += 1
        self.socket.send(json.dumps({"id": self._requests, **frame}))
        return self._requests

    def request(self, frame: Frame) -> Frame:
        """Send a frame; returns its answer, an error included."""
        number = self.send_frame(frame)
        return self.wait(lambda answer: answer.get("id") == number)

    def send(self, conv: str, text: str, client_id: UUID | None = None) -> Frame:
        return self.request({"t": "send", "conv": conv, "client_id": str(client_id or uuid4()), "text": text})

    def wait(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The next frame that is wanted. Raises `Closed`, and `TimeoutError`."""
        for frame in self.frames:
            if wanted(frame):
                self.frames.remove(frame)
                return frame
        deadline = time.monotonic() + PATIENCE_S
        while True:
            frame = self.receive(deadline - time.monotonic())
            if wanted(frame):
                return frame
            self.frames.append(frame)

    def receive(self, seconds: float = PATIENCE_S) -> Frame:
        try:
            frame: Frame = json.loads(self.socket.recv(timeout=max(0.0, seconds)))
        except ConnectionClosed as closed:
            raise Closed(closed.rcvd.code if closed.rcvd else 1006) from None
        if "sync" in frame and frame["t"] != "ready":
            self.sync = frame["sync"]
        return frame

    def next_message(self) -> Frame:
        return self.wait(lambda frame: frame["t"] == "message")

    def wait_for_close(self) -> int:
        """The code with which the server closes."""
        deadline = time.monotonic() + PATIENCE_S
        try:
            while True:
                self.frames.append(self.receive(deadline - time.monotonic()))
        except Closed as closed:
            return closed.code

    def is_quiet(self) -> bool:
        """Whether nothing but the answer to a ping comes: what was sent before it has arrived by then."""
        number = self.send_frame({"t": "ping"})
        self.wait(lambda frame: frame.get("id") == number)
        return not any(frame["t"] == "message" for frame in self.frames)

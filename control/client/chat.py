"""A person of the self-test: logs in over HTTP and chats over a WebSocket, as everybody does."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Final, Self

import httpx
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from control.client.admin import API, decode, tls, unreachable
from control.client.target import UrlTarget
from control.client.websocket import WebSocket
from control.errors import Refused

TIMEOUT_S: Final = 15.0
SUBPROTOCOL: Final = Subprotocol("im.v1.json")

Frame = dict[str, Any]


class ChatClient:
    """Use it as a context manager. Every method raises a `ControlError` that names what didn't come."""

    def __init__(self, target: UrlTarget, login: str, password: str) -> None:
        self._target = target
        self._login = login
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(ExitStack())
        self._frames: deque[Frame] = deque()
        self._requests = 0
        verify = tls(target.ca) if target.url.startswith("https") else False
        self._http = self._stack.enter_context(
            httpx.Client(base_url=target.url + API, verify=verify, timeout=TIMEOUT_S)
        )
        grant = self.call("POST", "/login", {"login": login, "password": password, "device": "imctl selftest"})
        self.user: str = grant["user"]["id"]
        self.token: str = grant["access_token"]
        self._http.headers["Authorization"] = f"Bearer {self.token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def call(self, method: str, path: str, body: Frame) -> Frame:
        try:
            return decode(self._target, self._http.request(method, path, json=body))
        except httpx.HTTPError as error:
            raise unreachable(self._target, error) from error

    def connect(self) -> None:
        """Open the WebSocket, instead of one that is open, and authenticate. Returns when the connection is live."""
        self._connection.close()
        self._frames.clear()
        address = "ws" + self._target.url.removeprefix("http") + "/ws"
        context = tls(self._target.ca) if address.startswith("wss") else None
        try:
            opening = WebSocket(address, tls=context, subprotocol=SUBPROTOCOL, open_timeout=TIMEOUT_S)
        except (WebSocketException, OSError) as error:
            raise unreachable(self._target, error) from error
        self._socket = self._connection.enter_context(opening)
        self.request({"t": "auth", "token": self.token}, "ready")
        self.wait("live", lambda frame: frame["t"] == "live")

    def request(self, frame: Frame, answer: str) -> Frame:
        """Send a request; returns its answer of the type `answer`."""
        self._requests += 1
        number = self._requests
        try:
            self._socket.send(json.dumps({**frame, "id": number}, ensure_ascii=False))
        except ConnectionClosed as error:
            raise self._disconnected(error) from None
        got = self.wait(answer, lambda frame: frame.get("id") == number)
        if got["t"] == "error":
            raise Refused(f"{frame['t']}: {got['message']}", got["hint"], code=got["code"])
        return got

    def wait(self, what: str, wanted: Callable[[Frame], bool]) -> Frame:
        """The next frame that is `wanted`; others are kept for later."""
        for frame in self._frames:
            if wanted(frame):
                self._frames.remove(frame)
                return frame
        deadline = time.monotonic() + TIMEOUT_S
        while True:
            try:
                frame = json.loads(self._socket.receive(max(0.0, deadline - time.monotonic())))
            except TimeoutError:
                raise Refused(
                    f"{self._login} timed out after {TIMEOUT_S:g} s waiting for {what}", code="no_answer"
                ) from None
            except ConnectionClosed as error:
                raise self._disconnected(error) from None
            if wanted(frame):
                return dict(frame)
            self._frames.append(frame)

    def _disconnected(self, error: ConnectionClosed) -> Refused:
        return Refused(f"{self._login} was disconnected: {error}", code="disconnected")

    def events(self, kind: str) -> list[Frame]:
        """Events of a kind that came and were not waited for."""
        return [frame for frame in self._frames if frame["t"] == kind]

"""What the server holds of a conversation, asked directly, to compare with what screens show."""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol


class Member:
    """Somebody with an account who talks to the server without a browser."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self._url = url
        answer = httpx.post(f"{url}/api/v1/login", json={"login": login, "password": password})
        answer.raise_for_status()
        self._token = str(answer.json()["access_token"])
        self.id = str(answer.json()["user"]["id"])
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {self._token}"})

    def close(self) -> None:
        self.http.close()

    def direct(self, user: str) -> str:
        """The id of the direct conversation with `user`."""
        return self._create({"kind": "direct", "user": user})

    def group(self, title: str, members: list[str]) -> str:
        return self._create({"kind": "group", "title": title, "members": members})

    def _create(self, body: dict[str, object]) -> str:
        answer = self.http.post("/conversations", json=body)
        answer.raise_for_status()
        return str(answer.json()["id"])

    def say(self, conv: str, texts: list[str], **fields: object) -> None:
        """Send all, in order; returns when each is acknowledged. `fields` go into every frame."""
        with self._connect() as socket:
            for number, text in enumerate(texts, start=1):
                frame = {"t": "send", "id": number, "conv": conv, "client_id": str(uuid.uuid4()), "text": text}
                socket.send(json.dumps(frame | fields))
                _answer(socket, number)

    def say_at_once(self, conv: str, texts: Iterable[str]) -> None:
        """Send very many, in order, without waiting for each; returns when all are acknowledged."""
        with self._connect() as socket:
            waiting = 0
            for number, text in enumerate(texts, start=1):
                frame = {"t": "send", "id": number, "conv": conv, "client_id": str(uuid.uuid4()), "text": text}
                socket.send(json.dumps(frame))
                waiting += 1
                while waiting >= 1000:
                    waiting -= json.loads(socket.recv(timeout=60))["t"] == "sent"
            while waiting:
                waiting -= json.loads(socket.recv(timeout=60))["t"] == "sent"

    def upload(self, conv: str, name: str, content: bytes) -> str:
        """The id of a file, to be named in a message."""
        answer = self.http.post("/media", params={"conv": conv}, content=content, headers={"X-File-Name": quote(name)})
        answer.raise_for_status()
        return str(answer.json()["id"])

    def history(self, conv: str) -> list[str]:
        """Every text, in the order of the sequence, which must be dense."""
        messages: list[dict[str, object]] = []
        before: int | None = None
        more = True
        while more:
            query = {"limit": 200} | ({} if before is None else {"before": before})
            answer = self.http.get(f"/conversations/{conv}/messages", params=query)
            answer.raise_for_status()
            page = answer.json()
            messages = page["messages"] + messages
            more = page["more"]
            before = page["messages"][0]["seq"] if page["messages"] else None
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        return [str(message["text"]) for message in messages]

    def change(self, frame: dict[str, object]) -> None:
        """An edit, a recall or another change of what is stored."""
        with self._connect() as socket:
            socket.send(json.dumps({"id": 1, **frame}))
            _answer(socket, 1, "done")

    @contextlib.contextmanager
    def _connect(self) -> Iterator[ClientConnection]:
        address = self._url.replace("http", "ws", 1) + "/ws"
        with connect(address, subprotocols=[Subprotocol("im.v1.json")], compression=None, open_timeout=60) as socket:
            socket.send(json.dumps({"t": "auth", "id": 0, "token": self._token}))
            while json.loads(socket.recv(timeout=20))["t"] != "live":
                pass
            yield socket


def _answer(socket: ClientConnection, number: int, kind: str = "sent") -> None:
    while True:
        frame = json.loads(socket.recv(timeout=20))
        if frame.get("id") == number:
            assert frame["t"] == kind, frame
            return

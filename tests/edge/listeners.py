"""Both listeners: the server's own port, and that of a process with nothing but a gateway; and rude clients of them."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from websockets.frames import Frame, Opcode

from imserver.system.clock import wall_clock
from imserver.tokens.access import AccessTokens, load_key
from tests.cluster.cluster import Cluster, wait_for
from tests.server import running

HALF_OPEN: Final = 20
OPEN: Final = 150
BOUNDS: Final = {"IM_ADDRESS_HALF_OPEN": str(HALF_OPEN), "IM_ADDRESS_CONNECTIONS": str(OPEN)}
UPGRADE: Final = (
    b"Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: im.v1.json\r\n"
)
HANDSHAKE: Final = b"GET /ws HTTP/1.1\r\n" + UPGRADE + b"\r\n"
PATIENCE_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Listener:
    name: str
    port: int
    pid: int
    log: Path
    token: str

    def connect(self, receive_buffer: int = 0) -> Rude:
        raw = socket.socket()
        if receive_buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        raw.settimeout(PATIENCE_S)
        raw.connect(("127.0.0.1", self.port))
        return Rude(raw)

    def websocket(self, forwarded_for: str = "") -> Rude:
        """One that has shaken hands, and not authenticated."""
        client = self.connect()
        named = f"X-Forwarded-For: {forwarded_for}\r\n\r\n" if forwarded_for else "\r\n"
        client.send(HANDSHAKE.removesuffix(b"\r\n") + named.encode())
        assert client.read_until(b"\r\n\r\n").startswith(b"HTTP/1.1 101")
        return client

    def member(self) -> Rude:
        """One that is live."""
        client = self.websocket()
        client.send_text({"t": "auth", "id": 0, "token": self.token})
        client.read_until(b'"t":"live"')
        return client

    def cpu_s(self) -> float:
        used = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")

    def memory_kb(self) -> int:
        """The most that it ever took."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0])

    def check(self) -> None:
        """Somebody gets in."""
        assert self.works()

    def works(self) -> bool:
        with self.member() as client:
            client.send_text({"t": "ping", "id": 5})
            return b'"pong"' in client.read_until(b'"id":5')


class Rude:
    """A socket that sends what it likes."""

    def __init__(self, raw: socket.socket) -> None:
        self.raw = raw
        self.received = b""

    def __enter__(self) -> Rude:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()

    def send(self, data: bytes) -> bool:
        """Whether the other side still took it."""
        try:
            self.raw.sendall(data)
        except OSError:
            return False
        return True

    def send_text(self, frame: dict[str, object]) -> bool:
        return self.send(Frame(Opcode.TEXT, json.dumps(frame).encode()).serialize(mask=True))

    def send_frame(self, opcode: Opcode, data: bytes = b"", *, fin: bool = True, times: int = 1) -> bool:
        return self.send(Frame(opcode, data, fin).serialize(mask=True) * times)

    def read_until(self, wanted: bytes) -> bytes:
        while wanted not in self.received:
            data = self.raw.recv(65_536)
            assert data, self.received
            self.received += data
        return self.received

    def read(self) -> bytes:
        """Everything until the server closes. Raises `TimeoutError` where it doesn't."""
        with suppress(ConnectionError):
            while data := self.raw.recv(65_536):
                self.received += data
        return self.received

    def answer(self) -> tuple[int, str]:
        """Status, and the code in the body. The server closes after it."""
        head, _, body = self.read().partition(b"\r\n\r\n")
        assert b"connection: close" in head.lower(), head
        return int(head.split(b" ")[1]), str(json.loads(body)["error"]["code"])

    def close_code(self) -> int:
        """Of the close frame that is the last thing that comes."""
        received = self.read()
        at = received.rindex(b"\x88")
        return int.from_bytes(received[at + 2 : at + 4])

    def is_closed(self) -> bool:
        self.raw.setblocking(False)
        try:
            return not self.raw.recv(65_536)
        except BlockingIOError:
            return False
        except OSError:
            return True


def _token(data_dir: Path, admin: httpx.Client) -> str:
    answer = admin.post("/api/v1/admin/users/import", json={"rows": [{"login": "ann"}]}).raise_for_status()
    user = answer.json()["created"][0]["id"]
    return AccessTokens(load_key(data_dir / "keys" / "access.key"), wall_clock).issue(user, "s1")[0]


@contextmanager
def server(folder: Path, **settings: str) -> Iterator[Listener]:
    with running(folder / "data", BOUNDS | settings) as whole:
        yield Listener("server", whole.port, whole.pid, whole.log, _token(whole.data_dir, whole.admin))


@contextmanager
def gateway(folder: Path) -> Iterator[Listener]:
    cluster = Cluster(folder, gateways=1)
    try:
        cluster.start_redis()
        cluster.processes["gateway-1"] = cluster.make("gateway-1", BOUNDS | {"IM_TRUSTED_PROXIES": ""})
        for name in ("messages", "gateway-1"):
            cluster.processes[name].start()
        for name in ("messages", "gateway-1"):
            wait_for(lambda name=name: cluster.is_ready(name), f"{name} does not come up")
        process = cluster.processes["gateway-1"]
        token = _token(cluster.data_dir, cluster.admin)
        yield Listener("gateway", cluster.ports["gateway-1"], process.pid, process.log, token)
    finally:
        cluster.stop()


def settled(clients: list[Rude], wanted: int, newcomer: Callable[[], object] = lambda: None) -> int:
    """How many are still open, once that are no more than `wanted`: those that are late go as others come."""
    deadline = time.monotonic() + PATIENCE_S
    while (left := sum(not client.is_closed() for client in clients)) > wanted and time.monotonic() < deadline:
        newcomer()
        time.sleep(0.02)
    return left

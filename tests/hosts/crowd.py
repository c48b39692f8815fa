"""Many who are connected while hosts are changed: `python -m tests.hosts.crowd URL CA ACCOUNT COUNT STOP`.

ACCOUNT is LOGIN:PASSWORD, and has COUNT devices. It prints a line once all are connected; who is cut off comes back at
once. When the file STOP is there, it prints as JSON with which codes each was cut off, and which attempts failed.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from control.client.admin import tls
from control.client.chat import SUBPROTOCOL, ChatClient
from control.client.target import UrlTarget

AT_ONCE: Final = 10
PAUSE_S: Final = 0.2


@dataclass(slots=True)
class Member:
    """A device: how often it was let in, with which codes it was cut off, and what refused it."""

    arrivals: int = 0
    cuts: list[int | None] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Crowd:
    def __init__(self, target: UrlTarget, token: str, count: int) -> None:
        self.members = [Member() for _ in range(count)]
        self._address = "ws" + target.url.removeprefix("http") + "/ws"
        self._tls = tls(target.ca)
        self._token = token
        self._door = asyncio.Semaphore(AT_ONCE)
        self.complete = asyncio.Event()

    async def stay(self, member: Member) -> None:
        """Be connected, until cancelled."""
        while True:
            try:
                async with self._door:
                    socket = await self._enter()
                member.arrivals += 1
                if all(each.arrivals for each in self.members):
                    self.complete.set()
                async with socket:
                    async for _ in socket:
                        pass
                member.cuts.append(socket.close_code)
            except ConnectionClosed as closed:
                member.cuts.append(closed.rcvd.code if closed.rcvd else None)
            except (WebSocketException, OSError) as error:
                member.failures.append(f"{type(error).__name__}: {error}")
                await asyncio.sleep(PAUSE_S)

    async def _enter(self) -> ClientConnection:
        socket = await connect(self._address, ssl=self._tls, subprotocols=[SUBPROTOCOL], proxy=None)
        await socket.send(json.dumps({"t": "auth", "id": 1, "token": self._token}))
        async for frame in socket:
            if json.loads(frame)["t"] == "live":
                return socket
        raise ConnectionError(f"closed with {socket.close_code} before it was live")


def wait_for(file: Path) -> None:
    while not file.exists():
        time.sleep(PAUSE_S)


async def main(url: str, ca: str, account: str, count: str, stop: str) -> None:
    target = UrlTarget(url, None, Path(ca))
    login, password = account.split(":")
    with ChatClient(target, login, password) as client:
        crowd = Crowd(target, client.token, int(count))
        staying = [asyncio.create_task(crowd.stay(member)) for member in crowd.members]
        await crowd.complete.wait()
        print("begun", flush=True)
        await asyncio.to_thread(wait_for, Path(stop))
        for each in staying:
            each.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
    print(json.dumps({name: [getattr(each, name) for each in crowd.members] for name in ("cuts", "failures")}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
